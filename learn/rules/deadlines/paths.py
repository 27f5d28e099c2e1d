"""From completed courses to proofs: a path of several courses is proven when the last of them is completed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Completed:
    """One completion: the course, the day, and the key of the sitting."""

    course: str
    on: date
    key: str


def proofs(first: Sequence[str], repeat: Sequence[str], completions: Iterable[Completed]) -> tuple[Completed, ...]:
    """The completions that close a path, in order: the first path once, then the repeat path (or the first again).

    A completion serves one proof only, and two of one course on one day are one.
    """
    by_course: dict[str, list[Completed]] = {}
    for completed in sorted(completions, key=lambda c: (c.on, c.key)):
        by_course.setdefault(completed.course, []).append(completed)
    found: list[Completed] = []
    path = first
    while path:
        since = found[-1].on if found else date.min
        steps = [next((c for c in by_course.get(course, ()) if c.on > since), None) for course in path]
        taken = [step for step in steps if step is not None]
        if len(taken) < len(path):
            break
        found.append(max(taken, key=lambda c: c.on))
        path = repeat or first
    return tuple(found)
