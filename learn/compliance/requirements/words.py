"""A rule in German lines, and what differs between two of them; for the preview, the history and a clash of two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

import courses.api
from learn.accounts.tree import Tree
from learn.compliance.queries import audience_in_words
from learn.compliance.requirements.choices import CREDITS
from learn.compliance.requirements.fields import named_people
from learn.compliance.requirements.written import form_data

__all__ = ["Difference", "Names", "differences", "lines"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a rule that reads differently. Empty: there was no such line, or is none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Names:
    """What keys and codes are called. Three queries at most, whatever is told with them."""

    courses: Mapping[str, str]
    slugs: Mapping[str, str]
    units: Mapping[str, str]
    people: Mapping[str, str]

    @classmethod
    def of(cls, definitions: Iterable[Mapping[str, Any]]) -> "Names":
        people = set()
        for definition in definitions:
            fields, _groups = form_data(definition)
            people |= {*fields["named"], *fields["except_people"]}
        titles = {str(key): title for key, title in courses.api.titles("de").items()}
        slugs = {card.slug: titles.get(str(card.key), card.slug) for card in courses.api.catalogue("de").courses}
        units = {unit.code: str(unit) for unit in Tree.load().units.values()}
        return cls(titles, slugs, units, named_people(sorted(people)))


def lines(whole: Mapping[str, Any], names: Names) -> dict[str, str]:
    """The requirement as `whole` (title, reason, definition, days) by what is to be read of it, in the form's order."""
    definition = whole["definition"]
    fields, _groups = form_data(definition)
    found = {
        _("Titel"): whole["title"],
        _("Begründung"): whole["reason"],
        _("Kurse"): _courses(fields["courses"], names),
        _("Gilt für"): _(" oder ").join(audience_in_words(definition["audience"], names.units, names.people)),
        _("Frist"): _due(fields, "new", names),
        _("Frist für bisherige Beschäftigte"): ""
        if fields["existing_same"] == "same"
        else _due(fields, "existing", names),
        _("Mindestzeit"): _days(fields["minimum_days"]),
        _("Ein Abschluss gilt"): _validity(fields),
        _("Nachfrist"): _days(fields["grace_days"]),
        _("Wiederholung"): _repeat(fields, names),
        _("Vorlauf"): _days(fields["lead_days"]),
        _("Abschluss von vor dem Beginn"): _credit(fields),
        _("Erinnerungen vor der Frist"): _list(fields["remind_before"]),
        _("Erinnerungen nach der Frist"): _list(fields["remind_after"]),
        _("Leitung benachrichtigen"): ""
        if fields["escalate_after"] is None
        else _("%(days)s nach der Frist") % {"days": _days(fields["escalate_after"])},
        _("Beginn der Pflicht"): _day(whole.get("starts_on")),
        _("Letzter Tag der Pflicht"): _day(whole.get("ends_on")),
    }
    return {label: text for label, text in found.items() if text}


def differences(before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> list[Difference]:
    """What reads differently, in the order of the form. An empty `before`: all that is new."""
    old = lines(before, names) if before else {}
    new = lines(after, names) if after else {}
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Difference(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def _courses(keys: Iterable[str], names: Names) -> str:
    return ", ".join(names.courses.get(key) or names.slugs.get(key) or _("Kurs nicht mehr vorhanden") for key in keys)


def _due(fields: Mapping[str, Any], which: str, names: Names) -> str:
    days = _days(fields[f"{which}_days"]) or _("0 Tage")
    match fields[f"{which}_anchor"]:
        case "fixed":
            return _("fester Tag: %(day)s") % {"day": _day(fields[f"{which}_date"])}
        case "assignment":
            return _("%(days)s ab dem Beginn der Pflicht") % {"days": days}
        case "entry_date":
            return _("%(days)s ab dem Eintritt") % {"days": days}
        case "department_change":
            return _("%(days)s ab dem Wechsel der Einheit") % {"days": days}
        case "first_login":
            return _("%(days)s ab der ersten Anmeldung") % {"days": days}
        case "other_completion":
            course = fields[f"{which}_course"]
            return _("%(days)s ab dem Abschluss von „%(course)s“") % {
                "days": days,
                "course": names.slugs.get(course, course),
            }
    return ""


def _validity(fields: Mapping[str, Any]) -> str:
    months = npgettext("Nominativ", "%(n)d Monat", "%(n)d Monate", fields["months"] or 0) % {"n": fields["months"] or 0}
    match fields["expiry"]:
        case "completed":
            return _("%(months)s ab dem Abschluss") % {"months": months}
        case "previous_valid_until":
            return _("%(months)s ab dem Ende der bisherigen Gültigkeit, sonst ab dem Abschluss") % {"months": months}
        case "calendar_date":
            years = fields["calendar_years"]
            each = _("jedes Jahr") if years == 1 else _("alle %(n)d Jahre") % {"n": years}
            least = npgettext("Nominativ", "%(n)d Monat", "%(n)d Monate", fields["minimum_months"]) % {
                "n": fields["minimum_months"]
            }
            return _("bis zum %(day)d.%(month)d., %(each)s; mindestens %(least)s") % {
                "day": fields["calendar_day"],
                "month": fields["calendar_month"],
                "each": each,
                "least": least,
            }
    return _("ohne Ende")


def _repeat(fields: Mapping[str, Any], names: Names) -> str:
    if not fields["repeats"]:
        return _("keine")
    when = (
        _("fällig am letzten gültigen Tag")
        if not fields["repeat_days"]
        else _("fällig %(days)s nach dem Ende der Gültigkeit") % {"days": _days(fields["repeat_days"])}
    )
    return when if fields["repeat_same"] == "same" else f"{when}; {_courses(fields['repeat_courses'], names)}"


def _credit(fields: Mapping[str, Any]) -> str:
    words = str(dict(CREDITS)[fields["credit"]])
    if fields["credit"] == "never":
        return words
    return _("%(words)s, höchstens %(days)s vorher") % {"words": words, "days": _days(fields["credit_days"])}


def _days(count: int) -> str:
    return npgettext("Nominativ", "%(n)d Tag", "%(n)d Tage", count) % {"n": count} if count else ""


def _list(days: Iterable[int]) -> str:
    found = ", ".join(str(each) for each in days)
    return _("%(list)s Tage") % {"list": found} if found else ""


def _day(day: date | str | None) -> str:
    if not day:
        return ""
    return date_format(date.fromisoformat(day) if isinstance(day, str) else day, "SHORT_DATE_FORMAT")
