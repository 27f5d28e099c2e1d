"""Ours to H5P and back is the same, for all that both can say; and any JSON is either converted or refused."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.convert import LOSSES, convertible, from_native, pack, to_native
from courses.h5p.convert.sets import CONVERTERS, SETS

words = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßABC0123 &<>\"'?!,.()–„“"), min_size=1, max_size=30)
text = words.map(lambda each: " ".join(each.split())).filter(bool)
word = st.text(st.sampled_from("abcdefgäöüß0123<&"), min_size=1, max_size=8).filter(lambda each: each[0] not in "<&")


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
    entries = [{"key": str(n), "accept": draw(distinct(word, 1)), "label": draw(word)} for n in range(1, count + 1)]
    pieces = [draw(word) for _ in range(count)]
    body = " ".join(f"{piece} [[{n}]]" for n, piece in enumerate(pieces, 1))
    return {"type": "gaps", "text": body, "points": count, "gaps": entries}


@st.composite
def gaps_choice(draw: st.DrawFn) -> dict[str, Any]:
    given_words = draw(distinct(word, 2))
    entries = [{"key": "1", "choices": given_words, "correct": given_words[0], "label": draw(word)}]
    return {"type": "gaps_choice", "text": f"{draw(word)} [[1]].", "points": 1, "gaps": entries}


@st.composite
def mark(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(distinct(word, 2))
    return {"type": "mark", "text": draw(text), "points": 1, "sentence": f"[[{found[0]}]] {' '.join(found[1:])}."}


@st.composite
def open_(draw: st.DrawFn) -> dict[str, Any]:
    rubric = [{"text": each, "points": draw(st.integers(0, 5))} for each in draw(st.lists(word, max_size=3))]
    made = {"type": "open", "text": draw(text), "points": 1, "sample": draw(text)}
    return made | ({"rubric": rubric} if rubric else {})


question = st.one_of(choices("single"), choices("multiple"), truefalse(), gaps(), gaps_choice(), mark(), open_())


@given(st.lists(question, min_size=2, max_size=5))
def test_a_quiz_comes_back_as_it_went(questions: list[dict[str, Any]]) -> None:
    keyed = [{"key": f"frage-{n}", **each} for n, each in enumerate(questions, 1)]
    quiz = {"title": "Quiz", "mode": "practice", "pass_mark": None, "draw": None, "shuffle": False, "questions": keyed}
    sent = from_native(quiz, "de")
    back = to_native(sent.main, sent.content, "de")
    assert [dict(each) for each in back.questions] == keyed
    assert (back.pass_mark, back.draw, back.shuffle) == (None, None, False)
    assert pack(sent.metadata, sent.content) == pack(sent.metadata, sent.content)


@given(question)
def test_one_question_is_no_set(one: dict[str, Any]) -> None:
    sent = from_native({"title": "Quiz", "mode": "practice", "questions": [{"key": "f1", **one}]}, "de")
    assert sent.main != "H5P.QuestionSet 1.21"
    assert to_native(sent.main, sent.content, "de").questions == ({"key": "f1", **one},)


FIELDS = [
    *(
        "question",
        "questions",
        "answers",
        "text",
        "correct",
        "behaviour",
        "type",
        "choices",
        "summaries",
        "summary",
        "tip",
    ),
    *("feedback", "overallFeedback", "textField", "taskDescription", "distractors", "keywords", "keyword", "options"),
    *("solution", "sample", "cards", "answer", "image", "panels", "title", "content", "params", "library", "chapters"),
    *("file", "path", "dialogs", "tips", "media", "singlePoint", "passPercentage", "poolSize", "endGame", "introPage"),
]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
    | st.sampled_from(["*a/b:c*", "**", "*", "[[1]]", "<p>x</p>", "true"])
    | st.sampled_from([f"{name} 1.0" for name in (*CONVERTERS, *SETS)]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6),
    max_leaves=30,
)  # fmt: skip


@given(st.sampled_from([*CONVERTERS, *SETS]), values)
def test_any_content_gives_something(machine: str, content: Any) -> None:
    main = f"{machine} 1.0"
    assert convertible(main)
    native = to_native(main, content, "de")
    assert all(loss.kind in LOSSES for loss in native.losses)
    keys = [each["key"] for each in native.questions]
    assert len(keys) == len(set(keys))
