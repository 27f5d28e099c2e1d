"""Pure: the points of a content, counted as its H5P library counts them, from the response a browser reports.

Rules: the scripts of the content types (MultiChoice 1.16, TrueFalse 1.8, Blanks 1.14, DragText 1.10, SingleChoiceSet
1.11, Summary 1.10) and our own SK.Selfcheck. What is not counted here, or not for sure, stays unchecked: a right result
must not be refused.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from courses.grading.text import distance
from courses.h5p.convert.cloze import Gap, gaps_of
from courses.h5p.convert.values import group, lines, raw, rows, truth, whole

Params = Mapping[str, Any]
_STARRED = re.compile(r"\*[^*]+\*")
_BETWEEN = "[,]"  # how xAPI parts the answers of one response


def most_points(library: str, content: Any) -> Decimal | None:
    """All points of a content; None where only its library knows."""
    count = _MOST.get(_machine(library))
    most = count(group(content)) if count else None
    return None if most is None else Decimal(most)


def points_of(library: str, content: Any, response: str) -> Decimal | None:
    """The points of a response; None where they cannot be counted, and for a response no player gives."""
    count = _POINTS.get(_machine(library))
    points = count(group(content), response) if count else None
    return None if points is None else Decimal(points)


def is_counted(library: str, content: Any) -> bool:
    """Whether the points of a response can be counted here."""
    return _machine(library) in _POINTS and most_points(library, content) is not None


def _machine(library: str) -> str:
    return library.partition(" ")[0]


def _right(content: Params) -> list[bool]:
    return [truth(group(answer).get("correct")) for answer in rows(content.get("answers")) if group(answer)]


def _is_single(content: Params) -> bool:
    kind = group(content.get("behaviour")).get("type", "auto")
    return kind == "single" or (kind != "multi" and sum(_right(content)) == 1)


def _is_one_point(content: Params) -> bool:
    return truth(group(content.get("behaviour")).get("singlePoint"))


def _most_multichoice(content: Params) -> int | None:
    if any("weight" in group(answer) for answer in rows(content.get("answers"))):
        return None  # no editor writes it, and only the library knows what it does with it
    return 1 if _is_single(content) or _is_one_point(content) else max(sum(_right(content)), 1)


def _multichoice(content: Params, response: str) -> int | None:
    right, chosen = _right(content), _places(response, len(_right(content)))
    if chosen is None:
        return None
    if not any(right):
        return 0 if chosen else 1
    if _is_single(content):
        return int(len(chosen) == 1 and all(right[place] for place in chosen))
    gained = max(sum(1 if right[place] else -1 for place in chosen), 0)
    if not _is_one_point(content):
        return gained
    needed = whole(group(content.get("behaviour")).get("passPercentage"), 100)
    return int(100 * gained >= needed * sum(right))


def _places(response: str, count: int) -> set[int] | None:
    """The chosen places; None if the response names one that is not there."""
    named = response.split(_BETWEEN) if response else []
    if not all(place.isascii() and place.isdecimal() and len(place) < 5 and int(place) < count for place in named):
        return None
    return {int(place) for place in named}


def _true_false(content: Params, response: str) -> int | None:
    if response not in ("true", "false"):
        return None
    return int((response == "true") == truth(content.get("correct")))


def _selfcheck(content: Params, response: str) -> int | None:
    right, chosen = _right(content), _places(response, len(_right(content)))
    if chosen is None or len(chosen) > 1:
        return None
    return int(bool(chosen) and chosen == {right.index(True)} if True in right else False)


def _gaps(texts: list[str], several: bool) -> list[Gap] | None:
    """The gaps of all texts; None where somebody else might see others (empty ones, more than are read here)."""
    found: list[Gap] = []
    for text in texts:
        line = " ".join(text.split("\n"))
        gaps = gaps_of(line, several)[1]
        if len(gaps) != len(_STARRED.findall(line.replace("**", ""))):
            return None
        found += gaps
    return found


def _blank_gaps(content: Params) -> list[Gap] | None:
    return _gaps([lines(each) for each in rows(content.get("questions"), "questions")], several=True)


def _blanks(content: Params, response: str) -> int | None:
    gaps = _blank_gaps(content)
    if gaps is None:
        return None
    behaviour = group(content.get("behaviour"))
    exact, forgiving = truth(behaviour.get("caseSensitive", True)), truth(behaviour.get("acceptSpellingErrors"))
    return _matched([gap.words for gap in gaps], response, lambda a, b: _same_word(a, b, exact, forgiving))


def _same_word(given: str, wanted: str, exact: bool, forgiving: bool) -> bool:
    if not exact:
        given, wanted = given.lower(), wanted.lower()
    if given == wanted:
        return True
    slips = 2 if len(wanted) > 9 else 1 if len(wanted) > 3 else 0
    return forgiving and abs(len(given) - len(wanted)) <= slips and distance(given, wanted) <= slips


def _drag_gaps(content: Params) -> list[Gap] | None:
    return _gaps([lines(content.get("textField"))], several=False)


def _drag_text(content: Params, response: str) -> int | None:
    gaps = _drag_gaps(content)
    if gaps is None:
        return None
    return _matched([gap.words for gap in gaps], response, lambda given, wanted: given == wanted)


def _matched(gaps: list[tuple[str, ...]], response: str, same: Callable[[str, str], bool]) -> int | None:
    given = [" ".join(word.split()) for word in response.split(_BETWEEN)]
    if len(given) != len(gaps):
        return None
    return sum(
        any(same(word, " ".join(wanted.split())) for wanted in words) for word, words in zip(given, gaps, strict=True)
    )


def _most_choices(content: Params) -> int:
    asked = [group(each) for each in rows(content.get("choices"), "choices")]
    return len([each for each in asked if rows(each.get("answers"), "answers")])


def _most_summary(content: Params) -> int:
    panels = [rows(group(each).get("summary"), "summary") for each in rows(content.get("summaries"), "summaries")]
    return len([panel for panel in panels if any(raw(each) for each in panel)])


def _number_of(gaps: list[Gap] | None) -> int | None:
    return None if gaps is None else len(gaps)


_MOST: dict[str, Callable[[Params], int | None]] = {
    "H5P.MultiChoice": _most_multichoice,
    "H5P.TrueFalse": lambda content: 1,
    "H5P.Blanks": lambda content: _number_of(_blank_gaps(content)),
    "H5P.DragText": lambda content: _number_of(_drag_gaps(content)),
    "H5P.SingleChoiceSet": _most_choices,
    "H5P.Summary": _most_summary,
    "SK.Selfcheck": lambda content: 1,
}
_POINTS: dict[str, Callable[[Params, str], int | None]] = {
    "H5P.MultiChoice": _multichoice,
    "H5P.TrueFalse": _true_false,
    "H5P.Blanks": _blanks,
    "H5P.DragText": _drag_text,
    "SK.Selfcheck": _selfcheck,
}
