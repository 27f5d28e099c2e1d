"""Lines as people and units: names of columns, days, numbers, addresses; each fault with its line and column."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.rules.roster import Fault, Person, Reading, Unit, Wrong, csv_lines, read_day, read_people, read_units
from tests.machinery.effort import growth

HEAD = "Personalnummer;Vorname;Nachname;E-Mail;Organisationseinheit;Stelle;Eintrittsdatum;Austrittsdatum"
ROW = "000367;Nazlı;Korkmaz;Nazli.Korkmaz@example.org;531;Bibliotheksdienst;15.11.1999;"


def people(*rows: str, head: str = HEAD) -> Reading[Person]:
    return read_people(csv_lines("\n".join((head, *rows)).encode()))


def faults(row: str) -> list[tuple[Wrong, int, str]]:
    return [(fault.code, fault.line, fault.column) for fault in people(row).faults]


def test_a_person() -> None:
    assert people(ROW) == Reading(
        (
            Person(
                "000367",
                "Nazlı",
                "Korkmaz",
                "nazli.korkmaz@example.org",
                "531",
                "Bibliotheksdienst",
                date(1999, 11, 15),
                None,
                2,
            ),
        ),
        (),
        (),
    )


@pytest.mark.parametrize(
    "head",
    [
        "personnel_no,first_name,last_name,email,department_id,role,entry_date",
        "Personal-Nr.,Rufname,Familienname,E-Mail-Adresse,OE,Funktion,Eintritt",
        "PERS.-NR.,Vorname,Name,Mail,Abteilung,Stellenbezeichnung,eingetreten am",
    ],
)
def test_other_names_of_columns(head: str) -> None:
    found = people("1,Ada,Berg,ada@example.org,10,Leitung,2020-01-01", head=head)
    assert [person.position for person in found.rows] == ["Leitung"]


def test_columns_in_any_order_and_unknown_ones_are_named() -> None:
    head = "Eintritt;Kostenstelle;Name;Vorname;Mail;OE;PNr"
    found = people("1.3.26;4711;Berg;Ada;ada@example.org;10;7", head=head)
    assert found.ignored == ("Kostenstelle",)
    assert (found.rows[0].personnel_no, found.rows[0].entered_on) == ("7", date(2026, 3, 1))


def test_columns_that_are_missing_or_there_twice() -> None:
    found = people("1", head="Personalnummer;PNr;Vorname;Nachname;E-Mail;Amt")
    assert found.rows == ()
    assert [(fault.code, fault.column) for fault in found.faults] == [
        (Wrong.COLUMN_TWICE, "Personalnummer"),
        (Wrong.COLUMN_MISSING, "Eintrittsdatum"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("01.03.2026", date(2026, 3, 1)),
        ("1.3.26", date(2026, 3, 1)),
        ("01.03.69", date(2069, 3, 1)),
        ("01.03.70", date(1970, 3, 1)),
        ("2026-03-01 00:00:00", date(2026, 3, 1)),
        ("29.02.2028", date(2028, 2, 29)),
        ("29.02.2027", None),
        ("3/1/2026", None),
        ("1. März 2026", None),
        ("٢٠٢٦-٠٣-٠١", None),
        ("46082", None),
        ("", None),
    ],
)
def test_days(text: str, expected: date | None) -> None:
    assert read_day(text) == expected


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_every_day_is_read_in_all_three_ways(day: date) -> None:
    ways = (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}")
    assert [read_day(way) for way in ways] == [day] * 3


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (";A;B;a@example.org;10;;2020-01-01;", [(Wrong.CELL_MISSING, 2, "Personalnummer")]),
        ("1;A;B;a@example;10;;2020-01-01;", [(Wrong.NO_EMAIL, 2, "E-Mail")]),
        ("1;A;B;a b@example.org;10;;2020-01-01;", [(Wrong.NO_EMAIL, 2, "E-Mail")]),
        ("1;A;B;a@example.org;10;;gestern;", [(Wrong.NO_DATE, 2, "Eintrittsdatum")]),
        ("1;A;B;a@example.org;10;;01.01.1026;", [(Wrong.DATE_OUT_OF_RANGE, 2, "Eintrittsdatum")]),
        ("1;A;B;a@example.org;10;;2020-01-01;2019-12-31", [(Wrong.LEAVES_BEFORE_ENTRY, 2, "Austrittsdatum")]),
        ("1;=A;B;a@example.org;10;;2020-01-01;", [(Wrong.FORMULA, 2, "Vorname")]),
        ("1,23E+05;A;B;a@example.org;10;;2020-01-01;", [(Wrong.NUMBER_LOST, 2, "Personalnummer")]),
        ("123456789012345678901;A;B;a@example.org;10;;2020-01-01;", [(Wrong.CELL_TOO_LONG, 2, "Personalnummer")]),
        ("1;A;B;a@example.org;10;;2020-01-01;;zu viel", [(Wrong.TOO_MANY_CELLS, 2, "")]),
        (
            ";A;B;a;10;;x;",
            [
                (Wrong.CELL_MISSING, 2, "Personalnummer"),
                (Wrong.NO_EMAIL, 2, "E-Mail"),
                (Wrong.NO_DATE, 2, "Eintrittsdatum"),
            ],
        ),
    ],
)
def test_faults_have_line_and_column(row: str, expected: list[tuple[Wrong, int, str]]) -> None:
    assert faults(row) == expected
    assert people(row).rows == ()


def test_a_fault_in_one_line_leaves_the_others() -> None:
    found = people(ROW, "1;;;;;;;", ROW)
    assert [person.line for person in found.rows] == [2, 4]
    assert {fault.line for fault in found.faults} == {3}


def test_a_line_that_is_too_short_lacks_cells() -> None:
    assert Fault(2, Wrong.CELL_MISSING, "Eintrittsdatum") in people("1;A;B;a@example.org;10").faults


def test_units() -> None:
    found = read_units(csv_lines(b"id,parent_id,name\n10,,Leitung\n11,10,B\xc3\xbcro\n"))
    assert found.rows == (Unit("10", "Leitung", "", 2), Unit("11", "Büro", "10", 3))
    german = read_units(csv_lines("Kennzeichen;Bezeichnung;gehört zu\n11;Büro;10".encode()))
    assert german.rows == (Unit("11", "Büro", "10", 2),)


def test_fifty_thousand_lines_take_as_long_as_they_should() -> None:
    def reading(count: int) -> Callable[[], object]:
        rows = [f"{n:06};Ada;Berg;p{n}@example.org;10;Stelle;{n % 28 + 1}.3.26;" for n in range(count)]
        data = "\n".join((HEAD, *rows)).encode()
        assert len(read_people(csv_lines(data)).rows) == count
        return lambda: read_people(csv_lines(data))

    assert growth(reading, 5_000, 50_000) < 40, "ten times the lines, about ten times the time; squared, a hundred"
