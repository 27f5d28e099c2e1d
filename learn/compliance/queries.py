"""Reading requirements: which apply on a day, and whom they concern in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learn.compliance.models import Requirement
from learn.compliance.versions import courses_on, definition_on

__all__ = ["audience_in_words", "requirements_in_force"]


def requirements_in_force(on: date) -> list[Requirement]:
    """The requirements that have started by this day and have not ended, by title.

    Their definition and courses are those of the day, so these rows are to be read and not to be saved.
    """
    running = Requirement.objects.filter(starts_on__lte=on).exclude(ends_on__lt=on)
    found = list(running.order_by("title", "key").prefetch_related("versions"))
    for requirement in found:
        requirement.course_keys = courses_on(requirement, on)
        requirement.definition = dict(definition_on(requirement, on))
    return found


def audience_in_words(
    audience: Mapping[str, Any], unit_names: Mapping[str, str], people_names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Whom a requirement concerns, one short German sentence part an entry; entries are joined by "oder".

    People are counted where `people_names`, by learner id, are not given. Exceptions come last.
    """
    people = people_names or {}
    written = audience.get("any_of", [audience])
    parts = [_entry_in_words(entry, unit_names, people) for entry in written]
    if audience.get("except"):
        excepted = audience["except"]
        named = [_units_in_words(excepted, unit_names)] if excepted.get("departments") else []
        if excepted.get("people"):
            named.append(_people_in_words(excepted["people"], people))
        parts.append(_("ausgenommen: %(who)s") % {"who": _("; ").join(named)})
    return tuple(parts)


def _entry_in_words(entry: Mapping[str, Any], unit_names: Mapping[str, str], people: Mapping[str, str]) -> str:
    if entry.get("all"):
        words = _("alle Beschäftigten")
    elif entry.get("people"):
        words = _people_in_words(entry["people"], people)
    else:
        words = _units_in_words(entry, unit_names)
    if entry.get("roles"):
        words = _("%(who)s mit der Stelle %(roles)s") % {"who": words, "roles": _(" oder ").join(entry["roles"])}
    if entry.get("entered_on_or_after"):
        day = date_format(date.fromisoformat(entry["entered_on_or_after"]), "DATE_FORMAT")
        words = _("%(who)s, eingetreten am %(day)s oder später") % {"who": words, "day": day}
    return words


def _units_in_words(written: Mapping[str, Any], unit_names: Mapping[str, str]) -> str:
    units = ", ".join(unit_names.get(code, code) for code in written.get("departments", ()))
    return _("%(units)s und alle Einheiten darunter") % {"units": units} if written.get("include_below") else units


def _people_in_words(keys: Sequence[str], names: Mapping[str, str]) -> str:
    known = [names[key] for key in keys if key in names]
    if names and known:
        return ", ".join(known)
    return ngettext("%(n)d namentlich genannte Person", "%(n)d namentlich genannte Personen", len(keys)) % {
        "n": len(keys)
    }
