"""How packages are made for tests, good ones and others."""

import io
import json
import struct
import warnings
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image

MAIN = {"machineName": "H5P.Made", "majorVersion": 1, "minorVersion": 1}
# Cut in pieces so that no scanner takes this file for what it holds.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
Files = dict[str, bytes]
Row = tuple[str, bytes, str | None]


def png(size: int = 4) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (size, size), "red").save(made, "PNG")
    return made.getvalue()


def h5p_json(**changes: Any) -> bytes:
    """`...` leaves a field out."""
    facts = {
        "title": "Ein Inhalt",
        "language": "de",
        "mainLibrary": "H5P.Made",
        "embedTypes": ["iframe"],
        "license": "CC BY",
        "preloadedDependencies": [MAIN],
    }
    return json.dumps({name: value for name, value in (facts | changes).items() if value is not ...}).encode()


def good(changes: dict[str, bytes | None] | None = None) -> Files:
    """A package that is taken; None leaves a file out."""
    files: dict[str, bytes | None] = {
        "h5p.json": h5p_json(),
        "content/content.json": b'{"text": "<p>Hallo</p>"}',
        "content/images/bild.png": png(),
        **(changes or {}),
    }
    return {name: data for name, data in files.items() if data is not None}


def library(folder: str = "H5P.Made-1.1", files: Files | None = None, **changes: Any) -> Files:
    facts = {
        "title": "Made",
        "machineName": "H5P.Made",
        "majorVersion": 1,
        "minorVersion": 1,
        "patchVersion": 0,
        "runnable": 1,
        "preloadedJs": [{"path": "made.js"}],
        **changes,
    }
    written = json.dumps({name: value for name, value in facts.items() if value is not ...}).encode()
    return {f"{folder}/library.json": written, f"{folder}/made.js": b"H5P.Made = 1;", **(files or {})}


def packed(files: Files, method: int = ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", method) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return made.getvalue()


def and_file(name: str, data: bytes) -> bytes:
    return packed(good({name: data}))


def with_member(name: str, data: bytes = b"{}", mode: int = 0o100644) -> bytes:
    """A good package and one member whose entry is written as asked, whatever Python thinks of its name."""
    made = io.BytesIO(packed(good()))
    with warnings.catch_warnings(), ZipFile(made, "a", ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # of names that are there already
        info = ZipInfo("x")
        info.filename, info.create_system, info.external_attr = name, 3, mode << 16
        package.writestr(info, data)
    return made.getvalue()


def flagged(data: bytes) -> bytes:
    """The first member claims to be encrypted."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[changed.find(signature) + offset] |= 1
    return bytes(changed)


def claimed(data: bytes, name: str, size: int) -> bytes:
    """A member whose entry claims another size than it has."""
    changed, place = bytearray(data), -1
    while (place := changed.find(b"PK\x01\x02", place + 1)) >= 0:
        length = struct.unpack_from("<H", changed, place + 28)[0]
        if changed[place + 46 : place + 46 + length] == name.encode():
            struct.pack_into("<L", changed, place + 24, size)
    return bytes(changed)


def long_list(data: bytes, size: int = 2**31) -> bytes:
    changed = bytearray(data)
    struct.pack_into("<L", changed, changed.rfind(b"PK\x05\x06") + 12, size)
    return bytes(changed)


def content(text: str | bytes) -> bytes:
    return and_file("content/content.json", text if isinstance(text, bytes) else text.encode())


def described(**changes: Any) -> bytes:
    return and_file("h5p.json", h5p_json(**changes))
