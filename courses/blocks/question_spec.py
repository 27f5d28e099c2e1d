"""A question block as a question spec."""

from decimal import Decimal
from typing import Any

from courses.grading.spec import QuestionSpec


def spec(child: Any) -> QuestionSpec:
    """A question in a stream as plain data; `child` is a bound block of a `Questions` stream."""
    value = child.value
    public, solution = child.block.parts(value)
    return QuestionSpec(
        key=child.id,
        type=child.block_type,
        public={"text": value["text"], "hint": value["hint"]} | public,
        solution=solution | {"explain": value["explain"]},
        points=Decimal(value["points"] if value["points"] is not None else 1),
        competence=value["competence"] or "",
    )
