"""What is believed of a statement, and points counted again as H5P counts them."""

import copy
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.points import most_points, points_of
from courses.h5p.result import StatementRefused, reported

ACTIVITY = "https://lernen.example/h5p/42"
MULTI = {"answers": [{"correct": True}, {"correct": True}, {"correct": False}], "behaviour": {"type": "auto"}}
BERRY = {"answers": [{"text": "Very dark purple", "correct": True}, {"text": "Blue"}, {"text": "Black"}]}


def statement(verb: str = "answered", raw: float = 1, most: float = 1, response: str = "0") -> dict[str, Any]:
    """As the real H5P.MultiChoice says it, shortened."""
    return {
        "actor": {"account": {"name": "6dcd781a-0589-4ab8-9e66-e920d84694ca"}, "objectType": "Agent"},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"en-US": verb}},
        "object": {"id": ACTIVITY, "objectType": "Activity", "definition": {"interactionType": "choice"}},
        "context": {"contextActivities": {"category": [{"id": "http://h5p.org/libraries/H5P.MultiChoice-1.16"}]}},
        "result": {
            "score": {"min": 0, "max": most, "raw": raw, "scaled": raw / most},
            "completion": True,
            "success": True,
            "duration": "PT2.78S",
            "response": response,
        },
    }


def told(made: Any, library: str = "H5P.MultiChoice 1.16", content: Any = BERRY) -> Any:
    return reported(made, ACTIVITY, library, content)


def test_the_statement_of_the_real_player_is_taken_and_counted_again() -> None:
    found = told(statement())
    assert (found.verb, found.raw, found.max, found.response, found.check) == ("answered", 1, 1, "0", "same")
    assert found.scaled == 1 and not found.is_part


def test_a_score_the_response_does_not_earn_is_marked_and_not_believed() -> None:
    found = told(statement(raw=1, response="1"))
    assert (found.raw, found.check) == (0, "differs")


def test_a_score_that_comes_without_its_answer_is_not_believed() -> None:
    made = statement()
    del made["result"]["response"]
    assert (told(made).raw, told(made).check) == (0, "differs")
    with pytest.raises(StatementRefused):
        told(made, "H5P.TrueFalse 1.8", {"correct": "true"})


def test_what_the_server_cannot_count_is_said_to_be_unchecked() -> None:
    found = told(statement(raw=3, most=7), "H5P.ImageHotspots 1.10", {})
    assert (found.raw, found.max, found.check) == (3, 7, "unchecked")


def change(*path: str, to: Any) -> Callable[[dict[str, Any]], None]:
    def apply(made: dict[str, Any]) -> None:
        inner = made
        for name in path[:-1]:
            inner = inner[name]
        inner[path[-1]] = to

    return apply


FORGED = {
    "somebody else's address": ("actor", change("actor", to={"mbox": "mailto:eva@example.org"})),
    "somebody on another site": (
        "actor",
        change("actor", "account", to={"homePage": "https://x.example"}),
    ),
    "an actor that is none": ("actor", change("actor", to="eva")),
    "a pass": ("verb", change("verb", "id", to="http://adlnet.gov/expapi/verbs/passed")),
    "mastery": ("verb", change("verb", "id", to="http://adlnet.gov/expapi/verbs/mastered")),
    "a verb of nobody": ("verb", change("verb", "id", to="https://evil.example/answered")),
    "no verb": ("verb", change("verb", to=None)),
    "another activity": ("object", change("object", "id", to="https://lernen.example/h5p/43")),
    "an activity whose address goes on": ("object", change("object", "id", to=f"{ACTIVITY}?x=1")),
    "no object": ("object", change("object", to={})),
    "more than all points": ("score", change("result", "score", to={"min": 0, "max": 1, "raw": 2})),
    "less than nothing": ("score", change("result", "score", to={"min": 0, "max": 1, "raw": -1})),
    "points from below zero": ("score", change("result", "score", to={"min": -5, "max": 1, "raw": 1})),
    "a share that is not raw of max": ("score", change("result", "score", "scaled", to=0.5)),
    "points as text": ("score", change("result", "score", "raw", to="1")),
    "true as a number": ("score", change("result", "score", "raw", to=True)),
    "no number": ("score", change("result", "score", "raw", to=float("nan"))),
    "endless points": ("score", change("result", "score", to={"min": 0, "max": float("inf"), "raw": 1})),
    "more points than the content has": ("max", change("result", "score", to={"min": 0, "max": 9, "raw": 9})),
    "an id of its own": ("fields", change("id", to="0b0a3f0e-0000-4000-8000-000000000000")),
    "a time of its own": ("fields", change("timestamp", to="2020-01-01T00:00:00Z")),
    "an authority": ("fields", change("authority", to={"objectType": "Agent"})),
    "an answer no player gives": ("response", change("result", "response", to="seven")),
    "a response that is no text": ("response", change("result", "response", to=["0"])),
    "a result that is none": ("shape", change("result", to=[])),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_statement_is_refused(name: str) -> None:
    code, forge = FORGED[name]
    made = statement()
    forge(made)
    with pytest.raises(StatementRefused) as refused:
        told(made)
    assert refused.value.code == code


@pytest.mark.parametrize("made", [None, [], "x", 1, {}, {"verb": {}}])
def test_what_is_no_statement_is_refused(made: Any) -> None:
    with pytest.raises(StatementRefused):
        told(made)


def test_an_essay_keeps_its_points_and_the_beginning_of_its_words() -> None:
    found = told(statement(raw=3, most=5, response="Wort " * 2000 + "\0"), "H5P.Essay 1.5", {})
    assert (found.raw, found.check, len(found.response)) == (3, "unchecked", 4000)


def test_half_a_character_and_the_sign_that_ends_texts_are_not_kept() -> None:
    assert told(statement(raw=0, response="ab\ud800\0"), "H5P.Essay 1.5", {}).response == "ab?"


def test_a_part_says_nothing_of_the_whole() -> None:
    by_address, by_parent = statement(), statement()
    by_address["object"]["id"] = f"{ACTIVITY}?subContentId=1b2c"
    by_parent["context"]["contextActivities"]["parent"] = [{"id": ACTIVITY}]
    assert told(by_address).is_part and told(by_parent).is_part


def test_reading_without_points() -> None:
    made = statement()
    made["verb"] = {"id": "http://activitystrea.ms/schema/1.0/consume"}
    del made["result"]
    found = told(made, "H5P.Accordion 1.0", {})
    assert (found.verb, found.raw, found.max, found.scaled) == ("consumed", None, None, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["actor", "verb", "object", "context", "result"]), JSON, JSON)
def test_nothing_a_browser_sends_breaks_it(field: str, value: Any, content: Any) -> None:
    made = copy.deepcopy(statement())
    made[field] = value
    try:
        told(made, content=content)
    except StatementRefused:
        pass


def blanks(*texts: str, **behaviour: Any) -> dict[str, Any]:
    return {"questions": [f"<p>{text}</p>" for text in texts], "behaviour": behaviour}


DRAG = {"textField": "A *blue* berry, an *orange* fruit\nand a *red:hint\\+yes* apple", "distractors": "*green*"}
#: library, content, response, points of all; the numbers with a star were measured in the real player
COUNTED = [
    ("H5P.MultiChoice 1.16", BERRY, "0", 1, 1),  # *
    ("H5P.MultiChoice 1.16", BERRY, "1", 0, 1),
    ("H5P.MultiChoice 1.16", BERRY, "", 0, 1),
    ("H5P.MultiChoice 1.16", MULTI, "0[,]1", 2, 2),
    ("H5P.MultiChoice 1.16", MULTI, "0[,]2", 0, 2),
    ("H5P.MultiChoice 1.16", MULTI, "0[,]1[,]2", 1, 2),
    ("H5P.MultiChoice 1.16", {**MULTI, "behaviour": {"singlePoint": True}}, "0[,]1", 1, 1),
    ("H5P.MultiChoice 1.16", {**MULTI, "behaviour": {"singlePoint": True}}, "0", 0, 1),
    ("H5P.MultiChoice 1.16", {**MULTI, "behaviour": {"singlePoint": True, "passPercentage": "50"}}, "0", 1, 1),
    ("H5P.MultiChoice 1.16", {"answers": [{"text": "a"}]}, "", 1, 1),
    ("H5P.TrueFalse 1.8", {"correct": "true"}, "true", 1, 1),  # *
    ("H5P.TrueFalse 1.6", {"correct": "true"}, "false", 0, 1),
    ("H5P.Blanks 1.14", blanks("*blue* and *cloud*", "*green/verde:tip*"), "blue[,]cloud[,]red", 2, 3),  # *
    ("H5P.Blanks 1.14", blanks("*blue* and *cloud*", "*green/verde:tip*"), "blue[,]cloud[,]verde", 3, 3),  # *
    ("H5P.Blanks 1.14", blanks("*Blue*"), "blue", 0, 1),
    ("H5P.Blanks 1.14", blanks("*Blue*", caseSensitive=False), "blue", 1, 1),
    ("H5P.Blanks 1.14", blanks("*Wolke*", acceptSpellingErrors=True), "Wlke", 1, 1),
    ("H5P.Blanks 1.14", blanks("*Maus*", acceptSpellingErrors=True), "Haus", 1, 1),
    ("H5P.Blanks 1.14", blanks("*rot*", acceptSpellingErrors=True), "tot", 0, 1),
    ("H5P.DragText 1.10", DRAG, "blue[,]red[,]", 1, 3),  # *
    ("H5P.DragText 1.10", DRAG, "blue[,]orange[,]red", 3, 3),
    ("SK.Selfcheck 1.1", BERRY, "0", 1, 1),
    ("SK.Selfcheck 1.1", BERRY, "2", 0, 1),
]


@pytest.mark.parametrize(("library", "content", "response", "points", "most"), COUNTED)
def test_points_are_those_of_h5p(library: str, content: Any, response: str, points: int, most: int) -> None:
    assert points_of(library, content, response) == points
    assert most_points(library, content) == most


@pytest.mark.parametrize(
    ("library", "content", "response"),
    [
        ("H5P.MultiChoice 1.16", BERRY, "7"),
        ("H5P.MultiChoice 1.16", BERRY, "zero"),
        ("H5P.TrueFalse 1.8", {"correct": "true"}, "maybe"),
        ("H5P.Blanks 1.14", blanks("*a*"), "a[,]b"),
        ("H5P.Essay 1.5", {"keywords": []}, "ein Text"),
    ],
)
def test_a_response_of_no_player_gives_no_points(library: str, content: Any, response: str) -> None:
    assert points_of(library, content, response) is None


MOST = [
    ("H5P.MarkTheWords 1.11", {"textField": "<p>*eins* zwei *drei* und **</p>"}, None),
    ("H5P.SingleChoiceSet 1.11", {"choices": [{"question": "a", "answers": ["b"]}, {"question": "c"}]}, 1),
    ("H5P.MultiChoice 1.16", {"answers": [{"correct": True, "weight": 2}]}, None),
    ("H5P.Blanks 1.14", blanks("*a<br>b*"), 1),
    ("H5P.Blanks 1.14", blanks("* *"), None),
    ("H5P.Blanks 1.14", blanks("*a* " * 120), None),
    ("H5P.Summary 1.10", {"summaries": [{"summary": ["<p>a</p>"]}, {"summary": []}]}, 1),
    ("H5P.Essay 1.5", {}, None),
]


@pytest.mark.parametrize(("library", "content", "most"), MOST)
def test_all_points(library: str, content: Any, most: int | None) -> None:
    assert most_points(library, content) == (None if most is None else Decimal(most))
