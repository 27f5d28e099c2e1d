"""Signing and checking: Data Integrity with eddsa-jcs-2022, and JWT with EdDSA."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import Any

from certificates.badge.credential import instant
from certificates.badge.keys import PublicKey, Signer, method
from certificates.badge.plain import NotPlain, from_base58, from_base64url, read, to_base58, to_base64url, written

SUITE = "eddsa-jcs-2022"
ALGORITHM = "EdDSA"
_SIGNATURE = 64  # bytes
_CLAIMS = ("iss", "sub", "jti", "nbf", "exp")


class Why(Enum):
    """Why a badge is refused."""

    UNREADABLE = "unreadable"  # no JSON, no JWT
    UNSIGNED = "unsigned"  # no proof, or a kind of proof we never make (alg none, HS256 ...)
    FOREIGN = "foreign"  # another issuer
    KEY_UNKNOWN = "key unknown"
    KEY_WITHDRAWN = "key withdrawn"
    CHANGED = "changed"  # the signature does not fit


class Refused(ValueError):
    """A badge that is not accepted, with the reason and, if it is another's, the issuer it names."""

    def __init__(self, why: Why, issuer: str = "") -> None:
        super().__init__(why.value)
        self.why = why
        self.issuer = issuer


def with_proof(credential: dict[str, Any], signer: Signer, now: datetime) -> dict[str, Any]:
    """The credential with a Data Integrity proof (W3C vc-di-eddsa, 3.3)."""
    proof = {
        "@context": credential["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": instant(now),
        "verificationMethod": signer.method,
        "proofPurpose": "assertionMethod",
    }
    value = "z" + to_base58(signer.sign(_digests(proof, credential)))
    return {**credential, "proof": {**proof, "proofValue": value}}


def as_jwt(credential: dict[str, Any], signer: Signer) -> str:
    """The credential as a compact JWS (OB 3.0, 8.2.4): the payload is the credential, with the claims JWT asks for."""
    subject = credential["credentialSubject"]
    claims = {
        "iss": signer.did,
        "jti": credential["id"],
        "sub": subject["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": signer.method}
    head, body = (to_base64url(written(part)) for part in (header, {**credential, **claims}))
    return f"{head}.{body}.{to_base64url(signer.sign(f'{head}.{body}'.encode('ascii')))}"


def check(text: str, did: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """The credential in a JSON or JWT text, if this issuer signed it so. Refused otherwise; no network is asked."""
    text = text.strip()
    try:
        if text.startswith("{"):
            return _check_json(read(text), did, keys)
        return _check_jwt(text, did, keys)
    except NotPlain as error:
        raise Refused(Why.UNREADABLE) from error


def _check_json(document: dict[str, Any], did: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    _of_this_issuer(document, did)
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != SUITE or proof.get("type") != "DataIntegrityProof":
        raise Refused(Why.UNSIGNED)
    key = _key(proof.get("verificationMethod"), did, keys)
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z"):
        raise Refused(Why.CHANGED)
    options = {name: part for name, part in proof.items() if name != "proofValue"}
    unsigned = {name: part for name, part in document.items() if name != "proof"}
    fits = proof.get("proofPurpose") == "assertionMethod" and proof.get("@context") == document.get("@context")
    try:
        signature = from_base58(value[1:], _SIGNATURE)
    except NotPlain as error:
        raise Refused(Why.CHANGED) from error
    if not fits or not key.has_signed(signature, _digests(options, unsigned)):
        raise Refused(Why.CHANGED)
    return unsigned


def _check_jwt(token: str, did: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        raise Refused(Why.UNREADABLE)
    header, payload = read(from_base64url(parts[0])), read(from_base64url(parts[1]))
    _of_this_issuer(payload, did)
    # The algorithm is ours to choose, not the token's (RFC 8725, 3.1); a key it brings along is not looked at.
    if header.get("alg") != ALGORITHM or not parts[2]:
        raise Refused(Why.UNSIGNED)
    key = _key(header.get("kid"), did, keys)
    try:
        signature = from_base64url(parts[2])
    except NotPlain as error:
        raise Refused(Why.CHANGED) from error
    if not key.has_signed(signature, f"{parts[0]}.{parts[1]}".encode("ascii")) or payload.get("iss") != did:
        raise Refused(Why.CHANGED)
    return {name: part for name, part in payload.items() if name not in _CLAIMS}


def _of_this_issuer(document: dict[str, Any], did: str) -> None:
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if named != did:
        raise Refused(Why.FOREIGN, named if isinstance(named, str) else "")


def _key(name: Any, did: str, keys: Iterable[PublicKey]) -> PublicKey:
    for key in keys:
        if name == method(did, key.id):
            if key.withdrawn:
                raise Refused(Why.KEY_WITHDRAWN)
            return key
    raise Refused(Why.KEY_UNKNOWN)


def _digests(proof: dict[str, Any], document: dict[str, Any]) -> bytes:
    return hashlib.sha256(written(proof)).digest() + hashlib.sha256(written(document)).digest()


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
