"""Ids that stay: the same archive gives the same ids on every machine and at every import.

A key that is itself a UUID is the id. Exports use that for whatever was made in the CMS.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

NAMESPACE = UUID("5d0f3b9e-7a1c-5c0e-9d53-6c1f0a2b4e77")


def as_uuid(key: str) -> UUID | None:
    """The key as an id, if it is one."""
    if len(key) != 36:
        return None
    try:
        return UUID(key)
    except ValueError:
        return None


def course_id(course: str) -> UUID:
    return as_uuid(course) or uuid5(NAMESPACE, course)


def module_id(course: str, module: str) -> UUID:
    return as_uuid(module) or uuid5(NAMESPACE, f"{course}/modules/{module}")


def step_id(course: str, step: str) -> UUID:
    """Of a lesson or a quiz; their keys are unique in the course."""
    return as_uuid(step) or uuid5(NAMESPACE, f"{course}/{step}")


def block_id(lesson: UUID, number: int) -> UUID:
    return uuid5(lesson, f"block/{number}")


def inner_id(outer: UUID | str, key: str) -> UUID:
    """Of a keyed thing inside another: practice in lesson, question in quiz or practice, choice in question."""
    return as_uuid(key) or uuid5(UUID(str(outer)), key)


def part_id(outer: UUID | str, part: str, number: int) -> UUID:
    """Of a list entry without a key."""
    return uuid5(UUID(str(outer)), f"{part}/{number}")


def part_ids(outer: UUID | str, part: str, count: int, fields: Mapping[str, Any]) -> list[str]:
    """Ids of all entries of a list: those written out under `keys`, else the derived ones."""
    written = (fields.get("keys") or {}).get(part) or []
    if len(written) == count:
        return [str(each) for each in written]
    return [str(part_id(outer, part, number)) for number in range(count)]
