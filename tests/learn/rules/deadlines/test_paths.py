"""Courses as proofs: one course, several courses, a shorter path for the repetition."""

from learn.rules.deadlines.paths import Completed, proofs
from tests.learn.rules.deadlines.build import day


def done(course: str, on: str) -> Completed:
    return Completed(course, day(on), f"{course}-{on}")


def days(first: str, repeat: str, *completions: Completed) -> list[str]:
    return [proof.on.isoformat() for proof in proofs(first.split(), repeat.split(), completions)]


def test_one_course_each_completion_is_a_proof() -> None:
    assert days("a", "a", done("a", "2027-01-01"), done("b", "2026-05-01"), done("a", "2026-01-01")) == [
        "2026-01-01",
        "2027-01-01",
    ]


def test_two_completions_on_one_day_are_one_proof() -> None:
    twice = (done("a", "2026-01-01"), Completed("a", day("2026-01-01"), "again"))
    assert days("a", "", *twice) == ["2026-01-01"]


def test_a_path_of_two_courses_is_proven_by_the_last() -> None:
    assert days("a b", "", done("a", "2026-01-01")) == []
    assert days("a b", "", done("a", "2026-01-01"), done("b", "2026-03-01")) == ["2026-03-01"]


def test_the_repetition_has_its_own_path() -> None:
    history = (done("a", "2026-01-01"), done("b", "2026-03-01"), done("b", "2027-03-01"), done("b", "2028-03-01"))
    assert days("a b", "b", *history) == ["2026-03-01", "2027-03-01", "2028-03-01"]
    assert days("a b", "", *history) == ["2026-03-01"]


def test_no_path_no_proof() -> None:
    assert days("", "a", done("a", "2026-01-01")) == []
