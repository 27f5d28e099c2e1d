"""Columns: one typed list a report, for the screen and for every file."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

__all__ = ["Cell", "Column", "Kind", "in_one_line"]

Cell = str | date | int | Decimal | None
# What XML forbids or no reader expects: controls, surrogates, non-characters.
_UNPRINTABLE = ("Cc", "Cs", "Cn")


class Kind(StrEnum):
    """What a spreadsheet takes the cells of a column for. An empty cell is none of them."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    PERCENT = "percent"  # a share from 0 to 1


def in_one_line(text: str) -> str:
    """The text as it fits into any cell: white space as single blanks, nothing that cannot be printed."""
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text  # nearly all are
    line = " ".join(text.split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in _UNPRINTABLE).strip()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. A text in a column of another kind says why there is no number, and stays a text in every file."""

    key: str
    heading: Promise
    value: Callable[[Any], Cell]
    kind: Kind = Kind.TEXT

    def cell(self, row: object) -> Cell:
        """The typed cell."""
        value = self.value(row)
        return in_one_line(value) if isinstance(value, str) else value

    def text(self, row: object) -> str:
        """The cell as it is read, letter by letter the same on the screen and in every file; days as ISO 8601."""
        value = self.value(row)
        if isinstance(value, str):
            return in_one_line(value)
        if value is None:
            return ""
        if isinstance(value, date):
            return value.isoformat()
        return f"{value * 100:.0f} %" if self.kind is Kind.PERCENT else str(value)
