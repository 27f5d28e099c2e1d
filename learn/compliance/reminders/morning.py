"""The morning's work: one mail a person, one mail for whoever leads a unit, none on quiet days; safe to run again."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from uuid import UUID

from django.db import transaction

from learn.accounts import disclosures
from learn.accounts.models import Learner, User
from learn.compliance.obligations import batches
from learn.compliance.reminders.due import Duty, Near, by_learner, judge, near, quiet_times
from learn.compliance.reminders.letters import Writer
from learn.compliance.reminders.superiors import Above, above
from learn.compliance.reminders.texts import Kind
from learn.compliance.reminders.writing import addressable, write
from learn.rules.deadlines import Reminder, Step
from learn.rules.workdays import is_quiet, last_quiet_day

__all__ = ["Morning", "send"]

log = logging.getLogger(__name__)
GROUPS = 50  # whoever is above, judged together
#: what the list of those who looked at a person calls the mail
SHOWN_IN = "E-Mail an die Leitung: überfällige Pflichtschulungen"


@dataclass(slots=True)
class Morning:
    """What a run did. `unreachable`: people without an address; `untold`: late ones whom nobody can be told of."""

    quiet: bool = False
    reminders: int = 0
    escalations: int = 0
    unreachable: int = 0
    untold: int = 0
    more: bool = False


def send(on: date, moment: datetime, seconds: float = 60) -> Morning:
    """Write what is due. After `seconds` of real time it stops between two mails and says that there is `more`.

    Whatever ends it, the next run goes on where it ended: a mail is written together with its reminders.
    """
    quiet = quiet_times()
    done = Morning(quiet=is_quiet(on, quiet))
    if done.quiet:
        return done
    end = monotonic() + seconds
    quiet_until = last_quiet_day(on, quiet)
    rows = near(on, quiet_until)
    run = _Run(on, moment, quiet_until, end, done, Writer())
    _remind([row for row in rows if row.person], run)
    if not done.more:
        _escalate([row for row in rows if row.above], run)
    if done.unreachable or done.untold:
        log.warning("Reminders: %s people without an address, %s without anybody above", done.unreachable, done.untold)
    return done


@dataclass(frozen=True, slots=True)
class _Run:
    """What the parts of a morning share."""

    on: date
    moment: datetime
    quiet_until: date
    end: float
    done: Morning
    writer: Writer

    def over(self) -> bool:
        """Whether the time is up; then there is more to do."""
        self.done.more = self.done.more or monotonic() > self.end
        return self.done.more


def _remind(rows: Sequence[Near], run: _Run) -> None:
    """Judge some people and write their mails, then the next ones: a long list does not keep the first waiting."""
    grouped: dict[UUID, list[Near]] = defaultdict(list)
    for row in rows:
        grouped[row.learner].append(row)
    for batch in batches(grouped.values()):
        if run.over():
            return
        found = judge((row for own in batch for row in own), run.on, run.quiet_until)
        own = [duty for duty in found if any(_for_the_person(reminder) for reminder in duty.reminders)]
        for duties in by_learner(own).values():
            if run.over():
                return
            _remind_one(duties, run)


def _remind_one(duties: Sequence[Duty], run: _Run) -> None:
    person = duties[0].obligation.learner.user
    if person is None or not addressable(person):
        run.done.unreachable += 1
        return
    reminders = [(duty, r) for duty in duties for r in duty.reminders if _for_the_person(r)]
    letter, dates = run.writer.reminder(person, duties), run.writer.calendar(duties, run.moment)
    run.done.reminders += write(Kind.REMINDER, [(person, letter)], reminders, run.on, dates)


def _escalate(rows: Sequence[Near], run: _Run) -> None:
    """One mail for whoever is above, one after the other."""
    accounts = dict(
        Learner.objects.filter(pk__in={row.learner for row in rows}, user__isnull=False).values_list("pk", "user_id")
    )
    told = above(list(accounts.values()), run.on) if accounts else {}
    groups: dict[tuple[User, ...], list[Near]] = defaultdict(list)
    for row in rows:
        if row.learner in accounts:
            groups[told[accounts[row.learner]].superiors].append(row)
    for piece in batches(groups.items(), GROUPS):
        if run.over():
            return
        found = judge((row for _superiors, own in piece for row in own), run.on, run.quiet_until)
        late = {duty.obligation.pk: duty for duty in found if duty.asks_above and _concerns_others(duty)}
        for superiors, own in piece:
            duties = [late[row.obligation] for row in own if row.obligation in late]
            if not superiors:
                run.done.untold += len(by_learner(duties))
            elif duties and not run.over():
                run.done.escalations += _tell(superiors, duties, told, run)


@transaction.atomic
def _tell(superiors: tuple[User, ...], late: Sequence[Duty], told: Mapping[int, Above], run: _Run) -> bool:
    """One mail about all of these people; each of the superiors gets it, and that is on record."""
    lines = []
    for duties in by_learner(late).values():
        person = duties[0].obligation.learner.user
        if person is not None:
            lines.append((person, told[person.pk].unit, duties))
    letters = [(superior, run.writer.escalation(superior, lines)) for superior in superiors]
    reminders = [(duty, r) for duty in late for r in duty.reminders if not _for_the_person(r)]
    written = write(Kind.ESCALATION, letters, reminders, run.on)
    if written:
        for superior in superiors:
            disclosures.record(superior, {duty.obligation.learner_id for duty in late}, SHOWN_IN)
    return written


def _concerns_others(duty: Duty) -> bool:
    return not all(_for_the_person(reminder) for reminder in duty.reminders)


def _for_the_person(reminder: Reminder) -> bool:
    return reminder.step is not Step.ESCALATION
