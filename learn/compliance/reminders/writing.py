"""A mail and the reminders it carries, written together or not at all."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from learn.accounts.models import User
from learn.compliance.models import SentReminder
from learn.compliance.reminders.due import Duty
from learn.compliance.reminders.texts import Kind
from learn.post import outbox
from learn.post.letters import Letter
from learn.rules.deadlines import Reminder
from learn.rules.roster import without_mail

__all__ = ["addressable", "write"]


def addressable(person: User | None) -> bool:
    """Whether a mail to this person makes sense."""
    return person is not None and person.is_active and bool(person.email) and not without_mail(person.email)


def write(
    kind: Kind,
    letters: Iterable[tuple[User, Letter]],
    reminders: Sequence[tuple[Duty, Reminder]],
    on: date,
    calendar: str = "",
) -> bool:
    """Put the mails into the outbox and note the reminders in one transaction.

    False if any of them has been noted before, by another run at the same time: that one has written the mail.
    The key of a mail follows from what it reminds of, so not even the outbox would take it twice.
    """
    key = key_of(kind, reminders)
    rows = [
        SentReminder(
            obligation=duty.obligation,
            key=reminder.key,
            step=reminder.step,
            due_on=reminder.due_on,
            written_on=on,
            mail_key=key,
        )
        for duty, reminder in reminders
    ]
    try:
        with transaction.atomic():
            SentReminder.objects.bulk_create(rows)
            for place, (person, letter) in enumerate(letters):
                own = f"{key}+{place}" if place else key
                outbox.write(kind, person.email, letter.subject, letter.text, letter.html, key=own, calendar=calendar)
    except IntegrityError:
        return False
    return True


def key_of(kind: Kind, reminders: Collection[tuple[Duty, Reminder]]) -> str:
    named = "\n".join(sorted(f"{duty.obligation.pk} {reminder.key}" for duty, reminder in reminders))
    return f"{kind}-{hashlib.sha256(named.encode()).hexdigest()[:40]}"
