"""How each type is laid out as a form: parts, and the kind of control each part has. A new type adds one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .spec import QuestionSpec
from .text import first_words, unquoted

LONGEST_TEXT = 2_000
LONGEST_OPEN = 10_000
# Up to so many right sides are radios; more become a select. Screen readers lose their place at selects (heard).
MOST_RADIOS = 5
_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
GAP = re.compile(r"\[\[\s*([^\[\]]+?)\s*\]\]")


class Control(Enum):
    """What a part is answered with."""

    ONE = "one"  # radios: one of the options
    SELECT = "select"  # the same from a list
    MANY = "many"  # check boxes
    LINE = "line"  # one line of text
    TEXT = "text"  # several lines
    NUMBER = "number"
    PLACE = "place"  # a place from 1 to n, each once in the question


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose. Pictures have a `src`; their `text` is the alternative text."""

    key: str
    text: str
    src: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What is answered by itself: the whole question (key "") or a statement, gap, left side, item."""

    key: str
    text: str
    control: Control
    choices: tuple[Choice, ...] = ()


Layout = Callable[[Mapping[str, Any]], tuple[Part, ...]]

TRUE_FALSE = (Choice("true", ""), Choice("false", ""))  # the words stand in the templates


def parts_of(question: QuestionSpec, public: Mapping[str, Any] | None = None) -> tuple[Part, ...]:
    """The parts of a question in the order of `public` (default: the question's own)."""
    layout = LAYOUTS.get(question.type)
    return () if layout is None else layout(question.public if public is None else public)


def is_parted(question: QuestionSpec) -> bool:
    """Whether each part has an input name of its own."""
    return question.type in PARTED


def plain_text(question: QuestionSpec) -> str:
    """The question as one line: for titles and tables. Gaps read as "…"."""
    return " ".join(GAP.sub("…", str(question.public.get("text", ""))).split())


def clean(text: str, *, lines: bool = False) -> str:
    """Typed text as it is kept: NFC, without control characters and without signs that turn the reading direction."""
    text = _HARMFUL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    return unicodedata.normalize("NFC", text).strip()


def gap_neighbours(text: str, words: int = 2) -> Mapping[str, tuple[str, str]]:
    """For each gap key the words right before and after it within its sentence: they name the gap for the ear."""
    near: dict[str, tuple[str, str]] = {}
    for gap in GAP.finditer(text):
        before = re.split(r"[.!?:\n]\s|\]\]", text[: gap.start()])[-1].split()[-words:]
        after = re.split(r"[.!?:\n]|\[\[", text[gap.end() :], maxsplit=1)[0].split()[:words]
        near[gap[1]] = (" ".join(before), " ".join(after))
    return near


# One function a shape of public data. ------------------------------------------------------------------------------


def _choices(items: Any) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            item["key"],
            item.get("text", item.get("alt", "")),
            item.get("src", ""),
            item.get("width"),
            item.get("height"),
        )
        for item in items
    )


def _one(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return (Part("", "", Control.ONE, _choices(public.get("choices", ()))),)


def _many(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return (Part("", "", Control.MANY, _choices(public.get("choices", ()))),)


def _marks(public: Mapping[str, Any]) -> tuple[Part, ...]:
    words = tuple(Choice(token["key"], token["text"]) for token in public.get("tokens", ()) if token.get("key"))
    return (Part("", "", Control.MANY, words),)


def _true_false(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return (Part("", "", Control.ONE, TRUE_FALSE),)


def _statements(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return tuple(Part(item["key"], item["text"], Control.ONE, TRUE_FALSE) for item in public.get("statements", ()))


def _gap_list(public: Mapping[str, Any]) -> list[Any]:
    """The gaps as they come in the text: "Lücke 1" is the first that is read."""
    place = {gap[1]: index for index, gap in enumerate(GAP.finditer(str(public.get("text", ""))))}
    return sorted(public.get("gaps", ()), key=lambda gap: place.get(gap["key"], len(place)))


def _gaps(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return tuple(Part(gap["key"], gap.get("label", ""), Control.LINE) for gap in _gap_list(public))


def _gaps_choice(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return tuple(
        Part(gap["key"], gap.get("label", ""), Control.ONE, _choices(gap.get("choices", ())))
        for gap in _gap_list(public)
    )


def _match(public: Mapping[str, Any]) -> tuple[Part, ...]:
    right = _choices(public.get("right", ()))
    control = Control.ONE if len(right) <= MOST_RADIOS else Control.SELECT
    return tuple(Part(item["key"], item["text"], control, right) for item in public.get("left", ()))


def _sort(public: Mapping[str, Any]) -> tuple[Part, ...]:
    categories = _choices(public.get("categories", ()))
    return tuple(Part(item["key"], item["text"], Control.ONE, categories) for item in public.get("items", ()))


def _order(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return tuple(Part(item["key"], item["text"], Control.PLACE) for item in public.get("items", ()))


def _line(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return (Part("", "", Control.LINE),)


def _text(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return (Part("", "", Control.TEXT),)


def _number(public: Mapping[str, Any]) -> tuple[Part, ...]:
    return (Part("", str(public.get("unit", "")), Control.NUMBER),)


LAYOUTS: Mapping[str, Layout] = {
    "single": _one,
    "multiple": _many,
    "truefalse": _true_false,
    "statements": _statements,
    "gaps": _gaps,
    "gaps_choice": _gaps_choice,
    "short": _line,
    "number": _number,
    "match": _match,
    "order": _order,
    "sort": _sort,
    "mark": _marks,
    "image": _one,
    "open": _text,
    "survey": _one,
}
PARTED = frozenset({"statements", "gaps", "gaps_choice", "match", "order", "sort"})


def named(part: Part) -> str:
    """What a message calls the part: its beginning."""
    return unquoted(first_words([part.text]))
