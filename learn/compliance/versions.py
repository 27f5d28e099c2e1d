"""A requirement over time: which definition, audience and courses hold from which day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from learn.compliance.models import Requirement, RuleVersion
from learn.rules.audience import Stretch, stretches

__all__ = [
    "Path",
    "Version",
    "courses_on",
    "definition_on",
    "keep_courses",
    "latest",
    "path_on",
    "path_since",
    "rename_person",
    "stretches_of",
    "versions_of",
    "ways",
]

#: the keys of the courses of the first path and of the repeat path
Path = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Version:
    """A definition and its first day."""

    since: date
    definition: Mapping[str, Any]


def versions_of(requirement: Requirement) -> list[Version]:
    """The requirement's own definition and its versions, in their order; one query unless they are prefetched."""
    later = requirement.versions.all() if requirement.pk else []
    return [
        Version(requirement.starts_on, requirement.definition),
        *sorted((Version(v.since, v.definition) for v in later), key=lambda v: v.since),
    ]


def definition_on(requirement: Requirement, on: date) -> Mapping[str, Any]:
    """The definition that holds on a day; before the first day, the first."""
    first, *later = versions_of(requirement)
    return next((version.definition for version in reversed(later) if version.since <= on), first.definition)


def latest(requirement: Requirement) -> Version:
    """The last version, whether it has begun or not: what whoever changes the rule starts from."""
    return versions_of(requirement)[-1]


def stretches_of(requirement: Requirement) -> dict[int, list[Stretch]]:
    """The entries of the audience over time, by their number."""
    written = [(version.since, version.definition["audience"]) for version in versions_of(requirement)]
    return stretches(written, requirement.ends_on)


def ways(requirement: Requirement) -> list[tuple[date, Path]]:
    """The paths over time with their first days; a path that stays the same over versions is one."""
    return ways_of(requirement, versions_of(requirement))


def ways_of(requirement: Requirement, written: Sequence[Version]) -> list[tuple[date, Path]]:
    """The same for versions that are not stored."""
    found: list[tuple[date, Path]] = []
    for version in written:
        path = _path(version.definition.get("courses") or {}, requirement.course_keys)
        if not found or found[-1][1] != path:
            found.append((version.since, path))
    return found


def path_since(over_time: Sequence[tuple[date, Path]], on: date) -> date:
    """The first day of the path in force, if it replaced another; else the first day there is."""
    begun = [since for since, _path in over_time[1:] if since <= on]
    return begun[-1] if begun else date.min


def path_on(requirement: Requirement, on: date) -> Path:
    """The path in force on a day; before the first day, the first."""
    found = ways(requirement)
    return next((path for since, path in reversed(found) if since <= on), found[0][1])


def courses_on(requirement: Requirement, on: date) -> list[str]:
    """The keys of all courses in force on a day."""
    first, repeat = path_on(requirement, on)
    return list(dict.fromkeys([*first, *repeat]))


def keep_courses(requirement: Requirement, on: date) -> None:
    """Let `course_keys`, by which lists go, be the courses in force, once a version with others has begun."""
    if any(version.since <= on for version in versions_of(requirement)[1:]):
        keys = courses_on(requirement, on)
        if keys != requirement.course_keys:
            requirement.course_keys = keys
            requirement.save(update_fields=["course_keys"])


def rename_person(source: str, target: str) -> None:
    """Let every audience name the target where it named the source: they are one person."""
    for model in (Requirement, RuleVersion):
        for row in model.objects.all():
            if source in str(row.definition.get("audience")):
                row.definition = row.definition | {"audience": _renamed(row.definition["audience"], source, target)}
                row.save(update_fields=["definition"])


def _path(written: Mapping[str, Any], course_keys: Sequence[str]) -> Path:
    """Paths name courses by their slugs; `keys` beside them, else the order of `course_keys`, says which those are.

    Without paths all courses are both.
    """
    first, repeat = written.get("first_path", []), written.get("repeat_path", [])
    if not first:
        return tuple(course_keys), tuple(course_keys)
    keys = written.get("keys") or dict(zip(dict.fromkeys([*first, *repeat]), course_keys, strict=False))
    return tuple(keys[slug] for slug in first), tuple(keys[slug] for slug in repeat)


def _renamed(written: Any, source: str, target: str) -> Any:
    if isinstance(written, dict):
        return {name: _renamed(part, source, target) for name, part in written.items()}
    if isinstance(written, list):
        return (
            list(dict.fromkeys(target if part == source else part for part in written))
            if source in written
            else [_renamed(part, source, target) for part in written]
        )
    return written
