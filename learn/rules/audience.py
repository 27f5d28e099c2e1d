"""Whom a requirement concerns: a pure comparison of a written audience with a member of staff."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

_TERMS = frozenset(
    {"all", "departments", "include_below", "roles", "entered_on_or_after", "people", "except", "number"}
)
_EXCEPTIONS = frozenset({"departments", "include_below", "people"})
_ONE_DAY = timedelta(days=1)


class UnknownAudienceTerm(ValueError):
    """The audience holds a word we do not know; guessing would oblige the wrong people."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff on a day. `line` is the own unit's code followed by all codes above it, `key` the person's."""

    line: tuple[str, ...]
    position: str
    entered_on: date
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days, both included, on which an entry of an audience reads like this. `until` None: no end in sight."""

    since: date
    until: date | None
    terms: Mapping[str, Any]


def concerns(audience: Mapping[str, Any], member: Member) -> bool:
    """Whether the audience includes the member.

    `any_of` joins several entries by "or". Within an entry all conditions must hold: units (`all` or a list of codes,
    with the units below them if `include_below`) or `people` by their keys, `roles` (exact job titles, an empty list
    is every title) and `entered_on_or_after`. `except` takes units and people out again, whatever else holds; beside
    `any_of` it does so for all entries. `number` is the entry's own and never changes.
    """
    if "any_of" in audience:
        if unknown := set(audience) - {"any_of", "except"}:
            raise UnknownAudienceTerm(f"Next to any_of: {sorted(unknown)}")
        return not _excepted(audience, member) and any(concerns(entry, member) for entry in audience["any_of"])
    unknown = set(audience) - _TERMS
    if unknown:
        raise UnknownAudienceTerm(f"Unknown words: {sorted(unknown)}")
    if _excepted(audience, member):
        return False
    return (
        _unit_fits(audience, member) and _role_fits(audience.get("roles", ()), member) and _entry_fits(audience, member)
    )


def entries(audience: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """The entries by their number, else by their place; each with the exceptions that stand beside `any_of`."""
    if "any_of" not in audience:
        return {audience.get("number", 0): audience}
    if unknown := set(audience) - {"any_of", "except"}:
        raise UnknownAudienceTerm(f"Next to any_of: {sorted(unknown)}")
    common = {"except": audience["except"]} if audience.get("except") else {}
    return {entry.get("number", place): {**entry, **common} for place, entry in enumerate(audience["any_of"])}


def stretches(
    versions: Sequence[tuple[date, Mapping[str, Any]]], ends_on: date | None = None
) -> dict[int, list[Stretch]]:
    """How each entry reads over time, by its number. `versions` are audiences with their first days, in their order.

    An entry that is changed stays the same reason: whom it still concerns keeps the first day of the duty.
    """
    found: dict[int, list[Stretch]] = {}
    for place, (since, audience) in enumerate(versions):
        later = [first - _ONE_DAY for first, _ in versions[place + 1 :]]
        until = min([*later, *([ends_on] if ends_on else [])], default=None)
        if until is not None and until < since:
            continue
        for number, terms in entries(audience).items():
            found.setdefault(number, []).append(Stretch(since, until, terms))
    return found


def _excepted(audience: Mapping[str, Any], member: Member) -> bool:
    excepted = audience.get("except") or {}
    if unknown := set(excepted) - _EXCEPTIONS:
        raise UnknownAudienceTerm(f"Unknown exceptions: {sorted(unknown)}")
    return bool(excepted) and (_in_units(excepted, member) or member.key in excepted.get("people", ()))


def _unit_fits(audience: Mapping[str, Any], member: Member) -> bool:
    return bool(audience.get("all")) or _in_units(audience, member) or member.key in audience.get("people", ())


def _in_units(written: Mapping[str, Any], member: Member) -> bool:
    reach = member.line if written.get("include_below") else member.line[:1]
    return not set(reach).isdisjoint(written.get("departments", ()))


def _role_fits(roles: Collection[str], member: Member) -> bool:
    return not roles or member.position in roles


def _entry_fits(audience: Mapping[str, Any], member: Member) -> bool:
    first_day = audience.get("entered_on_or_after")
    return first_day is None or member.entered_on >= date.fromisoformat(first_day)
