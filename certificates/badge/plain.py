"""JSON that can be signed: read strictly, written in one way only (RFC 8785), and the alphabets around it."""

import base64
import binascii
import json
from typing import Any

LONGEST_TEXT = 512 * 1024  # characters of a document that is read
DEEPEST = 32  # levels of a document that is read
_LARGEST_INTEGER = 2**53 - 1  # beyond it JavaScript's numbers are not exact
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class NotPlain(ValueError):
    """The text is no JSON, or JSON that two readers may understand differently."""


def read(text: str | bytes) -> dict[str, Any]:
    """The object in a JSON text. NotPlain for all else: two members of one name, NaN, fractions, too deep, too long."""
    if len(text) > LONGEST_TEXT:
        raise NotPlain("too long")
    try:
        text = text if isinstance(text, str) else text.decode("utf-8")
        found = json.loads(text, object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise NotPlain(str(error)[:200]) from error
    if not isinstance(found, dict):
        raise NotPlain("no object")
    written(found)  # refuses what has no canonical form
    return found


def written(value: Any) -> bytes:
    """The canonical form (RFC 8785) of JSON without fractions. NotPlain for values that have none."""
    try:
        return _written(value, 0).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotPlain("half a character") from error


def _written(value: Any, depth: int) -> str:
    if depth > DEEPEST:
        raise NotPlain("too deep")
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > _LARGEST_INTEGER:
            raise NotPlain("number too large")
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(_written(each, depth + 1) for each in value) + "]"
    if isinstance(value, dict):
        # RFC 8785, 3.2.3: sorted by UTF-16 code units, which differs from Python's order above U+FFFF
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_written(key, depth + 1)}:{_written(each, depth + 1)}" for key, each in members) + "}"
    raise NotPlain(f"no JSON: {type(value).__name__}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotPlain("two members of one name")
    return found


def _refused(text: str) -> Any:
    raise NotPlain(f"not a whole number: {text[:20]}")


def to_base64url(data: bytes) -> str:
    """RFC 4648, 5, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """The bytes, of the one spelling `to_base64url` gives. NotPlain for any other."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotPlain("no base64url") from error
    if to_base64url(data) != text:
        raise NotPlain("another spelling of the same bytes")
    return data


def to_base58(data: bytes) -> str:
    """Base58 with Bitcoin's alphabet, as Multibase's `z` means it."""
    number, letters = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = _BASE58[rest] + letters
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + letters


def from_base58(text: str, length: int) -> bytes:
    """The bytes of a base58 text. NotPlain unless they are `length` bytes."""
    if len(text) > 2 * length or any(letter not in _BASE58 for letter in text):
        raise NotPlain("no base58")
    number = 0
    for letter in text:
        number = number * 58 + _BASE58.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    data = b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(data) != length:
        raise NotPlain("wrong length")
    return data
