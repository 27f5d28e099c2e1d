"""XLSX and ODS opened by LibreOffice without a window: every cell as written, and none of them a formula."""

import csv
import io
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from defusedxml import ElementTree
from django.utils import translation

from learn.reports.catalogue import REPORTS
from learn.reports.files import WRITERS, About, Format, Sheet
from learn.reports.rows import CompletionRow, CountRow, DutyRow, State

pytestmark = pytest.mark.office
NASTY = [
    "=1+1",
    "+49 2151",
    "-5",
    "@SUMME(A1)",
    'Zitat "x"; y',
    "'apostroph",
    "مصطفى",
    "Ü" * 200,
    "<b>&amp;",
    "1-2",
    "007",
]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DAY = date(2027, 2, 28)


def rows(report: str) -> Iterator[object]:
    for number, name in enumerate(NASTY):
        if report == "abschluesse":
            yield CompletionRow(None, name, name, "Kurs", State.COMPLETED, DAY, None, DAY, name)
        elif report == "ueberfaellig":
            yield DutyRow(None, 1, name, name, "Pflicht", "überfällig", DAY, None, None, number)
        else:
            yield CountRow(None, name, name, 8 if number else None, 5)


@pytest.mark.parametrize("form", [Format.XLSX, Format.ODS])
@pytest.mark.parametrize("report", ["abschluesse", "ueberfaellig", "beteiligung"])
def test_opened_by_libreoffice(report: str, form: Format, tmp_path: Path) -> None:
    columns = REPORTS[report].columns
    with translation.override("de"):
        about = About("=Titel", (("Filter", "=2*3"),), DAY, datetime(2027, 2, 28, 12, tzinfo=ZoneInfo("UTC")), "@Ewa")
        written = tmp_path / f"bericht.{form}"
        with written.open("wb") as file:
            WRITERS[form](Sheet(about, columns, rows(report)), file)
        expected = [[column.text(row) for column in columns] for row in rows(report)]
        # number 44 (as shown) 76 UTF-8, all sheets
        convert(written, "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1", tmp_path)
        shown = (tmp_path / "bericht-Bericht.csv").read_text("utf-8-sig")
        shown = shown.replace("%", " %")  # LibreOffice leaves out the blank
        assert list(csv.reader(io.StringIO(shown, newline=""), delimiter=";"))[1:] == expected
    convert(written, "fods", tmp_path)
    document = ElementTree.parse(tmp_path / "bericht.fods")
    cells = list(document.iter(f"{TABLE}table-cell"))
    assert cells
    assert not [cell for cell in cells if cell.get(f"{TABLE}formula")]


def convert(file: Path, kind: str, folder: Path) -> None:
    home = (folder / "home").as_uri()
    command = ["soffice", f"-env:UserInstallation={home}", "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=180)


def test_typed_cells_stay_typed(tmp_path: Path) -> None:
    """What LibreOffice takes for a day, a number and a share, not for text that looks like one."""
    columns = (*REPORTS["ueberfaellig"].columns[4:], REPORTS["beteiligung"].columns[4])

    class Both:
        due_on, days, share = DAY, 14, Decimal("0.63")

    for form in (Format.XLSX, Format.ODS):
        written = tmp_path / f"typ.{form}"
        with translation.override("de"), written.open("wb") as file:
            about = About("x", (), DAY, datetime(2027, 2, 28, 12, tzinfo=ZoneInfo("UTC")), "x")
            WRITERS[form](Sheet(about, columns, [Both()]), file)
        convert(written, "fods", tmp_path)
        office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
        table = [
            t
            for t in ElementTree.parse(tmp_path / "typ.fods").iter(f"{TABLE}table")
            if t.get(f"{TABLE}name") == "Bericht"
        ]
        kinds = [cell.get(office) for cell in table[0].iter(f"{TABLE}table-cell") if cell.get(office)]
        assert kinds == ["string"] * 3 + ["date", "float", "percentage"]
