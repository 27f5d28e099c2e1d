"""A question of the practice quiz through all its states, with keys alone; what is done in each is named in German."""

from typing import Any

from courses.grading.spec import QuestionSpec
from tests.browser.answers import right_fields, unscored_fields, wrong_fields
from tests.heard.answering import FIRST, SUBMIT, give
from tests.heard.walk import OPENED, Walk

READ = "Die Aufgabe lesen"
NOTHING = "Ohne Antwort abschicken"
WRONG = "Falsch antworten"
AGAIN = "Noch einmal versuchen"
RIGHT = "Richtig antworten"
OWN = "Die eigene Antwort geben"

TO_FIELD, TO_BUTTON, SEND, TO_ERROR, TO_LINK = "zum ersten Feld", "zum Knopf", "abschicken", "zum Fehler", "zum Link"
TO_ERROR_FIELD = "zum Feld mit dem Fehler"


def go_through(walk: Walk, question: QuestionSpec, opened: list[str], *, short: bool = False) -> None:
    """All states of one question, from the page that has just opened; `short`: up to the first feedback."""
    walk.state(READ)
    walk.add(OPENED, "", opened)
    _into_the_question(walk)
    if walk.ear.evaluate("document.querySelector('.order--live') === null"):  # with the script an order is always given
        walk.state(NOTHING)
        _send(walk)
        walk.go_to(".errors a", TO_ERROR)
        walk.press("Return", TO_ERROR_FIELD)
    for state, fields in _answers(question)[: 1 if short else None]:
        if state == RIGHT:
            walk.state(AGAIN)
            walk.go_to("main .row a.btn--2", TO_LINK)
            walk.press("Return", "noch einmal")
            _into_the_question(walk)
        walk.state(state)
        give(walk, question, fields)
        _send(walk)


def _answers(question: QuestionSpec) -> list[tuple[str, dict[str, Any]]]:
    if not question.is_scored:
        return [(OWN, unscored_fields(question))]
    return [(WRONG, wrong_fields(question)), (RIGHT, right_fields(question))]


def _into_the_question(walk: Walk) -> None:
    """Past the head of the page by its first link, then on to the first thing to answer with."""
    if walk.ear.focused(FIRST):
        return
    walk.press("Tab", "zum Sprunglink")
    walk.press("Return", "springen")
    walk.go_to(FIRST, TO_FIELD)


def _send(walk: Walk) -> None:
    if not walk.ear.focused(SUBMIT):
        walk.go_to(SUBMIT, TO_BUTTON)
    walk.press("Return", SEND)
