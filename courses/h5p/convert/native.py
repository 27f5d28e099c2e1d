"""What conversion gives: questions and blocks in the format of our course archives, and what is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Entry = dict[str, Any]

#: each has its sentence for people in courses/h5p/losses.py
LOSSES = (
    "case",
    "essay-scoring",
    "feedback-range",
    "feedback-gap",
    "feedback-not-chosen",
    "first-try",
    "intro",
    "keywords",
    "length",
    "media",
    "no-alt",
    "no-key",
    "not-in-h5p",
    "one-choice",
    "pass-mark",
    "regex",
    "rules",
    "several-right",
    "shape",
    "single-point",
    "split",
    "tip",
    "timer",
    "typos",
    "unsupported",
    "weight",
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
