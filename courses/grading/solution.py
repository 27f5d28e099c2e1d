"""What is right in a question and why, for its author: the review of an answer that nobody has given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .grade import grade
from .layout import parts_of
from .result import as_keys, as_mapping
from .review import Review, review
from .spec import QuestionSpec
from .words import Words, gettext_noop

#: for people who write questions, not for those who answer them
FOR_AUTHORS = Words(
    missed=gettext_noop("Richtig"),
    missed_too=gettext_noop("Richtig"),
    part_empty=gettext_noop("Richtig ist: {right}"),
    place_empty="",  # the number stands before the item
)


def solution(spec: QuestionSpec, words: Words = FOR_AUTHORS) -> Review:
    """Every right answer and all feedback. Total: a draft may lack anything."""
    whole = replace(spec, solution={**spec.solution, **_all_accepted(spec.solution.get("accept"))})
    found = review(whole, None, grade(whole, None), words)
    feedback = _feedback(spec)
    if spec.type == "number" and found.right and spec.solution.get("tolerance", "0") != "0":
        found = replace(found, right=(f"{found.right[0]} ± {str(spec.solution['tolerance']).replace('.', ',')}",))
    choices = [choice for part in parts_of(spec) for choice in part.choices]
    if feedback and len(choices) == len(found.rows):
        rows = zip(found.rows, choices, strict=True)
        return replace(found, rows=tuple(replace(row, why=feedback.get(choice.key, "")) for row, choice in rows))
    return found


def _all_accepted(accept: Any) -> dict[str, Any]:
    """A review shows the first of the texts that are accepted; authors want to see them all."""
    if isinstance(accept, dict):
        return {"accept": {key: [" / ".join(as_keys(texts))] for key, texts in accept.items()}}
    return {"accept": [" / ".join(as_keys(accept))]} if accept else {}


def _feedback(spec: QuestionSpec) -> dict[str, str]:
    if spec.type == "truefalse":
        return {key: str(spec.solution.get(f"feedback_{key}") or "") for key in ("true", "false")}
    return {str(key): str(text) for key, text in as_mapping(spec.solution.get("feedback")).items()}
