"""Putting in order: what stands in the right order among itself counts, so one slip costs one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .result import Result, as_keys, share
from .spec import QuestionSpec


def grade_order(spec: QuestionSpec, answer: Any) -> Result:
    """The share of items in the longest run that is in the right order, gaps allowed.

    After "longest ordered subset" of Moodle's ordering question: a single item is no order and gives nothing.
    Counting absolute places would give nothing for one item moved from the end to the front.
    """
    right = as_keys(spec.solution.get("correct"))
    place = {key: index for index, key in enumerate(right)}
    given = [key for key in as_keys(answer) if key in place]
    kept = {given[index] for index in longest_ordered([place[key] for key in given])}
    if len(kept) < 2 and len(right) > 1:
        kept = set()
    return share(spec.points, len(kept), len(right), {key: key in kept for key in right})


def longest_ordered(places: Sequence[int]) -> list[int]:
    """Indexes of one longest strictly rising selection, the earliest where there are several."""
    length = [1] * len(places)
    before = [-1] * len(places)
    for index, place in enumerate(places):
        for earlier in range(index):
            if places[earlier] < place and length[earlier] + 1 > length[index]:
                length[index] = length[earlier] + 1
                before[index] = earlier
    if not places:
        return []
    index = max(range(len(places)), key=lambda i: (length[i], -i))
    chosen = []
    while index >= 0:
        chosen.append(index)
        index = before[index]
    return chosen[::-1]
