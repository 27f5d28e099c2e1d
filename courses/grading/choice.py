"""Choosing: one of several, several of several, true or false, words in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .matching import by_part
from .result import Result, as_keys, as_mapping, keys_of, share
from .spec import QuestionSpec


def grade_single(spec: QuestionSpec, answer: Any) -> Result:
    """All or nothing: the one right choice."""
    right = isinstance(answer, str) and answer == spec.solution.get("correct")
    return share(spec.points, int(right), 1, {answer: right} if isinstance(answer, str) else None)


def grade_truefalse(spec: QuestionSpec, answer: Any) -> Result:
    """All or nothing. Only a JSON true or false is an answer; 1 is not true."""
    right = isinstance(answer, bool) and answer is spec.solution.get("correct")
    return share(spec.points, int(right), 1)


def grade_multiple(spec: QuestionSpec, answer: Any) -> Result:
    """Right choices taken minus wrong choices taken, by the number of right ones, never below 0."""
    return _chosen(spec, keys_of(spec.public.get("choices", ())), answer)


def grade_mark(spec: QuestionSpec, answer: Any) -> Result:
    """Words marked in a sentence: the same rule as for several choices."""
    return _chosen(spec, keys_of(spec.public.get("tokens", ())), answer)


def grade_statements(spec: QuestionSpec, answer: Any) -> Result:
    """The share of statements judged rightly; an unanswered one is not right."""
    return by_part(spec.points, as_mapping(spec.solution.get("correct")), answer)


def _chosen(spec: QuestionSpec, offered: Sequence[str], answer: Any) -> Result:
    wanted = set(as_keys(spec.solution.get("correct")))
    chosen = set(as_keys(answer)).intersection(offered)
    hits = len(chosen & wanted)
    false_hits = len(chosen) - hits
    parts = {key: (key in chosen) is (key in wanted) for key in offered}
    return share(spec.points, hits - false_hits, len(wanted), parts)
