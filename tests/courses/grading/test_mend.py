"""A key that was mended later: what a frozen quiz takes over, and what not."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.grading.grade import grade
from courses.grading.mend import Refusal, compare
from courses.grading.spec import REVIEWED, TYPES, UNSCORED, QuestionSpec
from tests.courses.grading.samples import GAPS, READ, RIGHT, SPECS, items, quiz

MENDED: dict[str, dict[str, Any]] = {
    "single": {"correct": "k0"},
    "multiple": {"correct": ["k0"]},
    "truefalse": {"correct": True},
    "statements": {"correct": {"k0": False, "k1": False, "k2": True}},
    "gaps": {"accept": {"g0": ["7"], "g1": ["x"]}},
    "gaps_choice": {"correct": {"g0": "w1", "g1": "p1"}},
    "short": {"accept": ["Werbung"]},
    "number": {"correct": "12"},
    "match": {"correct": {"l0": "r3", "l1": "r2", "l2": "r1"}},
    "order": {"correct": ["s3", "s2", "s1", "s0"]},
    "sort": {"correct": {"i0": "c1", "i1": "c0", "i2": "c1"}},
    "mark": {"correct": ["t0"]},
    "image": {"correct": "k0"},
}
NOW_RIGHT: dict[str, Any] = {
    "single": "k0",
    "multiple": ["k0"],
    "truefalse": True,
    "statements": {"k0": False, "k1": False, "k2": True},
    "gaps": {"g0": "7", "g1": "x"},
    "gaps_choice": {"g0": "w1", "g1": "p1"},
    "short": "Werbung",
    "number": "12",
    "match": {"l0": "r3", "l1": "r2", "l2": "r1"},
    "order": ["s3", "s2", "s1", "s0"],
    "sort": {"i0": "c1", "i1": "c0", "i2": "c1"},
    "mark": ["t0"],
    "image": "k0",
}


def solved(question: QuestionSpec, **solution: Any) -> QuestionSpec:
    return replace(question, solution={**question.solution, **solution})


def shown(question: QuestionSpec, **public: Any) -> QuestionSpec:
    return replace(question, public={**question.public, **public})


def taken(old: QuestionSpec, new: QuestionSpec) -> QuestionSpec:
    """The old question after mending by the new one."""
    found = compare(quiz(old), quiz(new))
    assert not found.refused
    return found.taking({old.key}).questions[0]


def test_every_type_that_machines_mark_has_a_case() -> None:
    assert set(MENDED) == set(NOW_RIGHT) == set(TYPES) - UNSCORED - REVIEWED


@pytest.mark.parametrize("type_", MENDED)
def test_a_mended_key_is_taken_over_and_then_there_is_nothing_more_to_mend(type_: str) -> None:
    old = SPECS[type_]
    new = solved(old, **MENDED[type_], explain="Neue Erklärung")
    mended = taken(old, new)
    assert grade(old, NOW_RIGHT[type_]).correct is False
    assert grade(mended, NOW_RIGHT[type_]).correct is True
    assert mended.solution["explain"] == "Neue Erklärung" and mended.public == old.public
    again = compare(quiz(mended), quiz(new))
    assert not again.mended and not again.refused


@pytest.mark.parametrize("type_", TYPES)
def test_what_is_the_same_is_left_alone(type_: str) -> None:
    found = compare(quiz(SPECS[type_]), quiz(solved(SPECS[type_], explain="Anders erklärt", feedback={})))
    assert not found.mended and not found.refused


def test_points_count_as_a_change() -> None:
    mended = taken(SPECS["single"], replace(SPECS["single"], points=Decimal(3)))
    assert grade(mended, RIGHT["single"]).raw == 3


def test_only_the_chosen_questions_and_no_rule_of_the_quiz() -> None:
    old = quiz(SPECS["single"], SPECS["number"])
    live = quiz(solved(SPECS["single"], correct="k0"), solved(SPECS["number"], correct="12"), pass_mark=Decimal("0.1"))
    mended = compare(old, live).taking({"q-number"})
    assert mended.questions == (SPECS["single"], live.questions[1])
    assert mended.pass_mark == Decimal("0.7")


def test_the_order_of_choices_and_of_right_ones_decides_nothing() -> None:
    old = SPECS["multiple"]
    turned = solved(shown(old, choices=list(reversed(old.public["choices"]))), correct=["k2", "k1"])
    assert not compare(quiz(old), quiz(turned)).mended


REFUSED = [
    (SPECS["single"], None, Refusal.GONE),
    (SPECS["single"], replace(SPECS["multiple"], key="q-single"), Refusal.TYPE),
    (SPECS["single"], shown(SPECS["single"], choices=SPECS["single"].public["choices"][:2]), Refusal.PARTS),
    (SPECS["multiple"], shown(SPECS["multiple"], choices=items("a", "b", "c", "d")), Refusal.PARTS),
    (SPECS["sort"], shown(SPECS["sort"], categories=items("eins", stem="n")), Refusal.PARTS),
    (SPECS["gaps"], shown(SPECS["gaps"], gaps=SPECS["gaps"].public["gaps"][:1]), Refusal.PARTS),
    (
        SPECS["gaps_choice"],
        shown(SPECS["gaps_choice"], gaps=[{**gap, "choices": items("x")} for gap in GAPS]),
        Refusal.PARTS,
    ),
    # words have only their place as a key: another sentence is another question
    (SPECS["mark"], shown(SPECS["mark"], tokens=[{"key": "t0", "text": "Anders"}]), Refusal.PARTS),
    (READ, replace(READ, points=Decimal(5)), Refusal.READ),
    (READ, solved(READ, rubric=[]), Refusal.READ),
]


@pytest.mark.parametrize(("old", "new", "reason"), REFUSED)
def test_what_does_not_fit_the_old_answers_is_refused(
    old: QuestionSpec, new: QuestionSpec | None, reason: Refusal
) -> None:
    found = compare(quiz(old), quiz(new or SPECS["survey"]))
    assert found.refused == {old.key: reason}
    assert not found.mended and found.taking({old.key}) == found.frozen


def test_texts_that_changed_places_are_followed() -> None:
    """In a matching question an editor mends a pair by moving texts; the keys stay where they were."""
    old = SPECS["match"]
    right = [dict(item) for item in old.public["right"]]
    right[0]["text"], right[1]["text"] = right[1]["text"], right[0]["text"]
    mended = taken(old, shown(old, right=right))
    assert mended.solution["correct"] == {"l0": "r1", "l1": "r0", "l2": "r2"}
    assert not compare(quiz(old), quiz(shown(old, right=right))).reworded


def test_an_item_that_moved_to_another_group_has_a_new_key_and_is_known_by_its_text() -> None:
    old = SPECS["sort"]
    moved = [{"key": "neu", "text": item["text"]} if item["key"] == "i1" else item for item in old.public["items"]]
    new = solved(shown(old, items=moved), correct={"i0": "c0", "neu": "c0", "i2": "c0"})
    assert taken(old, new).solution["correct"] == {"i0": "c0", "i1": "c0", "i2": "c0"}


def test_a_gap_is_known_by_its_place_in_the_text_not_by_its_label() -> None:
    old = SPECS["gaps"]
    gaps = [{"key": "g0", "label": "Zahl der Konten"}, {"key": "g1", "label": "Zahl der Zeichen"}]
    mended = taken(old, solved(shown(old, gaps=gaps), accept={"g0": ["14"], "g1": ["einem"]}))
    assert mended.solution["accept"] == {"g0": ["14"], "g1": ["einem"]}


def test_other_words_are_told() -> None:
    old = SPECS["single"]
    right_now = solved(old, correct="k0")
    assert compare(quiz(old), quiz(shown(right_now, text="Was ist NICHT sicher?"))).reworded == {"q-single"}
    choices = [{**old.public["choices"][0], "text": "Etwas anderes"}, *old.public["choices"][1:]]
    assert compare(quiz(old), quiz(shown(right_now, choices=choices))).reworded == {"q-single"}
    assert not compare(quiz(old), quiz(right_now)).reworded


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_whatever_is_moved_about_what_was_seen_to_be_right_is_right(texts: list[int], pairs: list[int]) -> None:
    """Texts on any keys, any pairing: whoever chose the words that are right now gets the points."""
    left, right = items(*"abcd", stem="l"), items(*"wxyz", stem="r")
    old = replace(
        SPECS["match"],
        public={**SPECS["match"].public, "left": left, "right": right},
        solution={"correct": {f"l{n}": f"r{n}" for n in range(4)}, "explain": ""},
    )
    moved = [{"key": f"r{n}", "text": "wxyz"[texts[n]]} for n in range(4)]
    new = solved(shown(old, right=moved), correct={f"l{n}": f"r{pairs[n]}" for n in range(4)})
    answer = {f"l{n}": f"r{texts[pairs[n]]}" for n in range(4)}  # by the old keys
    assert grade(compare(quiz(old), quiz(new)).taking({old.key}).questions[0], answer).correct
