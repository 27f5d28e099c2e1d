"""ODS (ISO/IEC 26300): typed cells, a first table that says what this is, written row by row in constant memory."""

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from learn.reports.columns import Cell, Column
from learn.reports.files.about import Format, NotWritable, Sheet

__all__ = ["write_ods"]

MOST_ROWS = 1_048_576 - 1  # LibreOffice's limit, without the heading
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STYLES = (
    '<number:date-style style:name="day"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    "</number:date-style>"
    '<number:percentage-style style:name="share"><number:number number:decimal-places="0" '
    'number:min-integer-digits="1"/>'
    "<number:text> %</number:text></number:percentage-style>"
    '<style:style style:name="wide" style:family="table-column"><style:table-column-properties '
    'style:column-width="5cm"/></style:style>'
    '<style:style style:name="heading" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
    '<style:style style:name="date" style:family="table-cell" style:data-style-name="day"/>'
    '<style:style style:name="percent" style:family="table-cell" style:data-style-name="share"/>'
)
_MANIFEST = (
    _HEAD + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
    f'manifest:media-type="{Format.ODS.content_type}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def write_ods(sheet: Sheet, file: IO[bytes]) -> int:
    """Both tables. The rows wait in a file of their own, since the first table tells their number."""
    with tempfile.TemporaryFile() as rows, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        count = _rows(sheet, rows)
        packed.writestr("mimetype", Format.ODS.content_type, zipfile.ZIP_STORED)
        packed.writestr("META-INF/manifest.xml", _MANIFEST)
        packed.writestr("meta.xml", _meta(sheet))
        with packed.open("content.xml", "w", force_zip64=True) as part:
            part.write(
                f'{_HEAD}<office:document-content {_NAMES} office:version="1.3"><office:automatic-styles>{_STYLES}'
                f"</office:automatic-styles><office:body><office:spreadsheet>{_facts(sheet, count)}".encode()
            )
            rows.seek(0)
            shutil.copyfileobj(rows, part)
            part.write(b"</office:spreadsheet></office:body></office:document-content>")
    return count


def _meta(sheet: Sheet) -> str:
    title = escape(sheet.about.title)
    return (
        f'{_HEAD}<office:document-meta {_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">'
        f"<office:meta><dc:title>{title}</dc:title><dc:language>de</dc:language></office:meta></office:document-meta>"
    )


def _facts(sheet: Sheet, count: int) -> str:
    rows = (
        f"<table:table-row>{_text(label, 'heading')}{_typed(value)}</table:table-row>"
        for label, value in sheet.about.lines(count)
    )
    return f'<table:table table:name="{escape(_("Angaben"))}">{_columns(2)}{"".join(rows)}</table:table>'


def _rows(sheet: Sheet, part: IO[bytes]) -> int:
    """The second table: a heading that is repeated on each printed page, and the rows."""
    heading = "".join(_text(str(column.heading), "heading") for column in sheet.columns)
    part.write(
        f'<table:table table:name="{escape(_("Bericht"))}">{_columns(len(sheet.columns))}<table:table-header-rows>'
        f"<table:table-row>{heading}</table:table-row></table:table-header-rows>".encode()
    )
    count = 0
    waiting: list[str] = []
    for row in sheet.rows:
        count += 1
        if count > MOST_ROWS:
            raise NotWritable(_("Für eine ODS-Datei sind das zu viele Zeilen. Bitte nehmen Sie CSV."))
        waiting.append(_line(sheet.columns, row))
        if len(waiting) == 500:
            part.write("".join(waiting).encode())
            waiting.clear()
    part.write(f"{''.join(waiting)}</table:table>".encode())
    return count


def _columns(number: int) -> str:
    return f'<table:table-column table:style-name="wide" table:number-columns-repeated="{number}"/>'


def _line(columns: Sequence[Column], row: object) -> str:
    return f"<table:table-row>{''.join([_typed(column.cell(row)) for column in columns])}</table:table-row>"


def _typed(value: Cell) -> str:
    if isinstance(value, str):
        return _text(value) if value else "<table:table-cell/>"
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        day = value.isoformat()
        kind = f'table:style-name="date" office:value-type="date" office:date-value="{day}"'
        return f"<table:table-cell {kind}><text:p>{day}</text:p></table:table-cell>"
    if isinstance(value, Decimal):
        kind = f'table:style-name="percent" office:value-type="percentage" office:value="{value}"'
        return f"<table:table-cell {kind}><text:p>{value * 100:.0f} %</text:p></table:table-cell>"
    kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"


def _text(text: str, style: str = "") -> str:
    named = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{named} office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
