"""Roster files as they are uploaded: CSV by our own rules, XLSX by openpyxl, both as the same lines."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from learn.rules.roster import MOST_BYTES, MOST_LINES, Fault, Line, Unreadable, Wrong, csv_lines, tidy

__all__ = ["roster_lines"]

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_WORKBOOK = "xl/workbook.xml"
MOST_COLUMNS = 60
#: all parts of a workbook unpacked; a sheet of 100,000 lines has about 60 MB
MOST_UNPACKED = 200 * 1024 * 1024
# What openpyxl lets through when a workbook is not what it says; a broken XML is a SyntaxError.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


def roster_lines(data: bytes) -> list[Line]:
    """The lines of an uploaded roster, heading first: of the first sheet that is shown, or of a CSV file.

    What a file is, its first bytes tell, not its name. Formulas stay formulas and are refused later like any others.
    Raises Unreadable.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(Fault(0, Wrong.TOO_LARGE))
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(Fault(0, Wrong.OLD_OFFICE))
    if not data.startswith(_ZIP):
        return csv_lines(data)
    try:
        _look_inside(data)
        return tidy(_rows(data))
    except Unreadable:
        raise
    except _BROKEN:
        raise Unreadable(Fault(0, Wrong.DAMAGED)) from None


def _look_inside(data: bytes) -> None:
    """Refuse what unpacks to too much, before anything is unpacked, and what is no workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise Unreadable(Fault(0, Wrong.TOO_LARGE))
        if _WORKBOOK not in parts.namelist():
            raise Unreadable(Fault(0, Wrong.OTHER_FORMAT))


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Row by row, so that a sheet with one cell at its far end is refused and fills no memory."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            raise Unreadable(Fault(0, Wrong.EMPTY))
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
            if number > MOST_LINES:
                raise Unreadable(Fault(number, Wrong.TOO_MANY_LINES, value=str(MOST_LINES)))
            cells = [_text(cell.value, cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            yield number, cells
    finally:
        book.close()


def _text(value: Any, cell: Any) -> str:
    """A cell as people see it: days as ISO days, whole numbers without a point and with the zeros of their format."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        zeros = cell.number_format
        return str(value).zfill(len(zeros)) if zeros and not zeros.strip("0") else str(value)
    return str(value)
