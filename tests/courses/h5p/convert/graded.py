"""Converted questions through our own grader, answered by the words on the page."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from courses.blocks.question import QUESTION_BLOCKS
from courses.blocks.question_spec import block_spec
from courses.exchange.archive.to_blocks import Blocks
from courses.grading.grade import grade
from courses.grading.spec import QuestionSpec

OUTER = UUID(int=7)


class NoFiles:
    def picture(self, name: str) -> int:
        raise AssertionError(name)

    def document(self, name: str, title: str) -> int:
        raise AssertionError(name)


def spec_of(question: Mapping[str, Any]) -> QuestionSpec:
    made = Blocks("de", NoFiles()).question(OUTER, question)
    block = QUESTION_BLOCKS[made["type"]]()
    block.set_name(made["type"])
    return block_spec(block, block.to_python(made["value"]), str(made["id"]))


def spec_in_quiz(question: Mapping[str, Any]) -> QuestionSpec:
    """As in an assessed quiz, where a person reads free text."""
    made = Blocks("de", NoFiles()).question(OUTER, question)
    block = QUESTION_BLOCKS[made["type"]]()
    block.set_name(made["type"])
    return block_spec(block, block.to_python(made["value"]), str(question["key"]), assessed=True)


def key_of(rows: list[dict[str, Any]], text: str) -> str:
    return str(next(row["key"] for row in rows if row["text"] == text))


def score(question: Mapping[str, Any], *words: str | bool) -> tuple[Decimal, Decimal]:
    """(raw, max) for an answer given in words: chosen texts, or one word a gap in order."""
    spec = spec_of(question)
    answer: Any
    match spec.type:
        case "single":
            answer = key_of(spec.public["choices"], str(words[0]))
        case "multiple":
            answer = [key_of(spec.public["choices"], str(word)) for word in words]
        case "truefalse" | "short":
            answer = words[0]
        case "gaps":
            answer = {gap["key"]: word for gap, word in zip(spec.public["gaps"], words)}
        case "gaps_choice":
            answer = {gap["key"]: key_of(gap["choices"], str(word)) for gap, word in zip(spec.public["gaps"], words)}
        case "mark":
            answer = [key_of([t for t in spec.public["tokens"] if t["key"]], str(word)) for word in words]
        case other:
            raise AssertionError(other)
    result = grade(spec, answer)
    return result.raw, result.max
