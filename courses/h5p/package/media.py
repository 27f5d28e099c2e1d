"""Files of a content: few kinds, and each must be what its name says."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping

from courses.h5p.package import pictures
from courses.h5p.package.parse import parse
from courses.h5p.package.refused import Limits, Refused

_PICTURES = ("png", "jpg", "jpeg", "gif", "webp")
_VTT = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)")
_PIECE = 64 * 1024


def _is_text(data: bytes) -> bool:
    """UTF-8 without NUL. In pieces: decoded whole, one rare letter makes four bytes of each."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for place in range(0, len(data), _PIECE):
            decoder.decode(data[place : place + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in data


_LOOKS: Mapping[str, Callable[[bytes], bool]] = {
    "webm": lambda data: data.startswith(b"\x1a\x45\xdf\xa3"),
    "mp4": lambda data: data[4:8] == b"ftyp",
    "m4a": lambda data: data[4:8] == b"ftyp",
    "ogg": lambda data: data.startswith(b"OggS"),
    "mp3": lambda data: data.startswith(b"ID3") or (data[:1] == b"\xff" and data[1:2] >= b"\xe0"),
    "wav": lambda data: data.startswith(b"RIFF") and data[8:12] == b"WAVE",
    "vtt": lambda data: bool(_VTT.match(data)) and _is_text(data),
    "txt": _is_text,
    "pdf": lambda data: data.startswith(b"%PDF-"),
}
EXTENSIONS = (*_PICTURES, *_LOOKS, "json")


def extension(name: str) -> str:
    last = name.rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[1].lower() if "." in last else ""


def check(name: str, data: bytes, limits: Limits) -> None:
    """Raises Refused if the file is of a kind we do not take, or not of the kind its name says."""
    kind = extension(name)
    if kind in _PICTURES:
        _check_picture(name, kind, data, limits)
    elif kind == "json":
        parse(data, name, limits)
    elif kind not in _LOOKS:
        raise Refused("file-type", name, kind=kind, allowed=", ".join(EXTENSIONS))
    elif not _LOOKS[kind](data):
        raise Refused("wrong-content", name, kind=kind)


def _check_picture(name: str, kind: str, data: bytes, limits: Limits) -> None:
    try:
        found = pictures.points(kind, data)
    except pictures.Broken as error:
        raise Refused("wrong-content", name, kind=kind) from error
    if found > limits.pixels:
        raise Refused("picture", name, most=str(limits.pixels // 1_000_000))
