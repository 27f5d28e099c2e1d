"""A roster file as lines of plain text: encodings, delimiters, quotes and what has no place in a cell."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from learn.rules.roster.faults import Fault, Wrong

#: a roster of 50,000 people has about 6 MB
MOST_BYTES = 20 * 1024 * 1024
MOST_LINES = 100_000
LONGEST_CELL = 500
DELIMITERS = (";", ",", "\t")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: soft hyphen, zero-width space, byte order mark, and marks that turn the direction of writing
_INVISIBLE = {ord(mark): None for mark in "\u00ad\u200b\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}  # fmt: skip  # noqa: E501


class Unreadable(ValueError):
    """The file as a whole cannot be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table with the number under which people find it."""

    number: int
    cells: tuple[str, ...]


def csv_lines(data: bytes) -> list[Line]:
    """The lines of a CSV file that are not blank, cells tidied, the heading first.

    Reads UTF-8 with and without byte order mark, UTF-16 with one, and else Windows-1252 (which Latin-1 is in all that
    people type); separated by semicolon, comma or tab. Raises Unreadable.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(Fault(0, Wrong.TOO_LARGE))
    text = _text(data)
    if "\0" in text:
        raise Unreadable(Fault(0, Wrong.NOT_TEXT))
    skipped = 0
    if text[:4].casefold() == "sep=":  # what spreadsheets write for themselves
        _first, _end, text = text.partition("\n")
        skipped = 1
    return tidy(_rows(text, skipped))


def tidy(rows: Iterable[tuple[int, Iterable[str]]]) -> list[Line]:
    """Numbered rows as lines: blanks at both ends gone, blank rows left out. Raises Unreadable if nothing is left."""
    lines: list[Line] = []
    for number, row in rows:
        cells = tuple(_tidied(cell) for cell in row)
        if any(cells):
            lines.append(Line(number, cells))
            if len(lines) > MOST_LINES:
                raise Unreadable(Fault(number, Wrong.TOO_MANY_LINES, value=str(MOST_LINES)))
    if not lines:
        raise Unreadable(Fault(0, Wrong.EMPTY))
    return lines


def cell_fault(cell: str) -> Wrong | None:
    """What is wrong with any cell at all. Formulas are refused: no name, number or day begins like one."""
    if len(cell) > LONGEST_CELL:
        return Wrong.CELL_TOO_LONG
    if cell.startswith(("=", "+", "-", "@")):
        return Wrong.FORMULA
    if not cell.isprintable() and any(unicodedata.category(letter) == "Cc" for letter in cell):
        return Wrong.CONTROL_CHARACTER
    return None


def _text(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable(Fault(0, Wrong.NOT_TEXT)) from None
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _rows(text: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = skipped + 1
    try:
        for row in reader:
            yield number, row
            number = skipped + reader.line_num + 1
    except csv.Error:
        raise Unreadable(Fault(number, Wrong.QUOTES)) from None


def _delimiter(text: str) -> str:
    """The mark that cuts the first line that is not blank into most cells; quoted marks do not count."""
    for line in io.StringIO(text):
        if line.strip(" \t\r\n;,"):
            outside = "".join(line.split('"')[::2])
            return max(DELIMITERS, key=outside.count)
    return DELIMITERS[0]


def _tidied(cell: str) -> str:
    """One form for each text (NFC), single blanks, nothing invisible; a lone dash means "nothing"."""
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", cell.translate(_INVISIBLE))
    cell = " ".join(cell.split())
    return "" if cell in {"-", "–", "—"} else cell
