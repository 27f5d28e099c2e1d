"""Names of the members of a package: safe on every system, each for one file alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from courses.h5p.package.refused import Limits, Refused

# Windows keeps these for devices, whatever follows a dot (Microsoft, "Naming Files, Paths, and Namespaces").
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])", re.IGNORECASE)


def check(name: str, limits: Limits) -> None:
    """Raises Refused for a name that could lead elsewhere, or be another one on another system."""
    told = name.split("\x00", maxsplit=1)[0][: limits.name]
    if len(name) > limits.name:
        raise Refused("name-too-long", told, most=str(limits.name))
    if any(ord(letter) < 32 or letter in '\\:*?"<>|\x7f' for letter in name):
        raise Refused("name", told)
    if unicodedata.normalize("NFC", name) != name or any(unicodedata.category(letter) == "Cf" for letter in name):
        raise Refused("name", told)
    if len(name.encode("utf-8", "surrogatepass")) > limits.name_bytes:
        raise Refused("name-bytes", told, most=str(limits.name_bytes))
    parts = name.removesuffix("/").split("/")
    if name.startswith("/") or any(part in ("", ".", "..") for part in parts):
        raise Refused("path", told)
    if any(part[-1] in ". " or part[0] == " " for part in parts):  # Windows drops these, and two names become one
        raise Refused("name", told)
    if any(_DEVICE.fullmatch(part.split(".", 1)[0].rstrip(" ")) for part in parts):
        raise Refused("device", told)


def check_all(names: Iterable[str]) -> None:
    """Raises Refused where two names would meet: by upper and lower case, or as a file and a folder."""
    files: set[str] = set()
    folders: dict[str, str] = {}
    for name in names:
        key = name.rstrip("/").casefold()
        if name.endswith("/"):
            folders.setdefault(key, name)
        elif key in files:
            raise Refused("twice", name)
        else:
            files.add(key)
        while key := key.rpartition("/")[0]:
            folders.setdefault(key, name)
    if both := sorted(files & folders.keys()):
        raise Refused("file-and-folder", both[0])
