"""What a badge says: an AchievementCredential of Open Badges 3.0 on the data model of W3C VC 2.0."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
_NAMES = uuid.UUID("6f1f0a52-9c0b-5b7e-9d0a-3b8f1f6f2d11")  # the space of the ids made here
_TYPES = {"pass": "Certificate"}  # of OB 3.0's AchievementType; all others are completions


@dataclass(frozen=True, slots=True)
class Facts:
    """A certificate as the badge tells it. Texts are ready to be read; times have a zone."""

    site: str  # https://host, without a slash at the end
    did: str
    address: str  # of the certificate's verification page: the id of the credential
    issuer: str
    language: str
    kind: str
    course: str
    course_key: uuid.UUID
    description: str
    criteria: str
    tags: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime | None
    name: str  # of the holder
    status_list: str  # address of the list
    status_index: int


def credential(facts: Facts) -> dict[str, Any]:
    """The credential without a proof. It holds no address and no e-mail of the holder, and no number of an account."""
    told: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": facts.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.course,
        "issuer": {"id": facts.did, "type": ["Profile"], "name": facts.issuer, "url": facts.site},
        "validFrom": instant(facts.valid_from),
        "credentialSubject": {
            # OB 3.0 asks for an id or an identifier; this one is of the certificate, not of the person.
            "id": uuid.uuid5(_NAMES, "holder " + facts.address).urn,
            "type": ["AchievementSubject"],
            "name": facts.name,
            "achievement": _achievement(facts),
        },
        "credentialStatus": {
            "id": f"{facts.status_list}#{facts.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(facts.status_index),
            "statusListCredential": facts.status_list,
        },
    }
    if facts.valid_until:
        told["validUntil"] = instant(facts.valid_until)
    return told


def _achievement(facts: Facts) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": uuid.uuid5(_NAMES, f"achievement {facts.course_key} {facts.kind}").urn,
        "type": ["Achievement"],
        "achievementType": _TYPES.get(facts.kind, "CertificateOfCompletion"),
        "inLanguage": facts.language,
        "name": facts.course,
        "description": facts.description,
        "criteria": {"narrative": facts.criteria},
        "image": {"id": f"{facts.site}/abzeichen.png", "type": "Image"},
    }
    if facts.tags:
        told["tag"] = list(facts.tags)
    return told


def instant(moment: datetime) -> str:
    """A moment as XML Schema writes it, in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
