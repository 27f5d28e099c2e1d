"""Which column is which: the names that personnel offices give them, and cells by these names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learn.rules.roster.faults import Fault, Wrong
from learn.rules.roster.table import Line, cell_fault


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in code, its German name in messages, other names for it, and whether it must be there.

    `blank`: the column must be there, its cells may be empty.
    """

    key: str
    name: str
    also: tuple[str, ...] = ()
    needed: bool = True
    blank: bool = False

    def is_called(self, heading: str) -> bool:
        return _plain(heading) in {_plain(name) for name in (self.key, self.name, *self.also)}


PEOPLE = (
    Column(
        "personnel_no",
        "Personalnummer",
        ("Personal-Nr.", "Pers.-Nr.", "PNr", "Mitarbeiternummer", "Beschäftigtennummer", "Stammnummer"),
    ),
    Column("first_name", "Vorname", ("Rufname", "Vornamen")),
    Column("last_name", "Nachname", ("Name", "Familienname", "Zuname")),
    Column(
        "email",
        "E-Mail",
        ("E-Mail-Adresse", "Mail", "Mailadresse", "dienstliche E-Mail", "E-Mail dienstlich"),
        blank=True,
    ),
    Column(
        "unit",
        "Organisationseinheit",
        ("OE", "Org.-Einheit", "Einheit", "Abteilung", "Dienststelle", "Amt", "department_id", "OE-Kennzeichen"),
    ),
    Column(
        "position",
        "Stelle",
        ("Funktion", "Position", "Stellenbezeichnung", "Dienstposten", "Tätigkeit", "role"),
        needed=False,
    ),
    Column("entered_on", "Eintrittsdatum", ("Eintritt", "Eintritt am", "Beginn", "eingetreten am", "entry_date")),
    Column(
        "leaves_on",
        "Austrittsdatum",
        ("Austritt", "Austritt am", "Ende", "ausgetreten am", "exit_date"),
        needed=False,
    ),
)
UNITS = (
    Column("code", "Kennzeichen", ("OE", "OE-Kennzeichen", "Kürzel", "Nummer", "id", "department_id")),
    Column("name", "Name", ("Bezeichnung", "Organisationseinheit", "Titel")),
    Column("parent", "gehört zu", ("übergeordnet", "übergeordnete Einheit", "Obereinheit", "parent_id"), needed=False),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each column stands, the headings that mean nothing to us, and what is wrong with the heading."""

    places: Mapping[str, int]
    ignored: tuple[str, ...]
    width: int
    faults: tuple[Fault, ...]


def heading(line: Line, columns: Sequence[Column]) -> Heading:
    """Read a heading. A column that is missing or there twice is a fault: guessing would mix people up."""
    places: dict[str, int] = {}
    ignored = []
    faults = []
    for place, cell in enumerate(line.cells):
        column = next((column for column in columns if column.is_called(cell)), None)
        if column is None:
            ignored += [cell] if cell else []
        elif column.key in places:
            faults.append(Fault(line.number, Wrong.COLUMN_TWICE, column.name, cell))
        else:
            places[column.key] = place
    faults += [
        Fault(line.number, Wrong.COLUMN_MISSING, column.name)
        for column in columns
        if column.needed and column.key not in places
    ]
    return Heading(places, tuple(ignored), len(line.cells), tuple(faults))


def cells(line: Line, head: Heading, columns: Sequence[Column], faults: list[Fault]) -> dict[str, str]:
    """The cells of a line by the keys of their columns; what is wrong in general is added to `faults`."""
    if any(line.cells[head.width :]):
        extra = next(cell for cell in line.cells[head.width :] if cell)
        faults.append(Fault(line.number, Wrong.TOO_MANY_CELLS, value=extra[:60]))
    found = {}
    for column in columns:
        place = head.places.get(column.key)
        cell = line.cells[place] if place is not None and place < len(line.cells) else ""
        wrong = cell_fault(cell) if cell else (Wrong.CELL_MISSING if column.needed and not column.blank else None)
        if wrong is not None:
            faults.append(Fault(line.number, wrong, column.name, cell[:60]))
        found[column.key] = cell
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
