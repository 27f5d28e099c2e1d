"""What a list of earlier completions would change: whose duties, from which state to which; and what is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import courses.api
from learn.accounts.access import visible_people
from learn.accounts.models import Learner, Membership, User
from learn.compliance.models import Evidence, Obligation, Requirement
from learn.compliance.records import facts_of, work_of
from learn.rules import deadlines
from learn.rules.deadlines import Kind, RuleError, Status
from learn.rules.roster import EARLIER, Earlier, Fault, Wrong

__all__ = ["Item", "Plan", "plan"]

PERSON, DUTY, *_REST = (column.name for column in EARLIER)


@dataclass(slots=True)
class Item:
    """One completion for one duty. Without `before` the person does not have the duty; it would count once they do.

    `counts`: it makes a cycle of its own, valid until `valid_until` (None: without end). Where it does not, what is
    there already holds for longer.
    """

    row: Earlier
    learner: Learner
    requirement: Requirement
    before: Status | None = None
    after: Status | None = None
    counts: bool = False
    valid_until: date | None = None

    @property
    def key(self) -> str:
        """The key of its proof: the same day counts once, whatever file it came from."""
        return f"{Kind.IMPORTED}:{self.row.completed_on.isoformat()}:liste"


@dataclass(slots=True)
class Plan:
    """What would be taken over, what is there already, and faults; with any of these nothing is written."""

    items: list[Item] = field(default_factory=list)
    known: int = 0
    faults: list[Fault] = field(default_factory=list)


def plan(rows: Sequence[Earlier], viewer: User, today: date) -> Plan:
    """Look up people and duties and judge each; the number of queries grows with the requirements named alone."""
    found = Plan()
    people = _people(viewer, today)
    stripped = {number.lstrip("0"): number for number in people}
    duties = _Duties()
    held = _held(rows, people)
    seen: dict[tuple[UUID, int, date], int] = {}
    fresh: list[Item] = []
    for row in rows:
        learner = people.get(row.personnel_no)
        if learner is None:
            found.faults.append(_unknown(row, stripped))
            continue
        requirements = duties.meant(row, held.get(learner.pk, frozenset()), found.faults)
        for requirement in requirements:
            key = (learner.pk, requirement.pk, row.completed_on)
            if key in seen:
                found.faults.append(Fault(row.line, Wrong.LINE_TWICE, other=seen[key]))
                break
            seen[key] = row.line
            fresh.append(Item(row, learner, requirement))
    there = _there({item.learner.pk for item in fresh})
    found.items = [i for i in fresh if (i.learner.pk, i.requirement.pk, i.row.completed_on) not in there]
    found.known = len(fresh) - len(found.items)
    found.faults.sort()
    if not found.faults:
        _judge(found.items, today)
    return found


def _people(viewer: User, today: date) -> dict[str, Learner]:
    """Whom the viewer may see, by every personnel number they have or had; the last owner of a number counts."""
    users = visible_people(viewer, today).values("pk")
    posts = Membership.objects.filter(user__in=users, user__learner__isnull=False).select_related("user__learner")
    return {post.personnel_no: post.user.learner for post in posts.order_by("starts_on", "pk")}


def _held(rows: Iterable[Earlier], people: Mapping[str, Learner]) -> dict[UUID, frozenset[int]]:
    """Which requirements the people of the list are under."""
    learners = {people[row.personnel_no].pk for row in rows if row.personnel_no in people}
    found: dict[UUID, set[int]] = {}
    pairs = Obligation.objects.filter(learner__in=learners).values_list("learner_id", "requirement_id")
    for learner, requirement in pairs:
        found.setdefault(learner, set()).add(requirement)
    return {learner: frozenset(requirements) for learner, requirements in found.items()}


def _there(learners: set[UUID]) -> set[tuple[UUID, int, date]]:
    """The days of all proofs of these people, whatever their kind."""
    rows = Evidence.objects.filter(learner__in=learners)
    return set(rows.values_list("learner_id", "requirement_id", "completed_on"))


class _Duties:
    """Requirements by key and title, and by the key and title of a course of theirs."""

    def __init__(self) -> None:
        self.named: dict[str, list[Requirement]] = {}
        self.by_course: dict[str, list[Requirement]] = {}
        cards = {str(card.key): card for card in courses.api.catalogue("de").courses}
        for requirement in Requirement.objects.prefetch_related("versions").order_by("key"):
            for name in {_plain(requirement.key), _plain(requirement.title)}:
                self.named.setdefault(name, []).append(requirement)
            for key in requirement.course_keys:
                names = {_plain(cards[key].slug), _plain(cards[key].title)} if key in cards else set()
                for name in names | {_plain(key)}:
                    self.by_course.setdefault(name, []).append(requirement)

    def meant(self, row: Earlier, held: frozenset[int], faults: list[Fault]) -> list[Requirement]:
        """The requirements a line speaks of: one by its name, or those of the person to which the course belongs."""
        name = _plain(row.duty)
        named, by_course = self.named.get(name, []), self.by_course.get(name, [])
        if len(named) == 1:
            return named
        of_person = [requirement for requirement in named or by_course if requirement.pk in held]
        if of_person and not named:
            return of_person
        if len(named or by_course) == 1:
            return by_course
        if named or by_course:
            keys = ", ".join(requirement.key for requirement in named or by_course)
            faults.append(Fault(row.line, Wrong.SEVERAL_DUTIES, DUTY, row.duty[:60], name=keys))
        else:
            faults.append(Fault(row.line, Wrong.UNKNOWN_DUTY, DUTY, row.duty[:60]))
        return []


def _unknown(row: Earlier, stripped: Mapping[str, str]) -> Fault:
    near = stripped.get(row.personnel_no.lstrip("0"))
    if near is not None:
        return Fault(row.line, Wrong.ZEROS_LOST, PERSON, row.personnel_no, name=near)
    return Fault(row.line, Wrong.UNKNOWN_NUMBER, PERSON, row.personnel_no)


def _judge(items: Sequence[Item], today: date) -> None:
    """Each duty before and after all lines that concern it; `valid_until` is computed as of the day of completion."""
    grouped: dict[int, dict[UUID, list[Item]]] = {}
    for item in items:
        grouped.setdefault(item.requirement.pk, {}).setdefault(item.learner.pk, []).append(item)
    for of_people in grouped.values():
        requirement = next(iter(of_people.values()))[0].requirement
        learners = list(of_people)
        obligations = list(Obligation.objects.filter(requirement=requirement, learner__in=learners))
        try:
            facts = facts_of(requirement, obligations, work_of(Learner.objects.filter(pk__in=learners)))
        except RuleError:
            continue
        for obligation in obligations:
            own, known = of_people[obligation.learner_id], facts[obligation.learner_id]
            proofs = tuple(deadlines.Evidence(item.key, item.row.completed_on, Kind.IMPORTED) for item in own)
            changed = replace(known, evidence=(*known.evidence, *proofs))
            found = deadlines.cycles(changed, today)
            made = {cycle.evidence.key: cycle for cycle in found if cycle.evidence}
            before, after = deadlines.status(known, today), deadlines.of_cycles(changed, found, today)
            for item in own:
                cycle = made.get(item.key)
                item.before, item.after, item.counts = before, after, cycle is not None
                item.valid_until = cycle.valid_until if cycle else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
