"""The bytes of a ZIP file around its members: nothing before, between or behind them, and no header that lies.

PKWARE APPNOTE 6.3: 4.3.6 (order of parts), 4.3.7 (local header), 4.3.9 (data descriptor), 4.3.12, 4.3.16 (the list).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import BinaryIO
from zipfile import ZipInfo

from courses.h5p.package.refused import Limits, Refused

_LOCAL, _LISTED, _END, _END64 = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07"
_DESCRIPTOR = b"PK\x07\x08"
_LOCAL_HEAD = struct.Struct("<4s2xHH4xLLLHH")  # signature, flags, method, CRC, packed, size, lengths of name and extra
_END_HEAD = struct.Struct("<4sHHHHLLH")  # signature, disks, counts, size and place of the list, length of the comment
_LONGEST_COMMENT = 65_535
_LIST_MOST = 1024 * 1024  # bytes of the list of members; Python reads all of it at once
_ENCRYPTED, _SIZES_BEHIND, _UTF8 = 0x1, 0x8, 0x800
_IN_ZIP64 = 0xFFFFFFFF


def look_at_end(file: BinaryIO, limits: Limits) -> tuple[int, int]:
    """Where the list of members begins, and how many it claims to name. Python would believe all of it."""
    size = file.seek(0, 2)
    if size > limits.upload:
        raise Refused("too-large", most=str(limits.upload // 1024 // 1024))
    file.seek(max(0, size - _END_HEAD.size - _LONGEST_COMMENT))
    tail = file.read()
    in_tail = _find_end(tail)
    if tail[max(0, in_tail - 20) : in_tail].startswith(_END64):
        raise Refused("zip64")
    _end, *numbers, list_size, list_start, _comment = _END_HEAD.unpack_from(tail, in_tail)
    if list_size > _LIST_MOST or numbers[3] > limits.files:
        raise Refused("too-many-files", most=str(limits.files))
    if numbers[0] or numbers[1] or numbers[2] != numbers[3]:
        raise Refused("several-parts")
    end = size - len(tail) + in_tail
    if list_start + list_size != end:
        raise Refused(_shifted(file, list_start, end - list_size))
    file.seek(0)
    return list_start, numbers[3]


def _find_end(tail: bytes) -> int:
    places, place = [], -1
    while (place := tail.find(_END, place + 1)) >= 0:
        if len(tail) - place >= _END_HEAD.size:
            places.append(place)
    if not places:
        raise Refused("not-a-zip")
    whole = [each for each in places if each + _END_HEAD.size + _comment_length(tail, each) == len(tail)]
    if not whole:
        at_end = places[-1] + _END_HEAD.size + _comment_length(tail, places[-1])
        raise Refused("data-behind" if at_end < len(tail) else "broken")
    comment = tail[whole[0] + _END_HEAD.size :]
    if any(sign in comment for sign in (_LOCAL, _LISTED, _END)):
        raise Refused("two-lists")
    return whole[0]


def _comment_length(tail: bytes, end: int) -> int:
    return int.from_bytes(tail[end + 20 : end + 22], "little")


def _shifted(file: BinaryIO, claimed: int, found: int) -> str:
    """The list is not where its end says."""
    if claimed > found:
        return "broken"
    for place, reason in ((claimed, "data-behind"), (found, "data-before")):
        file.seek(place)
        if file.read(4) == _LISTED:
            return reason
    return "broken"


def starts(file: BinaryIO, infos: Sequence[ZipInfo], list_start: int) -> dict[str, int]:
    """Where the data of each member begins. Members must lie one behind the other from the first byte to the list."""
    found: dict[str, int] = {}
    place, last = 0, ""
    for info in sorted(infos, key=lambda info: info.header_offset):
        _check_place(place, info.header_offset, last)
        found[info.orig_filename], is_behind = _start(file, info)
        place, last = _end(file, info, found[info.orig_filename], is_behind), _told(info)
    _check_place(place, list_start, last)
    return found


def _check_place(wanted: int, found: int, last: str) -> None:
    if found < wanted:
        raise Refused("overlap", last)
    if found > wanted:
        raise Refused("unlisted" if wanted else "data-before", last)


def _start(file: BinaryIO, info: ZipInfo) -> tuple[int, bool]:
    """Compares a member's own header with the list: where its data begin, and whether sizes follow them."""
    file.seek(info.header_offset)
    signature, flags, method, *own, name_length, extra = _LOCAL_HEAD.unpack(file.read(_LOCAL_HEAD.size))
    if signature != _LOCAL:
        raise Refused("broken")
    name = file.read(name_length).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    if name != info.orig_filename:
        raise Refused("two-names", _told(info))
    if _IN_ZIP64 in own[1:]:
        raise Refused("zip64")
    is_behind = bool(flags & _SIZES_BEHIND)  # then nought stands for what was not known yet
    listed = (info.CRC, info.compress_size, info.file_size)
    if any(mine != told and not (is_behind and mine == 0) for mine, told in zip(own, listed, strict=True)):
        raise Refused("sizes", _told(info))
    if method != info.compress_type or (flags ^ info.flag_bits) & _ENCRYPTED:
        raise Refused("sizes", _told(info))
    return info.header_offset + _LOCAL_HEAD.size + int(name_length) + int(extra), is_behind


def _end(file: BinaryIO, info: ZipInfo, start: int, is_behind: bool) -> int:
    """The first byte behind a member; its sizes may follow its data, with a signature or without."""
    end = start + info.compress_size
    if not is_behind:
        return end
    file.seek(end)
    behind, wanted = file.read(16), struct.pack("<LLL", info.CRC, info.compress_size, info.file_size)
    if behind == _DESCRIPTOR + wanted:
        return end + 16
    if behind[:12] == wanted:
        return end + 12
    raise Refused("sizes", _told(info))


def _told(info: ZipInfo) -> str:
    return info.filename[:200]
