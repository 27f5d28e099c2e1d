"""Why a package is refused, and the limits it must keep to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.h5p.package.names import LibraryName

#: each has its sentence for people in courses/h5p/refusals.py
REASONS = (
    "not-a-zip",
    "too-large",
    "too-many-files",
    "file-too-large",
    "too-much-in-all",
    "squeezed",
    "encrypted",
    "compression",
    "zip64",
    "broken",
    "name",
    "name-too-long",
    "path",
    "link",
    "twice",
    "nested",
    "virus",
    "json",
    "json-too-large",
    "json-too-deep",
    "json-number",
    "encoding",
    "no-h5p-json",
    "no-content",
    "field",
    "main-library",
    "file-type",
    "wrong-content",
    "picture",
    "library-name",
    "library-field",
    "library-file",
    "library-path",
    "core-too-new",
    "library-twice",
    "missing-library",
)


class Refused(Exception):
    """A package that is not taken. `reason` is one of REASONS, `file` the name in the package ("" for the whole)."""

    def __init__(self, reason: str, file: str = "", *, library: LibraryName | None = None, **detail: str) -> None:
        super().__init__(reason, file, detail)
        self.reason, self.file, self.library = reason, file, library
        self.detail: Mapping[str, str] = detail


_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes as they come out, never as a header claims. Figures of Lumi's H5P server, where it has one."""

    upload: int = 64 * _MB
    file: int = 16 * _MB
    total: int = 128 * _MB
    files: int = 3_000
    ratio: int = 100  # unpacked to packed, above `ratio_from` bytes: small texts squeeze well
    ratio_from: int = 1 * _MB
    name: int = 200
    json: int = 2 * _MB
    depth: int = 64
    pixels: int = 40_000_000
    core_api: tuple[int, int] = (1, 28)
