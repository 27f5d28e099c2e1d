"""Libraries inside a package: code, which only an administrator may let in. Here it is read and never run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from courses.h5p.package.clean import plain
from courses.h5p.package.media import EXTENSIONS, extension
from courses.h5p.package.names import MACHINE, LibraryName, dependencies, not_a_name, number
from courses.h5p.package.parse import parse
from courses.h5p.package.refused import Limits, Refused

FILE = "library.json"
#: others (sources, tests, licences without ending) are no part of what is played and are left behind
_CODE, _LOOKS, _MEDIA = (
    ("js", "json", "xml", "txt", "md"),
    ("css", "woff", "woff2", "ttf", "otf", "eot", "svg"),
    EXTENSIONS,
)
KEPT = {*_CODE, *_LOOKS, *_MEDIA}
_LONGEST_LICENSE = 80  # some write whole sentences; no more than this is shown
_FOLDER = re.compile(r"(?P<machine>[\w.-]+?)(?:-(?P<major>\d+)\.(?P<minor>\d+)(?:\.\d+)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Library:
    """One library as it lies in the package; names of `files` begin below its folder."""

    name: LibraryName
    patch: int
    title: str
    license: str
    files: Mapping[str, bytes]
    metadata: Mapping[str, Any]
    dependencies: tuple[LibraryName, ...]

    @property
    def sha256(self) -> str:
        return library_hash(self.files)


class HasDependencies(Protocol):
    @property
    def dependencies(self) -> Sequence[LibraryName]: ...


def library_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 (hex) over names and contents, in one order, with lengths so that nothing can move between files."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{len(name.encode())}:{name}:{len(data)}:".encode() + data)
    return total.hexdigest()


def read_libraries(folders: Mapping[str, Mapping[str, bytes]], limits: Limits) -> tuple[Library, ...]:
    """All libraries but the editor's, by folder. Raises Refused."""
    found: dict[str, Library] = {}
    if sum(len(files.get(FILE, b"")) for files in folders.values()) > limits.descriptions:
        raise Refused("libraries-too-large", most=str(limits.descriptions // 1024))
    for folder, files in sorted(folders.items()):
        if FILE not in files:
            raise Refused("library-file", f"{folder}/{FILE}")
        library = _read(folder, files, limits)
        if library.name.is_editor:
            continue
        key = str(library.name).casefold()
        if key in found:
            raise Refused("library-twice", f"{folder}/{FILE}", library=library.name)
        found[key] = library
    return tuple(found.values())


def _read(folder: str, files: Mapping[str, bytes], limits: Limits) -> Library:
    where = f"{folder}/{FILE}"
    value = parse(files[FILE], where, limits)
    if not isinstance(value, dict):
        raise Refused("json", where)
    machine, title = value.get("machineName"), value.get("title")
    if not isinstance(machine, str) or not MACHINE.fullmatch(machine):
        raise not_a_name(machine, where, "machineName", "library-field")
    if not isinstance(title, str) or not title:
        raise Refused("library-field", where, field="title")
    title = plain(title, where, "title", 255, limits)
    version = [number(value.get(part), where, part) for part in ("majorVersion", "minorVersion", "patchVersion")]
    if value.get("runnable", 0) not in (0, 1, "0", "1"):
        raise Refused("library-field", where, field="runnable")
    name = LibraryName(machine, version[0], version[1])
    written = _FOLDER.fullmatch(folder)
    if folder != machine and (written is None or (written["machine"], written["major"], written["minor"]) != (
        machine, str(name.major), str(name.minor))):  # fmt: skip
        raise Refused("library-name", where, library=name)
    _check_core(value.get("coreApi"), where, limits)
    for list_name, kind in (("preloadedJs", "js"), ("preloadedCss", "css")):
        _check_paths(value.get(list_name), list_name, kind, files, where)
    kept = {path: data for path, data in files.items() if extension(path) in KEPT}
    told = plain(str(value.get("license") or "")[:_LONGEST_LICENSE], where, "license", 5 * _LONGEST_LICENSE, limits)
    return Library(
        name, version[2], title, told[:_LONGEST_LICENSE], kept, value,
        dependencies(value.get("preloadedDependencies"), where),
    )  # fmt: skip


def _check_core(value: Any, where: str, limits: Limits) -> None:
    if value is None:
        return
    if not isinstance(value, dict):
        raise Refused("library-field", where, field="coreApi")
    asked = tuple(number(value.get(part), where, part) for part in ("majorVersion", "minorVersion"))
    if asked > limits.core_api:
        raise Refused("core-too-new", where, asked=".".join(map(str, asked)))


def _check_paths(value: Any, name: str, kind: str, files: Mapping[str, bytes], where: str) -> None:
    if value is None:
        return
    if not isinstance(value, list):
        raise Refused("library-field", where, field=name)
    for each in value:
        path = each.get("path") if isinstance(each, dict) else None
        if not isinstance(path, str):
            raise Refused("library-field", where, field=name)
        if extension(path) != kind or path not in files:  # names of files are safe; so is a path that is one of them
            raise Refused("library-path", where, path=path[:200])


def closure(
    main: LibraryName, needed: Sequence[LibraryName], known: Mapping[LibraryName, HasDependencies]
) -> tuple[LibraryName, ...]:
    """All libraries a content needs, each after those it stands on. Raises Refused("missing-library")."""
    order: dict[LibraryName, None] = {}
    entered: set[LibraryName] = set()
    waiting: list[tuple[LibraryName, bool]] = [(each, False) for each in reversed([*needed, main])]
    while waiting:
        name, is_left = waiting.pop()
        if is_left:
            order[name] = None
        elif name not in entered:
            entered.add(name)
            if name not in known:
                raise Refused("missing-library", library=name, name=str(name))
            waiting.append((name, True))
            waiting += [(each, False) for each in reversed(known[name].dependencies)]
    return tuple(order)
