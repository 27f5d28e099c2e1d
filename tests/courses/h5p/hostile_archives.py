"""Archives that say one thing and hold another: bytes where none belong, lists that lie, names that meet."""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.courses.h5p.making import Row, good, packed, with_member

_BEHIND = 0x8


@dataclass(frozen=True, slots=True)
class Member:
    """A member as its own header and the list are to describe it; None: as it is."""

    name: str
    data: bytes
    deflated: bool = True
    local_name: str | None = None
    local_size: int | None = None
    listed_size: int | None = None
    listed_crc: int | None = None
    is_listed: bool = True
    flags: int = 0x800
    listed_flags: int | None = None
    signs_sizes: bool = True  # a signature before sizes that stand behind the data
    before: bytes = b""
    behind: bytes = b""
    in_data: bytes = b""  # behind the end of the packed data, and counted with it
    cut: int = 0  # bytes that the packed data lacks at its end
    extra: dict[str, int] = field(default_factory=dict)

    @property
    def packed(self) -> bytes:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = squeeze.compress(self.data) + squeeze.flush() if self.deflated else self.data
        return data[: len(data) - self.cut] + self.in_data


def sound() -> list[Member]:
    return [Member(name, data) for name, data in good().items()]


def zipped(members: Sequence[Member], *, comment: bytes = b"", count: int | None = None, gap: bytes = b"") -> bytes:
    """A ZIP file byte by byte."""
    made, listed = bytearray(), bytearray()
    for each in members:
        made += each.before
        place, data, crc, method = len(made), each.packed, zlib.crc32(each.data), 8 if each.deflated else 0
        name = (each.local_name or each.name).encode()
        size = len(each.data) if each.local_size is None else each.local_size
        sizes = struct.pack("<LLL", crc, len(data), size)
        is_behind = each.flags & _BEHIND
        made += struct.pack("<4sHHHHH", b"PK\x03\x04", 20, each.flags, method, 0, 33)
        made += (bytes(12) if is_behind else sizes) + struct.pack("<HH", len(name), 0) + name + data
        if is_behind:
            made += (b"PK\x07\x08" if each.signs_sizes else b"") + sizes
        made += each.behind
        if each.is_listed:
            size = len(each.data) if each.listed_size is None else each.listed_size
            crc = crc if each.listed_crc is None else each.listed_crc
            name, flags = each.name.encode(), each.flags if each.listed_flags is None else each.listed_flags
            listed += struct.pack("<4sHHHHHH", b"PK\x01\x02", 20, 20, flags, method, 0, 33)
            listed += struct.pack("<LLL", crc, len(data), size)
            listed += struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, each.extra.get("place", place)) + name
    number = sum(each.is_listed for each in members) if count is None else count
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, number, number, len(listed), len(made), len(comment))
    return bytes(made + listed + gap + end + comment)


def with_one(name: str = "content/a.txt", data: bytes = b"abc" * 90, **changes: object) -> bytes:
    return zipped([*sound(), replace(Member(name, data), **changes)])  # type: ignore[arg-type]


def commented(comment: bytes) -> bytes:
    made = io.BytesIO(packed(good()))
    with ZipFile(made, "a") as package:
        package.comment = comment
    return made.getvalue()


def _surroundings() -> Iterator[Row]:
    whole, other = packed(good()), packed(good({"content/content.json": b'{"text": "another"}'}))
    first, *others = sound()
    yield "made byte by byte", zipped(sound()), None
    yield "a comment is no harm", commented(b"Gemacht in Krefeld"), None
    yield "data before", b"MZ" * 400 + whole, "data-before"
    yield "a picture before", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;" + whole, "data-before"
    yield (
        "data before that the places count with",
        zipped([replace(first, before=b"#!/bin/sh\n"), *others]),
        "data-before",
    )
    yield "a whole package before", other + whole, "data-before"
    yield "data behind", whole + b"<script>alert(1)</script>", "data-behind"
    yield "one byte behind", whole + b"\0", "data-behind"
    yield "a second list in the comment", commented(other), "two-lists"
    yield "a second end in the comment", commented(b"x" + whole[-22:]), "two-lists"
    yield "a member in the comment", commented(b"PK\x03\x04" + bytes(40)), "two-lists"
    yield "a comment longer than told", whole[:-2] + b"\x09\x00", "broken"
    yield "bytes between list and end", zipped(sound(), gap=b"hidden"), "data-behind"
    yield "the end counts one more", zipped(sound(), count=4), "list-count"
    yield "the end counts one less", zipped(sound(), count=2), "list-count"
    yield "the second of two disks", whole[:-18] + b"\1\0\1\0" + whole[-14:], "several-parts"
    yield "a list without members", zipped([replace(each, is_listed=False) for each in sound()]), "data-before"


def _headers() -> Iterator[Row]:
    first, *others = sound()
    yield "a member no list names", with_one(is_listed=False), "unlisted"
    yield "a script between two members", zipped([replace(first, behind=b"<script>"), *others]), "unlisted"
    yield (
        "two entries, the same bytes",
        zipped([*sound(), Member("content/b.txt", b"x", extra={"place": 0})]),
        "overlap",
    )
    yield "its own header says smaller", with_one(local_size=1), "sizes"
    yield "the list says smaller", with_one(listed_size=1), "sizes"
    yield "both say smaller", with_one(listed_size=1, local_size=1), "sizes"
    yield "both say larger", with_one(listed_size=999, local_size=999), "sizes"
    yield "both say larger, not packed", with_one(listed_size=999, local_size=999, deflated=False), "sizes"
    yield "the list has another checksum", with_one(listed_crc=7), "sizes"
    yield "bytes behind the packed data", with_one(in_data=b"<script>alert(1)</script>"), "sizes"
    yield "a second stream behind the first", with_one(in_data=Member("", b"hidden" * 20).packed), "sizes"
    yield "a folder that holds data", with_one("content/folder/", b"hidden"), "file-and-folder"
    yield "its own header has another name", with_one(local_name="content/b.svg"), "two-names"
    yield "its own header leads outside", with_one(local_name="../../x.txt"), "two-names"
    yield "sizes behind the data are common", with_one(flags=0x808), None
    yield "also without a signature", with_one(flags=0x808, signs_sizes=False), None
    yield "sizes behind the data, and a list that does not say so", with_one(flags=0x808, listed_flags=0x800), None
    yield "sizes behind the data lie", with_one(flags=0x808, local_size=1), "sizes"
    yield "sizes as in ZIP64", with_one(local_size=0xFFFFFFFF), "zip64"


def _names() -> Iterator[Row]:
    yield "130 letters of two bytes", with_member("content/" + "ä" * 130 + ".txt", b"x"), "name-bytes"
    yield "letters of four bytes", with_member("content/" + "\U0001f600" * 70 + ".txt", b"x"), "name-bytes"
    yield "100 letters of two bytes are no harm", with_member("content/" + "ä" * 100 + ".txt", b"x"), None
    yield "a folder like a file", with_member("content/content.json/", b""), "file-and-folder"
    yield "a file below a file", with_member("content/images/bild.png/a.txt", b"x"), "file-and-folder"
    yield "a file like a folder, in capitals", with_member("content/IMAGES", b"x"), "file-and-folder"
    for name in ("CON.txt", "aux.json", "nul", "Com1.txt", "lpt9.tar.txt", "COM\u00b2.txt", "conin$.txt", "prn .txt"):
        yield f"device {name}", with_member(f"content/{name}", b"x"), "device"
    yield "a folder like a device", with_member("content/aux/a.txt", b"x"), "device"
    yield "a word that begins like a device is no harm", with_member("content/console.txt", b"x"), None


def _packings() -> Iterator[Row]:
    yield "not packed is no harm", packed(good(), ZIP_STORED), None
    yield "a folder's entry is no harm", with_member("content/videos/", b""), None
    yield "packed data cut off", with_one(cut=3), "broken"
    yield "an empty file, packed", packed(good({"content/a.txt": b""}), ZIP_DEFLATED), None


PARTS = (_surroundings, _headers, _names, _packings)
