"""JSON from strangers: small, shallow, finite, in UTF-8."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from courses.h5p.package.refused import Limits, Refused

_PIECE = re.compile(rb'"[^"]*+"?+|[\[{\]},]')
_LONGEST_NUMBER = 18


def parse(data: bytes, file: str, limits: Limits) -> Any:
    """The value, or Refused. Depth and number of values are counted before the parser sees anything."""
    if len(data) > limits.json:
        raise Refused("json-too-large", file, most=str(limits.json // 1024 // 1024))
    _count(data, file, limits)

    def strange(_text: str) -> NoReturn:
        raise Refused("json-number", file)

    def whole(text: str) -> int:
        return int(text) if len(text) <= _LONGEST_NUMBER else strange(text)

    def broken(text: str) -> float:
        found = float(text)
        return found if math.isfinite(found) else strange(text)

    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, parse_constant=strange, parse_int=whole, parse_float=broken)
    except UnicodeError as error:
        raise Refused("encoding", file) from error
    except (ValueError, RecursionError) as error:
        raise Refused("json", file) from error
    _check_texts(value, file, limits)
    return value


def _count(data: bytes, file: str, limits: Limits) -> None:
    """One walk over brackets, commas and whole texts; it ends where a limit does."""
    bare = data.replace(b"\\\\", b"").replace(b'\\"', b"")  # now every quotation mark begins or ends a text
    depth = values = 0
    for piece in _PIECE.finditer(bare):
        sign = bare[piece.start()]
        if sign in b"[{":
            depth += 1
            if depth > limits.depth:
                raise Refused("json-too-deep", file, most=str(limits.depth))
        elif sign in b"]}":
            depth -= 1
        values += sign in b"[{,"
        if values > limits.values:
            raise Refused("json-too-many", file, most=f"{limits.values:,}".replace(",", "."))


def _check_texts(value: Any, file: str, limits: Limits) -> None:
    """Texts, and names of fields, that a database or a file cannot hold. Depth is bounded by now."""
    if isinstance(value, dict):
        for key, each in value.items():
            _check_texts(key, file, limits)
            _check_texts(each, file, limits)
    elif isinstance(value, list):
        for each in value:
            _check_texts(each, file, limits)
    elif isinstance(value, str):
        if len(value) > limits.text:
            raise Refused("text-too-long", file, most=f"{limits.text:,}".replace(",", "."))
        if "\x00" in value:
            raise Refused("nul", file)
        try:
            value.encode()
        except UnicodeEncodeError as error:  # half a surrogate pair cannot be written anywhere
            raise Refused("encoding", file) from error
