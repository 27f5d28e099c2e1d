"""Blanks, DragText, MarkTheWords: stars in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.h5p.convert.fit import MOST, TEXT
from courses.h5p.convert.maker import Maker
from courses.h5p.convert.values import apart, group, lines, rows, truth

Params = Mapping[str, Any]
_STARRED = re.compile(r"\*([^*\n]+)\*")
_GAP_WORD = {"de": "Lücke", "en": "Gap"}
_STAR = "\0"  # one that is meant, while the others are looked for


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two stars: *word/other:tip* in Blanks, *word:tip\\+right\\-wrong* in DragText."""

    words: tuple[str, ...]
    tip: str
    feedback: str

    @classmethod
    def of(cls, text: str, several: bool) -> Gap:
        feedback = ""
        if not several:
            text, _plus, feedback = text.partition("\\+")
            text, _minus, wrong = text.partition("\\-")
            feedback = feedback or wrong
        words, _colon, tip = text.partition(":")
        given = words.split("/") if several else [words]
        kept = (word.strip().replace(_STAR, "*") for word in given)
        return cls(tuple(dict.fromkeys(word for word in kept if word)), tip.strip().replace(_STAR, "*"), feedback)


def gaps_of(text: str, several: bool) -> tuple[str, list[Gap]]:
    """The text with our marks for gaps, and the gaps. Of more than 100 the rest stays in the text as words."""
    found: list[Gap] = []
    text = text.replace(_STAR, " ").replace("**", _STAR)  # two stars are one that is meant

    def mark(match: re.Match[str]) -> str:
        gap = Gap.of(match[1], several)
        if not gap.words:
            return match[0]
        if len(found) == MOST:
            return f" {gap.words[0]} "
        found.append(gap)
        before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
        return f"{' ' * (before == '[')}[[{len(found)}]]{' ' * (after == ']')}"

    return _STARRED.sub(mark, text).replace(_STAR, "*"), found


def blanks(params: Params, made: Maker) -> None:
    """All gaps of the content in one question, below its task."""
    behaviour = group(params.get("behaviour"))
    made.lose("case", truth(behaviour.get("caseSensitive", True)))
    made.lose("typos", truth(behaviour.get("acceptSpellingErrors")))
    made.lose_media(params.get("media"))
    made.lose_ranges(params.get("overallFeedback"))
    task, pieces = lines(params.get("text")), [lines(each) for each in rows(params.get("questions"), "questions")]
    text, gaps = _marked("\n".join(piece for piece in pieces if piece), made, several=True)
    _typed(task, text, gaps, made)


def _marked(text: str, made: Maker, several: bool) -> tuple[str, list[Gap]]:
    """As `gaps_of`, as long as a question may be: a gap beyond its end would have no place."""
    text = made.cut(text, TEXT // 2)
    made.lose("too-many-gaps", len(_STARRED.findall(text.replace("**", ""))) > MOST, most=str(MOST))
    return gaps_of(text, several)


def _typed(task: str, text: str, gaps: list[Gap], made: Maker) -> None:
    entries = [
        {"key": str(number), "accept": list(gap.words), "label": _label(gap, number, made)}
        for number, gap in enumerate(gaps, 1)
    ]
    made.question("gaps", _below(task, text, made), len(gaps), gaps=entries)


def _below(task: str, text: str, made: Maker) -> str:
    return f"{made.cut(task, TEXT // 4)}\n{text}".strip()


def _label(gap: Gap, number: int, made: Maker) -> str:
    return gap.tip or f"{_GAP_WORD.get(made.language, _GAP_WORD['de'])} {number}"


def drag_text(params: Params, made: Maker) -> None:
    """A gap for each word, chosen from all words: no dragging. Equal words stand for each other, as in H5P."""
    made.lose_ranges(params.get("overallFeedback"))
    made.lose_media(params.get("media"))
    text, gaps = _marked(lines(params.get("textField")), made, several=False)
    task = lines(params.get("taskDescription"))
    made.lose("feedback-gap", any(gap.feedback for gap in gaps))
    distractors = lines(params.get("distractors"))
    made.lose("too-many-answers", len(_STARRED.findall(distractors)) > MOST, most=str(MOST))
    _rest, more = gaps_of(distractors, several=False)
    words = list(dict.fromkeys(word for gap in [*gaps, *more] for word in gap.words))
    if len(words) < 2:
        made.lose("one-choice", words)
        _typed(task, text, gaps, made)
        return
    entries = [
        {"key": str(number), "choices": words, "correct": gap.words[0], "label": _label(gap, number, made)}
        for number, gap in enumerate(gaps, 1)
    ]
    made.question("gaps_choice", _below(task, text, made), len(gaps), gaps=entries)


def mark_the_words(params: Params, made: Maker) -> None:
    """Marked words; two stars are one that is meant."""
    made.lose_ranges(params.get("overallFeedback"))
    made.lose_media(params.get("media"))
    text = " ".join(lines(params.get("textField")).split("\n")).replace(_STAR, " ").replace("**", _STAR)
    count = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal count
        if not (word := apart(f" {match[1].strip()} ").strip()):
            return match[0]
        count += 1
        before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
        inner = f"{' ' * word.startswith('[')}{word}{' ' * word.endswith(']')}"
        return f"{' ' * (before == '[')}[[{inner}]]{' ' * (after == ']')}"

    sentence = _STARRED.sub(mark, text).replace(_STAR, "*")
    made.question("mark", lines(params.get("taskDescription")), count, sentence=sentence)
