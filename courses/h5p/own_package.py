"""Pure: our own H5P activities and libraries, from their folders into one package."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

#: the first day a zip can name: equal folders give equal bytes
_DAY = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def _files(folder: Path, below: str) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*"), key=lambda file: file.relative_to(folder).as_posix()):
        parts = file.relative_to(folder).parts
        if file.is_file() and not any(part.startswith((".", "_")) for part in parts):
            yield f"{below}{'/'.join(parts)}", file.read_bytes()


def _folder_name(library: Path) -> str:
    """`SK.Selfcheck-1.1`, from what the library says of itself, whatever its folder is called."""
    told = json.loads((library / "library.json").read_text())
    return f"{told['machineName']}-{told['majorVersion']}.{told['minorVersion']}"


def pack_folder(activity: Path, libraries: Sequence[Path]) -> bytes:
    """A whole .h5p of an activity's folder (h5p.json, content/) and the folders of its libraries."""
    members = [("h5p.json", (activity / "h5p.json").read_bytes()), *_files(activity / "content", "content/")]
    for name, library in sorted((_folder_name(library), library) for library in libraries):
        members += _files(library, f"{name}/")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, _DAY)
            entry.external_attr = _READABLE
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return file.getvalue()
