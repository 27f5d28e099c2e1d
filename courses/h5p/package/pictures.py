"""Pictures read by their structure, never decoded: how many points they would unpack to, and whether they are whole."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

_PNG = b"\x89PNG\r\n\x1a\n"
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in the data of a scan: what is no stuffing and no restart
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # SOF0 to SOF15 (ITU-T T.81, table B.1)
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_MOST_BLOCKS = 200_000  # of a GIF: 16 MB of full blocks are 65,000


class Broken(Exception):
    """Not the picture it claims to be, or cut off."""


def points(kind: str, data: bytes) -> int:
    """Width by height of the largest frame, as headers say; every header is looked at. Raises Broken."""
    try:
        sizes = list(_SIZES[kind](data))
    except (struct.error, IndexError, ValueError) as error:
        raise Broken from error
    if not sizes or any(width < 1 or height < 1 for width, height in sizes):
        raise Broken
    return max(width * height for width, height in sizes)


Sizes = Iterator[tuple[int, int]]


def _png(data: bytes) -> Sizes:
    """Chunks with their checksums from IHDR to IEND (W3C PNG, 5 and 11)."""
    if not data.startswith(_PNG):
        raise Broken
    view, place = memoryview(data), len(_PNG)
    seen: set[bytes] = set()
    while True:
        length, name = struct.unpack_from(">L4s", data, place)
        body = view[place + 4 : place + 8 + length]
        if zlib.crc32(body) != struct.unpack_from(">L", data, place + 8 + length)[0]:
            raise Broken
        if (name == b"IHDR") is bool(seen):  # it comes first, and once
            raise Broken
        if name == b"IHDR":
            yield struct.unpack_from(">LL", data, place + 8)
        seen.add(name)
        if name == b"IEND":
            break
        place += 12 + length
    if b"IDAT" not in seen:
        raise Broken


def _jpeg(data: bytes) -> Sizes:
    """Segments from SOI to EOI; one frame, at least one scan (ITU-T T.81, B.1)."""
    if not data.startswith(b"\xff\xd8"):
        raise Broken
    place, frames, scans = 2, 0, 0
    while True:
        if data[place] != 0xFF:
            raise Broken
        marker = data[place + 1]
        if marker == 0xFF:  # fill
            place += 1
            continue
        if marker == _END_OF_IMAGE:
            break
        length = struct.unpack_from(">H", data, place + 2)[0]
        if length < 2 or place + 2 + length > len(data):
            raise Broken
        if marker in _FRAMES:
            frames += 1
            height, width = struct.unpack_from(">HH", data, place + 5)
            yield width, height
        place += 2 + length
        if marker == _START_OF_SCAN:
            scans += 1
            following = _MARKER.search(data, place)
            if following is None:  # cut off behind the last rows, as cameras and mails leave them: still shown
                break
            place = following.start()
    if frames != 1 or not scans:
        raise Broken


def _gif(data: bytes) -> Sizes:
    """Blocks to the trailer (GIF89a specification, 17 to 27)."""
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        raise Broken
    yield struct.unpack_from("<HH", data, 6)
    place, left, frames = 13 + _colours(data[10]), _MOST_BLOCKS, 0
    while place < len(data) and data[place] != 0x3B:
        if data[place] == 0x2C:
            yield struct.unpack_from("<HH", data, place + 5)
            frames += 1
            place += 11 + _colours(data[place + 9])
        elif data[place] == 0x21:
            place += 2
        else:
            raise Broken
        while length := data[place]:
            place += 1 + length
            left -= 1
        place += 1
        left -= 1
        if left < 0:
            raise Broken
    if not frames:
        raise Broken


def _colours(flags: int) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes) -> Sizes:
    """Chunks of the RIFF container; canvas, frames and streams each name a size (RFC 9649, 2 and 3)."""
    size = struct.unpack_from("<L", data, 4)[0]
    if not data.startswith(b"RIFF") or data[8:12] != b"WEBP" or size + 8 > len(data):
        raise Broken
    place, end, streams = 12, size + 8, 0
    while place + 8 <= end:
        name, length = struct.unpack_from("<4sL", data, place)
        inner = place + 8
        if inner + length > end:
            raise Broken
        if name == b"ANMF":
            yield _three(data, inner + 6) + 1, _three(data, inner + 9) + 1
            length = 16  # the streams of a frame lie within it, and are looked at next
        elif name == b"VP8X":
            yield _three(data, inner + 4) + 1, _three(data, inner + 7) + 1
        elif name == b"VP8 ":
            streams += 1
            if data[inner + 3 : inner + 6] != b"\x9d\x01\x2a":
                raise Broken
            width, height = struct.unpack_from("<HH", data, inner + 6)
            yield width & 0x3FFF, height & 0x3FFF
        elif name == b"VP8L":
            streams += 1
            mark, bits = struct.unpack_from("<BL", data, inner)
            if mark != 0x2F:
                raise Broken
            yield (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        place = inner + length + length % 2
    if not streams:
        raise Broken


def _three(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 3], "little")


_SIZES: Mapping[str, Callable[[bytes], Sizes]] = {
    "png": _png,
    "jpg": _jpeg,
    "jpeg": _jpeg,
    "gif": _gif,
    "webp": _webp,
}
