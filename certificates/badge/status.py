"""The list of withdrawn badges: W3C Bitstring Status List 1.0, one bit a certificate."""

import gzip
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from certificates.badge.credential import CONTEXTS, instant
from certificates.badge.plain import to_base64url

SIZE = 131_072  # bits of a list: the least that hides a single one (1.0, 6.1)
LASTS = timedelta(days=1)  # an older copy of the list is no proof any more
# Neighbours in the order of issue do not lie side by side. Odd, so every number of a list has a place of its own.
_STEP, _SHIFT = 48_271, 91_193


def place(number: int) -> tuple[int, int]:
    """List and index of the certificate with this number (1, 2, ...), for good."""
    page, inside = divmod(number, SIZE)
    return page, (inside * _STEP + _SHIFT) % SIZE


def numbers(page: int) -> range:
    """The numbers of the certificates on a list."""
    return range(page * SIZE, (page + 1) * SIZE)


def bits(indexes: Iterable[int]) -> bytes:
    """The string of bits, the first at the left (1.0, 3.3)."""
    string = bytearray(SIZE // 8)
    for index in indexes:
        string[index // 8] |= 128 >> index % 8
    return bytes(string)


def list_credential(address: str, did: str, withdrawn: Iterable[int], now: datetime) -> dict[str, Any]:
    """The list as a credential without a proof; `withdrawn` are numbers of certificates that are on it."""
    string = bits(place(number)[1] for number in withdrawn)
    return {
        "@context": [CONTEXTS[0]],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": instant(now),
        "validUntil": instant(now + LASTS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + to_base64url(gzip.compress(string, mtime=0)),
        },
    }
