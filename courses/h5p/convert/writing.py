"""Essay and Flashcards: writing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from courses.h5p.convert.fit import MOST
from courses.h5p.convert.maker import Maker
from courses.h5p.convert.native import Entry
from courses.h5p.convert.values import group, line, lines, raw, rows, truth, whole

Params = Mapping[str, Any]
_PATTERN = re.compile(r"/.*/[a-z]*")
_CENT = Decimal("0.01")


def essay(params: Params, made: Maker) -> None:
    """Our open question: a person reads it, where H5P counts words. The words become criteria.

    As in H5P there are at most sum(points x occurrences) x percentageMastering / 100 points, but at least 1; criteria
    share them. Without scoring the criteria have no points, and the question keeps its one.
    """
    behaviour, solution = group(params.get("behaviour")), group(params.get("solution"))
    made.lose("essay-scoring")
    made.lose("length", behaviour.get("minimumLength") or behaviour.get("maximumLength"))
    made.lose_media(params.get("media"))
    made.lose_ranges(params.get("overallFeedback"))
    rubric = list(_rubric(params, made))
    ignored = truth(behaviour.get("ignoreScoring"))
    percent = min(max(whole(behaviour.get("percentageMastering"), 100), 0), 100)
    made.lose("mastery", percent < 100 and rubric and not ignored, percent=str(percent))
    made.lose("pass-mark", rubric and not ignored and whole(behaviour.get("percentagePassing")))
    total = sum(each["points"] for each in rubric)
    most = Decimal(1) if ignored else max(Decimal(total * percent) / 100, Decimal(1))
    made.lose("no-score", ignored and rubric)
    made.lose("points", most > MOST)
    points = _shared(rubric, Decimal(0) if ignored else min(most, Decimal(MOST)), total)
    made.question(
        "open",
        lines(params.get("taskDescription")),
        number(min(most, Decimal(MOST))),
        sample=lines(solution.get("sample")) or lines(solution.get("introduction")),
        rubric=[each | {"points": number(share)} for each, share in zip(rubric, points)],
    )


def _rubric(params: Params, made: Maker) -> Iterator[Entry]:
    """The keywords with their points in H5P. A pattern is shown as it is written and never run."""
    keywords = [group(each) for each in rows(params.get("keywords"), "keywords")]
    made.lose("too-many-answers", len(keywords) > MOST, most=str(MOST))
    for each in keywords[:MOST]:
        word, options = line(each.get("keyword")), group(each.get("options"))
        made.lose("regex", _PATTERN.fullmatch(word))
        made.lose("keywords", rows(each.get("alternatives")) or truth(options.get("caseSensitive")))
        made.lose("feedback-keyword", raw(options.get("feedbackIncluded")) or raw(options.get("feedbackMissed")))
        if word:
            once = min(max(whole(options.get("points"), 1), 0), 10_000)
            yield {"text": word, "points": once * min(max(whole(options.get("occurrences"), 1), 1), 10_000)}


def _shared(rubric: list[Entry], most: Decimal, total: int) -> list[Decimal]:
    """`most` points, shared as the keywords' own; cents that rounding leaves over go to the last that has any."""
    if not total:
        return [Decimal(0)] * len(rubric)
    shares = [(each["points"] * most / total).quantize(_CENT) for each in rubric]
    last = max(place for place, each in enumerate(rubric) if each["points"])
    shares[last] += most - sum(shares)
    return shares


def number(points: Decimal) -> float:
    """As an archive writes it: whole where it is whole."""
    return int(points) if points == int(points) else float(points)


def flashcards(params: Params, made: Maker) -> None:
    """One short answer a card; H5P compares letter by letter, ours is as strict."""
    task = lines(params.get("description"))
    for each in map(group, rows(params.get("cards"), "cards")):
        if made.full:
            return
        made.lose_media(each.get("image"))
        answer = line(each.get("answer"))
        text = lines(each.get("text")) or raw(each.get("imageAltText")).strip()
        made.question(
            "short",
            text or (task if answer else ""),
            accept=[answer] if answer else [],
            ignore_case=not truth(params.get("caseSensitive")),
            hint=lines(each.get("tip"), "tip"),
        )
