"""What was sent about an obligation, and what comes next: as data for a screen, and in sentences."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learn.compliance.models import Obligation, SentReminder
from learn.compliance.reminders.due import quiet_times
from learn.compliance.reminders.writing import addressable
from learn.post import outbox
from learn.rules.deadlines import Facts, Step, next_escalation, next_reminder

__all__ = ["Planned", "planned", "tell"]


@dataclass(frozen=True, slots=True)
class Planned:
    """The last reminder to the person and the next one if nothing happens; the same for the one above.

    `step` and `next_step` are those of the reminders ("before", "after", "by-hand"); `undelivered`: no mail server
    takes mails for the person; `reachable`: there is an address at all.
    """

    reachable: bool = True
    sent_on: date | None = None
    step: str = ""
    undelivered: bool = False
    next_on: date | None = None
    next_step: str = ""
    escalated_on: date | None = None
    next_escalation_on: date | None = None


def planned(known: Iterable[tuple[Obligation, Facts]], on: date) -> dict[int, Planned]:
    """By id of the obligation, in a constant number of queries. The reminders of the day itself count as sent."""
    pairs = list(known)
    sent: dict[int, list[SentReminder]] = defaultdict(list)
    ids = [obligation.pk for obligation, _facts in pairs]
    rows = SentReminder.objects.filter(obligation__in=ids).select_related("obligation__learner__user")
    for row in rows.order_by("written_on", "pk"):
        sent[row.obligation_id].append(row)
    accounts = {
        obligation.pk: obligation.learner.user
        for obligation in Obligation.objects.filter(pk__in=ids).select_related("learner__user")
    }
    failed = outbox.undelivered({row.mail_key for own in sent.values() for row in own[-2:] if row.mail_key})
    quiet, tomorrow = quiet_times(), on + timedelta(days=1)
    found = {}
    for obligation, facts in pairs:
        own = sent[obligation.pk]
        keys = {row.key for row in own}
        last = next((row for row in reversed(own) if row.step != Step.ESCALATION), None)
        told = next((row for row in reversed(own) if row.step == Step.ESCALATION), None)
        reachable = addressable(accounts.get(obligation.pk))
        coming = next_reminder(facts, tomorrow, keys, quiet) if reachable else None
        above = next_escalation(facts, tomorrow, keys, quiet)
        found[obligation.pk] = Planned(
            reachable,
            last.written_on if last else None,
            last.step if last else "",
            last is not None and last.mail_key in failed,
            coming[0] if coming else None,
            coming[1].step if coming else "",
            told.written_on if told else None,
            above[0] if above else None,
        )
    return found


def tell(plan: Planned) -> str:
    """A plan in whole sentences."""
    return " ".join(filter(None, (_of_the_person(plan), _of_the_one_above(plan))))


def _of_the_person(plan: Planned) -> str:
    sent, coming = _day(plan.sent_on), _day(plan.next_on)
    if not plan.reachable:
        without = _("Eine Erinnerung ist nicht möglich: ohne E-Mail-Adresse.")
        return f"{_('Erinnerung gesendet am %(day)s.') % {'day': sent}} {without}" if sent else without
    if plan.undelivered:
        told = _("Die Erinnerung vom %(day)s war nicht zustellbar. Bitte prüfen Sie die E-Mail-Adresse.")
        after = _("Nächste Erinnerung am %(day)s.") % {"day": coming} if coming else ""
        return " ".join(filter(None, (told % {"day": sent}, after)))
    if sent and coming:
        return _("Erinnerung gesendet am %(day)s, nächste am %(next)s.") % {"day": sent, "next": coming}
    if sent:
        return _("Erinnerung gesendet am %(day)s, keine weitere geplant.") % {"day": sent}
    if coming:
        return _("Noch keine Erinnerung gesendet, nächste am %(next)s.") % {"next": coming}
    return _("Keine Erinnerung geplant.")


def _of_the_one_above(plan: Planned) -> str:
    if plan.next_escalation_on:
        return _("Leitung wird informiert am %(day)s, wenn bis dahin nichts geschieht.") % {
            "day": _day(plan.next_escalation_on)
        }
    return _("Leitung informiert am %(day)s.") % {"day": _day(plan.escalated_on)} if plan.escalated_on else ""


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
