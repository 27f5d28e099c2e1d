"""Badges for tests: a certificate with a key of its own folder, and all ways to alter a document in one place."""

import copy
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from certificates import keys, sealing
from certificates.models import Certificate


def badge(row: Certificate, form: str = "json") -> bytes:
    """The file that the holder would load."""
    return sealing.badge_of(row, form, timezone.now()).data


def new_key() -> keys.Key:
    return keys.new(timezone.now())


def altered(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every copy of a JSON document with one member changed, dropped or added; each with its path."""
    for path in _paths(document):
        name = "/".join(map(str, path))
        changed = copy.deepcopy(document)
        place = _at(changed, path[:-1])
        place[path[-1]] = _other(place[path[-1]])
        yield f"changed {name}", changed
        dropped = copy.deepcopy(document)
        del _at(dropped, path[:-1])[path[-1]]
        yield f"dropped {name}", dropped
        if isinstance(_at(document, path), dict):
            more = copy.deepcopy(document)
            _at(more, path)["name2"] = "dazu"
            yield f"added to {name}", more


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in members:
        yield from _paths(each, (*path, key))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def _other(value: Any) -> Any:
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1:] != "x" else "y")
    if isinstance(value, int):
        return value + 1
    return "anders"
