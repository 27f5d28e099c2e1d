"""Roster files as lines: encodings, delimiters, quotes, blanks, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.rules.roster import MOST_BYTES, MOST_LINES, Unreadable, Wrong, csv_lines
from learn.rules.roster.table import cell_fault

TEXT = "Vorname;Nachname\nJürgen;Großmann\nŽofie;Çelik\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_all_letters(encoding: str) -> None:
    assert [line.cells for line in csv_lines(TEXT.encode(encoding))] == [
        ("Vorname", "Nachname"),
        ("Jürgen", "Großmann"),
        ("Žofie", "Çelik"),
    ]


def test_windows_1252_and_latin_1() -> None:
    assert csv_lines("Name\nŽofie „Ä“ € ß".encode("cp1252"))[1].cells == ("Žofie „Ä“ € ß",)
    assert csv_lines("Name\nJürgen Çelik".encode("latin-1"))[1].cells == ("Jürgen Çelik",)
    assert csv_lines(b"Name\nJ\xfcrgen\x81")[1].cells[0].startswith("Jürgen"), "a byte that Windows-1252 leaves open"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiters(delimiter: str) -> None:
    text = f'A{delimiter}"B; C, D"{delimiter}E\n1{delimiter}2{delimiter}3\n'
    assert [line.cells for line in csv_lines(text.encode())] == [("A", "B; C, D", "E"), ("1", "2", "3")]


def test_a_line_that_names_the_delimiter_is_skipped_but_counted() -> None:
    lines = csv_lines(b"sep=;\r\nA;B\r\n1;2\r\n")
    assert [(line.number, line.cells) for line in lines] == [(2, ("A", "B")), (3, ("1", "2"))]


def test_line_numbers_are_those_of_an_editor() -> None:
    lines = csv_lines(b'A;B\n\n;\n"two\nlines";2\n3;4\n')
    assert [(line.number, line.cells) for line in lines] == [(1, ("A", "B")), (4, ("two lines", "2")), (6, ("3", "4"))]


def test_cells_are_tidied() -> None:
    text = "A;B;C;D\n  Anna\u00a0 Lena ; Gro\u00dfmann\u200b ; – ; Mu\u0308ller\n"
    assert csv_lines(text.encode())[1].cells == ("Anna Lena", "Großmann", "", "Müller")


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", Wrong.EMPTY, 0),
        (b"\n ; ;\n", Wrong.EMPTY, 0),
        (b"A;B\0", Wrong.NOT_TEXT, 0),
        (b"\xef\xbb\xbfA\xff", Wrong.NOT_TEXT, 0),
        (b"\xff\xfeA", Wrong.NOT_TEXT, 0),
        (b'A;B\n1;2\n"3;4\n5;6', Wrong.QUOTES, 3),
        (b'A;B\n"1"x;2', Wrong.QUOTES, 2),
    ],
)
def test_files_that_cannot_be_read_are_refused(data: bytes, code: Wrong, line: int) -> None:
    with pytest.raises(Unreadable) as raised:
        csv_lines(data)
    assert (raised.value.fault.code, raised.value.fault.line) == (code, line)


def test_too_large_and_too_long_files_are_refused() -> None:
    with pytest.raises(Unreadable, match=Wrong.TOO_LARGE):
        csv_lines(b"A" * (MOST_BYTES + 1))
    with pytest.raises(Unreadable, match=Wrong.TOO_MANY_LINES):
        csv_lines(b"A\n" * (MOST_LINES + 1))
    with pytest.raises(Unreadable, match=Wrong.QUOTES):
        csv_lines(b"A\n" + b"x" * 200_000)


@pytest.mark.parametrize("cell", ["=1+1", "+49 2151", "-5", "@SUM(A1)", "=HYPERLINK(1)"])
def test_formulas_are_refused(cell: str) -> None:
    assert cell_fault(cell) is Wrong.FORMULA
    assert cell_fault(csv_lines(f"A\n  {cell}".encode())[1].cells[0]) is Wrong.FORMULA


def test_other_cells() -> None:
    assert cell_fault("Müller-Lüdenscheidt") is None
    assert cell_fault("a\x07b") is Wrong.CONTROL_CHARACTER
    assert cell_fault("x" * 501) is Wrong.CELL_TOO_LONG


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        lines = csv_lines(data)
    except Unreadable:
        return
    assert lines
    assert all(any(line.cells) for line in lines)
    assert [line.number for line in lines] == sorted({line.number for line in lines})


cells = st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=12)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=8))
def test_what_is_written_is_read(rows: list[list[str]]) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    text = "A;B\r\n" + "".join(";".join(map(quoted, row)) + "\r\n" for row in rows)
    lines = csv_lines(text.encode("utf-8-sig"))
    assert lines == csv_lines(text.encode())
    assert len(lines) <= len(rows) + 1
