"""Badges in pictures (OB 3.0, 5.3 "baking"): written into PNG and SVG, and found again in files of unknown origin."""

import re
import struct
import zlib
from html import escape
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
PNG = b"\x89PNG\r\n\x1a\n"
LARGEST = 1024 * 1024  # bytes of a picture that is read; ours have some 20,000
_LARGEST_BADGE = 512 * 1024
_MOST_CHUNKS = 2000
_ACTIVE = {"script", "foreignobject", "iframe", "embed", "object", "handler", "use", "image", "a", "style"}


class NoBadge(ValueError):
    """The picture holds no badge, two of them, or is broken."""


class ActivePicture(NoBadge):
    """The picture holds code or points elsewhere: nothing we have made."""


def into_png(png: bytes, badge: str) -> bytes:
    """The PNG with the badge in an iTXt chunk, uncompressed, behind the header."""
    cut = len(PNG) + 12 + struct.unpack(">I", png[8:12])[0]
    # keyword, no compression (two zeros), no language, no translated keyword
    return png[:cut] + _chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + badge.encode("utf-8")) + png[cut:]


def into_svg(svg: str, badge: str, title: str) -> str:
    """The SVG with the JWT in its `credential` element, and with its title."""
    head, tag, rest = svg.partition("<svg ")
    opening, _, body = rest.partition(">")
    told = f'<openbadges:credential verify="{escape(badge)}"/><title>{escape(title)}</title>'
    return f'{head}{tag}xmlns:openbadges="{NAMESPACE}" {opening}>{told}{body}'


def from_png(png: bytes) -> str:
    """The badge in a PNG. The pixels are never unpacked, so a small file cannot become a large picture."""
    if not png.startswith(PNG) or len(png) > LARGEST:
        raise NoBadge("no PNG, or too large")
    found, at = [], len(PNG)
    for _ in range(_MOST_CHUNKS):
        if at + 12 > len(png):
            break
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data, check = png[at + 4 : at + 8], png[at + 8 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        if len(check) != 4 or zlib.crc32(kind + data) != struct.unpack(">I", check)[0]:
            raise NoBadge("a broken chunk")
        if kind == b"iTXt" and data.startswith(KEYWORD + b"\0"):
            found.append(data[len(KEYWORD) + 1 :])
        at += 12 + length
        if kind == b"IEND":
            break
    if len(found) != 1:
        raise NoBadge(f"{len(found)} badges")
    # OB 3.0: no compression; so nothing is to be unpacked here
    if not found[0].startswith(b"\0\0") or len(found[0]) > _LARGEST_BADGE:
        raise NoBadge("compressed or too long")
    parts = found[0][2:].split(b"\0", 2)
    if len(parts) != 3:
        raise NoBadge("a broken chunk")
    return _text(parts[2])


def from_svg(svg: bytes) -> str:
    """The badge in an SVG. ActivePicture for code, links and entities."""
    if len(svg) > LARGEST:
        raise NoBadge("too large")
    try:
        root: Element = fromstring(svg, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ActivePicture("entities") from error
    except (ParseError, ValueError, LookupError) as error:
        raise NoBadge("no XML") from error
    found = []
    for element in root.iter():
        _without_action(element)
        if element.tag == f"{{{NAMESPACE}}}credential":
            found.append(element)
    if len(found) != 1:
        raise NoBadge(f"{len(found)} badges")
    return found[0].get("verify") or (found[0].text or "").strip()


def _without_action(element: Element) -> None:
    name = str(element.tag).rpartition("}")[2].lower()
    attributes = [str(key).rpartition("}")[2].lower() for key in element.keys()]  # noqa: SIM118
    if name in _ACTIVE or any(key in ("href", "src") or re.match(r"on[a-z]+$", key) for key in attributes):
        raise ActivePicture(name)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoBadge("no text") from error


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
