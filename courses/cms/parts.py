"""What becomes of a content, part by part: the kind of question or block, and how it begins."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator

from courses.blocks.question import QUESTION_BLOCKS
from courses.blocks.stream import LessonBody
from courses.exchange.archive.markup import to_html
from courses.h5p.convert import Native

_LONGEST = 140
_BEGINNING = 1_000  # of a text, enough to show how it begins
_GAP = re.compile(r"\[\[.+?\]\]")


@dataclass(frozen=True, slots=True)
class Part:
    """One question or block."""

    kind: str
    text: str


def parts(native: Native) -> list[Part]:
    return [*(_question(each) for each in native.questions), *_blocks(native.blocks)]


def _question(question: Mapping[str, Any]) -> Part:
    block = QUESTION_BLOCKS[question["type"]]()
    text = _GAP.sub("___", question["text"])
    if question["type"] == "mark":
        text = f"{text} {question['sentence'].replace('[[', '').replace(']]', '')}"
    return Part(str(block.label), _short(text))


def _blocks(blocks: tuple[dict[str, Any], ...]) -> Iterator[Part]:
    kinds = LessonBody().child_blocks
    for block in blocks:
        (name, value), *_more = block.items()
        if name == "practice":
            yield _question(value["question"])
        else:
            text = "" if name == "image" else _first_text(value)
            yield Part(str(kinds[name].label), _short(_words(text) if name == "text" else text))


def _words(text: str) -> str:
    """Markdown without its signs."""
    return html.unescape(strip_tags(to_html(text[:_BEGINNING], "de").replace("><", "> <")))


def _first_text(value: Any) -> str:
    """The first words in a block, wherever they stand."""
    if isinstance(value, str):
        return value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return next((text for text in map(_first_text, inner) if text), "")


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(_LONGEST)
