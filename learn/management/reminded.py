"""The demo city's reminders of the last weeks, as if every morning had run, and those of today as mails."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from learn.accounts.models import Learner
from learn.compliance import reminders
from learn.compliance.models import Obligation, Requirement, SentReminder
from learn.compliance.records import facts_of, work_of
from learn.compliance.reminder_models import QuietPeriod
from learn.rules.deadlines import REMINDED, Facts, reminders_due, status
from learn.rules.workdays import is_quiet, last_quiet_day

DAYS_BACK = 60
#: what fell into these last days is left for the mails of today
LEFT_FOR_TODAY = 15


def load_reminders(today: date, moment: datetime) -> int:
    """Once: quiet days between the years, past reminders without their mails, today's with them; how many mails."""
    if SentReminder.objects.exists():
        return 0
    QuietPeriod.objects.get_or_create(
        name="Zwischen den Jahren",
        defaults={"first": date(today.year, 12, 24), "last": date(today.year + 1, 1, 1), "every_year": True},
    )
    for requirement in Requirement.objects.order_by("key"):
        states = [state.value for state in REMINDED]
        rows = list(Obligation.objects.filter(requirement=requirement, state__in=states, due_on__isnull=False))
        facts = facts_of(requirement, rows, work_of(Learner.objects.filter(obligations__in=rows)))
        first = today - timedelta(days=DAYS_BACK)
        SentReminder.objects.bulk_create(made for row in rows for made in _past(row, facts[row.learner_id], first))
    done = reminders.send(today, moment)
    return done.reminders + done.escalations


def _past(row: Obligation, facts: Facts, first: date) -> Iterator[SentReminder]:
    keys: set[str] = set()
    for offset in range(DAYS_BACK - LEFT_FOR_TODAY):
        on = first + timedelta(days=offset)
        if is_quiet(on):
            continue
        found = reminders_due(facts.rule(on).schedule, status(facts, on), on, keys, last_quiet_day(on))
        for reminder in found:
            keys.add(reminder.key)
            yield SentReminder(
                obligation=row, key=reminder.key, step=reminder.step, due_on=reminder.due_on, written_on=on
            )
