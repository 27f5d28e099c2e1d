"""Reading requirements: which apply on a day, and whom they concern in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learn.compliance.models import Requirement

__all__ = ["audience_in_words", "requirements_in_force"]


def requirements_in_force(on: date) -> list[Requirement]:
    """The requirements that have started by this day, by title."""
    return list(Requirement.objects.filter(starts_on__lte=on).order_by("title", "key"))


def audience_in_words(audience: Mapping[str, Any], unit_names: Mapping[str, str]) -> tuple[str, ...]:
    """Whom a requirement concerns, one short German sentence part an entry; entries are joined by "oder"."""
    entries = audience.get("any_of") or [audience]
    return tuple(_entry_in_words(entry, unit_names) for entry in entries)


def _entry_in_words(entry: Mapping[str, Any], unit_names: Mapping[str, str]) -> str:
    if entry.get("all"):
        words = _("alle Beschäftigten")
    else:
        units = ", ".join(unit_names.get(code, code) for code in entry.get("departments", ()))
        words = _("%(units)s und alle Einheiten darunter") % {"units": units} if entry.get("include_below") else units
    if entry.get("roles"):
        words = _("%(who)s mit der Stelle %(roles)s") % {"who": words, "roles": _(" oder ").join(entry["roles"])}
    if entry.get("entered_on_or_after"):
        day = date_format(date.fromisoformat(entry["entered_on_or_after"]), "DATE_FORMAT")
        words = _("%(who)s, eingetreten am %(day)s oder später") % {"who": words, "day": day}
    return words
