"""Names of libraries as H5P writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from courses.h5p.package import spelling
from courses.h5p.package.refused import Refused

MACHINE = re.compile(r"[\w.-]{1,255}", re.ASCII)
_WRITTEN = re.compile(r"(?P<machine>[\w.-]{1,255})[ -](?P<major>\d{1,5})\.(?P<minor>\d{1,5})", re.ASCII)
EDITOR = "H5PEditor."


@dataclass(frozen=True, slots=True, order=True)
class LibraryName:
    """A library in one version, as others ask for it: "H5P.Blanks 1.14"."""

    machine: str
    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.machine} {self.major}.{self.minor}"

    @property
    def folder(self) -> str:
        """Its folder in a package: "H5P.Blanks-1.14"."""
        return f"{self.machine}-{self.major}.{self.minor}"

    @property
    def is_editor(self) -> bool:
        """Whether it serves for writing only and is never played."""
        return self.machine.startswith(EDITOR)

    @classmethod
    def parse(cls, text: str) -> LibraryName | None:
        """From "H5P.Blanks 1.14" or "H5P.Blanks-1.14"; None if it is neither."""
        found = _WRITTEN.fullmatch(text)
        return cls(found["machine"], int(found["major"]), int(found["minor"])) if found else None


def number(value: Any, file: str, name: str) -> int:
    """A version number; H5P's own files write some as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 5:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 100_000:
        raise Refused("field", file, field=name)
    return value


def not_a_name(value: Any, file: str, field: str, reason: str = "field") -> Refused:
    """Why this is no name: letters of another alphabet that look like a known one are told as such."""
    if isinstance(value, str) and (known := spelling.meant(value[:255])):
        return Refused("library-like", file, name=value[:100], known=known)
    return Refused(reason, file, field=field)


def dependencies(value: Any, file: str, name: str = "preloadedDependencies") -> tuple[LibraryName, ...]:
    """A list of libraries; those of the editor are left out, as some packages list them by mistake."""
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > 200:
        raise Refused("field", file, field=name)
    found = []
    for each in value:
        machine = each.get("machineName") if isinstance(each, dict) else None
        if not isinstance(machine, str) or not MACHINE.fullmatch(machine):
            raise not_a_name(machine, file, f"{name}.machineName")
        version = (number(each.get(part), file, f"{name}.{part}") for part in ("majorVersion", "minorVersion"))
        found.append(LibraryName(machine, *version))
    return tuple(dict.fromkeys(each for each in found if not each.is_editor))
