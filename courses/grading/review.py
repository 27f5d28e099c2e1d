"""What a learner sees after grading: given, right, why, part by part. Only for questions that have been graded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .layout import parts_of
from .numeric import parse_number
from .result import Result, as_keys, as_mapping
from .spec import QuestionSpec
from .text import unquoted
from .words import GERMAN, Words


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One choice or part. `mark`: "ok" answered rightly, "no" wrongly, "missed" right but not chosen, "" neither.

    `note` says the mark in words, `why` is the author's feedback to this part.
    """

    text: str
    mark: str = ""
    note: str = ""
    why: str = ""
    part: bool = False  # a part of the question (its text comes before the note), not a choice
    src: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """`state`: "right", "partly", "wrong", "waiting" (for a person to read it) or "unscored".

    `texts`: feedback to what was chosen, then the explanation.
    """

    state: str
    given: tuple[str, ...]
    right: tuple[str, ...]
    texts: tuple[str, ...]
    rows: tuple[ReviewRow, ...]

    @property
    def parts(self) -> int:
        """How many parts the question has; 0 for a question that is answered as a whole."""
        return sum(row.part for row in self.rows)

    @property
    def right_parts(self) -> int:
        """How many of them are right."""
        return sum(row.part and row.mark == "ok" for row in self.rows)


def review(spec: QuestionSpec, answer: Any, result: Result, words: Words = GERMAN) -> Review:
    """Put an answer and its result into words. Total like `grade`: a malformed answer reads as none."""
    reviewer = REVIEWERS.get(spec.type)
    found = Review("", (), (), (), ()) if reviewer is None else reviewer(spec, answer, result, words)
    state = _state(result)
    if state == "waiting":  # what a good answer says is told together with the marks
        return replace(found, state=state, right=(), texts=())
    texts = tuple(text for text in (*found.texts, str(spec.solution.get("explain", ""))) if text)
    return replace(found, state=state, texts=texts)


def _state(result: Result) -> str:
    if result.correct is None:
        return "waiting" if result.is_pending else "unscored"
    if result.correct:
        return "right"
    return "partly" if result.raw > 0 else "wrong"


def _chosen(spec: QuestionSpec, answer: Any, result: Result, words: Words) -> Review:
    """single, image, survey, multiple: a row each choice."""
    several = spec.type == "multiple"
    feedback = as_mapping(spec.solution.get("feedback"))
    right = set(as_keys(spec.solution.get("correct")) if several else as_keys([spec.solution.get("correct")]))
    chosen = set(as_keys(answer) if several else as_keys([answer]))
    rows = []
    for choice in parts_of(spec)[0].choices:
        mark, note = _mark(choice.key in chosen, choice.key in right, result.correct is None, several, words)
        why = str(feedback.get(choice.key, "")) if several and mark else ""
        rows.append(ReviewRow(choice.text, mark, note, why, src=choice.src, width=choice.width, height=choice.height))
    names = {choice.key: choice.text for choice in parts_of(spec)[0].choices}
    texts = () if several else tuple(str(feedback.get(key, "")) for key in chosen)
    return Review("", _named(names, chosen), _named(names, right), texts, tuple(rows))


def _mark(chosen: bool, right: bool, unscored: bool, several: bool, words: Words) -> tuple[str, str]:
    if unscored:
        return "", words.chosen if chosen else ""
    if chosen:
        return ("ok", words.chosen_right) if right else ("no", words.chosen_wrong)
    if right:
        return "missed", words.missed_too if several else words.missed
    return "", ""


def _named(names: Mapping[str, str], keys: set[str]) -> tuple[str, ...]:
    return tuple(text for key, text in names.items() if key in keys)


def _true_false(spec: QuestionSpec, answer: Any, result: Result, words: Words) -> Review:
    names = {True: words.true, False: words.false}
    right = spec.solution.get("correct") is True
    given = answer if isinstance(answer, bool) else None
    rows = []
    for value, text in names.items():
        mark, note = _mark(value is given, value is right, False, False, words)
        rows.append(ReviewRow(text, mark, note))
    feedback = "" if given is None else str(spec.solution.get("feedback_true" if given else "feedback_false", ""))
    return Review("", () if given is None else (names[given],), (names[right],), (feedback,), tuple(rows))


def _by_part(spec: QuestionSpec, answer: Any, result: Result, words: Words) -> Review:
    """statements, gaps, gaps_choice, match, sort: a row each part, with what was given and what is right."""
    given_by_key = as_mapping(answer)
    key = as_mapping(spec.solution.get("accept" if spec.type == "gaps" else "correct"))
    feedback = as_mapping(spec.solution.get("feedback"))
    rows, given_all, right_all = [], [], []
    for number, part in enumerate(parts_of(spec), 1):
        names = {choice.key: choice.text for choice in part.choices}
        given = _value_text(given_by_key.get(part.key), names, words)
        right = _value_text(key.get(part.key), names, words)
        text = part.text
        if spec.type in ("gaps", "gaps_choice"):
            gap = words.gap.format(number=number)
            text = f"{gap}: {text}" if text else gap
        mark, note = _part_note(result.parts.get(part.key) is True, given, right, words)
        rows.append(ReviewRow(text, mark, note, str(feedback.get(part.key, "")), True))
        given_all.append(_pair(spec, part.text, given or "–"))
        right_all.append(_pair(spec, part.text, right))
    return Review("", tuple(given_all) if given_by_key else (), tuple(right_all), (), tuple(rows))


def _part_note(is_right: bool, given: str, right: str, words: Words) -> tuple[str, str]:
    if is_right:
        return "ok", words.part_right.format(given=unquoted(given))
    if given:
        return "no", words.part_wrong.format(given=unquoted(given), right=unquoted(right))
    return "no", words.part_empty.format(right=unquoted(right))


def _value_text(value: Any, names: Mapping[str, str], words: Words) -> str:
    if isinstance(value, bool):
        return words.true if value else words.false
    if isinstance(value, (list, tuple)):  # accepted texts: the first is the one to show
        return next((item for item in value if isinstance(item, str)), "")
    if not isinstance(value, str):
        return ""
    return names.get(value, "") if names else value


def _pair(spec: QuestionSpec, part: str, value: str) -> str:
    return value if spec.type in ("gaps", "gaps_choice") else f"{part}: {value}"


def _order(spec: QuestionSpec, answer: Any, result: Result, words: Words) -> Review:
    """The right order, with the learner's place at each item."""
    names = {part.key: part.text for part in parts_of(spec)}
    right = [key for key in as_keys(spec.solution.get("correct")) if key in names]
    given = [key for key in as_keys(answer) if key in names]
    rows = []
    for place, key in enumerate(right, 1):
        own = given.index(key) + 1 if key in given else None
        follows = result.parts.get(key) is True
        if own is None:
            mark, note = "no", words.place_empty
        elif own == place and follows:
            mark, note = "ok", words.place_right
        else:
            mark, note = ("ok", words.place_follows) if follows else ("no", words.place_wrong)
        rows.append(ReviewRow(f"{place}. {names[key]}", mark, note.format(given=own, right=place), "", True))
    return Review("", tuple(names[key] for key in given), tuple(names[key] for key in right), (), tuple(rows))


def _marked(spec: QuestionSpec, answer: Any, result: Result, words: Words) -> Review:
    """Words to mark: rows only for what was marked or should have been."""
    right = set(as_keys(spec.solution.get("correct")))
    chosen = set(as_keys(answer))
    names = {choice.key: choice.text for choice in parts_of(spec)[0].choices}
    rows = []
    for key, text in names.items():
        mark, note = _mark(key in chosen, key in right, False, True, words)
        if mark:
            rows.append(ReviewRow(text, mark, note))
    return Review("", _named(names, chosen), _named(names, right), (), tuple(rows))


def _short(spec: QuestionSpec, answer: Any, result: Result, words: Words) -> Review:
    given = (answer,) if isinstance(answer, str) and answer else ()
    return Review("", given, tuple(as_keys(spec.solution.get("accept"))[:1]), (), ())


def _number(spec: QuestionSpec, answer: Any, result: Result, words: Words) -> Review:
    unit = str(spec.public.get("unit", ""))
    right = str(spec.solution.get("correct", "")).replace(".", ",")
    given = str(answer) if isinstance(answer, (str, int)) and not isinstance(answer, bool) else ""
    if given and unit and parse_number(given) is not None and unit.casefold() not in given.casefold():
        given = f"{given} {unit}"
    return Review("", (given,) if given else (), (f"{right} {unit}".strip(),), (), ())


def _open(spec: QuestionSpec, answer: Any, result: Result, words: Words) -> Review:
    sample = str(spec.solution.get("sample", ""))
    given = (answer,) if isinstance(answer, str) and answer else ()
    return Review("", given, (sample,) if sample else (), (), ())


Reviewer = Callable[[QuestionSpec, Any, Result, Words], Review]

REVIEWERS: Mapping[str, Reviewer] = {
    "single": _chosen,
    "multiple": _chosen,
    "truefalse": _true_false,
    "statements": _by_part,
    "gaps": _by_part,
    "gaps_choice": _by_part,
    "short": _short,
    "number": _number,
    "match": _by_part,
    "order": _order,
    "sort": _by_part,
    "mark": _marked,
    "image": _chosen,
    "open": _open,
    "survey": _chosen,
}
