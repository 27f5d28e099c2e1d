"""What a roster would change, before anything is written: who comes, moves, leaves, returns; and what contradicts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from learn.rules.roster.faults import Fault, Wrong
from learn.rules.roster.no_mail import without_mail
from learn.rules.roster.reading import Person, Unit

_NAMES = ("first_name", "last_name", "email")
PLACE = ("unit", "position", "entered_on", "leaves_on")
#: more people leaving at once is more likely half a file than a bad month
ALARMING_SHARE = 0.1
ALARMING_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A person who is on record; `active` as long as they belong to the administration."""

    person: Person
    active: bool = True


@dataclass(frozen=True, slots=True)
class Current:
    """What is on record, by personnel number and by code.

    `accounts`: addresses of accounts without a personnel number; somebody new with such an address gets the account.
    `guarded`: numbers whose address may not be changed by this roster.
    """

    people: Mapping[str, Known] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    accounts: Collection[str] = frozenset()
    guarded: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Roster:
    """What the personnel office delivers: everybody, and all units or none (then those on record stay).

    `complete` is false if some lines could not be read; then nobody is taken to have left for not being there.
    """

    people: Sequence[Person] = ()
    units: Sequence[Unit] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody before and after, and the fields that differ."""

    before: Person
    after: Person
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done. Nobody is in two of the lists, except that who moves or returns may be renamed as well.

    Whoever has a conflict is in none of them and stays as they are.
    """

    added: tuple[Person, ...] = ()
    changed: tuple[Change, ...] = ()
    renamed: tuple[Change, ...] = ()
    returned: tuple[Change, ...] = ()
    left: tuple[Person, ...] = ()
    units_added: tuple[Unit, ...] = ()
    units_changed: tuple[tuple[Unit, Unit], ...] = ()
    conflicts: tuple[Fault, ...] = ()
    alarming: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing would be written; conflicts may remain."""
        lists = (self.added, self.changed, self.renamed, self.returned, self.left)
        return not any((*lists, self.units_added, self.units_changed))


def plan(current: Current, roster: Roster, on: date) -> Plan:
    """Compare a roster with what is on record on a day. Linear in both; the same roster again gives an empty plan.

    Who is missing in the roster, or has left before `on`, leaves; `alarming` if that concerns more than a tenth.
    """
    conflicts: list[Fault] = []
    roster = replace(roster, people=[_with_known_mail(person, current) for person in roster.people])
    units = _units(current.units, roster.units, conflicts)
    people = _people(current, roster.people, units, on, conflicts)
    listed = {person.personnel_no for person in roster.people}
    listed |= {fault.name for fault in conflicts if fault.code is Wrong.ZEROS_LOST}
    staying = {number: person for number, person in people.items() if _stays(person, on)}
    changes = [
        (number, Change(known.person, person, differing))
        for number, person in staying.items()
        if (known := current.people.get(number)) is not None
        and ((differing := _differing(known.person, person)) or not known.active)
    ]
    left = [
        known.person
        for number, known in current.people.items()
        if known.active and ((roster.complete and number not in listed) or (number in people and number not in staying))
    ]
    active = sum(known.active for known in current.people.values())
    return Plan(
        added=tuple(person for number, person in staying.items() if number not in current.people),
        changed=tuple(_only(change, PLACE) for n, change in changes if current.people[n].active and _in(change, PLACE)),
        renamed=tuple(_only(change, _NAMES) for _n, change in changes if _in(change, _NAMES)),
        returned=tuple(change for n, change in changes if not current.people[n].active),
        left=tuple(left),
        units_added=tuple(unit for code, unit in units.items() if code not in current.units),
        units_changed=tuple(
            (before, unit)
            for code, unit in units.items()
            if (before := current.units.get(code)) is not None
            and (before.name, before.parent) != (unit.name, unit.parent)
        ),
        conflicts=tuple(sorted(conflicts)),
        alarming=len(left) > max(ALARMING_NUMBER, active * ALARMING_SHARE),
    )


def _with_known_mail(person: Person, current: Current) -> Person:
    """A roster without an address takes none away."""
    known = current.people.get(person.personnel_no)
    return replace(person, email=known.person.email) if known and without_mail(person.email) else person


def _stays(person: Person, on: date) -> bool:
    return person.leaves_on is None or person.leaves_on >= on


def _differing(before: Person, after: Person) -> tuple[str, ...]:
    return tuple(name for name in (*_NAMES, *PLACE) if getattr(before, name) != getattr(after, name))


def _in(change: Change, names: Collection[str]) -> bool:
    return any(name in names for name in change.fields)


def _only(change: Change, names: Collection[str]) -> Change:
    return replace(change, fields=tuple(name for name in change.fields if name in names))


def _people(
    current: Current, people: Sequence[Person], units: Mapping[str, Unit], on: date, conflicts: list[Fault]
) -> dict[str, Person]:
    """The people of a roster without a conflict, by number."""
    numbers = _lines_of(people, "personnel_no")
    emails = _lines_of(people, "email")
    stripped = {number.lstrip("0"): number for number in current.people}
    owners = {known.person.email: number for number, known in current.people.items()}
    listed = {person.personnel_no: person for person in people}
    fine = {}
    for person in people:
        found = list(_conflicts(person, numbers, emails, current, stripped))
        owner = owners.get(person.email, person.personnel_no)
        if owner != person.personnel_no and (owner not in listed or listed[owner].email == person.email):
            found.append(Fault(person.line, Wrong.EMAIL_TAKEN, "E-Mail", person.email, name=owner))
        if person.unit not in units and person.unit not in current.units:
            found.append(Fault(person.line, Wrong.UNKNOWN_UNIT, "Organisationseinheit", person.unit))
        conflicts += found
        if not found:
            fine[person.personnel_no] = person
    return _without_blocked_swaps(fine, owners, on, conflicts)


def _without_blocked_swaps(
    fine: dict[str, Person], owners: Mapping[str, str], on: date, conflicts: list[Fault]
) -> dict[str, Person]:
    """Take out who would get an address that its owner keeps after all: the owner leaves, or has a conflict."""
    giving = {number for number, person in fine.items() if _stays(person, on)}
    waiting = {number: owners[fine[number].email] for number in giving if fine[number].email in owners}
    while blocked := [number for number, owner in waiting.items() if number in giving and owner not in giving]:
        conflicts += [
            Fault(fine[number].line, Wrong.EMAIL_TAKEN, "E-Mail", fine[number].email, name=waiting[number])
            for number in blocked
        ]
        giving.difference_update(blocked)
    return {number: person for number, person in fine.items() if number in giving or not _stays(person, on)}


def _conflicts(
    person: Person,
    numbers: Mapping[str, list[int]],
    emails: Mapping[str, list[int]],
    current: Current,
    stripped: Mapping[str, str],
) -> Iterator[Fault]:
    number, line = person.personnel_no, person.line
    if len(numbers[number]) > 1:
        other = next(there for there in numbers[number] if there != line)
        yield Fault(line, Wrong.NUMBER_TWICE, "Personalnummer", number, other)
    elif len(emails[person.email]) > 1:
        other = next(there for there in emails[person.email] if there != line)
        yield Fault(line, Wrong.EMAIL_TWICE, "E-Mail", person.email, other)
    on_record = current.people.get(number)
    if on_record is not None and person.email != on_record.person.email:
        if person.email in current.accounts:
            yield Fault(line, Wrong.EMAIL_OF_ACCOUNT, "E-Mail", person.email)
        if number in current.guarded:
            yield Fault(line, Wrong.EMAIL_GUARDED, "E-Mail", person.email)
    known = stripped.get(number.lstrip("0"))
    if number not in current.people and known is not None:
        yield Fault(line, Wrong.ZEROS_LOST, "Personalnummer", number, name=known)


def _lines_of(people: Sequence[Person], name: str) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = {}
    for person in people:
        lines.setdefault(getattr(person, name), []).append(person.line)
    return lines


def _units(current: Mapping[str, Unit], units: Sequence[Unit], conflicts: list[Fault]) -> dict[str, Unit]:
    """The units of a roster by code, without those that are there twice or cannot stand where the roster puts them.

    What is taken out stays where it is on record, which can misplace others: so look again until all is well.
    """
    fine: dict[str, Unit] = {}
    for unit in units:
        if unit.code in fine:
            conflicts.append(Fault(unit.line, Wrong.UNIT_TWICE, "Kennzeichen", unit.code, fine[unit.code].line))
        else:
            fine[unit.code] = unit
    while bad := _misplaced(current, fine):
        conflicts += bad.values()
        fine = {code: unit for code, unit in fine.items() if code not in bad}
    return fine


def _misplaced(current: Mapping[str, Unit], units: Mapping[str, Unit]) -> dict[str, Fault]:
    """Which of the units would hang in the air or stand below themselves, given those on record."""
    parents = {code: unit.parent for code, unit in {**current, **units}.items()}
    bad = {
        code: Fault(unit.line, Wrong.UNKNOWN_PARENT, "gehört zu", unit.parent)
        for code, unit in units.items()
        if unit.parent and unit.parent not in parents
    }
    for circle in _circles(parents):
        way = " > ".join((*circle, circle[0]))
        bad |= {
            code: Fault(units[code].line, Wrong.UNIT_BELOW_ITSELF, "gehört zu", code, name=way)
            for code in circle
            if code in units
        }
    return bad


def _circles(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """The circles of a map from child to parent, each once; every unit is walked over once."""
    walk_of: dict[str, int] = {}
    for walk, start in enumerate(parents):
        path: list[str] = []
        step = start
        while step in parents and step not in walk_of:
            walk_of[step] = walk
            path.append(step)
            step = parents[step]
        if walk_of.get(step) == walk and step in path:
            yield path[path.index(step) :]
