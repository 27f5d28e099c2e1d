"""h5p.json: what a package says about itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.h5p.package.clean import plain
from courses.h5p.package.names import LibraryName, dependencies
from courses.h5p.package.refused import Refused

FILE = "h5p.json"
_LANGUAGE = re.compile(r"[-a-zA-Z]{1,10}")
_MAIN = re.compile(r"[$a-z_][0-9a-z_.$]{1,254}", re.IGNORECASE | re.ASCII)
_EMBED = {"iframe", "div"}
_TEXTS = (
    "license",
    "licenseVersion",
    "licenseExtras",
    "source",
    "yearFrom",
    "yearTo",
    "authorComments",
    "defaultLanguage",
)
_LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Metadata:
    title: str
    language: str
    license: str
    main: LibraryName
    dependencies: tuple[LibraryName, ...]
    cleaned: Mapping[str, Any]


def read_metadata(value: Any) -> Metadata:
    """The rules of H5P's core for h5p.json. Raises Refused with the field."""
    if not isinstance(value, dict):
        raise Refused("json", FILE)
    title = plain(_text(value, "title", 255)).strip()
    if not title:
        raise Refused("field", FILE, field="title")
    language = _text(value, "language", 10, default="und")
    if not _LANGUAGE.fullmatch(language):
        raise Refused("field", FILE, field="language")
    machine = _text(value, "mainLibrary", 255)
    if not _MAIN.fullmatch(machine):
        raise Refused("field", FILE, field="mainLibrary")
    embed = value.get("embedTypes", ["div"])
    if not isinstance(embed, list) or not all(isinstance(each, str) and each in _EMBED for each in embed):
        raise Refused("field", FILE, field="embedTypes")
    needed = dependencies(value.get("preloadedDependencies"), FILE)
    main = next((each for each in needed if each.machine == machine), None)
    if main is None:
        raise Refused("main-library", FILE, name=machine)
    cleaned = {
        "title": title,
        "language": language,
        "mainLibrary": machine,
        "embedTypes": embed,
        "preloadedDependencies": [
            {"machineName": each.machine, "majorVersion": each.major, "minorVersion": each.minor} for each in needed
        ],
        **{name: plain(_text(value, name, _LONGEST)) for name in _TEXTS if value.get(name) not in (None, "")},
        "authors": _authors(value.get("authors")),
    }
    return Metadata(title, language, str(cleaned.get("license", "U")), main, needed, cleaned)


def _text(value: Mapping[str, Any], name: str, most: int, default: str = "") -> str:
    found = value.get(name, default)
    if isinstance(found, int) and not isinstance(found, bool) and name.startswith("year"):
        found = str(found)
    if not isinstance(found, str) or len(found) > most:
        raise Refused("field", FILE, field=name)
    return found


def _authors(value: Any) -> list[dict[str, str]]:
    if value in (None, ""):
        return []
    if not isinstance(value, list) or len(value) > 100:
        raise Refused("field", FILE, field="authors")
    return [
        {name: plain(str(each.get(name, "")))[:255] for name in ("name", "role")}
        for each in value
        if isinstance(each, dict)
    ]
