"""Gaps in a text: typed, or chosen from a list."""

from __future__ import annotations

from typing import Any

from .matching import by_part
from .result import Result, as_mapping, share
from .spec import QuestionSpec
from .text import matches


def grade_gaps(spec: QuestionSpec, answer: Any) -> Result:
    """The share of gaps filled with an accepted text; case and spaces around do not matter."""
    given = as_mapping(answer)
    parts = {key: matches(given.get(key), accept) for key, accept in as_mapping(spec.solution.get("accept")).items()}
    return share(spec.points, sum(parts.values()), len(parts), parts)


def grade_gaps_choice(spec: QuestionSpec, answer: Any) -> Result:
    """The share of gaps with the right choice."""
    return by_part(spec.points, as_mapping(spec.solution.get("correct")), answer)
