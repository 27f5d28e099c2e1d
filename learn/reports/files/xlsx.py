"""XLSX (ECMA-376): typed cells, a first sheet that says what this is, written row by row in constant memory.

Texts are inline strings, so that no cell can be a formula. See docs/decisions/0022 for why this is not a library.
"""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from string import ascii_uppercase
from typing import IO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from learn.reports.columns import Cell, Column, Kind
from learn.reports.files.about import NotWritable, Sheet

__all__ = ["MOST_ROWS", "write_xlsx"]

MOST_ROWS = 1_048_576 - 1  # the format's own limit, without the heading
_DAY_ZERO = date(1899, 12, 30).toordinal()
_HEADING, _DATE, _PERCENT, _INTEGER = 1, 2, 3, 4  # places in cellXfs below
_WIDTHS = {Kind.TEXT: 30, Kind.DATE: 14, Kind.INTEGER: 14, Kind.PERCENT: 14}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": _HEAD
    + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'  # noqa: E501
        for name, kind in (
            ("workbook", "sheet.main"),
            ("styles", "styles"),
            ("worksheets/sheet1", "worksheet"),
            ("worksheets/sheet2", "worksheet"),
        )
    )
    + "</Types>",
    "_rels/.rels": _HEAD
    + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    + 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    + 'Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": _HEAD
    + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}.xml"/>'
        for n, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1"), ("worksheet", "worksheets/sheet2"), ("styles", "styles")), 1
        )
    )
    + "</Relationships>",
    "xl/styles.xml": _HEAD
    + f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    + '<numFmt numFmtId="165" formatCode="0\\ %"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
    + '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
    + 'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>'
    + '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/>'
    + '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    + '<xf numFmtId="1" applyNumberFormat="1"/></cellXfs>'
    + '<cellStyles count="1"><cellStyle name="Standard" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def write_xlsx(sheet: Sheet, file: IO[bytes]) -> int:
    """Both sheets. Raises NotWritable beyond the rows the format can hold."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        for name, text in _PARTS.items():
            packed.writestr(name, text)
        packed.writestr("xl/workbook.xml", _workbook())
        with packed.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part:
            count = _rows(sheet, part)
        packed.writestr("xl/worksheets/sheet1.xml", _facts(sheet, count))
    return count


def _workbook() -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate((_("Angaben"), _("Bericht")), 1)
    )
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    view = '<bookViews><workbookView activeTab="1"/></bookViews>'  # opens at the report itself
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{relations}">{view}<sheets>{sheets}</sheets></workbook>'


def _facts(sheet: Sheet, count: int) -> str:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate((24, 60), 1)
    )
    rows = "".join(
        f'<row r="{n}">{_text(f"A{n}", label, _HEADING)}{_typed(f"B{n}", value, Kind.TEXT)}</row>'
        for n, (label, value) in enumerate(sheet.about.lines(count), 1)
    )
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols>{widths}</cols><sheetData>{rows}</sheetData></worksheet>'


def _rows(sheet: Sheet, part: IO[bytes]) -> int:
    """The heading, which stays in sight, and the rows, with a filter over all."""
    letters = [_letter(n) for n in range(len(sheet.columns))]
    part.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">{_view()}{_columns(sheet.columns)}<sheetData>'.encode())
    heading = (_text(f"{letter}1", str(c.heading), _HEADING) for letter, c in zip(letters, sheet.columns, strict=True))
    part.write(f'<row r="1">{"".join(heading)}</row>'.encode())
    count = 0
    waiting: list[str] = []
    for line in _lines(sheet, letters):
        count += 1
        if count > MOST_ROWS:
            raise NotWritable(_("Für eine Excel-Datei sind das zu viele Zeilen. Bitte nehmen Sie CSV."))
        waiting.append(line)
        if len(waiting) == 500:
            part.write("".join(waiting).encode())
            waiting.clear()
    part.write("".join(waiting).encode())
    part.write(f'</sheetData><autoFilter ref="A1:{letters[-1]}{count + 1}"/></worksheet>'.encode())
    return count


def _lines(sheet: Sheet, letters: Sequence[str]) -> Iterator[str]:
    columns = [(letter, column, column.kind) for letter, column in zip(letters, sheet.columns, strict=True)]
    for number, row in enumerate(sheet.rows, 2):
        cells = [_typed(f"{letter}{number}", column.cell(row), kind) for letter, column, kind in columns]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _typed(place: str, value: Cell, kind: Kind) -> str:
    """One cell; an empty one is left out."""
    if isinstance(value, str):
        return _text(place, value) if value else ""
    if value is None:
        return ""
    if isinstance(value, date):
        return f'<c r="{place}" s="{_DATE}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'
    style = _PERCENT if kind is Kind.PERCENT or isinstance(value, Decimal) else _INTEGER
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def _text(place: str, text: str, style: int = 0) -> str:
    styled = f' s="{style}"' if style else ""
    return f'<c r="{place}" t="inlineStr"{styled}><is><t>{escape(text)}</t></is></c>'


def _letter(number: int) -> str:
    return ascii_uppercase[number] if number < 26 else ascii_uppercase[number // 26 - 1] + ascii_uppercase[number % 26]


def _view() -> str:
    return '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'  # noqa: E501


def _columns(columns: Sequence[Column]) -> str:
    found = (
        f'<col min="{n}" max="{n}" width="{_WIDTHS[column.kind]}" customWidth="1"/>'
        for n, column in enumerate(columns, 1)
    )
    return f"<cols>{''.join(found)}</cols>"
