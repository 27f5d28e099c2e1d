"""CSV: UTF-8 with BOM, semicolon, ISO dates, no cell that a spreadsheet would take for a formula."""

import codecs
import csv
import io
from collections.abc import Callable
from typing import IO

from learn.reports.columns import Column, Kind
from learn.reports.files.about import Sheet

__all__ = ["safe_cell", "write_csv"]

_FORMULA_STARTS = frozenset("=+-@\t\r")


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would calculate it (ASVS 1.2.10)."""
    return f"'{text}" if text[:1] in _FORMULA_STARTS else text


def write_csv(sheet: Sheet, file: IO[bytes]) -> int:
    """The heading and a line a row."""
    file.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([str(column.heading) for column in sheet.columns])
    cells = [_cell(column) for column in sheet.columns]
    count = 0
    for row in sheet.rows:
        writer.writerow([cell(row) for cell in cells])
        count += 1
    text.detach()  # writes what is left, and leaves the file open
    return count


def _cell(column: Column) -> Callable[[object], str]:
    """How a cell of this column is written. Days are no formulas; a text in the place of a number could be one."""
    return column.text if column.kind is Kind.DATE else lambda row: safe_cell(column.text(row))
