"""Whom a requirement concerns: a pure comparison of a written audience with a member of staff."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_TERMS = frozenset({"all", "departments", "include_below", "roles", "entered_on_or_after"})


class UnknownAudienceTerm(ValueError):
    """The audience holds a word we do not know; guessing would oblige the wrong people."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff on a day. `line` is the own unit's code followed by all codes above it."""

    line: tuple[str, ...]
    position: str
    entered_on: date


def concerns(audience: Mapping[str, Any], member: Member) -> bool:
    """Whether the audience includes the member.

    `any_of` joins several entries by "or". Within an entry all conditions must hold: units (`all` or a list of codes,
    with the units below them if `include_below`), `roles` (exact job titles, an empty list is every title) and
    `entered_on_or_after`.
    """
    if "any_of" in audience:
        if len(audience) > 1:
            raise UnknownAudienceTerm(f"Next to any_of: {sorted(set(audience) - {'any_of'})}")
        return any(concerns(entry, member) for entry in audience["any_of"])
    unknown = set(audience) - _TERMS
    if unknown:
        raise UnknownAudienceTerm(f"Unknown words: {sorted(unknown)}")
    return (
        _unit_fits(audience, member) and _role_fits(audience.get("roles", ()), member) and _entry_fits(audience, member)
    )


def _unit_fits(audience: Mapping[str, Any], member: Member) -> bool:
    if audience.get("all"):
        return True
    reach = member.line if audience.get("include_below") else member.line[:1]
    return not set(reach).isdisjoint(audience.get("departments", ()))


def _role_fits(roles: Collection[str], member: Member) -> bool:
    return not roles or member.position in roles


def _entry_fits(audience: Mapping[str, Any], member: Member) -> bool:
    first_day = audience.get("entered_on_or_after")
    return first_day is None or member.entered_on >= date.fromisoformat(first_day)
