"""When a course counts as completed. "passed" and "completed" are two facts and never one."""

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Demand:
    """What today's outline asks for: its required lessons and, for a certificate of the kind "pass", its final quiz."""

    lessons: frozenset[UUID]
    final_quiz: UUID | None
    needs_pass: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`percent` is 0..100 and reaches 100 only with `completed`; every required lesson and the final quiz weigh one."""

    required: int
    done_required: int
    percent: int
    passed: bool
    completed: bool


def judge(demand: Demand, done: Set[UUID], passed: Set[UUID]) -> Verdict:
    """Judge what a learner has done and passed (keys) against a demand.

    A course that wants a pass but has no final quiz can never be completed: a certificate must not claim a pass
    nobody could earn. A course that asks for nothing at all is not completed either.
    """
    done_required = len(demand.lessons & done)
    has_passed = demand.final_quiz is not None and demand.final_quiz in passed
    steps = len(demand.lessons) + (1 if demand.needs_pass else 0)
    taken = done_required + (1 if demand.needs_pass and has_passed else 0)
    completed = steps > 0 and taken == steps
    percent = taken * 100 // steps if steps else 0
    return Verdict(len(demand.lessons), done_required, percent, has_passed, completed)
