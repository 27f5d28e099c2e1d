"""Texts of a content: HTML keeps a fixed set of elements, addresses a fixed set of schemes."""

from __future__ import annotations

import re
from typing import Any

import nh3

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
_MARKUP = re.compile(r"<[a-zA-Z!/?]")
_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0]+")
_ACTING = ("javascript:", "vbscript:", "data:", "file:")


def clean(value: Any) -> Any:
    """The same content with every text made harmless. Text without markup stays as it is, to the letter."""
    if isinstance(value, dict):
        return {key: clean(each) for key, each in value.items() if not _MARKUP.search(key)}
    if isinstance(value, list):
        return [clean(each) for each in value]
    return clean_text(value) if isinstance(value, str) else value


def clean_text(text: str) -> str:
    """One text. An address that would act is dropped whole."""
    if _SPACE.sub("", text).casefold().startswith(_ACTING):
        return ""
    if not _MARKUP.search(text):
        return text
    return nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def plain(text: str) -> str:
    """A text that must not hold markup at all: titles, names."""
    return nh3.clean(text, tags=set()) if _MARKUP.search(text) else text
