"""Texts of a content: HTML keeps a fixed set of elements, addresses a fixed set of schemes."""

from __future__ import annotations

import html
import re
from typing import Any

import nh3

from courses.h5p.package import markup
from courses.h5p.package.refused import Limits, Refused

TAGS = {
    "a", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "*": {"lang", "dir"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto"}
_RICH = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
_PLAIN = nh3.Cleaner(tags=set())
#: fields that H5P's content types hand to a browser as an address; all others hold words
_ADDRESSES = frozenset({"url", "href", "src", "uri", "path", "protocol"})
#: an address by H5P's core, and words as people fill it in: only what would act is dropped
_SOURCES = frozenset({"source"})
# As browsers read an address (WHATWG URL, 4.4): signs around it and line breaks inside it are dropped first.
_EDGES = "".join(map(chr, range(33)))
_BREAKS = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE | re.ASCII)  # localhost:8000 is a place
_ACTING = frozenset({"javascript", "vbscript", "data", "file", "blob", "filesystem", "view-source"})


def clean(value: Any, file: str, limits: Limits, field: str = "") -> Any:
    """The same content with every text made harmless. Text without markup stays as it is, to the letter.

    An address with a scheme that is not one of SCHEMES becomes empty. Raises Refused for markup no reader of HTML
    can bear.
    """
    if isinstance(value, dict):
        return {key: clean(each, file, limits, key) for key, each in value.items() if not markup.BEGINNING.search(key)}
    if isinstance(value, list):
        return [clean(each, file, limits, field) for each in value]
    if not isinstance(value, str):
        return value
    return clean_text(value, file, limits) if is_harmless(field, value) else ""


def is_harmless(field: str, text: str) -> bool:
    """False where a field is an address by its name and its text would act, or open what is no page."""
    name = field.casefold()
    is_address = name in _ADDRESSES or name.endswith("url")
    if not is_address and name not in _SOURCES:
        return True
    found = _SCHEME.match(_BREAKS.sub("", html.unescape(text)).strip(_EDGES))
    if found is None:
        return True
    scheme = found[1].lower()
    return scheme in SCHEMES if is_address else scheme not in _ACTING


def clean_text(text: str, file: str, limits: Limits) -> str:
    """One text. Raises Refused."""
    if not markup.BEGINNING.search(text):
        return text
    markup.check(text, file, limits)
    cleaned: str = _RICH.clean(text)
    markup.check_cleaned(text, cleaned, file, limits)
    return cleaned


def plain(text: str, file: str, field: str, most: int, limits: Limits) -> str:
    """A text that must not hold markup at all: titles, names. `most` letters, before cleaning and after."""
    if len(text) <= most and markup.BEGINNING.search(text):
        markup.check(text, file, limits)
        text = _PLAIN.clean(text)
    if len(text) > most:
        raise Refused("too-long", file, field=field, most=str(most))
    return text
