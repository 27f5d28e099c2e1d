"""Before conversion: a content within what the rest can take, whatever it holds."""

from __future__ import annotations

import re
from typing import Any

#: letters of HTML in one text; the archive takes 20,000 of plain text
LONGEST = 100_000
#: elements in elements; what an editor makes stays below ten
NESTED = 30
#: elements of all texts together; a book has a few thousand
ELEMENTS = 10_000
#: lists and groups in each other; the reader of packages stops at 64
LEVELS = 128

# without the closing bracket: what is no element counts too, nothing that is one is missed, and no text costs more
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WHOLE_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_BREAK = re.compile(r"(?i)<br\b|</(?:p|div|li|h[1-6]|tr)\b")
#: they hold nothing, or end where the next of their kind begins
_UNCOUNTED = {"br", "hr", "img", "col", "p", "li", "dd", "dt", "tr", "td", "th", "tbody", "thead", "tfoot"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def tame(value: Any, lost: set[str]) -> Any:
    """The same content; what had to go is named in `lost` by its kind of loss ("cut", "nested", "too-deep")."""
    return _Tamer(lost).tame(value)


class _Tamer:
    """One content; markup is kept as long as there is not too much of it."""

    def __init__(self, lost: set[str]) -> None:
        self.lost, self.left = lost, ELEMENTS

    def tame(self, value: Any, deep: int = 0) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict | list) and deep >= LEVELS:
            self.lost.add("too-deep")
            return None
        if isinstance(value, dict):
            return {key: self.tame(each, deep + 1) for key, each in value.items()}
        return [self.tame(each, deep + 1) for each in value] if isinstance(value, list) else value

    def _text(self, text: str) -> str:
        text = _CONTROL.sub(" ", text)
        if len(text) > LONGEST:
            self.lost.add("cut")
            text = text[:LONGEST]
        count = len(_TAG.findall(text))
        if count > self.left or nested(text):
            self.lost.add("nested")
            text = flat(text, self.left)
            count = text.count("<p>")
        self.left -= count
        return text


def nested(html: str) -> bool:
    """Whether elements stand in each other deeper than NESTED; one pass, and never too few."""
    depth, opened = 0, dict[str, int]()
    for found in _TAG.finditer(html):
        name = found[2].lower()
        if name in _UNCOUNTED:
            continue
        if not found[1]:
            depth, opened[name] = depth + 1, opened.get(name, 0) + 1
        elif opened.get(name):
            depth, opened[name] = depth - 1, opened[name] - 1
        if depth > NESTED:
            return True
    return False


def flat(html: str, most: int = ELEMENTS) -> str:
    """The words of an HTML text alone: a paragraph for each line that was one, or one for all if they are too many."""
    lines = _WHOLE_TAG.sub("", _BREAK.sub(lambda found: f"\n{found[0]}", html)).split("\n")
    kept = [line for line in lines if line.strip()]
    return "".join(f"<p>{line}</p>\n" for line in (kept if len(kept) < most else [" ".join(kept)]))
