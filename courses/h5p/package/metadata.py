"""h5p.json: what a package says about itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.h5p.package import spelling
from courses.h5p.package.clean import is_harmless, plain
from courses.h5p.package.names import LibraryName, dependencies, not_a_name
from courses.h5p.package.refused import Limits, Refused

FILE = "h5p.json"
_LANGUAGE = re.compile(r"[-a-zA-Z]{1,10}")
_MAIN = re.compile(r"[$a-z_][0-9a-z_.$]{1,254}", re.IGNORECASE | re.ASCII)
_EMBED = {"iframe", "div"}
_TEXTS = (
    "licenseVersion",
    "licenseExtras",
    "source",
    "yearFrom",
    "yearTo",
    "authorComments",
    "defaultLanguage",
)
_NUMBERS = {"licenseVersion", "yearFrom", "yearTo"}
_LONGEST, _LONGEST_TITLE = 5_000, 255  # letters; the title by H5P's core and by our column
_CODES = (
    "CC BY", "CC BY-SA", "CC BY-ND", "CC BY-NC", "CC BY-NC-SA", "CC BY-NC-ND", "CC0 1.0", "CC PDM", "GNU GPL", "PD",
    "ODC PDDL", "U", "C", "MIT", "MPL", "MPL2",
)  # fmt: skip
#: by the code without its hyphens in small letters; the last five are of H5P before 2018
_LICENSES = {code.replace("-", " ").casefold(): code for code in _CODES} | {
    "cr": "C", "cc0": "CC0 1.0", "gpl1": "GNU GPL", "gpl2": "GNU GPL", "gpl3": "GNU GPL",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metadata:
    title: str
    language: str
    license: str
    main: LibraryName
    dependencies: tuple[LibraryName, ...]
    cleaned: Mapping[str, Any]


def read_metadata(value: Any, limits: Limits) -> Metadata:
    """The rules of H5P's core for h5p.json (`H5PValidator`). Raises Refused with the field."""
    if not isinstance(value, dict):
        raise Refused("json", FILE)
    title = _text(value, "title", _LONGEST_TITLE, limits).strip()
    if not title:
        raise Refused("field", FILE, field="title")
    language = value.get("language")
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise Refused("language", FILE, value=_told(language))
    machine = value.get("mainLibrary")
    if not isinstance(machine, str) or not _MAIN.fullmatch(machine):
        raise not_a_name(machine, FILE, "mainLibrary")
    needed = dependencies(value.get("preloadedDependencies"), FILE)
    main = next((each for each in needed if each.machine == machine), None)
    if main is None:
        spelling.check([(machine, FILE), *((each.machine, FILE) for each in needed)])
        raise Refused("main-library", FILE, name=machine)
    cleaned = {
        "title": title,
        "language": language,
        "mainLibrary": machine,
        "embedTypes": _embed_types(value.get("embedTypes")),
        "preloadedDependencies": [
            {"machineName": each.machine, "majorVersion": each.major, "minorVersion": each.minor} for each in needed
        ],
        **{name: _text(value, name, _LONGEST, limits) for name in _TEXTS if value.get(name) not in (None, "")},
        **_license(value.get("license")),
        "authors": _authors(value.get("authors"), limits),
    }
    if not is_harmless("source", str(cleaned.get("source", ""))):
        del cleaned["source"]
    return Metadata(title, language, str(cleaned.get("license", "U")), main, needed, cleaned)


def _embed_types(value: Any) -> list[str]:
    """How the content may be shown; an empty list counts as "div", which every content can."""
    if not isinstance(value, list) or not all(isinstance(each, str) and each in _EMBED for each in value):
        raise Refused("embed-types", FILE, value=_told(value))
    return list(dict.fromkeys(value)) or ["div"]


def _license(value: Any) -> dict[str, str]:
    """A code of H5P's core, as it is written today; older and other spellings of the same are found in real files."""
    if value in (None, ""):
        return {}
    code = _LICENSES.get(" ".join(value.replace("-", " ").split()).casefold()) if isinstance(value, str) else None
    if code is None:
        raise Refused("license", FILE, value=_told(value))
    return {"license": code}


def _text(value: Mapping[str, Any], name: str, most: int, limits: Limits) -> str:
    """Without markup; numbers count as text where H5P's own files write them so (years, "4.0")."""
    found = value.get(name)
    if isinstance(found, int | float) and not isinstance(found, bool) and name in _NUMBERS:
        found = f"{float(found):.1f}" if name == "licenseVersion" else str(found)
    if not isinstance(found, str):
        raise Refused("field", FILE, field=name)
    return plain(found, FILE, name, most, limits)


def _authors(value: Any, limits: Limits) -> list[dict[str, str]]:
    if value in (None, ""):
        return []
    if not isinstance(value, list) or len(value) > 100:
        raise Refused("field", FILE, field="authors")
    return [_author(each, limits) for each in value if isinstance(each, dict)]


def _author(value: Mapping[str, Any], limits: Limits) -> dict[str, str]:
    told = {name: value.get(name) or "" for name in ("name", "role")}
    if not all(isinstance(each, str) for each in told.values()):
        raise Refused("field", FILE, field="authors")
    return {name: plain(each, FILE, f"authors.{name}", 255, limits) for name, each in told.items()}


def _told(value: Any) -> str:
    """For the sentence: what stands there, shortened; empty if nothing does."""
    return "" if value is None else str(value)[:40] if isinstance(value, str | int | float) else type(value).__name__
