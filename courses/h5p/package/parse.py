"""JSON from strangers: small, shallow, finite, in UTF-8."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from courses.h5p.package.refused import Limits, Refused

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(rb"[][{}]")
_LONGEST_NUMBER = 18


def parse(data: bytes, file: str, limits: Limits) -> Any:
    """The value, or Refused. Depth is counted before the parser sees anything."""
    if len(data) > limits.json:
        raise Refused("json-too-large", file, most=str(limits.json // 1024 // 1024))
    if _depth(data) > limits.depth:
        raise Refused("json-too-deep", file, most=str(limits.depth))

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
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair cannot be written anywhere
    except UnicodeError as error:
        raise Refused("encoding", file) from error
    except (ValueError, RecursionError) as error:
        raise Refused("json", file) from error
    return value


def _depth(data: bytes) -> int:
    deepest = depth = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", data)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
