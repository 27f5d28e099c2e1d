"""A rule in words: when it is due, how long it holds, when it can be repeated, when people are reminded."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learn.rules.deadlines import Anchor, Credit, Due, Expiry, ExpiryKind, Rule

__all__ = ["rule_in_words"]


def rule_in_words(rule: Rule, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of a heading and a sentence. `titles` are titles of courses by their slug."""
    found = [(_("Frist für neue Personen"), _due(rule.new, titles))]
    if rule.existing != rule.new:
        found.append((_("Frist für alle, die schon da waren"), _due(rule.existing, titles)))
    if rule.minimum_days:
        found.append(
            (_("Mindestzeit"), _("Zwischen Zuweisung und Frist: %(days)s.") % {"days": _days(rule.minimum_days)})
        )
    found.append((_("Gültigkeit"), _expiry(rule.expiry)))
    if rule.repeat is not None:
        found.append(
            (
                _("Wiederholung"),
                _("Möglich ab %(days)s vor dem Ende der Gültigkeit.") % {"days": _days(rule.lead_days)}
                if rule.lead_days
                else _("Möglich, sobald die Gültigkeit endet."),
            )
        )
    if rule.grace_days:
        words = _("%(days)s nach dem Ende der Gültigkeit. Der Nachweis zählt in dieser Zeit nicht als gültig.")
        found.append((_("Nachfrist"), words % {"days": _days(rule.grace_days)}))
    if rule.credit is not Credit.NEVER and rule.credit_days:
        words = (
            _("Ein Abschluss bis zu %(days)s vor Beginn wird angerechnet.")
            if rule.credit is Credit.BY_RULE
            else _("Ein Abschluss bis zu %(days)s vor Beginn kann im Einzelfall angerechnet werden.")
        )
        found.append((_("Früher Abschluss"), words % {"days": _days(rule.credit_days)}))
    return [*found, *_reminders(rule)]


def _reminders(rule: Rule) -> list[tuple[str, str]]:
    schedule, found = rule.schedule, []
    parts = []
    if schedule.before_due_days:
        parts.append(_("%(days)s vorher") % {"days": _days_listed(schedule.before_due_days)})
    if schedule.after_due_days:
        parts.append(_("%(days)s danach") % {"days": _days_listed(schedule.after_due_days)})
    if parts:
        found.append((_("Erinnerungen"), _(" und ").join(parts) + "."))
    if schedule.escalate_after_days is not None:
        words = _("Die Leitung erfährt es %(days)s nach der Frist.") % {"days": _days(schedule.escalate_after_days)}
        found.append((_("Eskalation"), words))
    return found


def _due(due: Due, titles: Mapping[str, str]) -> str:
    if due.anchor is Anchor.FIXED and due.fixed_on is not None:
        return _("Bis zum %(day)s.") % {"day": date_format(due.fixed_on, "DATE_FORMAT")}
    words = {
        Anchor.ASSIGNMENT: _("%(days)s nach der Zuweisung."),
        Anchor.ENTRY_DATE: _("%(days)s nach dem Eintritt."),
        Anchor.DEPARTMENT_CHANGE: _("%(days)s nach dem Wechsel der Einheit."),
        Anchor.FIRST_LOGIN: _("%(days)s nach der ersten Anmeldung."),
        Anchor.OTHER_COMPLETION: _("%(days)s nach dem Abschluss des Kurses „%(course)s“."),
    }.get(due.anchor, _("%(days)s nach dem Ende der Gültigkeit."))
    return words % {"days": _days(due.days), "course": titles.get(due.course, due.course)}


def _expiry(expiry: Expiry) -> str:
    if expiry.kind is ExpiryKind.UNLIMITED:
        return _("Ein Abschluss gilt ohne Ende.")
    months = ngettext("%(n)d Monat", "%(n)d Monate", expiry.months) % {"n": expiry.months}
    if expiry.kind is ExpiryKind.COMPLETED:
        return _("%(months)s ab dem Abschluss.") % {"months": months}
    if expiry.kind is ExpiryKind.PREVIOUS_VALID_UNTIL:
        return _("%(months)s. Wer rechtzeitig wiederholt, behält seinen Stichtag.") % {"months": months}
    day = date_format(date(2000, expiry.month, expiry.day), "j. F")
    return _("%(months)s, jeweils bis zum %(day)s.") % {"months": months, "day": day}


def _days(count: int) -> str:
    return ngettext("%(n)d Tag", "%(n)d Tage", count) % {"n": count}


def _days_listed(counts: tuple[int, ...]) -> str:
    return ", ".join(str(count) for count in counts[:-1]) + (_(" und ") if len(counts) > 1 else "") + _days(counts[-1])
