"""The questions that are walked through by ear, where they stand, and one whole walk."""

import time

import courses.api
from courses.grading.shown_question import ShownQuestion
from courses.grading.spec import QuestionSpec
from learn.enrolments.attempts import Sitting
from learn.web.forms import shown_question
from tests.browser.answers import PREFIX
from tests.browser.states import BASE, kind_of
from tests.heard.listener.listener import Listener
from tests.heard.states import go_through
from tests.heard.walk import Walk

QUIZ = "uebungsrunde"
SEED = "reihe:1"  # the first round of practice mixes the answers like this, always
NO_SCRIPT = "-no-script"


def asked(kind: str) -> tuple[str, QuestionSpec, ShownQuestion]:
    """Address, question and its form in the first round of the practice quiz."""
    quiz = courses.api.quiz("de", "alle-aufgabentypen", QUIZ)
    assert quiz is not None
    questions = Sitting(quiz.spec, SEED).spec.questions
    kind = kind.removesuffix(NO_SCRIPT)
    number, question = next((number, each) for number, each in enumerate(questions, 1) if kind_of(each) == kind)
    return f"{BASE}/{QUIZ}/frage/{number}/", question, shown_question(question, SEED, PREFIX)


def listen(ear: Listener, site: str, kind: str, *, short: bool = False) -> Walk:
    """One question by ear through its states; `short`: without the second try."""
    address, question, _ = asked(kind)
    began = time.monotonic()
    walk = Walk(ear, kind)
    with ear.window(site + address, script=not kind.endswith(NO_SCRIPT)) as opened:
        go_through(walk, question, opened, short=short)
    walk.seconds = time.monotonic() - began
    return walk
