"""The one door to grading: a question's type picks its grader. A new type adds one line to GRADERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .choice import grade_mark, grade_multiple, grade_single, grade_statements, grade_truefalse
from .cloze import grade_gaps, grade_gaps_choice
from .matching import grade_match, grade_sort
from .numeric import grade_number
from .ordering import grade_order
from .result import CENT, ZERO, Result, share
from .spec import QuestionSpec
from .text import grade_open, grade_short, grade_unscored

Grader = Callable[[QuestionSpec, Any], Result]

GRADERS: Mapping[str, Grader] = {
    "single": grade_single,
    "multiple": grade_multiple,
    "truefalse": grade_truefalse,
    "statements": grade_statements,
    "gaps": grade_gaps,
    "gaps_choice": grade_gaps_choice,
    "short": grade_short,
    "number": grade_number,
    "match": grade_match,
    "order": grade_order,
    "sort": grade_sort,
    "mark": grade_mark,
    "image": grade_single,
    "open": grade_open,
    "survey": grade_unscored,
}


def grade(spec: QuestionSpec, answer: Any, mark: Decimal | None = None) -> Result:
    """What this answer is worth. Total: any JSON is accepted, and what makes no sense is worth nothing.

    `mark` are the points a person has given to an answer that people read; without them it is pending.
    """
    grader = GRADERS.get(spec.type)
    result = share(spec.points, 0, 1) if grader is None else grader(spec, answer)
    if mark is None or not result.is_pending:
        return result
    raw = min(max(mark, ZERO), result.max).quantize(CENT, ROUND_HALF_UP)
    return Result(raw, result.max, raw == result.max)
