"""The report on completions: one set of queries, constant in the number of people, behind `visible_people`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

import certificates.api
from learn.accounts.access import visible_people
from learn.accounts.models import Membership, User
from learn.accounts.tree import Unit
from learn.compliance.models import Requirement
from learn.enrolments.models import Enrolment
from learn.reports.filters import Filters
from learn.reports.found import Found, nothing
from learn.reports.order import in_dictionary_order
from learn.reports.rows import CompletionRow, State
from learn.reports.sight import Sight
from learn.rules.audience import Member, concerns

__all__ = ["Completions", "Entry", "completions", "rows"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One person and one course: taken, completed, or required of the person."""

    learner: UUID | None
    unit: Unit
    last_name: str
    first_name: str
    course_key: UUID
    course: str
    enrolment_id: UUID | None
    started_on: date | None
    completed_on: date | None

    @property
    def state(self) -> State:
        if self.completed_on:
            return State.COMPLETED
        return State.STARTED if self.enrolment_id else State.NOT_STARTED


@dataclass(frozen=True, slots=True)
class Completions(Found):
    """The entries a viewer sees under some filters, and what they could choose."""

    sight: Sight | None = None

    @property
    def entries(self) -> Sequence[Entry]:
        return self.source  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class _Sitting:
    enrolment_id: UUID
    started_on: date
    completed_on: date | None


def completions(viewer: User, filters: Filters, today: date, sight: Sight | None = None) -> Completions:
    """Every visible person with every course they take, have completed, or must complete.

    Of several sittings of a course the latest completed one counts, else the latest.
    """
    sight = sight or Sight.of(viewer, today)
    people = visible_people(viewer, today, sight.within)
    choice = _choice(filters, sight)
    if choice is None:
        none = nothing()
        return Completions(none.source, none.to_rows, refused=True, sight=sight)
    covered = people.values("membership_id")  # type: ignore[misc]  # the annotation of visible_people
    memberships = Membership.objects.filter(pk__in=covered)
    if choice.units is not None:
        memberships = memberships.filter(department__in=choice.units)
    sittings = _sittings(people.values("pk"))
    found = [entry for entry in _entries(memberships, sittings, sight, choice) if choice.fits(entry)]
    found.sort(key=lambda e: (e.unit.code, in_dictionary_order(e.last_name, e.first_name, e.course), str(e.course_key)))
    return Completions(found, lambda piece: rows(piece, today), sight=sight)


def rows(entries: Sequence[Entry], today: date) -> Iterator[CompletionRow]:
    """Entries as they are shown, with their certificates, in one query."""
    awards = [entry.enrolment_id for entry in entries if entry.enrolment_id and entry.completed_on]
    credentials = certificates.api.of_awards(awards)
    for entry in entries:
        credential = credentials.get(entry.enrolment_id) if entry.enrolment_id else None
        if credential and credential.status(today) == "revoked":
            credential = None
        yield CompletionRow(
            learner=entry.learner,
            person=f"{entry.last_name}, {entry.first_name}",
            department=str(entry.unit),
            course=entry.course,
            state=entry.state,
            started_on=entry.started_on,
            completed_on=entry.completed_on,
            valid_until=credential.valid_until if credential else None,
            certificate=credential.code_grouped if credential else "",
        )


@dataclass(frozen=True, slots=True)
class _Choice:
    """The filters after each was found among what the viewer may see."""

    units: frozenset[int] | None
    course: UUID | None
    state: State | None
    rule: str | None

    def fits(self, entry: Entry) -> bool:
        return self.course in (None, entry.course_key) and self.state in (None, entry.state)


def _choice(filters: Filters, sight: Sight) -> _Choice | None:
    """None if a filter names something unknown or out of the viewer's sight: the two must not be told apart."""
    if not sight.knows(filters) or (filters.stand and filters.stand not in set(State)):
        return None
    return _Choice(
        units=sight.chosen_units(filters),
        course=next((key for key in sight.titles if str(key) == filters.kurs), None),
        state=State(filters.stand) if filters.stand else None,
        rule=filters.pflicht or None,
    )


def _sittings(people: QuerySet[User, object]) -> dict[int, dict[UUID, _Sitting]]:
    """By person and course, the sitting that counts."""
    found: dict[int, dict[UUID, _Sitting]] = {}
    taken = Enrolment.objects.filter(learner__user__in=people).order_by("number")
    for user_id, course_key, enrolment_id, started_at, completed_on in taken.values_list(
        "learner__user_id", "course_key", "id", "started_at", "completion__completed_on"
    ):
        courses_of_person = found.setdefault(user_id, {})
        known = courses_of_person.get(course_key)
        if completed_on or known is None or not known.completed_on:
            courses_of_person[course_key] = _Sitting(enrolment_id, timezone.localdate(started_at), completed_on)
    return found


def _entries(
    memberships: QuerySet[Membership],
    sittings: Mapping[int, Mapping[UUID, _Sitting]],
    sight: Sight,
    choice: _Choice,
) -> Iterator[Entry]:
    rules: Sequence[Requirement] = sight.rules
    tree, titles = sight.tree, sight.titles
    keys_of = {rule.key: frozenset(UUID(key) for key in rule.course_keys) for rule in rules}
    lines = {unit_id: tuple(tree.units[step].code for step in tree.above(unit_id)) for unit_id in tree.units}
    first_day = (
        Membership.objects.filter(personnel_no=OuterRef("personnel_no"))
        .values("personnel_no")
        .annotate(first=Min("starts_on"))
        .values("first")
    )
    people = memberships.annotate(entered_on=Subquery(first_day)).values_list(
        "user_id",
        "user__learner__pk",
        "user__last_name",
        "user__first_name",
        "department_id",
        "position",
        "entered_on",
    )
    for user_id, learner, last_name, first_name, unit_id, position, entered_on in people:
        member = Member(line=lines[unit_id], position=position, entered_on=entered_on, key=str(learner))
        binding = [rule for rule in rules if concerns(rule.definition["audience"], member)]
        required = frozenset().union(*(keys_of[rule.key] for rule in binding))
        taken = sittings.get(user_id, {})
        if choice.rule is None:
            shown = required | taken.keys()
        else:
            shown = keys_of[choice.rule] if any(rule.key == choice.rule for rule in binding) else frozenset()
        for key in shown:
            sitting = taken.get(key)
            yield Entry(
                learner=learner,
                unit=tree.units[unit_id],
                last_name=last_name,
                first_name=first_name,
                course_key=key,
                course=titles.get(key) or _("Kurs nicht mehr vorhanden"),
                enrolment_id=sitting.enrolment_id if sitting else None,
                started_on=sitting.started_on if sitting else None,
                completed_on=sitting.completed_on if sitting else None,
            )
