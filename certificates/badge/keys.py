"""Ed25519 keys with an id, and how the issuer shows the public ones: Multikey, JWK, did:web document, JWKS."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certificates.badge.plain import to_base58, to_base64url

_ED25519_PUBLIC = b"\xed\x01"  # multicodec


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A published key: its id, 32 bytes, and whether the issuer has taken it back."""

    id: str
    raw: bytes
    withdrawn: bool = False

    def has_signed(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    @property
    def multibase(self) -> str:
        """Multikey (W3C Controlled Identifiers 1.0, 2.2.2): z, then base58 of 0xed01 and the key."""
        return "z" + to_base58(_ED25519_PUBLIC + self.raw)

    def jwk(self, did: str) -> dict[str, str]:
        """RFC 8037, 2. Its `kid` is the whole name of the key, the same as in the DID document and in our JWTs."""
        kid = method(did, self.id)
        return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": to_base64url(self.raw)}


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key and the issuer whose key it is."""

    id: str
    did: str
    private: Ed25519PrivateKey

    @property
    def method(self) -> str:
        return method(self.did, self.id)

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def did_web(site: str) -> str:
    """The DID of a site (did:web, 3.1): the host, with a port's colon in percent encoding."""
    return "did:web:" + quote(urlsplit(site).netloc.lower(), safe=".-")


def method(did: str, key_id: str) -> str:
    """The whole name of a key."""
    return f"{did}#{key_id}"


def did_document(did: str, site: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """What stands under /.well-known/did.json: all keys that are not withdrawn."""
    shown = [key for key in keys if not key.withdrawn]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "alsoKnownAs": [site],
        "verificationMethod": [
            {
                "id": method(did, key.id),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.multibase,
            }
            for key in shown
        ],
        "assertionMethod": [method(did, key.id) for key in shown],
    }


def jwks(did: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """The same keys as a JWK set (RFC 7517, 5)."""
    return {"keys": [key.jwk(did) for key in keys if not key.withdrawn]}
