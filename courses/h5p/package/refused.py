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
    "data-before",
    "data-behind",
    "two-lists",
    "list-count",
    "several-parts",
    "unlisted",
    "overlap",
    "sizes",
    "two-names",
    "name",
    "name-too-long",
    "name-bytes",
    "device",
    "path",
    "link",
    "twice",
    "file-and-folder",
    "nested",
    "virus",
    "json",
    "json-too-large",
    "json-too-deep",
    "json-too-many",
    "json-number",
    "encoding",
    "nul",
    "text-too-long",
    "html-too-many",
    "html-too-deep",
    "html-tangled",
    "no-h5p-json",
    "no-content",
    "field",
    "too-long",
    "language",
    "embed-types",
    "license",
    "main-library",
    "file-type",
    "wrong-content",
    "picture",
    "library-name",
    "library-like",
    "library-field",
    "library-file",
    "libraries-too-large",
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
    """Bytes as they come out, never as a header claims. Upload, one file and files are those of Lumi's H5P server.

    The others are ours; together they keep the reading of any package below 200 MB of memory.
    """

    upload: int = 64 * _MB
    file: int = 16 * _MB
    total: int = 128 * _MB
    files: int = 3_000
    ratio: int = 100  # unpacked to packed, above `ratio_from` bytes: small texts squeeze well
    ratio_from: int = 1 * _MB
    name: int = 200  # letters
    name_bytes: int = 255  # in UTF-8: what file systems hold
    json: int = 2 * _MB
    depth: int = 64  # levels of one JSON file
    values: int = 100_000  # of one JSON file
    descriptions: int = 512 * 1024  # all library.json together
    text: int = 200_000  # letters of one text
    tags: int = 4_000  # elements in the HTML of one text
    levels: int = 50  # of elements in each other
    loose: int = 50_000  # letters from the first place on that is not written as HTML wants it
    growth: int = 6  # times that mending may lengthen a text
    pixels: int = 25_000_000  # points of one frame of a picture
    core_api: tuple[int, int] = (1, 28)
