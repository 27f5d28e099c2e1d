"""A city of 20,000 staff in some 200 units under 30 requirements, for measuring the screens and jobs of the HR office.

`build(people=20_000, requirements=30, on=None) -> City` fills an empty, migrated database by bulk inserts, so that all
rows stand as they are on the day `on` (today by default): obligations with their states, reasons, proofs, cycles,
exemptions, absences, completions, tallies. The same numbers and day give the same city.

A test asks for the whole city by the fixture `big_city` (a City) of tests/machinery/database.py together with
`@pytest.mark.django_db`: it is made once a day in a few minutes, kept as a template, and copied for the test.

Units have the codes R, R1 to R8, R11 to R86, R111 to R863: four levels. The first person of each unit is its head
(position "Amtsleitung"); nobody has a group or a password: see tests/factories/people.in_group and Client.force_login.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from learn.accounts.models import Department, Learner, Membership, User
from learn.compliance.models import (
    Absence,
    Cycle,
    Evidence,
    Exemption,
    Obligation,
    ObligationReason,
    Requirement,
)
from learn.compliance.tally import recount, units_of_people
from learn.compliance.watch import Staff, prints
from learn.enrolments.models import Completion, Enrolment
from learn.rules.deadlines import Kind, next_change
from tests.benchmarks.hr.bulk import insert, moment, restart_ids
from tests.benchmarks.hr.city import City
from tests.benchmarks.hr.lives import Indexed, Judged, KindOfStaff, duty, judged, kinds_of_staff

__all__ = ["City", "build", "course_of"]

_NAMES = UUID("8c4f5d0e-33a5-4c51-9a7c-3b5d3f0d2b11")
FIRST = ("Ayşe", "Jürgen", "Oksana", "Maria", "Thomas", "Sabine", "Ali", "Petra", "Jan", "Elif", "Klaus", "Anna")
LAST = ("Yılmaz", "Müller", "Schmitz", "Janßen", "Peters", "Weber", "Kowalski", "Öztürk", "Becker", "Hermanns", "Lange")
POSITIONS = ("Sachbearbeitung", "Erzieherin", "Sozialarbeit", "Hausmeisterei", "Projektleitung Digitalisierung")
TITLES = ("Datenschutz", "Informationssicherheit", "Brandschutz", "Arbeitsschutz", "Barrierefreiheit", "Korruption")


def course_of(requirement: int) -> UUID:
    """The key of the one course of a requirement, by its number from 0."""
    return uuid5(_NAMES, f"course {requirement}")


def build(people: int = 20_000, requirements: int = 30, on: date | None = None) -> City:
    """Fill an empty, migrated database; see above. Takes about three minutes for the whole city."""
    on = on or timezone.localdate()
    chance = Random(people * 1000 + requirements)
    kinds = kinds_of_staff(on, chance)
    with transaction.atomic():
        units = _units()
        town = _people(people, kinds, units, chance)
    ids = _Ids()
    for number in range(requirements):
        with transaction.atomic():
            _under(Indexed(duty(number, on), kinds, on, chance), town, ids, chance)
    restart_ids(User, Department, Membership, Requirement, Obligation, Evidence, Cycle)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    above = units_of_people(on)
    for requirement in Requirement.objects.all():
        recount(requirement, on, above)
    return City(people, requirements, on)


@dataclass
class _Town:
    """Learners in their order, and the kind of staff each is."""

    learners: list[UUID] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    staff: Staff = field(default_factory=Staff.load)
    prints: dict[UUID, bytes] = field(default_factory=dict)


class _Ids:
    """Ids that are given by hand, since rows point to each other."""

    def __init__(self) -> None:
        self.obligation, self.evidence = count(1), count(1)


def _units() -> list[int]:
    """201 units in four levels; the ids of those in which people work."""
    rows: list[tuple[int, str, str, int | None]] = [(1, "R", "Rathaus", None)]
    ids, working = count(2), [1]
    for first in range(1, 9):
        top = next(ids)
        rows.append((top, f"R{first}", f"Dezernat {first}", 1))
        for second in range(1, 7):
            middle = next(ids)
            rows.append((middle, f"R{first}{second}", f"Fachbereich {first}{second}", top))
            for third in range(1, 4):
                rows.append(
                    (leaf := next(ids), f"R{first}{second}{third}", f"Abteilung {first}{second}{third}", middle)
                )
                working.append(leaf)
            working.append(middle)
        working.append(top)
    insert(Department, ("id", "code", "name", "parent_id"), rows)
    return working


def _people(number: int, kinds: list[KindOfStaff], units: list[int], chance: Random) -> _Town:
    town = _Town([uuid5(_NAMES, f"person {place}") for place in range(number)])
    # heads are of an ordinary kind; three kinds of every sixty are rare: to come, gone, away
    town.kinds = [7 if place < len(units) else chance.randrange(len(kinds)) for place in range(number)]
    names = [(chance.choice(FIRST), chance.choice(LAST)) for _ in range(number)]
    password = make_password(None)
    logins = [kinds[kind].first_login_on for kind in town.kinds]
    insert(
        User,
        ("id", "email", "first_name", "last_name", "password", "last_login", "date_joined"),
        (
            (
                place,
                f"person{place}@example.org",
                *name,
                password,
                moment(day) if day else None,
                moment(date(2020, 1, 1)),
            )
            for place, (name, day) in enumerate(zip(names, logins), 1)
        ),
    )
    insert(
        Learner,
        ("id", "user_id", "certificate_name"),
        ((key, place, " ".join(names[place - 1])) for place, key in enumerate(town.learners, 1)),
    )
    insert(
        Membership,
        ("id", "user_id", "department_id", "personnel_no", "position", "starts_on", "ends_on"),
        _memberships(town, kinds, units, chance),
    )
    _absences(town, kinds)
    town.staff = Staff.load()
    return town


def _memberships(
    town: _Town, kinds: list[KindOfStaff], units: list[int], chance: Random
) -> Iterator[tuple[object, ...]]:
    ids = count(1)
    for place, kind in enumerate(town.kinds):
        own = units[place] if place < len(units) else chance.choice(units)
        position = "Amtsleitung" if place < len(units) else chance.choice(POSITIONS)
        *before, last = kinds[kind].memberships
        for starts, ends in before:
            yield next(ids), place + 1, chance.choice(units), f"{place:06}", position, starts, ends
        yield next(ids), place + 1, own, f"{place:06}", position, *last


def _absences(town: _Town, kinds: list[KindOfStaff]) -> None:
    insert(
        Absence,
        ("learner_id", "since", "until", "reason_code", "days_after_return", "recorded_on", "end_recorded_on"),
        (
            (key, a.since, a.until, a.name, a.days_after_return, a.recorded_on, a.end_recorded_on)
            for key, kind in zip(town.learners, town.kinds)
            for a in kinds[kind].absences
        ),
    )


def _under(of: Indexed, town: _Town, ids: _Ids, chance: Random) -> None:
    """One requirement and everything under it."""
    duty, course = of.duty, course_of(of.duty.number)
    title = f"{TITLES[duty.number % len(TITLES)]} {duty.number + 1}"
    requirement = Requirement.objects.create(
        key=f"pflicht-{duty.number + 1}",
        title=title,
        reason="Beispiel für Messungen.",
        judged_on=of.on,
        starts_on=duty.starts_on,
        definition=duty.definition,
        course_keys=[str(course)],
    )
    people = []
    for learner, kind in zip(town.learners, town.kinds):
        found = judged(of, kind, chance.randrange(len(of.lives)))
        if found is not None:
            people.append(_Obliged(next(ids.obligation), learner, of.kinds[kind].first_login_on, found))
    for person in people:
        person.take_proofs(ids, course)
    _write_learnt(people, course)
    _write(requirement, people, of.on, prints(requirement, town.staff, people=town.prints))


class _Obliged:
    """One person under one requirement, with the ids of the rows to be."""

    def __init__(self, row: int, learner: UUID, login: date | None, found: Judged) -> None:
        self.id, self.learner, self.login, self.judged = row, learner, login, found
        self.proofs: dict[str, tuple[int, str]] = {}

    def take_proofs(self, ids: _Ids, course: UUID) -> None:
        for proof in self.judged.proofs:
            sitting = str(uuid5(course, f"{self.learner} {proof.completed_on}"))
            key = sitting if proof.kind is Kind.COMPLETION else proof.key
            self.proofs[proof.key] = next(ids.evidence), key


def _write(requirement: Requirement, people: list[_Obliged], on: date, judged_from: Mapping[UUID, int]) -> None:
    obligations, reasons, evidence, exemptions, cycles = [], [], [], [], []
    for p in people:
        found = p.judged
        s, r = found.status, found.reason
        shown = (s.state.value, s.due_on, s.valid_until, s.renewal_open)
        turn = next_change(found.facts, found.cycles, s)
        obligations.append((p.id, p.learner, requirement.pk, p.login, *shown, on, turn, judged_from[p.learner]))
        reasons.append((p.id, 0, r.since, r.until, r.recorded_on, r.end_recorded_on))
        for proof in found.proofs:
            own, key = p.proofs[proof.key]
            fallen = proof.revocation
            revoked = (fallen.since, fallen.name, fallen.recorded_on) if fallen else (None, "", None)
            kind, day = proof.kind.value, proof.completed_on
            evidence.append((own, p.learner, requirement.pk, key, kind, day, "Altbestand", day, *revoked))
        exemptions += [
            (p.learner, requirement.pk, e.since, e.until, e.name, e.recorded_on) for e in found.facts.exemptions
        ]
        for c in found.cycles:
            own = p.proofs[c.evidence.key][0] if c.evidence else None
            cycles.append((p.id, c.number, c.opens_at, c.due_on, own, c.valid_from, c.valid_until))
    names = ("id", "learner_id", "requirement_id", "first_login_on", "state", "due_on", "valid_until", "renewal_open")
    insert(Obligation, (*names, "as_of", "next_change_on", "judged_from"), obligations)
    insert(ObligationReason, ("obligation_id", "entry", "since", "until", "recorded_on", "end_recorded_on"), reasons)
    insert(
        Evidence,
        (
            "id", "learner_id", "requirement_id", "key", "kind", "completed_on", "source", "recorded_on",
            "revoked_from", "revoked_why", "revocation_recorded_on",
        ),
        evidence,
    )  # fmt: skip
    insert(Exemption, ("learner_id", "requirement_id", "since", "until", "reason_code", "recorded_on"), exemptions)
    insert(
        Cycle,
        ("obligation_id", "number", "opens_at", "due_on", "evidence_id", "valid_from", "valid_until"),
        cycles,
    )


def _write_learnt(people: list[_Obliged], course: UUID) -> None:
    """The sittings and completions behind proofs that were earned here."""
    enrolments, completions = [], []
    for p in people:
        here = [proof for proof in p.judged.proofs if proof.kind is Kind.COMPLETION]
        for number, proof in enumerate(here, 1):
            sitting, begun, ended = UUID(p.proofs[proof.key][1]), proof.completed_on - timedelta(3), proof.completed_on
            enrolments.append((sitting, p.learner, course, number, "de", moment(begun), moment(ended)))
            completions.append((sitting, moment(ended), ended, True, "{}"))
    insert(Enrolment, ("id", "learner_id", "course_key", "number", "language", "started_at", "changed_at"), enrolments)
    insert(Completion, ("enrolment_id", "completed_at", "completed_on", "passed", "evidence"), completions)
