"""The same answers get the same points as in H5P's own player, where its rules and ours agree; else a loss says so."""

from decimal import Decimal
from typing import Any

import pytest

from courses.exchange.archive.markup import to_html
from courses.grading.grade import grade
from courses.grading.quiz import grade_quiz
from courses.grading.spec import QuizSpec
from courses.h5p.convert import Native, to_native
from tests.courses.h5p.convert.graded import score, spec_in_quiz


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

ONE_POINT = MULTI | {"behaviour": {"type": "auto", "singlePoint": True}}
SAME_WORD = {"textField": "Rosen sind *rot*, Ziegel auch *rot:wie Rosen*, der Himmel *blau*.", "distractors": "*lila*"}
CARD = {"cards": [{"text": "Wie heißt das Netz?", "answer": "Internet"}]}

SCORES: list[tuple[str, dict[str, Any], tuple[str | bool, ...], int, int]] = [
    ("H5P.MultiChoice 1.16", COLOUR, ("Sehr dunkles Lila",), 1, 1),
    ("H5P.MultiChoice 1.16", COLOUR, ("Blau",), 0, 1),
    ("H5P.MultiChoice 1.16", MULTI, ("A", "B", "C"), 3, 3),
    ("H5P.MultiChoice 1.16", MULTI, ("A", "B"), 2, 3),
    ("H5P.MultiChoice 1.16", MULTI, ("A", "B", "D"), 1, 3),
    ("H5P.MultiChoice 1.16", MULTI, ("A", "D", "E"), 0, 3),
    ("H5P.MultiChoice 1.16", MULTI, ("D", "E"), 0, 3),
    ("H5P.MultiChoice 1.16", MULTI, (), 0, 3),
    ("H5P.MultiChoice 1.16", MULTI, ("A", "B", "C", "D", "E"), 1, 3),
    ("H5P.MultiChoice 1.16", ONE_POINT, ("A", "B", "C"), 1, 1),
    ("H5P.MultiChoice 1.16", ONE_POINT, ("D", "E"), 0, 1),
    ("H5P.TrueFalse 1.8", {"question": "<p>Stimmt das?</p>", "correct": "true"}, (True,), 1, 1),
    ("H5P.TrueFalse 1.8", {"question": "<p>Stimmt das?</p>", "correct": "true"}, (False,), 0, 1),
    ("H5P.TrueFalse 1.8", {"question": "<p>Stimmt das?</p>", "correct": "false"}, (True,), 0, 1),
    ("H5P.Blanks 1.14", BLANKS, ("blau", "Wolke", "rot"), 3, 3),
    ("H5P.Blanks 1.14", BLANKS, ("hellblau", "Wolken", "rot"), 2, 3),
    ("H5P.Blanks 1.14", BLANKS, ("gelb", "", ""), 0, 3),
    ("H5P.DragText 1.10", DRAG, ("blau", "orange", "rot"), 1, 3),
    ("H5P.DragText 1.10", DRAG, ("blau", "rot", "orange"), 3, 3),
    ("H5P.MarkTheWords 1.11", MARK, ("Maus", "Tastatur"), 2, 2),
    ("H5P.MarkTheWords 1.11", MARK, ("Maus", "Tisch"), 0, 2),
    ("H5P.MarkTheWords 1.11", MARK, ("Maus",), 1, 2),
    ("H5P.MarkTheWords 1.11", MARK, ("Tisch", "liegen"), 0, 2),
    ("H5P.MarkTheWords 1.11", MARK, ("Maus", "Tastatur", "Tisch"), 1, 2),
    ("H5P.DragText 1.10", SAME_WORD, ("rot", "rot", "blau"), 3, 3),
    ("H5P.DragText 1.10", SAME_WORD, ("rot", "blau", "rot"), 1, 3),
    ("H5P.Flashcards 1.5", CARD, ("Internet",), 1, 1),
    ("H5P.Flashcards 1.5", CARD, ("Internet/Netz",), 0, 1),
    ("H5P.Flashcards 1.5", CARD | {"caseSensitive": True}, ("internet",), 0, 1),
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


def keyword(word: str, points: int = 1, times: int = 1, **more: Any) -> dict[str, Any]:
    return {"keyword": word, "options": {"points": str(points), "occurrences": times}} | more


def essay(*keywords: dict[str, Any], **behaviour: Any) -> Native:
    task = {"taskDescription": "<p>Erklären Sie.</p>", "solution": {"sample": "<p>So.</p>"}}
    return made("H5P.Essay 1.5", keywords=list(keywords), behaviour=behaviour, **task)


@pytest.mark.parametrize(
    ("native", "most", "points"),
    [  # max = sum(points x occurrences) x percentageMastering / 100, at least 1
        (essay(), "1", []),
        (essay(keyword("Passwort", 2)), "2", ["2"]),
        (essay(keyword("Passwort", 2, 3), keyword("Schloss")), "7", ["6", "1"]),
        (essay(keyword("Passwort", 2, 3), keyword("Schloss", 2), percentageMastering=60), "4.8", ["3.6", "1.2"]),
        (essay(keyword("a"), keyword("b"), keyword("c"), percentageMastering="50"), "1.5", ["0.5", "0.5", "0.5"]),
        (essay(keyword("a", 0), keyword("b", 0)), "1", ["0", "0"]),
        (essay(keyword("a"), percentageMastering=10), "1", ["1"]),
        (essay(keyword("a"), keyword("b"), keyword("c"), percentageMastering=67), "2.01", ["0.67", "0.67", "0.67"]),
        (essay(keyword("a"), keyword("b"), keyword("c"), percentageMastering=20), "1", ["0.33", "0.33", "0.34"]),
        (essay(keyword("a", 90), keyword("b", 30)), "100", ["75", "25"]),
    ],
)
def test_an_essay_is_worth_as_much_as_in_h5p(native: Native, most: str, points: list[str]) -> None:
    (question,) = native.questions
    assert [str(each["points"]) for each in question.get("rubric", ())] == points
    assert str(question["points"]) == most
    given = grade(spec_in_quiz(question), "Ein Text.")
    assert (given.raw, given.max, given.is_pending) == (0, Decimal(most), True)  # a person gives points for it
    assert grade(spec_in_quiz(question), " ").is_pending is False


def test_what_an_essay_loses() -> None:
    native = essay(keyword("Passwort", 2), keyword("/pass.*/i"), percentageMastering=50, percentagePassing=30)
    assert [each["text"] for each in native.questions[0]["rubric"]] == ["Passwort", "/pass.*/i"]
    assert {loss.kind for loss in native.losses} == {"essay-scoring", "regex", "mastery", "pass-mark"}
    more = essay(keyword("a", alternatives=["b"]), keyword("und/oder"), minimumLength=100)
    assert {loss.kind for loss in more.losses} == {"essay-scoring", "keywords", "length"}
    free = essay(keyword("a", 5), ignoreScoring=True)
    assert free.questions[0]["points"] == 1 and free.questions[0]["rubric"] == [{"text": "a", "points": 0}]
    assert {loss.kind for loss in free.losses} == {"essay-scoring", "no-score"}


def sub(library: str, **params: Any) -> dict[str, Any]:
    return {"library": library, "params": params}


@pytest.mark.parametrize(
    ("percent", "right", "raw", "passed"),
    [(50, 1, 1, False), (50, 2, 2, False), (50, 3, 3, True), (100, 3, 3, False), (100, 4, 6, True), (60, 3, 3, False)],
)
def test_a_set_is_passed_as_in_h5p(percent: int, right: int, raw: int, passed: bool) -> None:
    """The points of all parts together; right are the first so many of truth (1), truth (1), truth (1), three gaps."""
    truths = [sub("H5P.TrueFalse 1.8", question=f"<p>{n}?</p>", correct="true") for n in range(3)]
    native = made("H5P.QuestionSet 1.21", questions=[*truths, sub("H5P.Blanks 1.14", **BLANKS)], passPercentage=percent)
    specs = tuple(map(spec_in_quiz, native.questions))
    *_rest, gaps = specs
    words = dict(zip([gap["key"] for gap in gaps.public["gaps"]], ["blau", "Wolke", "rot"]))
    answers = dict(list({spec.key: True for spec in specs[:3]}.items())[:right])
    quiz = QuizSpec("q", "Q", "assessed", native.pass_mark, None, None, False, "end", specs, "de")
    result = grade_quiz(quiz, answers | ({gaps.key: words} if right == 4 else {}))
    assert (result.raw, result.max, result.passed) == (raw, 6, passed)


def test_a_set_without_a_percentage_asks_for_half_and_nought_for_none() -> None:
    one = [sub("H5P.TrueFalse 1.8", question="?", correct="true")]
    assert made("H5P.QuestionSet 1.21", questions=one).pass_mark == Decimal("0.5")
    assert made("H5P.QuestionSet 1.21", questions=one, passPercentage=0).pass_mark is None


def test_rules_of_a_set_inside_another_content_are_told() -> None:
    inner = sub("H5P.QuestionSet 1.21", questions=[sub("H5P.TrueFalse 1.8", question="?", correct="true")])
    plain = made("H5P.Column 1.16", content=[{"content": inner}])
    assert (plain.pass_mark, plain.losses) == (None, ())
    inner["params"]["passPercentage"] = 80
    strict = made("H5P.Column 1.16", content=[{"content": inner}])
    assert (strict.pass_mark, [loss.kind for loss in strict.losses]) == (None, ["rules"])


def test_each_panel_of_a_summary_is_worth_its_first_try() -> None:
    panels = [{"summary": ["<p>Ja</p>", "<p>Nein</p>"]}, {"summary": ["<p>Gut</p>", "<p>Schlecht</p>", "<p>Egal</p>"]}]
    native = made("H5P.Summary 1.10", intro="<p>Was stimmt?</p>", summaries=panels)
    first, second = native.questions
    assert (score(first, "Nein"), score(second, "Gut")) == ((0, 1), (1, 1))


def test_texts_have_no_points() -> None:
    cards = made("H5P.Dialogcards 1.9", title="Wörter", dialogs=[{"text": "<p>Bit</p>", "answer": "<p>0 oder 1</p>"}])
    assert cards.blocks == ({"heading": "Wörter"}, {"glossary": {"term": "Bit", "text": "0 oder 1"}})
    text = sub("H5P.AdvancedText 1.1", text="<p>Ein <em>Text</em></p>")
    panels = made("H5P.Accordion 1.0", panels=[{"title": "Auf", "content": text}])
    assert panels.blocks == ({"heading": "Auf"}, {"text": "Ein *Text*"})
    book = made(
        "H5P.InteractiveBook 1.7",
        chapters=[{**sub("H5P.Column 1.16", content=[{"content": text}]), "metadata": {"title": "Eins"}}],
    )
    assert book.blocks == ({"heading": "Eins"}, {"text": "Ein *Text*"})
    assert [(each.kind, each.losses) for each in (cards, panels, book)] == [("lesson", ())] * 3


def test_signs_that_mean_something_here_stay_text() -> None:
    (block,) = made("H5P.AdvancedText 1.1", text="<p># Kein Titel &lt;b&gt; \\(x\\) *so* [hier](da)</p>").blocks
    assert to_html(block["text"], "de") == "<p># Kein Titel &lt;b&gt; \\(x\\) *so* [hier](da)</p>"
    (gaps,) = made("H5P.Blanks 1.14", questions=["<p>[*a*] [[1]] 2 ** 3</p>"]).questions
    assert gaps["text"] == "[ [[1]] ] [ [1] ] 2 * 3"
    (starred,) = made("H5P.Blanks 1.14", questions=["<p>*a**b/c*</p>"]).questions
    assert starred["gaps"][0]["accept"] == ["a*b", "c"]
    (mark,) = made("H5P.MarkTheWords 1.11", taskDescription="?", textField="<p>[*a*] *[b]* c</p>").questions
    assert mark["sentence"] == "[ [[a]] ] [[ [b] ]] c"


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
