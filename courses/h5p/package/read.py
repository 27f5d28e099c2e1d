"""From the bytes of a .h5p file to a package, or a reason why not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from courses.h5p.package import media as media_files
from courses.h5p.package.archive import members
from courses.h5p.package.clean import clean
from courses.h5p.package.libraries import Library, read_libraries
from courses.h5p.package.metadata import FILE, read_metadata
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
    """Reads and checks all of it. Raises Refused; writes nothing."""
    found = members(file, limits)
    if FILE not in found:
        raise Refused("no-h5p-json", FILE)
    metadata = read_metadata(parse(found[FILE], FILE, limits))
    if CONTENT not in found:
        raise Refused("no-content", CONTENT)
    content = clean(parse(found[CONTENT], CONTENT, limits))
    if not isinstance(content, (dict, list)):
        raise Refused("json", CONTENT)
    media: dict[str, bytes] = {}
    folders: dict[str, dict[str, bytes]] = {}
    for name, data in found.items():
        top, _slash, rest = name.partition("/")
        if not rest or name == CONTENT:
            continue
        if top == "content":
            media_files.check(name, data, limits)
            media[rest] = data
        else:
            folders.setdefault(top, {})[rest] = data
    return Package(
        title=metadata.title,
        language=metadata.language,
        license=metadata.license,
        metadata=metadata.cleaned,
        content=content,
        main=metadata.main,
        dependencies=metadata.dependencies,
        media=media,
        libraries=read_libraries(folders, limits),
    )
