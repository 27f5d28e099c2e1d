"""Uploaded rosters: workbooks as the same lines as CSV, traps refused, every fault with a sentence."""

import io
import zipfile
from datetime import date, datetime, time
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook

from learn.accounts.roster_files import roster_lines
from learn.accounts.roster_sentences import _SENTENCES, sentence
from learn.rules.roster import Fault, Unreadable, Wrong, csv_lines, read_people

HEAD = ["Personalnummer", "Vorname", "Nachname", "E-Mail", "Organisationseinheit", "Eintrittsdatum"]
ROW: list[Any] = ["000367", "Nazlı", "Korkmaz", "n@example.org", "531", date(1999, 11, 15)]


def workbook(*rows: list[Any], **numbers: str) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place, number_format in numbers.items():
        sheet[place].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refused(data: bytes) -> Wrong:
    with pytest.raises(Unreadable) as raised:
        roster_lines(data)
    return raised.value.fault.code


def test_a_workbook_and_a_csv_file_give_the_same_people() -> None:
    text = ";".join(HEAD) + "\n" + ";".join(str(cell) for cell in ROW)
    assert roster_lines(workbook(HEAD, ROW)) == csv_lines(text.encode()) == roster_lines(text.encode())
    assert read_people(roster_lines(workbook(HEAD, ROW))).faults == ()


def test_numbers_and_days_as_people_see_them() -> None:
    day = date(1999, 11, 15)
    row = [367, 531.0, 1.5, datetime.combine(day, time()), datetime.combine(day, time(8, 30)), True, None]
    cells = roster_lines(workbook(row, A1="000000"))[0].cells
    assert cells == ("000367", "531", "1.5", "1999-11-15", "1999-11-15 08:30:00", "True")


def test_blank_rows_keep_the_numbers_of_the_others() -> None:
    assert [line.number for line in roster_lines(workbook(["A"], [None], ["B"]))] == [1, 3]


def test_a_formula_is_refused_and_not_calculated() -> None:
    found = read_people(roster_lines(workbook(HEAD, ["1", '=HYPERLINK("http://a")', *ROW[2:]])))
    assert [(fault.code, fault.line, fault.column) for fault in found.faults] == [(Wrong.FORMULA, 2, "Vorname")]


def test_the_first_sheet_that_is_shown() -> None:
    book = Workbook()
    book.active.append(["versteckt"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Liste").append(["gezeigt"])
    file = io.BytesIO()
    book.save(file)
    assert roster_lines(file.getvalue())[0].cells[0] == "gezeigt"


def test_one_cell_at_the_far_end_of_a_sheet_fills_no_memory() -> None:
    book = Workbook()
    book.active["A1"] = "Personalnummer"
    book.active["XFD1048576"] = "weit weg"
    file = io.BytesIO()
    book.save(file)
    assert refused(file.getvalue()) is Wrong.TOO_MANY_LINES


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/workbook.xml", "w") as part:
        for _ in range(210):
            part.write(bytes(1024 * 1024))
    assert refused(file.getvalue()) is Wrong.TOO_LARGE


def test_other_files_are_refused_with_their_reason() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(file.getvalue()) is Wrong.OTHER_FORMAT
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") is Wrong.OLD_OFFICE
    assert refused(b"PK\x03\x04 and no more") is Wrong.DAMAGED
    assert refused(workbook()) is Wrong.EMPTY


def test_entities_that_grow_are_not_followed() -> None:
    source, file = zipfile.ZipFile(io.BytesIO(workbook(HEAD, ROW))), io.BytesIO()
    trap = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(file, "w") as parts:
        for name in source.namelist():
            content = source.read(name)
            parts.writestr(name, trap + content.split(b"?>", 1)[-1] if name.startswith("xl/worksheets/") else content)
    assert refused(file.getvalue()) is Wrong.DAMAGED


def test_damaged_workbooks_are_read_or_refused() -> None:
    chance, whole = Random(4), workbook(HEAD, ROW)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        try:
            assert roster_lines(bytes(data))
        except Unreadable as error:
            assert error.fault.code in {Wrong.DAMAGED, Wrong.OTHER_FORMAT, Wrong.EMPTY, Wrong.TOO_LARGE}


def test_every_fault_has_its_sentence() -> None:
    assert set(_SENTENCES) == set(Wrong)
    for code in Wrong:
        assert sentence(Fault(7, code, "E-Mail", "x", 3, "y")).startswith("Zeile 7")
        assert not sentence(Fault(0, code)).startswith("Zeile")


def test_sentences() -> None:
    assert sentence(Fault(7, Wrong.NO_EMAIL, "E-Mail", "a b")) == (
        "Zeile 7, Spalte „E-Mail“: „a b“ ist keine E-Mail-Adresse."
    )
    assert sentence(Fault(1, Wrong.COLUMN_MISSING, "Vorname")) == (
        "Zeile 1: Die Spalte „Vorname“ fehlt. Bitte ergänzen Sie sie in der ersten Zeile."
    )
    assert sentence(Fault(9, Wrong.NUMBER_TWICE, "Personalnummer", "4711", 3)) == (
        "Zeile 9, Spalte „Personalnummer“: Die Personalnummer 4711 steht auch in Zeile 3. "
        "Bitte löschen Sie eine der Zeilen."
    )
