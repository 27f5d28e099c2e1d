"""A mail that had to wait, because the mail server was down: judged anew before it leaves."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from learn.accounts.models import User
from learn.compliance.models import SentReminder
from learn.compliance.reminders.due import Duty, duties
from learn.compliance.reminders.letters import Writer
from learn.compliance.reminders.superiors import above
from learn.compliance.reminders.texts import Kind
from learn.post import outbox
from learn.rules.deadlines import Step

__all__ = ["before_sending"]

FRESH = timedelta(hours=1)  # within this time nothing is asked again; a mail usually leaves within seconds


def before_sending(mail_id: int, now: datetime) -> None:
    """Bring a reminder that waited for long to the day: without what is done meanwhile, or not at all if all is.

    A dropped mail takes its reminders along: they were never sent. Nothing is done to a mail that somebody sends
    already; see `outbox.rewrite`.
    """
    mail = outbox.waiting_since_before(mail_id, [kind.value for kind in Kind], now - FRESH)
    if mail is None:
        return
    rows = list(SentReminder.objects.filter(mail_key=mail.key.partition("+")[0]).select_related("obligation"))
    today = timezone.localdate(now)
    still = _still(rows, Kind(mail.kind), now)
    with transaction.atomic():
        person = User.objects.filter(email__iexact=mail.to).first()
        if not still or person is None:
            if outbox.drop(mail):
                SentReminder.objects.filter(pk__in=[row.pk for row in rows]).delete()
            return
        writer = Writer()
        if mail.kind == Kind.REMINDER:
            letter, calendar = writer.reminder(person, still), writer.calendar(still, now)
        else:
            people = {duty.obligation.learner.user_id: duty.obligation.learner.user for duty in still}
            units = above([user for user in people if user is not None], today)
            lines = [
                (user, units[user.pk].unit, [duty for duty in still if duty.obligation.learner.user_id == user.pk])
                for user in people.values()
                if user is not None
            ]
            letter, calendar = writer.escalation(person, lines), ""
        outbox.rewrite(mail, letter.subject, letter.text, letter.html, calendar)


def _still(rows: list[SentReminder], kind: Kind, now: datetime) -> list[Duty]:
    """The duties whose reminder is still true: open, and due on the same day."""
    told = {row.obligation_id: row.due_on for row in rows if (row.step == Step.ESCALATION) == (kind is Kind.ESCALATION)}
    found = duties([row.obligation for row in rows if row.obligation_id in told], timezone.localdate(now))
    return [
        duty
        for duty in found
        if duty.status.due_on == told[duty.obligation.pk]
        and (duty.asks_above if kind is Kind.ESCALATION else duty.asks)
    ]
