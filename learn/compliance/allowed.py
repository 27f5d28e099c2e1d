"""Whether a decision can be made, asked before it is shown and again before it is written."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from learn.compliance.sentences import refusal, state_name
from learn.rules import deadlines
from learn.rules.deadlines import FactError, Facts, State, status
from learn.rules.deadlines.facts import LONGEST_EXEMPTION_MONTHS
from learn.rules.validity import add_months

__all__ = [
    "NotPossible",
    "checked",
    "may_exempt",
    "may_extend",
    "may_remind",
    "may_revoke",
    "may_start",
    "may_take_over",
]


class NotPossible(ValueError):
    """A decision that cannot be; `sentence` says why and may be shown as it stands."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def checked(make: Callable[[], Any]) -> None:
    """Make a fact and say in words why it cannot be. Raises NotPossible."""
    try:
        make()
    except FactError as error:
        raise NotPossible(refusal(error.code)) from None


def may_exempt(facts: Facts | None, since: date, until: date, today: date) -> None:
    """Raises NotPossible for days out of order, too long a time, and, if facts are given, a duty that is no more."""
    checked(lambda: deadlines.Exemption(since, until))
    if facts is not None:
        _still_obliged(facts, today)


def may_extend(facts: Facts, due_on: date, today: date) -> None:
    """Raises NotPossible where no due date is open, or the new one is not later."""
    _in_reach(due_on, today)
    _still_obliged(facts, today)
    due = status(facts, today).due_on
    if due is None:
        raise NotPossible(_("Es läuft keine Frist, die man verlängern könnte."))
    if due_on <= due:
        day = date_format(due, "DATE_FORMAT")
        raise NotPossible(_("Die Frist endet schon am %(day)s. Bitte wählen Sie einen späteren Tag.") % {"day": day})


def may_start(facts: Facts, due_on: date, today: date) -> None:
    """Raises NotPossible unless a proof holds and the next cycle is not open yet."""
    _in_reach(due_on, today)
    _still_obliged(facts, today)
    found = status(facts, today)
    if found.pause is not None:
        raise NotPossible(_("Zurzeit %(state)s. Ein neuer Zyklus beginnt erst danach.") % {"state": _name(found.state)})
    if not found.covered or (found.next is not None and found.next.is_open(today)):
        raise NotPossible(_("Der laufende Zyklus ist noch offen."))


def may_take_over(completed_on: date, today: date) -> None:
    """Raises NotPossible for a day to come."""
    if completed_on > today:
        raise NotPossible(_("Der Tag des Abschlusses liegt in der Zukunft."))


def may_revoke(completed_on: date, since: date, today: date) -> None:
    """Raises NotPossible for a day before the completion, or one to come."""
    if not completed_on <= since <= today:
        raise NotPossible(_("Der Widerruf gilt frühestens ab dem Abschluss und spätestens ab heute."))


def may_remind(facts: Facts, today: date) -> None:
    """Raises NotPossible where there is nothing to do for the person, or nothing they can do now."""
    found = status(facts, today)
    if found.state not in deadlines.REMINDED:
        raise NotPossible(_("Erinnert wird nicht, wer %(state)s ist.") % {"state": _name(found.state)})
    if found.next is None or not found.next.is_open(today):
        raise NotPossible(_("Zurzeit gibt es nichts zu tun."))


def _still_obliged(facts: Facts, today: date) -> None:
    if status(facts, today).state is State.WITHDRAWN:
        raise NotPossible(_("Diese Pflicht ist entfallen."))


def _in_reach(due_on: date, today: date) -> None:
    if due_on < today:
        raise NotPossible(_("Der neue Tag liegt in der Vergangenheit."))
    if due_on > add_months(today, LONGEST_EXEMPTION_MONTHS):
        raise NotPossible(_("Der neue Tag liegt mehr als 24 Monate in der Zukunft."))


def _name(state: State) -> str:
    return {State.EXEMPT: _("befreit"), State.SUSPENDED: _("abwesend")}.get(state, state_name(state))
