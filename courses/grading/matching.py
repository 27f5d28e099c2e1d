"""Putting together: pairs, and items in categories."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .result import Result, as_mapping, share
from .spec import QuestionSpec


def grade_match(spec: QuestionSpec, answer: Any) -> Result:
    """The share of left sides with their own right side."""
    return by_part(spec.points, as_mapping(spec.solution.get("correct")), answer)


def grade_sort(spec: QuestionSpec, answer: Any) -> Result:
    """The share of items in their own category."""
    return by_part(spec.points, as_mapping(spec.solution.get("correct")), answer)


def by_part(points: Decimal, correct: Mapping[str, Any], answer: Any) -> Result:
    """The share of parts whose answer equals the key. 1 is not true, "1" is not 1."""
    given = as_mapping(answer)
    parts = {key: _same(given.get(key), right) for key, right in correct.items()}
    return share(points, sum(parts.values()), len(parts), parts)


def _same(given: Any, right: Any) -> bool:
    return type(given) is type(right) and bool(given == right)
