"""The ZIP file itself: names, kinds and real sizes of its members, before anything is made of them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from courses.h5p.package import directory, member_names
from courses.h5p.package.refused import Limits, Refused

_KIND, _REGULAR, _FOLDER = 0o170000, 0o100000, 0o040000
_ENCRYPTED = 0x1
_PIECE = 64 * 1024
_MAGIC = b"PK\x03\x04"
# Cut in two so that no scanner takes this file for what it looks for.
_EICAR = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!"


class Archive:
    """The members that count, by name. H5P leaves out names with a dot or _ in front. Nothing is written anywhere."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        """Reads and checks all names and headers. Raises Refused."""
        self._file, self._limits, self._total = file, limits, 0
        list_start, claimed = directory.look_at_end(file, limits)
        try:
            with ZipFile(file) as package:
                infos = package.infolist()
            if len(infos) > limits.files:
                raise Refused("too-many-files", most=str(limits.files))
            if len(infos) != claimed:
                raise Refused("list-count")
            for info in infos:
                _check(info, limits)
            member_names.check_all(info.filename for info in infos)
            self._starts = directory.starts(file, infos, list_start)
        except (BadZipFile, OSError, struct.error, ValueError) as error:
            raise Refused("broken") from error
        except NotImplementedError as error:
            raise Refused("compression") from error
        self._infos = {info.filename: info for info in infos if _counts(info)}

    def __iter__(self) -> Iterator[str]:
        return iter(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """One file, unpacked as far as the limits allow. Raises Refused."""
        info = self._infos[name]
        try:
            data = self._unpack(info)
        except (zlib.error, EOFError, OSError) as error:
            raise Refused("broken") from error
        if len(data) != info.file_size:
            raise Refused("sizes", name)
        if zlib.crc32(data) != info.CRC:
            raise Refused("broken")
        if data.startswith(_MAGIC):
            raise Refused("nested", name)
        if _EICAR in data:
            raise Refused("virus", name)
        return data

    def _unpack(self, info: ZipInfo) -> bytes:
        limits, made = self._limits, io.BytesIO()
        for piece in _pieces(self._file, info, self._starts[info.orig_filename]):
            size = made.tell() + len(piece)
            self._total += len(piece)
            if size > limits.file:
                raise Refused("file-too-large", info.filename, most=str(limits.file // 1024 // 1024))
            if size > limits.ratio_from and size > limits.ratio * max(1, info.compress_size):
                raise Refused("squeezed", info.filename)
            if self._total > limits.total:
                raise Refused("too-much-in-all", info.filename, most=str(limits.total // 1024 // 1024))
            made.write(piece)
        return made.getvalue()


def _pieces(file: BinaryIO, info: ZipInfo, start: int) -> Iterator[bytes]:
    """What a member unpacks to, in pieces of which none is large. All of its packed bytes must serve for that."""
    file.seek(start)
    left, inflate = info.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    while left:
        packed = file.read(min(left, _PIECE))
        if not packed:
            raise EOFError
        left -= len(packed)
        if info.compress_type == ZIP_STORED:
            yield packed
            continue
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _PIECE)
            packed = inflate.unconsumed_tail
        if inflate.eof and (left or inflate.unused_data):
            raise Refused("sizes", info.filename)
    if info.compress_type == ZIP_DEFLATED and info.compress_size:
        yield inflate.flush()
        if not inflate.eof:
            raise EOFError


def _check(info: ZipInfo, limits: Limits) -> None:
    member_names.check(info.orig_filename, limits)
    kind = info.external_attr >> 16 & _KIND
    if kind not in (0, _REGULAR, _FOLDER):
        raise Refused("link", info.filename)
    if info.flag_bits & _ENCRYPTED:
        raise Refused("encrypted", info.filename)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused("compression", info.filename)
    if info.is_dir() and info.file_size:
        raise Refused("file-and-folder", info.filename)


def _counts(info: ZipInfo) -> bool:
    return not info.is_dir() and not any(part[0] in "._" for part in info.filename.split("/"))
