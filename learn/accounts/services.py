"""What is done with people and units: taking a roster in, by personnel number, as often as one likes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from learn.accounts.models import Department, Learner, Membership, User

__all__ = [
    "PersonRow",
    "RosterError",
    "RosterReport",
    "UnitRow",
    "person_rows",
    "take_people",
    "take_units",
    "unit_rows",
]


class RosterError(ValueError):
    """A roster that cannot be taken in; the sentence names line and reason. Nothing was written."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    line: int
    code: str
    parent: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of a roster; `entry_date` is the first day in the unit as far as the roster knows."""

    line: int
    personnel_no: str
    first_name: str
    last_name: str
    email: str
    unit: str
    position: str
    entry_date: date


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What a roster changed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def unit_rows(lines: Iterable[Mapping[str, str]]) -> list[UnitRow]:
    """Read lines with id, parent_id, name (line 1 is the heading)."""
    return [
        UnitRow(
            number, _cell(line, "id", number), _cell(line, "parent_id", number, empty=True), _cell(line, "name", number)
        )
        for number, line in enumerate(lines, start=2)
    ]


def person_rows(lines: Iterable[Mapping[str, str]]) -> list[PersonRow]:
    """Read lines with personnel_no, first_name, last_name, email, department_id, role, entry_date."""
    return [_person_row(number, line) for number, line in enumerate(lines, start=2)]


def _person_row(number: int, line: Mapping[str, str]) -> PersonRow:
    email = _cell(line, "email", number).lower()
    entry = _cell(line, "entry_date", number)
    try:
        validate_email(email)
    except ValidationError:
        raise RosterError(
            _("Zeile %(line)s: „%(value)s“ ist keine E-Mail-Adresse.") % {"line": number, "value": email}
        ) from None
    try:
        entry_date = date.fromisoformat(entry)
    except ValueError:
        raise RosterError(
            _("Zeile %(line)s: „%(value)s“ ist kein Datum. Bitte schreiben Sie Jahr-Monat-Tag, etwa 2027-02-15.")
            % {"line": number, "value": entry}
        ) from None
    return PersonRow(
        line=number,
        personnel_no=_cell(line, "personnel_no", number),
        first_name=_cell(line, "first_name", number),
        last_name=_cell(line, "last_name", number),
        email=email,
        unit=_cell(line, "department_id", number),
        position=_cell(line, "role", number, empty=True),
        entry_date=entry_date,
    )


def _cell(line: Mapping[str, str], column: str, number: int, *, empty: bool = False) -> str:
    value = (line.get(column) or "").strip()
    if not value and not empty:
        raise RosterError(
            _("Zeile %(line)s: Das Feld „%(column)s“ ist leer oder fehlt.") % {"line": number, "column": column}
        )
    return value


def take_units(rows: list[UnitRow]) -> RosterReport:
    """Make or rename units by their code. Units which are not in the list stay."""
    _refuse_doubles([(row.line, row.code) for row in rows])
    known = {row.code: row for row in rows}
    for row in rows:
        _refuse_circle(row, known)
    with transaction.atomic():
        units = {unit.code: unit for unit in Department.objects.all()}
        added = changed = 0
        for row in rows:
            if row.code not in units:
                units[row.code] = Department.objects.create(code=row.code, name=row.name)
                added += 1
        for row in rows:
            unit = units[row.code]
            if row.parent and row.parent not in units:
                raise RosterError(_unknown_unit(row.line, row.parent))
            parent_id = units[row.parent].pk if row.parent else None
            if (unit.name, unit.parent_id) != (row.name, parent_id):
                changed += unit.name != row.name or unit.parent_id is not None
                unit.name, unit.parent_id = row.name, parent_id
                unit.save(update_fields=["name", "parent"])
    return RosterReport(added, changed, len(rows) - added - changed)


def _refuse_circle(row: UnitRow, known: Mapping[str, UnitRow]) -> None:
    seen = {row.code}
    step = known.get(row.parent)
    while step is not None:
        if step.code in seen:
            raise RosterError(
                _("Zeile %(line)s: Die Einheit %(unit)s steht unter sich selbst.")
                % {"line": row.line, "unit": row.code}
            )
        seen.add(step.code)
        step = known.get(step.parent)


def take_people(rows: list[PersonRow], on: date) -> RosterReport:
    """Take people in by personnel number; a new unit or position closes the old membership the day before `on`.

    A membership that fits is left as it is, so the same roster changes nothing the second time.
    People who are not in the list stay untouched.
    """
    _refuse_doubles([(row.line, row.personnel_no) for row in rows])
    _refuse_doubles([(row.line, row.email) for row in rows])
    units = dict(Department.objects.values_list("code", "id"))
    open_memberships = {
        membership.personnel_no: membership
        for membership in Membership.objects.filter(ends_on__isnull=True).select_related("user")
    }
    owners = dict(User.objects.filter(email__in=[row.email for row in rows]).values_list("email", "id"))
    for row in rows:
        if row.unit not in units:
            raise RosterError(_unknown_unit(row.line, row.unit))
        membership = open_memberships.get(row.personnel_no)
        if row.email in owners and (membership is None or membership.user_id != owners[row.email]):
            raise RosterError(
                _("Zeile %(line)s: Die Adresse %(email)s gehört schon zu einer anderen Person.")
                % {"line": row.line, "email": row.email}
            )
    counts: Counter[str] = Counter()
    with transaction.atomic():
        for row in rows:
            counts[_take_person(row, open_memberships.get(row.personnel_no), units[row.unit], on)] += 1
    return RosterReport(counts["added"], counts["changed"], counts["unchanged"])


def _take_person(row: PersonRow, membership: Membership | None, unit_id: int, on: date) -> str:
    if membership is None:
        user = User(email=row.email, first_name=row.first_name, last_name=row.last_name)
        user.set_unusable_password()
        user.save()
        Learner.objects.create(user=user, certificate_name=user.get_full_name())
        _join(user, row, unit_id, row.entry_date)
        return "added"
    changed = _rename(membership.user, row)
    if (membership.department_id, membership.position) != (unit_id, row.position):
        if membership.starts_on >= on:  # moved before the first day: the old membership never was
            membership.delete()
        else:
            membership.ends_on = on - timedelta(days=1)
            membership.save(update_fields=["ends_on"])
        _join(membership.user, row, unit_id, on)
        changed = True
    return "changed" if changed else "unchanged"


def _join(user: User, row: PersonRow, unit_id: int, starts_on: date) -> None:
    Membership.objects.create(
        user=user, department_id=unit_id, personnel_no=row.personnel_no, position=row.position, starts_on=starts_on
    )


def _rename(user: User, row: PersonRow) -> bool:
    """Take over name and address. The name on certificates follows only where the person has not chosen another."""
    if (user.first_name, user.last_name, user.email) == (row.first_name, row.last_name, row.email):
        return False
    Learner.objects.filter(user=user, certificate_name=user.get_full_name()).update(
        certificate_name=f"{row.first_name} {row.last_name}"
    )
    user.first_name, user.last_name, user.email = row.first_name, row.last_name, row.email
    user.save(update_fields=["first_name", "last_name", "email"])
    return True


def _refuse_doubles(values: list[tuple[int, str]]) -> None:
    first: dict[str, int] = {}
    for line, value in values:
        if value in first:
            raise RosterError(
                _("Zeile %(line)s: „%(value)s“ steht schon in Zeile %(first)s.")
                % {"line": line, "value": value, "first": first[value]}
            )
        first[value] = line


def _unknown_unit(line: int, code: str) -> str:
    return _("Zeile %(line)s: Die Einheit %(unit)s gibt es nicht.") % {"line": line, "unit": code}
