"""Whose duties ask for a reminder on a day: looked for among the stored states, then judged by the facts themselves."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from django.db.models import F

from learn.compliance import nightly
from learn.compliance.models import Obligation, Requirement, SentReminder
from learn.compliance.obligations import refresh
from learn.compliance.records import Work, facts_of, rules_of, work_of
from learn.compliance.reminder_models import QuietPeriod
from learn.rules.audience import UnknownAudienceTerm
from learn.rules.deadlines import (
    REMINDED,
    Cycle,
    Deadline,
    Explanation,
    Facts,
    Reminder,
    RuleError,
    State,
    Status,
    Step,
    explain,
    reminders_due,
)
from learn.rules.workdays import QuietTime

__all__ = ["Duty", "Near", "by_learner", "duties", "judge", "near", "quiet_times"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation as it stands on a day, with what is to be sent; `moved`: how often its due date has changed."""

    obligation: Obligation
    explanation: Explanation
    reminders: tuple[Reminder, ...] = ()
    moved: int = 0

    @property
    def status(self) -> Status:
        return self.explanation.status

    @property
    def asks(self) -> bool:
        """Whether the person can and should do something about it now."""
        coming = self.status.next
        return self.status.state in REMINDED and coming is not None and coming.is_open(self.status.on)

    @property
    def asks_above(self) -> bool:
        """Whether somebody above may be told: it is late, and no grace runs."""
        return self.asks and self.status.late and self.status.state is not State.IN_GRACE


def quiet_times() -> tuple[QuietTime, ...]:
    """The quiet times that the town has set."""
    return tuple(QuietTime(*row) for row in QuietPeriod.objects.values_list("first", "last", "every_year"))


class Near(NamedTuple):
    """An obligation that asks for something by what is stored of it: for the person, for somebody above, or both."""

    requirement: int
    obligation: int
    learner: UUID
    person: bool
    above: bool


def near(on: date, quiet_until: date) -> list[Near]:
    """All obligations that may ask for something on a day; a few columns only, and nothing is judged yet.

    A requirement whose rule cannot be read is left out and told to the log. Where the nightly run did not come, its
    work is done first, so nobody is reminded by the state of an earlier day.
    """
    found: list[Near] = []
    for requirement in Requirement.objects.filter(starts_on__lte=on).order_by("title", "key"):
        try:
            if requirement.judged_on is None or requirement.judged_on < on:
                nightly.visit(requirement, on)
            found += _near(requirement, on, quiet_until)
        except (RuleError, UnknownAudienceTerm) as error:
            log.error("The rule of %s cannot be read: %s", requirement.key, error)
    return found


def judge(rows: Iterable[Near], on: date, quiet_until: date) -> list[Duty]:
    """Those of the rows that do ask for something, by their facts, with what was completed since the night."""
    by_requirement: dict[int, list[int]] = defaultdict(list)
    learners = set()
    for row in rows:
        by_requirement[row.requirement].append(row.obligation)
        learners.add(row.learner)
    if not learners:
        return []
    nightly.refresh_people(learners, on)
    work = work_of(learners)
    found = [duty for ids in by_requirement.values() for duty in _judged(ids, on, quiet_until, work)]
    return [duty for duty in found if duty.reminders]


def duties(obligations: Iterable[Obligation], on: date) -> list[Duty]:
    """These obligations as they stand on a day, completions of this very hour included; in the order given.

    The rows come with requirement, learner and account.
    """
    by_requirement: dict[int, list[Obligation]] = defaultdict(list)
    order = {}
    for place, obligation in enumerate(obligations):
        order[obligation.pk] = place
        by_requirement[obligation.requirement_id].append(obligation)
    found: list[Duty] = []
    for requirement in Requirement.objects.filter(pk__in=by_requirement):
        own = by_requirement[requirement.pk]
        learners = [obligation.learner_id for obligation in own]
        refresh(requirement, on, learners)
        found += _judged([obligation.pk for obligation in own], on, on, work_of(learners))
    return sorted(found, key=lambda duty: order[duty.obligation.pk])


def _judged(ids: Collection[int], on: date, quiet_until: date, work: Mapping[UUID, Work]) -> list[Duty]:
    """Obligations of one requirement by their facts."""
    rows = list(Obligation.objects.filter(pk__in=ids).select_related("requirement", "learner__user"))
    if not rows:
        return []
    known, sent = facts_of(rows[0].requirement, rows, work), _sent(ids)
    found = []
    for row in rows:
        facts, earlier = known[row.learner_id], sent.get(row.pk, ())
        explanation = explain(facts, on)
        keys = {told.key for told in earlier}
        wanted = reminders_due(facts.rule(on).schedule, explanation.status, on, keys, quiet_until)
        found.append(Duty(row, explanation, wanted, _moves(explanation.status, earlier)))
    return found


def _near(requirement: Requirement, on: date, quiet_until: date) -> list[Near]:
    """The obligations whose stored state and open cycle ask for something that was not sent; a few columns only."""
    schedule = Facts(rules_of(requirement)).rule(on).schedule
    horizon = quiet_until + timedelta(days=max(schedule.before_due_days, default=0))
    rows = (
        Obligation.objects.filter(
            requirement=requirement,
            state__in=[state.value for state in REMINDED],
            due_on__lte=horizon,
            cycles__valid_from__isnull=True,
            cycles__opens_at__lte=on,
        )
        .exclude(state=State.VALID, renewal_open=False)
        .values_list("pk", "learner_id", "state", "due_on", "cycles__number")
    )
    keys: dict[int, set[str]] = defaultdict(set)
    told = SentReminder.objects.filter(obligation__requirement=requirement, due_on=F("obligation__due_on"))
    for obligation, key in told.order_by().values_list("obligation_id", "key"):
        keys[obligation].add(key)
    found = []
    wanted: dict[tuple[str, date | None, int], list[tuple[str, bool]]] = {}  # many rows are alike
    for pk, learner, state, due_on, number in rows.iterator():
        alike = state, due_on, number
        if alike not in wanted:
            status = Status(on, State(state), next=Cycle(number, on, Deadline(due_on)))
            asks = reminders_due(schedule, status, on, (), quiet_until)
            wanted[alike] = [(reminder.key, reminder.step is Step.ESCALATION) for reminder in asks]
        sent = keys.get(pk, ())
        asked = [above for key, above in wanted[alike] if key not in sent]
        if asked:
            found.append(Near(requirement.pk, pk, learner, not all(asked), any(asked)))
    return found


def _sent(obligations: Collection[int]) -> dict[int, list[SentReminder]]:
    """What was sent before, by obligation, the earliest first."""
    found: dict[int, list[SentReminder]] = defaultdict(list)
    rows = SentReminder.objects.filter(obligation__in=obligations).order_by()
    for row in sorted(rows, key=lambda row: row.pk):  # asked for an order, PostgreSQL walks along all rows there are
        found[row.obligation_id].append(row)
    return found


def _moves(status: Status, earlier: Sequence[SentReminder]) -> int:
    """How often the due date of the open cycle has changed from one reminder to the next, and to now."""
    if status.next is None or status.due_on is None:
        return 0
    own = [row.due_on for row in earlier if row.key.startswith(f"{status.next.number}:")]
    dates = [*own, status.due_on]
    return sum(before != after for before, after in pairwise(dates))


def by_learner(found: Iterable[Duty]) -> dict[UUID, list[Duty]]:
    """Duties grouped by person."""
    grouped: dict[UUID, list[Duty]] = defaultdict(list)
    for duty in found:
        grouped[duty.obligation.learner_id].append(duty)
    return grouped
