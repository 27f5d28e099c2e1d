"""From the bytes of a .h5p file to a package, or a reason why not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from courses.h5p.package import media as media_files
from courses.h5p.package import spelling
from courses.h5p.package.archive import Archive
from courses.h5p.package.clean import clean
from courses.h5p.package.libraries import FILE as LIBRARY_FILE
from courses.h5p.package.libraries import Library, read_libraries
from courses.h5p.package.metadata import FILE, Metadata, read_metadata
from courses.h5p.package.names import LibraryName
from courses.h5p.package.parse import parse
from courses.h5p.package.refused import Limits, Refused

CONTENT = "content/content.json"


@dataclass(frozen=True, slots=True)
class Package:
    """A package, read whole and cleaned. `media` by name below content/, `dependencies` without the editor's."""

    title: str
    language: str
    license: str
    metadata: Mapping[str, Any]
    content: Any
    main: LibraryName
    dependencies: tuple[LibraryName, ...]
    media: Mapping[str, bytes]
    libraries: tuple[Library, ...]

    @property
    def sha256(self) -> str:
        """Of the cleaned content: equal uploads have equal hashes."""
        told = json.dumps([self.metadata, self.content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        total = hashlib.sha256(told.encode())
        for name, data in sorted(self.media.items()):
            total.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
        return total.hexdigest()


def read(file: BinaryIO, limits: Limits = Limits()) -> Package:  # noqa: B008  frozen
    """Reads and checks all of it. Raises Refused; writes nothing.

    What costs most to look at, JSON and markup, comes before the media are in memory, so that the two never add up.
    """
    archive = Archive(file, limits)
    if FILE not in archive:
        raise Refused("no-h5p-json", FILE)
    metadata = read_metadata(parse(archive.read(FILE), FILE, limits), limits)
    if CONTENT not in archive:
        raise Refused("no-content", CONTENT)
    content = clean(parse(archive.read(CONTENT), CONTENT, limits), CONTENT, limits)
    if not isinstance(content, (dict, list)):
        raise Refused("json", CONTENT)
    media: dict[str, bytes] = {}
    folders: dict[str, dict[str, bytes]] = {}
    for name in sorted(archive, key=lambda name: media_files.extension(name) != "json"):
        top, _slash, rest = name.partition("/")
        if not rest or name == CONTENT:
            continue
        data = archive.read(name)
        if top == "content":
            media_files.check(name, data, limits)
            media[rest] = data
        else:
            folders.setdefault(top, {})[rest] = data
    libraries = read_libraries(folders, limits)
    spelling.check(_written_names(metadata, content, libraries))
    return Package(
        title=metadata.title,
        language=metadata.language,
        license=metadata.license,
        metadata=metadata.cleaned,
        content=content,
        main=metadata.main,
        dependencies=metadata.dependencies,
        media=media,
        libraries=libraries,
    )


def _written_names(metadata: Metadata, content: Any, libraries: tuple[Library, ...]) -> Iterator[tuple[str, str]]:
    """Every library a package names, with the file it stands in."""
    yield from ((each.machine, FILE) for each in metadata.dependencies)
    yield from ((name, CONTENT) for name in spelling.mentioned(content))
    for library in libraries:
        where = f"{library.name.folder}/{LIBRARY_FILE}"
        yield from ((each.machine, where) for each in (library.name, *library.dependencies))
