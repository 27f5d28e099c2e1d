"""An invented person and invented duties, so that the personnel office sees a mail before anybody gets it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learn.accounts.models import User
from learn.compliance.reminders.letters import Item, Person, Writer
from learn.compliance.reminders.texts import LANGUAGE, Kind, Texts
from learn.post.icalendar import Event, calendar
from learn.post.letters import Letter

__all__ = ["example_calendar", "example_letter"]


def example_letter(kind: Kind, texts: Texts, today: date) -> Letter:
    """The mail with these texts. Nobody of the town stands in it."""
    writer = Writer({kind: texts})
    with translation.override(LANGUAGE):
        reader = User(first_name="Erika", last_name="Beispiel", email="erika.beispiel@example.org")
        if kind is Kind.ESCALATION:
            return writer.escalation_of(reader, _people(today))
        return writer.reminder_of(reader, _items(today))


def example_calendar(today: date, moment: datetime) -> str:
    """A date as it goes along with a reminder."""
    with translation.override(LANGUAGE):
        title = _("Fällig: %(title)s") % {"title": _titles()["it"]}
        return calendar([Event("beispiel@example.org", today + timedelta(days=7), title)], moment)


def _items(today: date) -> list[Item]:
    titles, link = _titles(), settings.SITE_URL
    late, soon, end = (today + timedelta(days=days) for days in (-3, 7, 28))
    fixed = _("Fällig am %(day)s, weil dieser Tag für alle festgelegt ist.")
    renewal = _("Fällig am %(day)s, weil die bisherige Gültigkeit am %(day)s endet.")
    return [
        Item("late", titles["privacy"], (fixed % {"day": _day(late)},), ((titles["privacy"], link),), late),
        Item("soon", titles["it"], (fixed % {"day": _day(soon)},), ((titles["it"], link),), soon),
        Item("again", titles["access"], (renewal % {"day": _day(end)},), ((titles["access"], link),), end),
    ]


def _people(today: date) -> list[Person]:
    late, titles = today - timedelta(days=14), _titles()
    two = (Item("late", titles["privacy"], (), (), late), Item("late", titles["it"], (), (), late))
    return [
        Person("Kim Muster", _("11 Beispielabteilung"), two),
        Person("Robin Muster", _("11 Beispielabteilung"), two[:1]),
    ]


def _titles() -> Mapping[str, str]:
    return {
        "privacy": _("Datenschutz am Arbeitsplatz"),
        "it": _("Informationssicherheit"),
        "access": _("Barrierefreie Dokumente"),
    }


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
