"""What every file says of itself, what a writer gets, and how files are called."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import IO

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from learn.reports.columns import Cell, Column

__all__ = ["About", "Format", "NotWritable", "Sheet", "Writer", "file_name"]


class Format(StrEnum):
    """The value is the ending of the file name."""

    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"
    PDF = "pdf"

    @property
    def content_type(self) -> str:
        return {
            Format.CSV: "text/csv; charset=utf-8",
            Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
            Format.PDF: "application/pdf",
        }[self]


class NotWritable(ValueError):
    """More rows than a format takes, or signs it cannot show; `sentence` says which one to take instead."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class About:
    """Which report this is: its choices in words, the day it is about, when and for whom it was made."""

    title: str
    filters: tuple[tuple[str, str], ...]
    on: date
    at: datetime
    by: str

    def lines(self, count: int) -> list[tuple[str, Cell]]:
        """Label and value, for the first sheet or the head of the page."""
        return [
            (_("Bericht"), self.title),
            *self.filters,
            (_("Stand vom"), self.on),
            (_("erstellt am"), f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"),
            (_("erstellt von"), self.by),
            (_("Zeilen"), count),
        ]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a writer gets. `rows` is walked once."""

    about: About
    columns: Sequence[Column]
    rows: Iterable[object]


#: writes a sheet into a file open for bytes; returns the number of rows
Writer = Callable[[Sheet, IO[bytes]], int]


def file_name(report: str, chosen: Iterable[str], on: date, ending: str) -> str:
    """`REPORT_FILTER_DATE.ENDING`; the choices as people read them, since a key tells nobody anything."""
    parts = [slugify(part)[:40] for part in chosen]
    return f"{report}_{'-'.join(filter(None, parts))[:120] or 'alle'}_{on.isoformat()}.{ending}"
