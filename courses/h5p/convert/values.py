"""H5P's values as they really are: entities in texts, numbers as text, groups of one field without the group."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import nh3
from markdownify import MarkdownConverter

_BREAK = re.compile(r"(?i)<br\s*/?>|</(?:p|div|li|h[1-6]|tr)>")
_HEADING = re.compile(r"(?is)<h[1-6][^>]*>(.*?)</h[1-6]>")
_KEPT = {"p", "br", "strong", "b", "em", "i", "a", "ul", "ol", "li"}
_ACTING = {"script", "style", "iframe", "object", "svg", "math"}


def group(value: Any) -> Mapping[str, Any]:
    """A mapping, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: Any, inner: str = "") -> list[Any]:
    """A list; also where it is wrapped in its group of one field."""
    if isinstance(value, dict) and inner:
        value = value.get(inner)
    return value if isinstance(value, list) else []


def truth(value: Any) -> bool:
    return value is True or str(value).lower() in {"true", "1"}


def whole(value: Any, default: int = 0) -> int:
    try:
        return int(str(value)) if len(str(value)) < 10 else default
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
    return "\n".join(line for line in found if line).replace("[[", "[ [").replace("]]", "] ]")


def line(value: Any, inner: str = "") -> str:
    """HTML as one line of plain text."""
    return " ".join(lines(value, inner).split("\n"))[:500].strip()


def markdown(value: Any) -> list[tuple[str, str]]:
    """HTML as blocks of ours: ("heading", words) and ("text", Markdown), in order; the rest becomes plain."""
    blocks = []
    for place, piece in enumerate(_HEADING.split(raw(value))):
        if place % 2:
            blocks.append(("heading", line(piece)))
            continue
        clean = nh3.clean(piece, tags=_KEPT, url_schemes={"http", "https", "mailto"}, link_rel=None)
        made = MarkdownConverter(bullets="-", strong_em_symbol="*", newline_style="backslash").convert(clean)
        blocks.append(("text", re.sub(r"\n{3,}", "\n\n", str(made)).strip()))
    return [(kind, text) for kind, text in blocks if text]
