"""Reading files of reports back by other means than they were written with, as lines of text cells."""

import csv
import io
import re
from datetime import date, datetime
from html import unescape
from typing import Any

import pikepdf
from odfdo import Document
from openpyxl import load_workbook

__all__ = ["from_csv", "from_ods", "from_pdf", "from_screen", "from_xlsx", "kinds_of_xlsx"]

Lines = list[list[str]]


def from_screen(page: str) -> Lines:
    """The list as a reader sees it, heading first; the boxes for bulk actions are no cells."""
    if 'id="liste"' not in page:
        return []
    table = page.partition('id="liste"')[2].partition("</table>")[0]
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split())
            for kind, cell in re.findall(r"<t[hd]([^>]*)>(.*?)</t[hd]>", row, re.DOTALL)
            if "report-pick" not in kind
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]


def from_csv(data: bytes) -> Lines:
    """Without the apostrophe before what a spreadsheet would calculate."""
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    return [[re.sub(r"^'(?=[=+\-@])", "", cell) for cell in line] for line in lines]


def from_xlsx(data: bytes, sheet: str = "Bericht") -> Lines:
    book = load_workbook(io.BytesIO(data), data_only=False)
    return [[_text(cell.value, "%" in cell.number_format) for cell in row] for row in book[sheet].iter_rows()]


def kinds_of_xlsx(data: bytes) -> set[str]:
    """The kinds of all cells, as the file has them ("f" would be a formula)."""
    book = load_workbook(io.BytesIO(data), data_only=False)
    return {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}


def from_ods(data: bytes, sheet: str = "Bericht") -> Lines:
    table = Document(io.BytesIO(data)).body.get_table(name=sheet)
    assert table is not None
    return [[_text(cell.value, cell.type == "percentage") for cell in row.cells] for row in table.rows]


def _text(value: Any, percent: bool) -> str:
    if value is None:
        return ""
    if percent and not isinstance(value, str):
        return f"{value * 100:.0f} %"
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def from_pdf(data: bytes) -> Lines:
    """The cells of the list as its tags tell them, row by row; letters from the fonts' own maps.

    The first table is what the file says of itself. The list is a table a page, each with the heading.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tables = [element for element in _below(pdf.Root.StructTreeRoot) if element.get("/S") == "/Table"]
        marked: dict[Any, dict[int, str]] = {}
        lines: Lines = []
        for table in tables[1:]:
            rows = [element for element in _below(table) if element.get("/S") == "/TR"]
            read = [[" ".join(_said(cell, marked).split()) for cell in _cells(row)] for row in rows]
            lines += read[1:] if lines and read[0] == lines[0] else read
        return lines


def _cells(row: Any) -> list[Any]:
    return [cell for cell in _kids(row) if cell.get("/S") in ("/TH", "/TD")]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]


def _below(element: Any) -> list[Any]:
    found = [element]
    for kid in _kids(element):
        if "/S" in kid:
            found += _below(kid)
    return found


def _said(element: Any, marked: dict[Any, dict[int, str]]) -> str:
    """The text of an element and all below it."""
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    parts = []
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            parts.append(_said(kid, marked))
        elif isinstance(kid, pikepdf.Dictionary):
            parts.append(_marked_text(kid.Pg, marked).get(int(kid.MCID), ""))
        else:
            parts.append(_marked_text(element.Pg, marked).get(int(kid), ""))
    return "".join(parts)


def _marked_text(page: Any, known: dict[Any, dict[int, str]]) -> dict[int, str]:
    """Marked content of a page by its number."""
    if page.objgen not in known:
        found: dict[int, str] = {}
        stack: list[int | None] = []
        letters: dict[int, str] = {}
        fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                number = (
                    operands[1].get("/MCID") if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None
                )
                stack.append(None if number is None else int(number))
            elif name == "EMC":
                stack.pop()
            elif name == "Tf":
                letters = fonts[str(operands[0])]
            elif name in ("Tj", "TJ"):
                here = next((each for each in reversed(stack) if each is not None), None)
                if here is not None:
                    found[here] = found.get(here, "") + _shown(operands[0], letters)
        known[page.objgen] = found
    return known[page.objgen]


def _shown(operand: Any, letters: dict[int, str]) -> str:
    pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(letters.get(int.from_bytes(codes[n : n + 2], "big"), "?") for n in range(0, len(codes), 2))


def _letters(font: Any) -> dict[int, str]:
    """Code -> letters of a font."""
    text = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", text.partition("beginbfchar")[2])
    return {int(code, 16): bytes.fromhex(letters).decode("utf-16-be") for code, letters in pairs}
