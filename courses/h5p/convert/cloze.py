"""Blanks, DragText, MarkTheWords: stars in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.h5p.convert.maker import Maker
from courses.h5p.convert.values import group, lines, rows, truth

Params = Mapping[str, Any]
_STARRED = re.compile(r"\*([^*\n]+)\*")
_GAP_WORD = {"de": "Lücke", "en": "Gap"}


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two stars: *word/other:tip\\+right\\-wrong*."""

    words: tuple[str, ...]
    tip: str
    feedback: str

    @classmethod
    def of(cls, text: str, several: bool) -> Gap:
        text, _plus, feedback = text.partition("\\+")
        if not feedback:
            text, _minus, feedback = text.partition("\\-")
        words, _colon, tip = text.partition(":")
        given = words.split("/") if several else [words]
        return cls(tuple(word.strip() for word in given if word.strip()), tip.strip(), feedback.strip())


def gaps_of(text: str, several: bool) -> tuple[str, list[Gap]]:
    """The text with our marks for gaps, and the gaps."""
    found: list[Gap] = []
    text = text.replace("**", "\0")  # two stars are one that is meant

    def mark(match: re.Match[str]) -> str:
        gap = Gap.of(match[1], several)
        if not gap.words:
            return match[0]
        found.append(gap)
        return f"[[{len(found)}]]"

    return _STARRED.sub(mark, text).replace("\0", "*"), found


def blanks(params: Params, made: Maker) -> None:
    """All gaps of the content in one question, below its task."""
    behaviour = group(params.get("behaviour"))
    made.lose("case", truth(behaviour.get("caseSensitive", True)))
    made.lose("typos", truth(behaviour.get("acceptSpellingErrors")))
    made.lose_media(params.get("media"))
    made.lose_ranges(params.get("overallFeedback"))
    task, pieces = lines(params.get("text")), [lines(each) for each in rows(params.get("questions"), "questions")]
    text, gaps = gaps_of("\n".join(piece for piece in pieces if piece), several=True)
    _typed(task, text, gaps, made)


def _typed(task: str, text: str, gaps: list[Gap], made: Maker) -> None:
    made.lose("no-key", not gaps)
    entries = [
        {"key": str(number), "accept": list(gap.words), "label": _label(gap, number, made)}
        for number, gap in enumerate(gaps, 1)
    ]
    made.question("gaps", f"{task}\n{text}".strip(), len(gaps), gaps=entries)


def _label(gap: Gap, number: int, made: Maker) -> str:
    return gap.tip or f"{_GAP_WORD.get(made.language, _GAP_WORD['de'])} {number}"


def drag_text(params: Params, made: Maker) -> None:
    """A gap for each word, chosen from all words: no dragging. Equal words stand for each other, as in H5P."""
    made.lose_ranges(params.get("overallFeedback"))
    made.lose_media(params.get("media"))
    text, gaps = gaps_of(lines(params.get("textField")), several=False)
    task = lines(params.get("taskDescription"))
    made.lose("feedback-gap", any(gap.feedback for gap in gaps))
    more = [Gap.of(word, several=False).words for word in _STARRED.findall(lines(params.get("distractors")))]
    words = list(dict.fromkeys(word for each in [*(gap.words for gap in gaps), *more] for word in each))
    if len(words) < 2:
        made.lose("one-choice")
        _typed(task, text, gaps, made)
        return
    entries = [
        {"key": str(number), "choices": words, "correct": gap.words[0], "label": _label(gap, number, made)}
        for number, gap in enumerate(gaps, 1)
    ]
    made.lose("no-key", not gaps)
    made.question("gaps_choice", f"{task}\n{text}".strip(), len(gaps), gaps=entries)


def mark_the_words(params: Params, made: Maker) -> None:
    """Marked words; two stars are one that is meant."""
    made.lose_ranges(params.get("overallFeedback"))
    made.lose_media(params.get("media"))
    text = " ".join(lines(params.get("textField")).split("\n")).replace("**", "\0")
    sentence, count = _STARRED.subn(lambda match: f"[[{match[1].strip()}]]" if match[1].strip() else match[0], text)
    made.lose("no-key", count == 0)
    made.question("mark", lines(params.get("taskDescription")), count, sentence=sentence.replace("\0", "*"))
