"""The same answers get the same points as in H5P's own player, where its rules and ours agree; else a loss says so."""

from decimal import Decimal
from typing import Any

import pytest

from courses.h5p.convert import Native, to_native
from tests.courses.h5p.convert.graded import score


def made(main: str, **content: Any) -> Native:
    return to_native(main, content, "de")


def answers(*rows: tuple[str, bool]) -> list[dict[str, Any]]:
    return [{"text": f"<div>{text}</div>", "correct": right} for text, right in rows]


MULTI = {
    "question": "<p>Was ist richtig?</p>",
    "answers": answers(("A", True), ("B", True), ("C", True), ("D", False), ("E", False)),
    "behaviour": {"type": "auto", "singlePoint": False},
}
COLOUR = {
    "question": "<p>Welche Farbe?</p>",
    "answers": answers(("Blau", False), ("Sehr dunkles Lila", True)),
    "behaviour": {},
}
BLANKS = {
    "text": "<p>Ergänzen Sie.</p>",
    "questions": ["<p>Der Himmel ist *blau/hellblau:Farbe*, darin die *Wolke*.</p>", "<p>Rosen sind *rot*.</p>"],
    "behaviour": {"caseSensitive": False},
}
DRAG = {
    "taskDescription": "Ordnen Sie zu.",
    "textField": "Heidelbeeren sind *blau*.\nErdbeeren sind *rot*. Möhren *orange*.",
}
MARK = {
    "taskDescription": "<p>Markieren Sie.</p>",
    "textField": "<p>Die *Maus* und die *Tastatur* liegen auf dem Tisch.</p>",
}

SCORES: list[tuple[str, dict[str, Any], tuple[str | bool, ...], int, int]] = [
    ("H5P.MultiChoice 1.16", COLOUR, ("Sehr dunkles Lila",), 1, 1),
    ("H5P.MultiChoice 1.16", COLOUR, ("Blau",), 0, 1),
    ("H5P.MultiChoice 1.16", MULTI, ("A", "B", "C"), 3, 3),
    ("H5P.MultiChoice 1.16", MULTI, ("A", "B"), 2, 3),
    ("H5P.MultiChoice 1.16", MULTI, ("A", "B", "D"), 1, 3),
    ("H5P.MultiChoice 1.16", MULTI, ("A", "D", "E"), 0, 3),
    ("H5P.TrueFalse 1.8", {"question": "<p>Stimmt das?</p>", "correct": "true"}, (True,), 1, 1),
    ("H5P.TrueFalse 1.8", {"question": "<p>Stimmt das?</p>", "correct": "false"}, (True,), 0, 1),
    ("H5P.Blanks 1.14", BLANKS, ("blau", "Wolke", "rot"), 3, 3),
    ("H5P.Blanks 1.14", BLANKS, ("hellblau", "Wolken", "rot"), 2, 3),
    ("H5P.Blanks 1.14", BLANKS, ("gelb", "", ""), 0, 3),
    ("H5P.DragText 1.10", DRAG, ("blau", "orange", "rot"), 1, 3),
    ("H5P.DragText 1.10", DRAG, ("blau", "rot", "orange"), 3, 3),
    ("H5P.MarkTheWords 1.11", MARK, ("Maus", "Tastatur"), 2, 2),
    ("H5P.MarkTheWords 1.11", MARK, ("Maus", "Tisch"), 0, 2),
    ("H5P.MarkTheWords 1.11", MARK, ("Maus",), 1, 2),
]


@pytest.mark.parametrize(("main", "content", "given", "raw", "most"), SCORES)
def test_scores(main: str, content: dict[str, Any], given: tuple[str | bool, ...], raw: int, most: int) -> None:
    native = made(main, **content)
    assert score(native.questions[0], *given) == (raw, most)
    assert (native.kind, native.blocks) == ("quiz", ())


def test_in_single_choice_sets_and_summaries_the_first_is_right() -> None:
    choices = [{"question": "<p>Was hilft?</p>", "answers": ["<p>Ruhe</p>", "<p>Eile</p>"]}]
    single = made("H5P.SingleChoiceSet 1.11", choices=choices)
    assert score(single.questions[0], "Ruhe") == (1, 1) and score(single.questions[0], "Eile") == (0, 1)
    assert [loss.kind for loss in single.losses] == ["timer"]
    summary = made(
        "H5P.Summary 1.10", intro="<p>Was stimmt?</p>", summaries=[{"summary": ["<p>Ja</p>", "<p>Nein</p>"]}]
    )
    assert score(summary.questions[0], "Ja") == (1, 1)
    assert [loss.kind for loss in summary.losses] == ["first-try"]


def test_flashcards_become_short_answers() -> None:
    cards = made(
        "H5P.Flashcards 1.5", cards=[{"text": "Wie heißt das Netz?", "answer": "Internet", "tip": {"tip": "I…"}}]
    )
    assert score(cards.questions[0], "internet") == (1, 1) and score(cards.questions[0], "Intranett") == (0, 1)
    assert cards.questions[0]["hint"] == "I…"


def test_an_essay_is_read_by_a_person() -> None:
    keyword = {"keyword": "Passwort", "options": {"points": "2", "occurrences": 1}}
    pattern = {"keyword": "/pass.*/", "options": {}}
    native = made(
        "H5P.Essay 1.5",
        taskDescription="<p>Erklären Sie.</p>",
        keywords=[keyword, pattern],
        solution={"sample": "<p>So.</p>"},
    )
    assert native.questions[0]["rubric"] == [{"text": "Passwort", "points": 2}, {"text": "/pass.*/", "points": 1}]
    assert {loss.kind for loss in native.losses} == {"essay-scoring", "regex"}


def test_a_set_keeps_pass_mark_pool_and_keys() -> None:
    questions = [
        {"library": "H5P.MultiChoice 1.16", "params": COLOUR, "subContentId": "farbe"},
        {"library": "H5P.TrueFalse 1.8", "params": {"question": "<p>?</p>", "correct": "true"}},
        {"library": "H5P.DragQuestion 1.14", "params": {}},
    ]
    native = made("H5P.QuestionSet 1.21", questions=questions, passPercentage=60, poolSize=1, randomQuestions=True)
    assert (native.pass_mark, native.draw, native.shuffle) == (Decimal("0.6"), 1, True)
    assert [question["key"] for question in native.questions] == ["farbe", "f2"]
    assert [(loss.kind, dict(loss.detail)) for loss in native.losses] == [("unsupported", {"name": "H5P.DragQuestion"})]


def test_a_column_becomes_a_lesson_in_its_order() -> None:
    content = [
        {
            "content": {
                "library": "H5P.AdvancedText 1.1",
                "params": {"text": "<h2>Los</h2><p>Ein <strong>Text</strong>.</p>"},
            }
        },
        {"content": {"library": "H5P.MultiChoice 1.16", "params": COLOUR}},
        {"content": {"library": "H5P.Image 1.1", "params": {"file": {"path": "images/a.png"}, "alt": "Eine Maus"}}},
        {"content": {"library": "H5P.Video 1.6", "params": {}}},
    ]
    native = made("H5P.Column 1.16", content=content)
    assert [next(iter(block)) for block in native.blocks] == ["heading", "text", "practice", "image"]
    assert native.blocks[1]["text"] == "Ein **Text**." and native.kind == "lesson" and not native.questions
    assert native.media == {"h5p-1.png": "images/a.png"}
    assert [loss.kind for loss in native.losses] == ["unsupported"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (MULTI | {"behaviour": {"singlePoint": True}}, "single-point"),
        (MULTI | {"behaviour": {"type": "single"}}, "several-right"),
        (MULTI | {"answers": answers(("A", False), ("B", False))}, "no-key"),
        (MULTI | {"media": {"type": {"library": "H5P.Image 1.1"}}}, "media"),
        (MULTI | {"behaviour": {"passPercentage": 50}}, "pass-mark"),
        (MULTI | {"overallFeedback": [{"from": 0, "to": 100, "feedback": "Gut"}]}, "feedback-range"),
        (MULTI | {"overallFeedback": {"overallFeedback": [{"feedback": "Gut"}]}}, "feedback-range"),
    ],
)
def test_losses_are_told(content: dict[str, Any], kind: str) -> None:
    assert kind in [loss.kind for loss in made("H5P.MultiChoice 1.16", **content).losses]
