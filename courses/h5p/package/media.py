"""Files of a content: few kinds, and each must be what its name says."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping

from PIL import Image

from courses.h5p.package.parse import parse
from courses.h5p.package.refused import Limits, Refused

_PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}
_VTT = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)")


def _is_text(data: bytes) -> bool:
    try:
        return "\x00" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


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
        _check_picture(name, data, _PICTURES[kind], limits)
    elif kind == "json":
        parse(data, name, limits)
    elif kind not in _LOOKS:
        raise Refused("file-type", name, kind=kind, allowed=", ".join(EXTENSIONS))
    elif not _LOOKS[kind](data):
        raise Refused("wrong-content", name, kind=kind)


def _check_picture(name: str, data: bytes, wanted: str, limits: Limits) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata is no reason; size is looked at below
            with Image.open(io.BytesIO(data)) as picture:
                found, pixels = picture.format, picture.width * picture.height
                if pixels > limits.pixels:
                    raise Refused("picture", name, most=str(limits.pixels // 1_000_000))
                picture.verify()
    except Refused:
        raise
    except Exception as error:  # Pillow raises whatever its plugins raise
        raise Refused("wrong-content", name, kind=wanted) from error
    if found != wanted:
        raise Refused("wrong-content", name, kind=wanted)
