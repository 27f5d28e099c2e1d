"""Numbers as people in Germany write them: comma, dots between thousands, a unit behind."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from .result import ZERO, Result, share
from .spec import QuestionSpec

LONGEST = 60
_NUMBER = re.compile(r"(?P<sign>[+-]?) ?(?P<digits>[0-9]+(?:[., '][0-9]+)*)(?P<rest>[^0-9]*)")
_THOUSANDS_DOT = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
_THOUSANDS_COMMA = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3}){2,}")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}([ '][0-9]{3})+")
_DASHES = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "’": "'", "\u202f": " ", "\u00a0": " ", "\u2009": " "})


def grade_number(spec: QuestionSpec, answer: Any) -> Result:
    """All or nothing: within the tolerance of the right number, both ends included."""
    unit = spec.public.get("unit", "")
    given = parse_number(answer, unit if isinstance(unit, str) else "")
    wanted = _decimal(spec.solution.get("correct"))
    tolerance = _decimal(spec.solution.get("tolerance", "0")) or ZERO
    right = given is not None and wanted is not None and abs(given - wanted) <= abs(tolerance)
    return share(spec.points, int(right), 1)


def parse_number(answer: Any, unit: str = "") -> Decimal | None:
    """The number meant, or None. The German reading wins: "1.000" is a thousand, "1,5" one and a half.

    A dot that cannot part thousands ("4.5") is a decimal point. Words behind the number are taken for a unit;
    a second number there is not, unless it belongs to the question's own unit ("zu 1").
    """
    if isinstance(answer, int) and not isinstance(answer, bool):
        answer = str(answer) if abs(answer) < 10**LONGEST else ""
    if not isinstance(answer, str) or len(answer) > LONGEST + len(unit):
        return None
    text = _plain(answer)
    own_unit = _plain(unit).casefold()
    if own_unit and text.casefold().endswith(own_unit):
        text = text[: len(text) - len(own_unit)].strip()
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    digits = _decimal_digits(match["digits"])
    return None if digits is None else _decimal(("-" if match["sign"] == "-" else "") + digits)


def _plain(text: str) -> str:
    """Digits of any script as 0-9, one kind of dash, single spaces."""
    text = unicodedata.normalize("NFC", text).translate(_DASHES)
    text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return " ".join(text.split())


def _decimal_digits(text: str) -> str | None:
    """Digits with separators -> digits with a decimal point, or None if the separators make no sense."""
    whole, comma, fraction = text.rpartition(",")
    if _THOUSANDS_COMMA.fullmatch(text):
        return text.replace(",", "")
    if comma and "." in fraction:  # 1,000.5: written the English way
        thousands, _, decimals = fraction.partition(".")
        return f"{_joined(whole + '.' + thousands)}.{decimals}" if decimals.isdecimal() else None
    if comma:
        joined = _joined(whole)
        return f"{joined}.{fraction}" if joined is not None and fraction.isdecimal() else None
    if (joined := _joined(text)) is not None:
        return joined
    return text if re.fullmatch(r"[0-9]+\.[0-9]+", text) else None


def _joined(text: str) -> str | None:
    """A whole number without the signs between its thousands, or None."""
    if text.isdecimal():
        return text
    if _THOUSANDS_DOT.fullmatch(text) or _GROUPS.fullmatch(text):
        return re.sub(r"[. ']", "", text)
    return None


def _decimal(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
