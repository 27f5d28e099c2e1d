"""Typed text: what counts as the same word, and how far a slip of the keys may go."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from .result import ZERO, Result, as_keys, share, unscored
from .spec import QuestionSpec

LONGEST = 2_000
_SAME = str.maketrans(
    dict.fromkeys("„“”‟«»‹›″＂", '"')
    | dict.fromkeys("‚‘’‛′`´ʼ＇", "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff\u2060", None)
)


def grade_short(spec: QuestionSpec, answer: Any) -> Result:
    """All or nothing: one of the accepted texts, with as many slips as the question allows."""
    slips = spec.solution.get("typos", 0)
    right = matches(
        answer,
        spec.solution.get("accept"),
        ignore_case=spec.solution.get("ignore_case", True) is not False,
        typos=slips if isinstance(slips, int) else 0,
    )
    return share(spec.points, int(right), 1)


def grade_unscored(spec: QuestionSpec, answer: Any) -> Result:
    """Surveys count nothing."""
    return unscored()


def grade_open(spec: QuestionSpec, answer: Any) -> Result:
    """Free text: worth what a person gives for it, which is not known here. Nothing written is worth nothing."""
    if not spec.needs_review:
        return unscored()
    if not isinstance(answer, str) or not answer.strip():
        return share(spec.points, 0, 1)
    return Result(ZERO, spec.points, None)


def matches(given: Any, accept: Any, *, ignore_case: bool = True, typos: int = 0) -> bool:
    """Whether the given text is one of the accepted ones."""
    if not isinstance(given, str) or len(given) > LONGEST:
        return False
    text = normal(given, ignore_case)
    if not text:
        return False
    wanted = _normal_all(tuple(as_keys(accept)), ignore_case)
    return text in wanted or (typos > 0 and any(_near(text, one, typos) for one in wanted))


@lru_cache(maxsize=4096)
def _normal_all(accept: tuple[str, ...], ignore_case: bool) -> tuple[str, ...]:
    return tuple(normal(text, ignore_case) for text in accept)


def normal(text: str, ignore_case: bool = True) -> str:
    """One spelling for what reads the same: composed letters, one kind of quote and hyphen, single spaces.

    A full stop at the end is dropped: dictation adds it. Signs that nobody sees are dropped.
    """
    text = unicodedata.normalize("NFC", text).translate(_SAME)
    if ignore_case:
        text = unicodedata.normalize("NFC", text.casefold())
    text = " ".join(text.split())
    return text.rstrip(" .") or text


def _near(text: str, wanted: str, typos: int) -> bool:
    """Within `typos` slips, but never more than one for each three letters after the first: short words must fit.

    Otherwise "CC" would pass for "BCC".
    """
    allowed = min(typos, (len(wanted) - 1) // 3)
    return allowed > 0 and abs(len(text) - len(wanted)) <= allowed and distance(text, wanted) <= allowed


def distance(one: str, other: str) -> int:
    """Damerau-Levenshtein (optimal string alignment): letters put in, left out, changed, or two neighbours swapped."""
    two_above: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, target in enumerate(other, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != target))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == target:
                cost = min(cost, two_above[column - 2] + 1)
            line.append(cost)
        two_above, above = above, line
    return above[-1]


def first_words(texts: Iterable[str], limit: int = 60) -> str:
    """The texts joined and cut at a word, to name a part in a message."""
    text = " ".join(" ".join(texts).split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"


def unquoted(text: str) -> str:
    """The text without German or English quotes around the whole of it, so that quoting it does not double them."""
    for opening, closing in ("„“", "“”"):
        if text[:1] == opening and text.find(closing, 1) == len(text) - 1:
            return text[1:-1]
    return text
