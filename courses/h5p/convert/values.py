"""H5P's values as they really are: entities in texts, numbers as text, groups of one field without the group."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

import nh3
from markdownify import MarkdownConverter

from courses.h5p.convert.tame import flat, nested

_BREAK = re.compile(r"(?i)<br\s*/?>|</(?:p|div|li|h[1-6]|tr)>")
_HEADING = re.compile(r"(?i)<(/?)h[1-6][^<>]*>")
_KEPT = {"p", "br", "strong", "b", "em", "i", "a", "ul", "ol", "li"}
_ACTING = {"script", "style", "iframe", "object", "svg", "math"}
_TWO_BRACKETS = re.compile(r"(?<=\[)(?=\[)|(?<=\])(?=\])")


def group(value: Any) -> Mapping[str, Any]:
    """A mapping, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: Any, inner: str = "") -> list[Any]:
    """A list; also where it is wrapped in its group of one field."""
    if isinstance(value, dict) and inner:
        value = value.get(inner)
    return value if isinstance(value, list) else []


def truth(value: Any) -> bool:
    return value is True or (isinstance(value, str | int | float) and str(value).lower() in {"true", "1"})


def whole(value: Any, default: int = 0) -> int:
    """A whole number, also as text; the default for anything else, and for numbers of ten digits and more."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e9:
        return int(value)
    try:
        return int(value) if isinstance(value, str | int) and len(str(value)) < 10 else default
    except ValueError:
        return default


def raw(value: Any, inner: str = "") -> str:
    """A text; also where it is wrapped in its group of one field."""
    if isinstance(value, dict) and inner:
        value = value.get(inner)
    return value if isinstance(value, str) else ""


def lines(value: Any, inner: str = "") -> str:
    """HTML as plain text, a line for each paragraph; brackets that would be gaps of ours are set apart."""
    text = nh3.clean(_BREAK.sub("\n", raw(value, inner)), tags=set(), clean_content_tags=_ACTING)
    found = [" ".join(line.split()) for line in html.unescape(text).split("\n")]
    return apart("\n".join(line for line in found if line))


def apart(text: str) -> str:
    """No two brackets of a kind side by side."""
    return _TWO_BRACKETS.sub(" ", text)


def line(value: Any, inner: str = "") -> str:
    """HTML as one line of plain text."""
    return " ".join(lines(value, inner).split("\n"))


def markdown(value: Any) -> Iterator[tuple[str, str]]:
    """HTML as blocks of ours: ("heading", words) and ("text", Markdown), in order; the rest becomes plain."""
    for inside, piece in _pieces(raw(value)):
        made = line(piece) if inside else _markdown(piece)
        if made:
            yield "heading" if inside else "text", made


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The text cut at its headings, each piece with whether it stands in one."""
    inside, start = False, 0
    for found in _HEADING.finditer(text):
        yield inside, text[start : found.start()]
        inside, start = not found[1], found.end()
    yield inside, text[start:]


def _markdown(html_text: str) -> str:
    clean = nh3.clean(html_text, tags=_KEPT, url_schemes={"http", "https", "mailto"}, link_rel=None)
    if not clean.strip():
        return ""
    clean = flat(clean) if nested(clean) else clean
    converter = MarkdownConverter(bullets="-", strong_em_symbol="*", newline_style="backslash", escape_misc=True)
    return re.sub(r"\n{3,}", "\n\n", str(converter.convert(clean))).strip()


def portions(text: str, most: int) -> list[str]:
    """A text as several of at most so many letters, parted between paragraphs; a longer paragraph stays whole."""
    paragraphs = text.split("\n\n")
    if len(text) <= most:
        return [text]
    found: list[str] = []
    for paragraph in paragraphs:
        if found and len(found[-1]) + len(paragraph) + 2 <= most:
            found[-1] += f"\n\n{paragraph}"
        else:
            found.append(paragraph)
    return found
