"""Ours to H5P and back is the same, for all that both can say; what H5P cannot say is told.

What both can say: the points H5P gives, one space between words, answers in any order where their order says nothing,
and in gaps words without the signs that have a meaning there.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.convert import from_native, pack, to_native

words = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßABC0123 &<>\"'?!,.()–„“"), min_size=1, max_size=30)
text = words.map(lambda each: " ".join(each.split())).filter(bool)


def alone(each: str) -> bool:
    """No two brackets of a kind side by side: our mark of a gap; and not at an end, where they meet one."""
    return bool(each) and "[[" not in each and "]]" not in each and not {each[0], each[-1]} & set("[]")


SIGNS = "abcdefgäöüß0123<&[]()"
word = st.text(st.sampled_from(SIGNS + "/"), min_size=1, max_size=8).filter(alone)
gap_word = st.text(st.sampled_from(SIGNS), min_size=1, max_size=8).filter(alone)
label = (
    st.text(st.sampled_from(SIGNS + "/: "), min_size=1, max_size=12)
    .map(lambda each: " ".join(each.split()))
    .filter(alone)
)


def distinct(strategy: st.SearchStrategy[str], least: int) -> st.SearchStrategy[list[str]]:
    return st.lists(strategy, min_size=least, max_size=5, unique=True)


@st.composite
def choices(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    texts = draw(distinct(text, 2))
    right = draw(st.integers(2, len(texts))) if kind == "multiple" else 1
    rows = [
        {"key": f"a{n}", "text": each} | ({"correct": True} if n <= right else {}) for n, each in enumerate(texts, 1)
    ]
    for row in rows:
        if feedback := draw(st.none() | text):
            row["feedback"] = feedback
    return {"type": kind, "text": draw(text), "points": right, "choices": rows}


@st.composite
def truefalse(draw: st.DrawFn) -> dict[str, Any]:
    told = {name: each for name in ("feedback_true", "feedback_false") if (each := draw(st.none() | text))}
    return {"type": "truefalse", "text": draw(text), "points": 1, "correct": draw(st.booleans())} | told


@st.composite
def gaps(draw: st.DrawFn) -> dict[str, Any]:
    count = draw(st.integers(1, 4))
    entries = [
        {"key": str(n), "accept": draw(distinct(gap_word, 1)), "label": draw(label)} for n in range(1, count + 1)
    ]
    pieces = [draw(text) for _ in range(count)]
    body = " ".join(f"{piece} [[{n}]]" for n, piece in enumerate(pieces, 1))
    lines = draw(st.lists(text, max_size=2))
    return {"type": "gaps", "text": "\n".join([*lines, body]), "points": count, "gaps": entries}


@st.composite
def gaps_choice(draw: st.DrawFn) -> dict[str, Any]:
    words = draw(distinct(word, 2))
    count = draw(st.integers(1, 3))
    right = [draw(st.sampled_from(words)) for _ in range(count)]
    entries = [
        {"key": str(n), "choices": words, "correct": each, "label": draw(label)} for n, each in enumerate(right, 1)
    ]
    body = " ".join(f"{draw(text)} [[{n}]]." for n in range(1, count + 1))
    return {"type": "gaps_choice", "text": body, "points": count, "gaps": entries}


@st.composite
def mark(draw: st.DrawFn) -> dict[str, Any]:
    words = draw(st.lists(word, min_size=1, max_size=6))
    marked = draw(st.sets(st.integers(0, len(words) - 1), min_size=1))
    sentence = " ".join(f"[[{each}]]," if place in marked else each for place, each in enumerate(words))
    return {"type": "mark", "text": draw(text), "points": len(marked), "sentence": f"{sentence} {draw(text)}"}


@st.composite
def open_(draw: st.DrawFn) -> dict[str, Any]:
    rubric = [{"text": each, "points": draw(st.integers(0, 5))} for each in draw(st.lists(word, max_size=3))]
    points = max(sum(each["points"] for each in rubric), 1)  # where there are criteria, theirs count
    made = {"type": "open", "text": draw(text), "points": points, "sample": draw(text)}
    return made | ({"rubric": rubric} if rubric else {})


question = st.one_of(choices("single"), choices("multiple"), truefalse(), gaps(), gaps_choice(), mark(), open_())


def ordered(entry: Mapping[str, Any]) -> dict[str, Any]:
    """With the words to choose from in one order: DragText shows them mixed."""
    gaps = [gap | ({"choices": sorted(gap["choices"])} if "choices" in gap else {}) for gap in entry.get("gaps", ())]
    return {**entry, **({"gaps": gaps} if gaps else {})}


@given(
    st.lists(question, min_size=2, max_size=5),
    st.integers(1, 100).map(lambda percent: Decimal(percent) / 100) | st.none(),
    st.booleans(),
    st.booleans(),
)
def test_a_quiz_comes_back_as_it_went(
    questions: list[dict[str, Any]], pass_mark: Decimal | None, shuffle: bool, drawn: bool
) -> None:
    keyed = [{"key": f"frage-{n}", **each} for n, each in enumerate(questions, 1)]
    rules = {"pass_mark": pass_mark, "draw": len(questions) - 1 if drawn else None, "shuffle": shuffle}
    sent = from_native({"title": "Quiz", "mode": "practice", "questions": keyed} | rules, "de")
    back = to_native(sent.main, sent.content, "de")
    assert [ordered(each) for each in back.questions] == [ordered(each) for each in keyed]
    assert {"pass_mark": back.pass_mark, "draw": back.draw, "shuffle": back.shuffle} == rules
    assert {loss.kind for loss in sent.losses} <= {"essay-scoring"}
    assert pack(sent.metadata, sent.content) == pack(sent.metadata, sent.content)


@given(question)
def test_one_question_is_no_set(one: dict[str, Any]) -> None:
    sent = from_native({"title": "Quiz", "mode": "practice", "questions": [{"key": "f1", **one}]}, "de")
    assert sent.main != "H5P.QuestionSet 1.21"
    (back,) = to_native(sent.main, sent.content, "de").questions
    assert ordered(back) == ordered({"key": "f1", **one})


GAP = {"key": "1", "accept": ["a"], "label": "L"}
CHOICE = {"key": "1", "choices": ["a", "b"], "correct": "a", "label": "L"}
CHOICES = [{"key": "a", "text": "A", "correct": True}, {"key": "b", "text": "B"}]


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"type": "single", "choices": CHOICES, "points": 3}, "points"),
        ({"type": "single", "choices": CHOICES, "competence": "4.1"}, "competence"),
        ({"type": "single", "choices": CHOICES, "hint": "Ein Wink"}, "tip"),
        ({"type": "open", "sample": "So", "rubric": [{"text": "a", "points": 1.5}], "points": 1.5}, "points"),
        ({"type": "open", "sample": "So", "replies": ["Gut"]}, "replies"),
        ({"type": "gaps", "text": "[[1]]", "gaps": [GAP | {"accept": ["12:30", "halb eins"]}]}, "signs"),
        ({"type": "gaps_choice", "text": "[[1]]", "gaps": [CHOICE | {"choices": ["a", "b:c"]}]}, "signs"),
        (
            {
                "type": "gaps_choice",
                "text": "[[1]] [[2]]",
                "points": 2,
                "gaps": [CHOICE, CHOICE | {"key": "2", "choices": ["a", "c"]}],
            },
            "words-for-all",
        ),
    ],
)
def test_what_h5p_cannot_say_is_told(changes: dict[str, Any], lost: str) -> None:
    quiz = {"title": "Quiz", "mode": "practice", "questions": [{"key": "f1", "text": "?", "points": 1, **changes}]}
    made = from_native(quiz, "de")
    assert lost in {loss.kind for loss in made.losses} and not made.empty
    back = to_native(made.main, made.content, "de")
    assert "12" not in str(back.questions) or lost != "signs"


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "survey", "choices": CHOICES},
        {"type": "gaps", "text": "[[1]]", "gaps": [GAP | {"accept": ["12:30"]}]},
        {"type": "gaps_choice", "text": "[[1]]", "gaps": [CHOICE | {"choices": ["a*", "b"], "correct": "a*"}]},
        {"type": "mark", "sentence": "[[a*b]] c"},
    ],
)
def test_a_question_h5p_cannot_ask_is_left_out(changes: dict[str, Any]) -> None:
    made = from_native(
        {"title": "Quiz", "mode": "practice", "questions": [{"key": "f1", "text": "?", **changes}]}, "de"
    )
    assert made.empty and "not-in-h5p" in {loss.kind for loss in made.losses}
