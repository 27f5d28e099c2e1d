"""Right answers that were mended later: which questions of a frozen quiz can take them over, and why others cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from .layout import plain_text
from .spec import REVIEWED, UNSCORED, Public, QuestionSpec, QuizSpec

# What decides about points; the rest of a solution explains.
_DECIDING = ("correct", "accept", "ignore_case", "typos", "tolerance")
_LISTS = ("choices", "statements", "gaps", "left", "right", "categories", "items")


class Refusal(StrEnum):
    """Why a question stays as it was frozen."""

    GONE = "gone"  # it is not in today's quiz
    TYPE = "type"  # it has become a question of another type
    PARTS = "parts"  # choices, gaps or other parts came or went, so old answers do not fit
    READ = "read"  # a person marks it


@dataclass(frozen=True, slots=True)
class Comparison:
    """A frozen quiz beside today's.

    `mended`: questions with another right answer or other points, as they would be; `reworded`: those of them that ask
    in other words today, so that the old answers may have meant something else.
    """

    frozen: QuizSpec
    mended: Mapping[str, QuestionSpec]
    reworded: frozenset[str]
    refused: Mapping[str, Refusal]

    def taking(self, keys: Collection[str]) -> QuizSpec:
        """The frozen quiz with these questions mended; everything else stays, the rules of the quiz above all."""
        taken = {key: question for key, question in self.mended.items() if key in keys}
        return replace(self.frozen, questions=tuple(taken.get(each.key, each) for each in self.frozen.questions))


def compare(frozen: QuizSpec, live: QuizSpec) -> Comparison:
    """What of today's quiz a frozen one can take over."""
    mended: dict[str, QuestionSpec] = {}
    refused: dict[str, Refusal] = {}
    reworded = set()
    for old in frozen.questions:
        new = live.question(old.key)
        found = Refusal.GONE if new is None else _mended(old, new)
        if isinstance(found, Refusal):
            refused[old.key] = found
        elif new is not None and _deciding(found) != _deciding(old):
            mended[old.key] = found
            if _wording(old) != _wording(new):
                reworded.add(old.key)
    return Comparison(frozen, mended, frozenset(reworded), refused)


def _mended(old: QuestionSpec, new: QuestionSpec) -> QuestionSpec | Refusal:
    if new.type != old.type:
        return Refusal.TYPE
    if old.type in UNSCORED:
        return old
    if old.type in REVIEWED:
        same = (old.points, old.solution.get("rubric")) == (new.points, new.solution.get("rubric"))
        return old if same else Refusal.READ
    names = _names(old.public, new.public)
    return Refusal.PARTS if names is None else replace(old, points=new.points, solution=_renamed(new.solution, names))


def _names(old: Public, new: Public) -> Mapping[str, str] | None:
    """Today's keys of the parts -> their frozen ones; None if not each part of one has its twin in the other.

    A part is known by its text where the text stands once in both: editors of a matching or sorting question move texts
    about, and the keys stay behind. Else it is known by its key, and may have been reworded.
    """
    if old.get("tokens") != new.get("tokens"):  # words of a sentence have only their place as key
        return None
    names: dict[str, str] = {}
    for field in _LISTS:
        theirs, ours = old.get(field, ()), new.get(field, ())
        by_key = {item["key"]: item for item in theirs}
        by_text = {text: item["key"] for item in theirs if (text := item.get("text")) in _once(theirs) & _once(ours)}
        found = {item["key"]: by_text.get(item.get("text"), item["key"]) for item in ours}
        if sorted(found.values()) != sorted(by_key):
            return None
        names |= found
        for item in ours:
            inner = _names(by_key[found[item["key"]]], item)
            if inner is None:
                return None
            names |= inner
    return names


def _once(items: Iterable[Mapping[str, Any]]) -> set[str]:
    counted = Counter(item["text"] for item in items if item.get("text"))
    return {text for text, times in counted.items() if times == 1}


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, (list, tuple)):
        return [_renamed(each, names) for each in value]
    if isinstance(value, Mapping):
        return {names.get(key, key): _renamed(each, names) for key, each in value.items()}
    return value


def _deciding(question: QuestionSpec) -> tuple[Any, ...]:
    """What makes an answer right; only where things are put in order does an order count."""
    found = (question.solution.get(name) for name in _DECIDING)
    ordered = question.type == "order"
    return (question.points, *(sorted(each) if isinstance(each, list) and not ordered else each for each in found))


def _wording(question: QuestionSpec) -> tuple[str, frozenset[str]]:
    """The question's text and those of its parts, wherever they stand."""
    parts = [item for field in _LISTS for item in question.public.get(field, ())]
    parts += [choice for part in parts for choice in part.get("choices", ())]
    return plain_text(question), frozenset(item["text"] for item in parts if item.get("text"))
