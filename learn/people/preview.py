"""What a roster would change, as plain data for the screen: numbers, lists with lines, before and after, faults."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts.roster import OnRecord
from learn.accounts.roster_sentences import words
from learn.rules.roster import Change, Fault, Person, Plan, Roster, Unit, Wrong

__all__ = ["FILES", "SHOWN", "TILES", "FileFault", "counts", "of_plan", "shown"]

#: rows of each list that are kept for the screen, and faults
SHOWN, SHOWN_FAULTS = 200, 500
FILES: Mapping[str, Promise] = {"units": gettext_lazy("Einheiten"), "people": gettext_lazy("Personen")}
#: the lists in the order of the screen
TILES: Mapping[str, Promise] = {
    "added": gettext_lazy("Neu"),
    "changed": gettext_lazy("Geändert"),
    "left": gettext_lazy("Ausgeschieden"),
    "returned": gettext_lazy("Zurückgekehrt"),
    "renamed": gettext_lazy("Umbenannt"),
    "units_added": gettext_lazy("Neue Einheiten"),
    "units_changed": gettext_lazy("Geänderte Einheiten"),
}
_FIELDS: Mapping[str, Promise] = {
    "first_name": gettext_lazy("Vorname"),
    "last_name": gettext_lazy("Nachname"),
    "email": gettext_lazy("E-Mail"),
    "unit": gettext_lazy("Einheit"),
    "position": gettext_lazy("Stelle"),
    "entered_on": gettext_lazy("Eintritt"),
    "leaves_on": gettext_lazy("Austritt"),
    "name": gettext_lazy("Name"),
    "parent": gettext_lazy("gehört zu"),
}
_OF_UNITS = {Wrong.UNIT_TWICE, Wrong.UNKNOWN_PARENT, Wrong.UNIT_BELOW_ITSELF}


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault and the file it is in; without a fault: whoever takes in the list is missing in it. `found`: headings."""

    file: str
    fault: Fault | None
    found: str = ""


def of_plan(fault: Fault) -> FileFault:
    """A contradiction between lines or with what is on record."""
    return FileFault("units" if fault.code in _OF_UNITS else "people", fault)


def counts(planned: Plan) -> dict[str, int]:
    """How many rows each list has."""
    return {name: len(getattr(planned, name)) for name in TILES}


def shown(
    planned: Plan,
    record: OnRecord,
    roster: Roster,
    faults: Sequence[FileFault],
    ignored: Mapping[str, Sequence[str]],
    usual: date,
) -> dict[str, Any]:
    """Everything the screen says about a run, in the words of who asks; `usual`: the last day of who is missing."""
    leaving = {person.personnel_no: person.leaves_on for person in roster.people if person.leaves_on}
    names = {code: f"{code} {unit.name}" for code, unit in record.current.units.items()}
    names |= {unit.code: f"{unit.code} {unit.name}" for unit in roster.units}
    lists: dict[str, Iterable[dict[str, Any]]] = {
        "added": (_person(person, names) | _account(person, record) for person in planned.added[:SHOWN]),
        "changed": (_change(change, names) for change in planned.changed[:SHOWN]),
        "left": (
            _person(person, names)
            | {"line": 0, "note": _("letzter Tag %s") % _day(leaving.get(person.personnel_no) or usual)}
            for person in planned.left[:SHOWN]
        ),
        "returned": (_change(change, names) for change in planned.returned[:SHOWN]),
        "renamed": (_change(change, names) for change in planned.renamed[:SHOWN]),
        "units_added": (_unit(unit, names) for unit in planned.units_added[:SHOWN]),
        "units_changed": (_unit_change(before, after, names) for before, after in planned.units_changed[:SHOWN]),
    }
    return {
        "lists": {name: list(rows) for name, rows in lists.items()},
        "faults": [_fault(fault) for fault in sorted(faults, key=_place)[:SHOWN_FAULTS]],
        "fault_total": len(faults),
        "alarming": planned.alarming,
        "empty": planned.empty,
        "ignored": [[str(FILES[kind]), ", ".join(found)] for kind, found in ignored.items() if found],
        "people": len(roster.people),
        "units": len(roster.units),
        "active": sum(known.active for known in record.current.people.values()),
    }


def _place(found: FileFault) -> tuple[str, int]:
    return found.file, found.fault.line if found.fault else 0


def _fault(found: FileFault) -> dict[str, Any]:
    if found.fault is None:
        said = _(
            "Sie selbst fehlen in der Liste und könnten sich danach nicht mehr anmelden. "
            "Bitte ergänzen Sie Ihre Zeile, oder lassen Sie niemanden ausscheiden."
        )
        return {"file": str(FILES[found.file]), "line": 0, "column": "", "words": said}
    said = words(found.fault)
    if found.found:
        said = f"{said} {_('Gefunden: %s.') % found.found[:300]}"
    return {"file": str(FILES[found.file]), "line": found.fault.line, "column": found.fault.column, "words": said}


def _person(person: Person, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "line": person.line,
        "key": person.personnel_no,
        "name": f"{person.last_name}, {person.first_name}",
        "facts": [names.get(person.unit, person.unit), *filter(None, [person.position])],
    }


def _account(person: Person, record: OnRecord) -> dict[str, Any]:
    if person.email in record.accounts:
        return {"note": _("bekommt das vorhandene Konto mit dieser Adresse")}
    return {"note": _("ab %s") % _day(person.entered_on)}


def _change(change: Change, names: Mapping[str, str]) -> dict[str, Any]:
    return _person(change.after, names) | {"changes": [_field(name, change, names) for name in change.fields]}


def _field(name: str, change: Change, names: Mapping[str, str]) -> list[str]:
    before, after = getattr(change.before, name), getattr(change.after, name)
    if name == "unit":
        before, after = names.get(before, before), names.get(after, after)
    return [str(_FIELDS[name]), _text(before), _text(after)]


def _unit(unit: Unit, names: Mapping[str, str]) -> dict[str, Any]:
    below = [_("unter %s") % names.get(unit.parent, unit.parent)] if unit.parent else []
    return {"line": unit.line, "key": unit.code, "name": unit.name, "facts": below}


def _unit_change(before: Unit, after: Unit, names: Mapping[str, str]) -> dict[str, Any]:
    changes = [["name", before.name, after.name]] if before.name != after.name else []
    if before.parent != after.parent:
        changes.append(["parent", names.get(before.parent, before.parent), names.get(after.parent, after.parent)])
    return {
        "line": after.line,
        "key": after.code,
        "name": after.name,
        "facts": [],
        "changes": [[str(_FIELDS[name]), _text(old), _text(new)] for name, old, new in changes],
    }


def _text(value: object) -> str:
    if isinstance(value, date):
        return _day(value)
    return str(value) if value else "–"


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
