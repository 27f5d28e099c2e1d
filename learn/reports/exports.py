"""Reports as files. CSV: UTF-8 with BOM, semicolon, ISO dates, no cell that a spreadsheet would take for a formula."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.text import slugify

from learn.reports.filters import Filters
from learn.reports.rows import COLUMNS, CompletionRow

__all__ = ["completions_csv", "file_name", "safe_cell"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file that hands each written line back, so that nothing is collected."""

    def write(self, text: str) -> str:
        return text


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would calculate it (ASVS 1.2.10)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def completions_csv(rows: Iterable[CompletionRow]) -> Iterator[str]:
    """The lines of the file, heading first, one at a time."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow([str(column.heading) for column in COLUMNS])
    for row in rows:
        yield writer.writerow([safe_cell(column.text(row)) for column in COLUMNS])


def file_name(filters: Filters, course: str, today: date) -> str:
    """`abschluesse_FILTER_DATE.csv`; the course by its title, since its key tells nobody anything."""
    parts = [filters.einheit, course, filters.stand, filters.pflicht]
    chosen = "-".join(slugify(part)[:40] for part in parts if slugify(part)) or "alle"
    return f"abschluesse_{chosen}_{today.isoformat()}.csv"
