"""The ZIP file itself: names, kinds and real sizes of its members, before anything is made of them."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from courses.h5p.package.refused import Limits, Refused

_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _LONGEST_COMMENT = 22, 65_535
_LIST_MOST = 1024 * 1024  # bytes of the list of members; Python reads all of it at once
_KIND, _REGULAR, _FOLDER = 0o170000, 0o100000, 0o040000
_ENCRYPTED = 0x1
_PIECE = 64 * 1024
# Cut in two so that no scanner takes this file for what it looks for.
_EICAR = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!"


def members(file: BinaryIO, limits: Limits) -> dict[str, bytes]:
    """All files of the package by name. Raises Refused; nothing is written anywhere."""
    _look_at_the_end(file, limits)
    try:
        with ZipFile(file) as package:
            infos = package.infolist()
            if len(infos) > limits.files:
                raise Refused("too-many-files", most=str(limits.files))
            return dict(_read(package, _wanted(infos, limits), limits))
    except (BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, RuntimeError) as error:
        raise Refused("broken") from error
    except NotImplementedError as error:
        raise Refused("compression") from error


def _look_at_the_end(file: BinaryIO, limits: Limits) -> None:
    """Size, and how long the list of members claims to be: Python believes that before it counts."""
    size = file.seek(0, 2)
    if size > limits.upload:
        raise Refused("too-large", most=str(limits.upload // 1024 // 1024))
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_SIZE:
        raise Refused("not-a-zip")
    if tail[max(0, place - 20) : place].startswith(_END64):
        raise Refused("zip64")
    list_size = struct.unpack_from("<L", tail, place + 12)[0]
    if list_size > _LIST_MOST:
        raise Refused("too-many-files", most=str(limits.files))
    file.seek(0)


def _wanted(infos: list[ZipInfo], limits: Limits) -> Iterator[ZipInfo]:
    """Members that count, each with a name that is safe everywhere. H5P leaves out names with a dot or _ in front."""
    seen: set[str] = set()
    for info in infos:
        _check_name(info, limits)
        key = info.filename.rstrip("/").casefold()
        if key in seen:
            raise Refused("twice", info.filename)
        seen.add(key)
        kind = info.external_attr >> 16 & _KIND
        if kind not in (0, _REGULAR, _FOLDER):
            raise Refused("link", info.filename)
        if info.flag_bits & _ENCRYPTED:
            raise Refused("encrypted", info.filename)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refused("compression", info.filename)
        if not info.is_dir() and not any(part[0] in "._" for part in info.filename.split("/")):
            yield info


def _check_name(info: ZipInfo, limits: Limits) -> None:
    name = info.orig_filename
    told = info.filename[: limits.name]
    if len(name) > limits.name:
        raise Refused("name-too-long", told, most=str(limits.name))
    if any(ord(letter) < 32 or letter in '\\:*?"<>|\x7f' for letter in name):
        raise Refused("name", told)
    if unicodedata.normalize("NFC", name) != name or any(unicodedata.category(letter) == "Cf" for letter in name):
        raise Refused("name", told)
    parts = name.removesuffix("/").split("/")
    if name.startswith("/") or any(part in ("", ".", "..") for part in parts):
        raise Refused("path", told)
    if any(part[-1] in ". " or part[0] == " " for part in parts):  # Windows drops these, and two names become one
        raise Refused("name", told)


def _read(package: ZipFile, infos: Iterator[ZipInfo], limits: Limits) -> Iterator[tuple[str, bytes]]:
    total = 0
    for info in infos:
        data = _data(package, info, limits)
        total += len(data)
        if total > limits.total:
            raise Refused("too-much-in-all", info.filename, most=str(limits.total // 1024 // 1024))
        if data.startswith(b"PK\x03\x04"):
            raise Refused("nested", info.filename)
        if _EICAR in data:
            raise Refused("virus", info.filename)
        yield info.filename, data


def _data(package: ZipFile, info: ZipInfo, limits: Limits) -> bytes:
    pieces, size = [], 0
    with package.open(info) as member:
        while piece := member.read(_PIECE):
            size += len(piece)
            if size > limits.file:
                raise Refused("file-too-large", info.filename, most=str(limits.file // 1024 // 1024))
            if size > limits.ratio_from and size > limits.ratio * max(1, info.compress_size):
                raise Refused("squeezed", info.filename)
            pieces.append(piece)
    return b"".join(pieces)
