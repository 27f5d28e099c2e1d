"""A whole quiz: what is drawn and in which order it is shown (by seed alone), and what a submission is worth."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from .grade import grade
from .result import ZERO, Result
from .spec import QuestionSpec, QuizSpec

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class QuizResult:
    """The outcome of a sitting.

    `passed` is None where nothing can be passed (practice, no pass mark), and as long as answers that are `pending`
    (their number) may still decide it.
    """

    raw: Decimal
    max: Decimal
    scaled: Decimal
    passed: bool | None
    results: Mapping[str, Result]
    pending: int = 0


def sitting(spec: QuizSpec, seed: str) -> QuizSpec:
    """The quiz as one learner gets it: drawn from the pool and mixed. The same seed gives the same sitting."""
    if not (spec.shuffle or spec.draw):
        return spec
    questions = shuffled(spec.questions, f"{seed}|{spec.key}", lambda question: question.key)
    return replace(spec, questions=tuple(questions[: spec.draw or None]), draw=None, shuffle=False)


def grade_quiz(
    spec: QuizSpec, answers: Mapping[str, Any], marks: Mapping[str, Decimal] = MappingProxyType({})
) -> QuizResult:
    """Grade a whole sitting; `answers` by question key, a missing one is worth nothing.

    `marks`: what people have given to answers they read, by question key.
    """
    results = {
        question.key: grade(question, answers.get(question.key), marks.get(question.key)) for question in spec.questions
    }
    raw = sum((result.raw for result in results.values()), ZERO)
    most = sum((result.max for result in results.values()), ZERO)
    waiting = [result.max for result in results.values() if result.is_pending]
    passed = None
    if spec.mode == "assessed" and spec.pass_mark is not None:
        needed = spec.pass_mark * most  # not by `scaled`: a division may round
        if most > 0 and raw >= needed:
            passed = True
        elif raw + sum(waiting, ZERO) < needed or not waiting:
            passed = False
    return QuizResult(raw, most, raw / most if most else ZERO, passed, results, len(waiting))


def shown(question: QuestionSpec, seed: str) -> dict[str, Any]:
    """The public form with its parts in the order to show. Depends on `public` and the seed, never on the key.

    An empty seed leaves choices as written (print, preview); what the order would give away is mixed always.
    """
    public = dict(question.public)
    mix = MIXED.get(question.type)
    if mix is not None:
        public.update(mix(public, seed, question.key))
    return public


def shuffled(items: Iterable[Item], seed: str, key: Callable[[Item], str]) -> list[Item]:
    """In the order of a hash of seed and key: the order in which the items came leaves no trace."""

    def rank(item: Item) -> bytes:
        return hashlib.sha256(f"{seed}|{key(item)}".encode("utf-8", "surrogatepass")).digest()

    return sorted(items, key=rank)


def scrambled(written: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Items of an ordering question, mixed once for everybody and never as written: untouched is never right.

    For whoever builds the spec. Mixing by seed could not promise that without looking at the key, and then two
    questions that differ in their key alone would not look alike.
    """
    items = shuffled(written, "order", lambda item: str(item["key"]))
    return items[1:] + items[:1] if items == list(written) else items


# How each type mixes its parts. Not mixed: statements, gaps, pictures ("Foto A"), surveys and categories, whose
# order is the author's and tells nothing; and order, which `scrambled` has mixed for everybody when the spec was made.

Mixer = Callable[[Mapping[str, Any], str, str], dict[str, Any]]


def _mix(public: Mapping[str, Any], field: str, seed: str) -> dict[str, Any]:
    return {field: shuffled(public.get(field, ()), seed, lambda item: str(item["key"]))}


def _mix_choices(public: Mapping[str, Any], seed: str, key: str) -> dict[str, Any]:
    return _mix(public, "choices", f"{seed}|{key}") if seed else {}


def _mix_gap_choices(public: Mapping[str, Any], seed: str, key: str) -> dict[str, Any]:
    if not seed:
        return {}
    return {"gaps": [{**gap, **_mix(gap, "choices", f"{seed}|{key}|{gap['key']}")} for gap in public.get("gaps", ())]}


def _mix_right(public: Mapping[str, Any], seed: str, key: str) -> dict[str, Any]:
    return _mix(public, "right", f"{seed}|{key}")


def _mix_items(public: Mapping[str, Any], seed: str, key: str) -> dict[str, Any]:
    return _mix(public, "items", f"{seed}|{key}")


MIXED: Mapping[str, Mixer] = {
    "single": _mix_choices,
    "multiple": _mix_choices,
    "gaps_choice": _mix_gap_choices,
    "match": _mix_right,
    "sort": _mix_items,
}
