"""What holds for every type and any answer: bounds, totality, the key stays hidden, the seed decides alone."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.grading.form import keep, posted, read, shown_question
from courses.grading.grade import grade
from courses.grading.quiz import grade_quiz, scrambled, shown, sitting
from courses.grading.review import review
from courses.grading.spec import TYPES, QuestionSpec, QuizSpec
from tests.courses.grading.samples import READ, RIGHT, SPECS, WRONG, quiz

SECRET = "GEHEIM"
KEYS = [f"{stem}{index}" for stem in "kgwplrsict" for index in range(6)]
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(KEYS)
any_json = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=8) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=12,
)
types = st.sampled_from(TYPES)
points = st.decimals(min_value=0, max_value=20, places=2)


@settings(max_examples=300, deadline=None)
@given(types, any_json, points)
def test_grade_is_total_and_bounded(type_: str, answer: Any, worth: Decimal) -> None:
    spec = replace(SPECS[type_], points=worth)
    result = grade(spec, answer)
    assert 0 <= result.raw <= result.max <= worth
    assert result.raw == result.raw.quantize(Decimal("0.01"))
    assert 0 <= result.scaled <= 1
    assert grade(spec, answer) == result
    found = review(spec, answer, result)
    assert (found.state == "right") is (result.correct is True)


@settings(max_examples=200, deadline=None)
@given(types, any_json)
def test_a_kept_answer_of_any_shape_can_be_shown(type_: str, answer: Any) -> None:
    assert shown_question(SPECS[type_], "seed", "a", answer=answer).rows


@settings(max_examples=100, deadline=None)
@given(any_json, any_json)
def test_a_broken_spec_is_worth_nothing_more(solution: Any, answer: Any) -> None:
    for type_ in TYPES:
        spec = replace(SPECS[type_], solution=dict.fromkeys(("correct", "accept", "tolerance"), solution))
        assert grade(spec, answer).raw <= 1


@pytest.mark.parametrize("type_", TYPES)
def test_the_key_gives_all_points(type_: str) -> None:
    result = grade(SPECS[type_], RIGHT[type_])
    assert result.raw == result.max


@pytest.mark.parametrize("type_", ["single", "multiple", "image"])
def test_permuted_choices_change_nothing(type_: str) -> None:
    spec = SPECS[type_]
    for choices in permutations(spec.public["choices"]):
        mixed = replace(spec, public={**spec.public, "choices": list(choices)})
        for answer in (RIGHT[type_], WRONG[type_]):
            assert grade(mixed, answer) == grade(spec, answer)
            assert shown(mixed, "s")["choices"] == shown(spec, "s")["choices"] or type_ == "image"


@settings(max_examples=150, deadline=None)
@given(types, st.text(max_size=12))
def test_what_is_shown_never_holds_the_key(type_: str, seed: str) -> None:
    spec = SPECS[type_]
    page = json.dumps(asdict(shown_question(spec, seed, "a")), ensure_ascii=False, default=str)
    public = json.dumps(shown(spec, seed), ensure_ascii=False)
    for text in (page, public):
        assert SECRET not in text
        assert not {'"correct"', '"accept"', '"feedback"', '"explain"', '"sample"', '"tolerance"'} & set(text.split())
        assert "correct" not in text


OTHER_KEYS: dict[str, Callable[[], dict[str, Any]]] = {
    type_: lambda type_=type_: {"correct": WRONG[type_], "feedback": {}, "explain": "anders"}  # type: ignore[misc]
    for type_ in TYPES
}
OTHER_KEYS["gaps"] = lambda: {"accept": {"g0": ["x"], "g1": ["y"]}, "explain": ""}
OTHER_KEYS["short"] = lambda: {"accept": ["x"], "typos": 0, "explain": ""}
OTHER_KEYS["open"] = lambda: {"sample": "", "explain": ""}


@settings(max_examples=100, deadline=None)
@given(types, st.text(max_size=12))
def test_questions_that_differ_in_their_key_alone_are_shown_alike(type_: str, seed: str) -> None:
    spec = SPECS[type_]
    other = replace(spec, solution=OTHER_KEYS[type_]())
    assert shown_question(spec, seed, "a") == shown_question(other, seed, "a")
    _, faults = read(spec, lambda name: [], "a", seed)
    assert faults == read(other, lambda name: [], "a", seed)[1]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12), st.booleans(), st.none() | st.integers(1, 20))
def test_same_seed_same_sitting(seed: str, shuffle: bool, draw: int | None) -> None:
    spec = quiz(shuffle=shuffle, draw=draw)
    drawn = sitting(spec, seed)
    assert drawn == sitting(spec, seed) == sitting(drawn, "another seed")
    assert {question.key for question in drawn.questions} <= {question.key for question in spec.questions}
    assert len(drawn.questions) == min(draw or len(TYPES), len(TYPES))
    if not shuffle and draw is None:
        assert drawn == spec


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=6), min_size=2, max_size=7, unique=True))
def test_an_untouched_order_is_never_right(keys: list[str]) -> None:
    written = [{"key": key, "text": key} for key in keys]
    mixed = scrambled(written)
    assert mixed != written
    assert sorted(item["key"] for item in mixed) == sorted(keys)
    spec = replace(SPECS["order"], public={"text": "", "items": mixed}, solution={"correct": keys})
    assert shown(spec, "any seed")["items"] == mixed


def test_seeds_really_mix() -> None:
    seen = {tuple(item["key"] for item in shown(SPECS["single"], str(seed))["choices"]) for seed in range(60)}
    assert len(seen) == 6
    assert shown(SPECS["single"], "")["choices"] == SPECS["single"].public["choices"]


@settings(max_examples=60, deadline=None)
@given(st.lists(types, max_size=6), points, st.none() | st.decimals(0, 1, places=2))
def test_round_trip_and_hash(chosen: list[str], worth: Decimal, pass_mark: Decimal | None) -> None:
    spec = quiz(*(replace(SPECS[type_], points=worth) for type_ in chosen), pass_mark=pass_mark)
    data = json.loads(json.dumps(spec.to_data()))
    again = QuizSpec.from_data(data)
    assert again == spec
    assert again.content_hash() == spec.content_hash()


def test_hash_sees_value_not_spelling() -> None:
    one = quiz(SPECS["single"])
    assert one.content_hash() == quiz(replace(SPECS["single"], points=Decimal("1.00"))).content_hash()
    turned = QuestionSpec(
        "q-single", "single", dict(reversed(SPECS["single"].public.items())), SPECS["single"].solution
    )
    assert quiz(turned).content_hash() == one.content_hash()
    assert quiz(SPECS["single"], title="Anders").content_hash() != one.content_hash()
    assert one.content_hash() == "146fdbf614c2c3dce328aec332d89c3e341c34fed2d7f23ba8ff581cf3ad0155"


def test_whole_quiz() -> None:
    spec = quiz()
    answers = {question.key: RIGHT[question.type] for question in spec.questions}
    result = grade_quiz(spec, answers)
    assert (result.raw, result.max, result.scaled, result.passed) == (13, 13, 1, True)
    assert grade_quiz(spec, {}).passed is False
    assert grade_quiz(replace(spec, mode="practice"), answers).passed is None
    assert grade_quiz(quiz(SPECS["survey"]), {}).passed is False


def test_a_read_answer_waits_for_its_mark() -> None:
    waiting = grade(READ, "Anrufen oder hingehen.")
    assert (waiting.raw, waiting.max, waiting.correct, waiting.is_pending) == (0, 2, None, True)
    assert review(READ, "Anrufen.", waiting).state == "waiting"
    assert SECRET not in str(review(READ, "Anrufen.", waiting))
    assert grade(READ, "Anrufen.", Decimal("1.5")).raw == Decimal("1.50")
    assert grade(READ, "Anrufen.", Decimal(9)).correct is True
    assert grade(READ, "Anrufen.", Decimal(-1)).raw == 0
    for nothing in ("", " \n", None, 7):
        assert grade(READ, nothing).correct is False
    assert grade(SPECS["single"], WRONG["single"], Decimal(1)).raw == 0  # machines' points are not for people to give


@pytest.mark.parametrize(
    ("right", "mark", "passed"),
    [(3, None, True), (2, None, None), (0, None, False), (2, "1", True), (2, "0", False), (1, "2", True)],
)
def test_a_sitting_waits_only_while_the_mark_can_decide(right: int, mark: str | None, passed: bool | None) -> None:
    easy = [replace(SPECS["truefalse"], key=str(index)) for index in range(3)]
    spec = quiz(*easy, READ, pass_mark=Decimal("0.6"))
    answers = {str(index): index >= right for index in range(3)} | {READ.key: "Anrufen."}
    result = grade_quiz(spec, answers, {READ.key: Decimal(mark)} if mark else {})
    assert (result.passed, result.pending) == (passed, 0 if mark else 1)


@settings(max_examples=200, deadline=None)
@given(types, st.data())
def test_what_is_kept_of_half_a_form_is_graded_and_shown_again(type_: str, data: st.DataObject) -> None:
    spec = SPECS[type_]
    names = [row.name for row in shown_question(spec, "", "a").rows]
    values = st.lists(st.sampled_from([*KEYS, "true", "false", "1", "2", "zwölf", "12", ""]), max_size=2)
    form = {name: data.draw(values) for name in names}
    kept = keep(spec, lambda name: form.get(name, []), "a")
    full, faults = read(spec, lambda name: form.get(name, []), "a")
    assert kept == full if not faults else grade(spec, kept).correct is not True or type_ == "number"
    again = posted(spec, kept, "a")
    assert keep(spec, lambda name: again.get(name, []), "a") == kept


def test_pass_mark_is_met_exactly() -> None:
    questions = [replace(SPECS["truefalse"], key=str(index)) for index in range(3)]
    spec = quiz(*questions, pass_mark=Decimal("0.66"))
    assert grade_quiz(spec, {"0": False, "1": False}).passed is True
    assert grade_quiz(replace(spec, pass_mark=Decimal("0.67")), {"0": False, "1": False}).passed is False
    assert grade_quiz(replace(spec, pass_mark=Decimal(1)), {"0": False, "1": False, "2": False}).passed is True
