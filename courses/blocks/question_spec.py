"""A question block as a question spec."""

from decimal import Decimal
from typing import Any

from courses.grading.spec import REVIEWED, QuestionSpec


def spec(child: Any, assessed: bool = False) -> QuestionSpec:
    """A question in a stream as plain data; `child` is a bound block of a `Questions` stream."""
    return block_spec(child.block, child.value, child.id, assessed)


def block_spec(block: Any, value: Any, key: str = "", assessed: bool = False) -> QuestionSpec:
    """The value of a question block as plain data. Total: a draft may lack anything.

    Free text is worth points in an assessed quiz only, where a person reads it: those of its criteria, if it has any.
    """
    public, solution = block.parts(value)
    points = Decimal(value["points"] if value["points"] is not None else 1)
    if block.name in REVIEWED:
        criteria = sum((Decimal(each["points"]) for each in solution["rubric"]), Decimal(0))
        points = (criteria or points) if assessed else Decimal(0)
    return QuestionSpec(
        key=key,
        type=block.name,
        public={"text": value["text"], "hint": value["hint"]} | public,
        solution=solution | {"explain": value["explain"]},
        points=points,
        competence=value["competence"] or "",
        lesson=str(value["lesson"].translation_key) if value["lesson"] else "",
    )
