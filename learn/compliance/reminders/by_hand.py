"""Reminding at once, because the personnel office wants it: one mail a person and day, with an audit line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import User
from learn.compliance.models import AuditEntry, Obligation, SentReminder
from learn.compliance.reminders.due import Duty, by_learner, duties
from learn.compliance.reminders.letters import Writer
from learn.compliance.reminders.texts import Kind
from learn.compliance.reminders.writing import addressable, write
from learn.rules.deadlines import Reminder, Step

__all__ = ["ACTION", "LeftOut", "Reminded", "WhyNot", "remind_now"]

ACTION = "remind"


class WhyNot(StrEnum):
    """Why a duty was left out."""

    NOTHING_TO_DO = "nothing-to-do"
    NO_DATE = "no-date"
    UNREACHABLE = "unreachable"
    TODAY = "today"

    @property
    def sentence(self) -> str:
        return str(_SENTENCES[self])


_SENTENCES: dict[WhyNot, Promise] = {
    WhyNot.NOTHING_TO_DO: _("zurzeit nichts zu tun (gültig, befreit, ruhend, entfallen oder noch nicht begonnen)"),
    WhyNot.NO_DATE: _("noch keine Frist"),
    WhyNot.UNREACHABLE: _("ohne E-Mail-Adresse"),
    WhyNot.TODAY: _("hat heute schon eine Erinnerung bekommen"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One obligation that nobody was reminded of."""

    obligation: Obligation
    why: WhyNot


class Reminded(int):
    """How many people were reminded; `left_out` says of which obligations nobody was, and why."""

    left_out: tuple[LeftOut, ...]

    def __new__(cls, people: int, left_out: Iterable[LeftOut]) -> "Reminded":
        made = super().__new__(cls, people)
        made.left_out = tuple(left_out)
        return made


def remind_now(obligations: Iterable[Obligation], actor: User, today: date) -> Reminded:
    """Write one digest a person about these obligations. Whoever calls has asked whom the actor may see.

    Quiet days do not count, since a person decides. Who got a reminder today already is left out, so pressing twice
    sends once. What the schedule asks for today goes along and does not come a second time.
    """
    left_out: list[LeftOut] = []
    asked: list[Duty] = []
    for duty in duties(obligations, today):
        if not duty.asks:
            left_out.append(LeftOut(duty.obligation, WhyNot.NOTHING_TO_DO))
        elif duty.status.due_on is None:
            left_out.append(LeftOut(duty.obligation, WhyNot.NO_DATE))
        elif not addressable(duty.obligation.learner.user):
            left_out.append(LeftOut(duty.obligation, WhyNot.UNREACHABLE))
        else:
            asked.append(duty)
    writer, people = Writer(), 0
    for own in by_learner(asked).values():
        if _remind(own, actor, today, writer):
            people += 1
        else:
            left_out += [LeftOut(duty.obligation, WhyNot.TODAY) for duty in own]
    return Reminded(people, left_out)


@transaction.atomic
def _remind(own: list[Duty], actor: User, today: date, writer: Writer) -> bool:
    learner = own[0].obligation.learner
    reminded = SentReminder.objects.filter(obligation__learner=learner, written_on=today)
    if learner.user is None or reminded.exclude(step=Step.ESCALATION).exists():
        return False
    reminders = [(duty, reminder) for duty in own for reminder in _reminders(duty, today)]
    letter = writer.reminder(learner.user, own)
    calendar = writer.calendar(own, timezone.now())
    if not write(Kind.REMINDER, [(learner.user, letter)], reminders, today, calendar):
        return False
    AuditEntry.objects.bulk_create(
        AuditEntry(
            learner=learner,
            requirement=duty.obligation.requirement,
            actor=actor,
            action=ACTION,
            after={"due_on": duty.status.due_on},
        )
        for duty in own
    )
    return True


def _reminders(duty: Duty, today: date) -> Iterable[Reminder]:
    """The reminder by hand, and what the schedule would send today as well."""
    coming = duty.status.next
    if coming is not None and coming.due_on is not None:
        yield Reminder(coming.number, coming.due_on, Step.BY_HAND, (coming.due_on - today).days)
    yield from (reminder for reminder in duty.reminders if reminder.step is not Step.ESCALATION)
