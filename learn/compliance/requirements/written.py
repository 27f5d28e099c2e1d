"""Between what a form holds and what a definition says: plain data both ways, and one form of writing for comparing."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

__all__ = ["OURS", "definition_of", "form_data", "normal", "with_keys"]

#: the parts of a definition which the form writes; anything else, as a note, is kept as it is
OURS = (
    "courses",
    "audience",
    "due",
    "minimum_time_days",
    "expiry",
    "lead_days",
    "grace_days",
    "early_credit",
    "reminders",
)


def with_keys(definition: Mapping[str, Any], course_keys: Sequence[str]) -> dict[str, Any]:
    """The definition with the keys of its courses beside their slugs, so that it needs nothing else to be read."""
    written = dict(definition.get("courses") or {})
    if written.get("keys"):
        return dict(definition)
    slugs = list(dict.fromkeys([*written.get("first_path", []), *written.get("repeat_path", [])]))
    if not slugs:  # all courses are both paths; their keys serve as names
        slugs = list(course_keys)
        written |= {"first_path": slugs, "repeat_path": slugs}
    return {**definition, "courses": {**written, "keys": dict(zip(slugs, course_keys, strict=False))}}


def form_data(definition: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The fields of the form and its groups of people, from a definition that has the keys of its courses."""
    audience = definition.get("audience") or {}
    written = audience.get("any_of", [audience] if audience else [])
    groups = []
    named: list[str] = []
    for place, entry in enumerate(written):
        if entry.get("people"):
            named += entry["people"]
        else:
            groups.append(_group(entry, entry.get("number", place)))
    excepted = audience.get("except") or {}
    fields = {
        "named": named,
        "except_units": list(excepted.get("departments", ())),
        "except_below": bool(excepted.get("include_below")),
        "except_people": list(excepted.get("people", ())),
        "minimum_days": definition.get("minimum_time_days") or 0,
        "lead_days": definition.get("lead_days") or 0,
        "grace_days": definition.get("grace_days") or 0,
    }
    return {**fields, **_courses(definition), **_dues(definition), **_expiry(definition), **_rest(definition)}, groups


def definition_of(
    fields: Mapping[str, Any],
    groups: Sequence[Mapping[str, Any]],
    slugs: Mapping[str, str],
    old: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The definition as the form means it. `slugs`: by course key. `old`: whence parts come that the form lacks."""
    kept = {name: part for name, part in (old or {}).items() if name not in OURS}
    first = [str(key) for key in fields["courses"]]
    repeat = first if fields["repeat_same"] == "same" else [str(key) for key in fields["repeat_courses"]]
    repeat = repeat if fields["repeats"] else []
    expiry: dict[str, Any] = {"rule": fields["expiry"]}
    if fields["expiry"] == "calendar_date":
        expiry["months"] = 12 * fields["calendar_years"]
        expiry["month_day"] = f"{fields['calendar_month']:02}-{fields['calendar_day']:02}"
        expiry["minimum_validity_months"] = fields["minimum_months"]
    elif fields["expiry"] != "unlimited":
        expiry["months"] = fields["months"]
    days = fields["escalate_after"]
    return {
        **kept,
        "courses": {
            "first_path": [slugs.get(key, key) for key in first],
            "repeat_path": [slugs.get(key, key) for key in repeat],
            "keys": {slugs.get(key, key): key for key in dict.fromkeys([*first, *repeat])},
        },
        "audience": _audience(fields, groups, (old or {}).get("audience") or {}),
        "due": {
            "new": _due(fields, "new"),
            "existing": _due(fields, "new" if fields["existing_same"] == "same" else "existing"),
            "repeat": {"anchor": "previous_valid_until", "days": fields["repeat_days"]} if fields["repeats"] else None,
        },
        "minimum_time_days": fields["minimum_days"],
        "expiry": expiry,
        "lead_days": fields["lead_days"],
        "grace_days": fields["grace_days"],
        "early_credit": {
            "accept": fields["credit"],
            "max_age_days": 0 if fields["credit"] == "never" else fields["credit_days"],
        },
        "reminders": {
            "before_due_days": list(fields["remind_before"]),
            "after_due_days": list(fields["remind_after"]),
            "escalate_to": None if days is None else "line_manager",
            "escalate_after_days": days,
        },
    }


def normal(definition: Mapping[str, Any], slugs: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The definition, which has the keys of its courses, as the form would write it: equal rules become equal data."""
    fields, groups = form_data(definition)
    own = {key: slug for slug, key in definition["courses"]["keys"].items()}
    return definition_of(fields, groups, {**own, **(slugs or {})}, definition)


def _group(entry: Mapping[str, Any], number: int) -> dict[str, Any]:
    first_day = entry.get("entered_on_or_after")
    return {
        "number": number,
        "who": "all" if entry.get("all") else "units" if entry.get("departments") else "",
        "units": list(entry.get("departments", ())),
        "below": bool(entry.get("include_below")),
        "roles": list(entry.get("roles", ())),
        "entered": date.fromisoformat(first_day) if first_day else None,
    }


def _audience(fields: Mapping[str, Any], groups: Sequence[Mapping[str, Any]], old: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers stay with their entries, since reasons hang on them; new entries get numbers nobody has had."""
    before = old.get("any_of", [old] if old else [])
    taken = {entry.get("number", place) for place, entry in enumerate(before)}
    taken |= {group["number"] for group in groups if group["number"] is not None}
    free = max(taken, default=-1) + 1
    written = []
    for group in groups:
        number = group["number"]
        if number is None:
            number, free = free, free + 1
        entry: dict[str, Any] = {"number": number, "roles": list(group["roles"])}
        if group["who"] == "all":
            entry["all"] = True
        else:
            entry |= {"departments": list(group["units"]), "include_below": group["below"]}
        if group["entered"]:
            entry["entered_on_or_after"] = group["entered"].isoformat()
        written.append(entry)
    if fields["named"]:
        numbers = [entry.get("number", place) for place, entry in enumerate(before) if entry.get("people")]
        written.append({"number": numbers[0] if numbers else free, "people": list(fields["named"])})
    audience: dict[str, Any] = {"any_of": written}
    if fields["except_units"] or fields["except_people"]:
        audience["except"] = {
            "departments": list(fields["except_units"]),
            "include_below": fields["except_below"],
            "people": list(fields["except_people"]),
        }
    return audience


def _due(fields: Mapping[str, Any], which: str) -> dict[str, Any]:
    anchor = fields[f"{which}_anchor"]
    if anchor == "fixed":
        return {"anchor": anchor, "date": fields[f"{which}_date"].isoformat()}
    due = {"anchor": anchor, "days": fields[f"{which}_days"]}
    return due | {"course": fields[f"{which}_course"]} if anchor == "other_completion" else due


def _courses(definition: Mapping[str, Any]) -> dict[str, Any]:
    written = definition.get("courses") or {}
    keys = written.get("keys") or {}
    first = [keys.get(slug, slug) for slug in written.get("first_path", [])]
    repeat = [keys.get(slug, slug) for slug in written.get("repeat_path", [])]
    due = (definition.get("due") or {}).get("repeat")
    return {
        "courses": first,
        "repeats": bool(due),
        "repeat_same": "same" if not repeat or repeat == first else "other",
        "repeat_courses": [] if repeat == first else repeat,
        "repeat_days": (due or {}).get("days") or 0,
    }


def _dues(definition: Mapping[str, Any]) -> dict[str, Any]:
    due = definition.get("due") or {}
    new = due.get("new") or {}
    existing = due.get("existing") or new
    fields: dict[str, Any] = {"existing_same": "same" if _plain(existing) == _plain(new) else "own"}
    for which, written in (("new", new), ("existing", existing)):
        days = written.get("days") or 0
        fixed = written.get("date")
        fields[f"{which}_anchor"] = written.get("anchor", "")
        fields[f"{which}_days"] = 0 if fixed else days
        fields[f"{which}_date"] = date.fromisoformat(fixed) + timedelta(days) if fixed else None
        fields[f"{which}_course"] = written.get("course", "")
    return fields


def _plain(due: Mapping[str, Any]) -> tuple[Any, ...]:
    return due.get("anchor"), due.get("days") or 0, due.get("date"), due.get("course")


def _expiry(definition: Mapping[str, Any]) -> dict[str, Any]:
    expiry = definition.get("expiry") or {}
    month, _, day = str(expiry.get("month_day", "12-31")).partition("-")
    months = expiry.get("months") or 0
    on_a_day = expiry.get("rule") == "calendar_date"
    return {
        "expiry": expiry.get("rule", "unlimited"),
        "months": None if on_a_day else months or None,
        "calendar_month": int(month),
        "calendar_day": int(day),
        "calendar_years": months // 12 if on_a_day else 1,
        "minimum_months": expiry.get("minimum_validity_months") or 0,
    }


def _rest(definition: Mapping[str, Any]) -> dict[str, Any]:
    credit = definition.get("early_credit") or {}
    reminders = definition.get("reminders") or {}
    return {
        "credit": credit.get("accept", "never"),
        "credit_days": credit.get("max_age_days") or 0,
        "remind_before": list(reminders.get("before_due_days") or ()),
        "remind_after": list(reminders.get("after_due_days") or ()),
        "escalate_after": reminders.get("escalate_after_days"),
    }
