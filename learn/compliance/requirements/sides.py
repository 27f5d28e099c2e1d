"""A requirement as it is and as a draft would make it, both without writing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from learn.compliance.models import Requirement
from learn.compliance.records import read_rules
from learn.compliance.requirements.models import Action, RequirementDraft
from learn.compliance.requirements.written import normal, with_keys
from learn.compliance.versions import Path, Version, versions_of, ways_of
from learn.rules.audience import Stretch, stretches
from learn.rules.deadlines import Rule

__all__ = ["Side", "as_it_is", "as_planned", "comparison_day", "same_rule"]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Side:
    """A requirement over time. Raises RuleError when it is made of something that cannot be read."""

    starts_on: date
    ends_on: date | None
    written: tuple[Version, ...]
    entries: Mapping[int, Sequence[Stretch]]
    rules: tuple[Rule, ...]
    ways: tuple[tuple[date, Path], ...]


def as_it_is(requirement: Requirement) -> Side:
    """The requirement as it is stored."""
    written = [_with_keys(version, requirement) for version in versions_of(requirement)]
    return _side(requirement.starts_on, requirement.ends_on, written)


def as_planned(draft: RequirementDraft, today: date) -> Side:
    """The requirement as the draft would leave it.

    A rule that has begun gets a version from a day on, a later one on the same day is replaced; one that has not begun
    is written anew.
    """
    requirement = draft.requirement
    new = Version(draft.since, draft.definition)
    if requirement is None:
        return _side(draft.since, None, [new])
    there = [_with_keys(version, requirement) for version in versions_of(requirement)]
    if draft.action == Action.END:
        return _side(requirement.starts_on, draft.ends_on, there)
    if same_rule(there[-1], draft) and (requirement.starts_on <= today or requirement.starts_on == draft.since):
        return _side(requirement.starts_on, requirement.ends_on, there)
    if requirement.starts_on > today:
        return _side(draft.since, requirement.ends_on, [new])
    return _side(requirement.starts_on, requirement.ends_on, [*(v for v in there if v.since < draft.since), new])


def same_rule(version: Version, draft: RequirementDraft) -> bool:
    """Whether the draft leaves the rule as it is, whatever it says of title and reason."""
    return normal(version.definition) == normal(draft.definition)


def comparison_day(draft: RequirementDraft, today: date) -> date:
    """The first day on which the draft can make a difference, but not one gone by."""
    if draft.action != Action.END:
        return max(today, draft.since)
    ends = [day for day in (draft.ends_on, draft.requirement.ends_on if draft.requirement else None) if day]
    return max(today, min(ends) + ONE_DAY) if ends else today


def _with_keys(version: Version, requirement: Requirement) -> Version:
    return Version(version.since, with_keys(version.definition, requirement.course_keys))


def _side(starts_on: date, ends_on: date | None, written: Sequence[Version]) -> Side:
    audiences = [(version.since, version.definition["audience"]) for version in written]
    return Side(
        starts_on,
        ends_on,
        tuple(written),
        stretches(audiences, ends_on),
        read_rules(starts_on, written),
        tuple(ways_of(Requirement(), written)),
    )
