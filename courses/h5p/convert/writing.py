"""Essay and Flashcards: writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courses.h5p.convert.maker import Maker
from courses.h5p.convert.values import group, line, lines, raw, rows, truth, whole

Params = Mapping[str, Any]


def essay(params: Params, made: Maker) -> None:
    """Our open question: a person reads it, where H5P counts words. The words become criteria."""
    behaviour, solution = group(params.get("behaviour")), group(params.get("solution"))
    made.lose("essay-scoring", True)
    made.lose("length", behaviour.get("minimumLength") or behaviour.get("maximumLength"))
    made.lose_media(params.get("media"))
    made.lose_ranges(params.get("overallFeedback"))
    rubric = []
    for each in map(group, rows(params.get("keywords"), "keywords")):
        word, options = line(each.get("keyword")), group(each.get("options"))
        made.lose("regex", word.startswith("/") and word.endswith("/") and len(word) > 1)
        made.lose("keywords", rows(each.get("alternatives")) or truth(options.get("caseSensitive")))
        if word:
            points = whole(options.get("points"), 1) * max(whole(options.get("occurrences"), 1), 1)
            rubric.append({"text": word, "points": min(max(points, 0), 100)})
    sample = lines(solution.get("sample")) or lines(solution.get("introduction"))
    made.lose("no-key", not sample)
    made.question(
        "open",
        lines(params.get("taskDescription")),
        sample=sample or lines(params.get("taskDescription")),
        rubric=rubric,
    )


def flashcards(params: Params, made: Maker) -> None:
    """One short answer a card; H5P compares letter by letter, ours is as strict."""
    task = lines(params.get("description"))
    for each in map(group, rows(params.get("cards"), "cards")):
        made.lose_media(each.get("image"))
        answer = line(each.get("answer"))
        made.lose("no-key", not answer)
        made.question(
            "short",
            lines(each.get("text")) or raw(each.get("imageAltText")).strip() or task,
            accept=[answer] if answer else [],
            ignore_case=not truth(params.get("caseSensitive")),
            hint=lines(each.get("tip"), "tip"),
        )
