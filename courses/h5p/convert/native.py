"""What conversion gives: questions and blocks in the format of our course archives, and what is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Entry = dict[str, Any]

#: each has its sentence for people in courses/h5p/losses.py
LOSSES = (
    "all-right",
    "case",
    "competence",
    "cut",
    "empty",
    "empty-answer",
    "essay-scoring",
    "feedback-gap",
    "feedback-keyword",
    "feedback-not-chosen",
    "feedback-range",
    "first-try",
    "intro",
    "keywords",
    "length",
    "lesson-link",
    "mastery",
    "media",
    "more",
    "nested",
    "no-alt",
    "no-file",
    "no-key",
    "no-score",
    "no-text",
    "not-in-h5p",
    "one-choice",
    "pass-mark",
    "points",
    "regex",
    "replies",
    "rules",
    "several-right",
    "shape",
    "signs",
    "single-point",
    "split",
    "timer",
    "tip",
    "too-deep",
    "too-many-answers",
    "too-many-gaps",
    "too-many-parts",
    "twins",
    "typos",
    "unsupported",
    "unsupported-titled",
    "weight",
    "words-for-all",
)


class NotConvertible(Exception):
    """A content of a library that we cannot read at all."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that does not come along. `where` is the number of the question or block it stood in."""

    kind: str
    where: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Native:
    """`kind` is "quiz" (questions alone) or "lesson" (blocks in their order, questions among them as practice).

    `media` names the file of the package for each file name the blocks use.
    """

    title: str
    kind: str
    pass_mark: Decimal | None
    draw: int | None
    shuffle: bool
    questions: tuple[Entry, ...]
    blocks: tuple[Entry, ...]
    losses: tuple[Loss, ...]
    media: Mapping[str, str] = field(default_factory=dict)
