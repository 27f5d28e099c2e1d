"""When a course is complete: never without its required lessons, never without the pass it asks for."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from learn.rules.completion import Demand, judge

KEYS = [uuid4() for _ in range(6)]
QUIZ = uuid4()
some_keys = st.frozensets(st.sampled_from(KEYS))


@given(lessons=some_keys, done=some_keys, passed=st.booleans(), needs_pass=st.booleans())
def test_complete_is_all_lessons_and_the_pass_asked_for(
    lessons: frozenset[UUID], done: frozenset[UUID], passed: bool, needs_pass: bool
) -> None:
    verdict = judge(Demand(lessons, QUIZ, needs_pass), done, {QUIZ} if passed else set())
    asked_for_something = bool(lessons) or needs_pass
    assert verdict.completed == (asked_for_something and lessons <= done and (passed or not needs_pass))
    assert verdict.passed == passed
    assert (verdict.percent == 100) == verdict.completed
    assert 0 <= verdict.percent <= 100
    assert verdict.done_required == len(lessons & done)


@given(done=some_keys)
def test_percent_never_falls_when_more_is_done(done: frozenset[UUID]) -> None:
    demand = Demand(frozenset(KEYS), QUIZ, True)
    before = judge(demand, done, set()).percent
    for key in KEYS:
        assert judge(demand, done | {key}, set()).percent >= before


def test_a_pass_without_a_final_quiz_can_not_be_had() -> None:
    verdict = judge(Demand(frozenset(KEYS), None, True), set(KEYS), {QUIZ})
    assert not verdict.completed
    assert not verdict.passed


def test_an_empty_course_is_not_completed_by_opening_it() -> None:
    assert not judge(Demand(frozenset(), None, False), set(), set()).completed
