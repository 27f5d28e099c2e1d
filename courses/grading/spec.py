"""One question and one quiz as plain data: what may be seen stands apart from the right answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

TYPES = (
    "single",
    "multiple",
    "truefalse",
    "statements",
    "gaps",
    "gaps_choice",
    "short",
    "number",
    "match",
    "order",
    "sort",
    "mark",
    "image",
    "open",
    "survey",
)
# Never counted: a survey has no right answer.
UNSCORED = frozenset({"survey"})
# Marked by a person. In practice such a question is worth no points and the learner compares it with the sample.
REVIEWED = frozenset({"open"})

Json = Any
Public = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """One question. `public` is all a browser may see; `solution` stays on the server until the answer is graded.

    `key` is the id of the question's block, `points` what a fully right answer is worth, `lesson` the key of the
    lesson that explains it ("" if none is named). The shapes of both mappings by type stand in docs/questions.md.
    """

    key: str
    type: str
    public: Mapping[str, Any]
    solution: Mapping[str, Any]
    points: Decimal = Decimal(1)
    competence: str = ""
    lesson: str = ""

    @property
    def is_scored(self) -> bool:
        """Whether an answer is worth points at all."""
        return self.type not in UNSCORED and (self.type not in REVIEWED or self.points > 0)

    @property
    def needs_review(self) -> bool:
        """Whether its points are given by a person who reads the answer."""
        return self.type in REVIEWED and self.points > 0

    def to_data(self) -> dict[str, Any]:
        """The question as plain JSON; points as text, so that no float ever touches them."""
        return {
            "key": self.key,
            "type": self.type,
            "public": dict(self.public),
            "solution": dict(self.solution),
            "points": _plain(self.points),
            "competence": self.competence,
            "lesson": self.lesson,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> QuestionSpec:
        """The way back from `to_data`. Raises KeyError if a field is missing: the data is our own."""
        return cls(
            key=data["key"],
            type=data["type"],
            public=data["public"],
            solution=data["solution"],
            points=Decimal(data["points"]),
            competence=data["competence"],
            lesson=data.get("lesson", ""),
        )


@dataclass(frozen=True, slots=True)
class QuizSpec:
    """One quiz as it stood when an attempt began.

    `mode` is "practice" or "assessed"; `pass_mark` the scaled score (0 to 1) needed to pass; `draw` the number of
    questions drawn from the pool; `feedback` "each" (after each question) or "end"; `counts` the attempt that counts
    ("best", "last", "first"); `wait` the minutes between two attempts; `layout` "one" question a page or "all" on
    one; `review` what a learner may see afterwards ("full", "passed": solutions only once passed, "own": without
    solutions, "none": the score alone); `limit` the minutes for a sitting. None: no such rule.
    """

    key: str
    title: str
    mode: str
    pass_mark: Decimal | None
    attempts: int | None
    draw: int | None
    shuffle: bool
    feedback: str
    questions: tuple[QuestionSpec, ...]
    language: str
    counts: str = "best"
    wait: int | None = None
    layout: str = "one"
    review: str = "full"
    limit: int | None = None

    @property
    def scored(self) -> tuple[QuestionSpec, ...]:
        """The questions that count."""
        return tuple(question for question in self.questions if question.is_scored)

    def question(self, key: str) -> QuestionSpec | None:
        """The question with this key, or None."""
        return next((question for question in self.questions if question.key == key), None)

    def to_data(self) -> dict[str, Any]:
        """The quiz as plain JSON."""
        return {
            "key": self.key,
            "title": self.title,
            "mode": self.mode,
            "pass_mark": None if self.pass_mark is None else _plain(self.pass_mark),
            "attempts": self.attempts,
            "draw": self.draw,
            "shuffle": self.shuffle,
            "feedback": self.feedback,
            "questions": [question.to_data() for question in self.questions],
            "language": self.language,
            **{name: getattr(self, name) for name in _LATER},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> QuizSpec:
        """The way back from `to_data`. Raises KeyError if a field is missing: the data is our own."""
        return cls(
            key=data["key"],
            title=data["title"],
            mode=data["mode"],
            pass_mark=None if data["pass_mark"] is None else Decimal(data["pass_mark"]),
            attempts=data["attempts"],
            draw=data["draw"],
            shuffle=data["shuffle"],
            feedback=data["feedback"],
            questions=tuple(QuestionSpec.from_data(question) for question in data["questions"]),
            language=data["language"],
            **{name: data[name] for name in _LATER if name in data},
        )

    def content_hash(self) -> str:
        """SHA-256 (hex) of the canonical JSON: equal quizzes have equal hashes, on any machine."""
        text = json.dumps(self.to_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# Fields that quizzes frozen by an earlier version may lack; their defaults are what that version did.
_LATER = ("counts", "wait", "layout", "review", "limit")


def _plain(number: Decimal) -> str:
    """One spelling for one value: 1, 1.0 and 1.00 are all "1"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
