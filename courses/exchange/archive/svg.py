"""Drawings (SVG) enter only through here: what could act or call out is taken away."""

import re
from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
#: elements that draw; all others go, with what is in them
ALLOWED = frozenset(
    """svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc switch
    clipPath mask pattern marker linearGradient radialGradient stop filter feGaussianBlur feOffset feBlend
    feColorMatrix feFlood feComposite feMerge feMergeNode feDropShadow""".split()  # noqa: SIM905  a list to read
)
_LINKS = {"href", f"{{{_XLINK}}}href"}
_URL = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_ACTIVE = re.compile(r"javascript:|expression\s*\(|@import|\\", re.IGNORECASE)


class BadDrawing(ValueError):
    """This is no SVG that could be shown."""


def _kept(name: str, value: str) -> bool:
    local = name.rsplit("}", 1)[-1].lower()
    if local.startswith("on") or local in {"base", "src"}:
        return False
    if name in _LINKS or local == "href":
        return value.strip().startswith("#")
    return not (_URL.search(value) or _ACTIVE.search(value))


def _clean(element: ET.Element) -> None:
    for name in list(element.attrib):
        if not _kept(name, element.attrib[name]):
            del element.attrib[name]
    for child in list(element):
        tag = child.tag if isinstance(child.tag, str) else ""
        if not tag.startswith(f"{{{_SVG}}}") or tag.rsplit("}", 1)[-1] not in ALLOWED:
            element.remove(child)
        else:
            _clean(child)


def sanitised(content: bytes) -> bytes:
    """The drawing without script, style, foreign objects, event attributes and references outside itself."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError) as error:
        raise BadDrawing(_("Die Zeichnung ist kein gültiges SVG.")) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise BadDrawing(_("Die Zeichnung ist kein gültiges SVG."))
    _clean(root)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=False)
    return made
