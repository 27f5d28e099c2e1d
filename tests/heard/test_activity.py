"""An H5P activity by ear: into the frame, question, both verdicts; what was said is written to docs/heard/."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.browser.test_activity import LESSON
from tests.heard.listener.listener import Listener
from tests.heard.listener.waiting import until
from tests.heard.report import Report
from tests.heard.test_types import DOCS
from tests.heard.transcript import markdown
from tests.heard.walk import Walk

READY = "Die Aufgabe ist bereit."
STATUS = "document.querySelector('.activity > [role=status]').textContent"
QUESTION = "Woran erkennen Sie am sichersten, dass diese E-Mail eine Fälschung ist?"
READ, NOTHING, WRONG, RIGHT = "Lesen", "Ohne Antwort", "Falsch", "Noch einmal, richtig"
#: state, key, and what must be heard after it, in this order
STEPS = [
    (READ, "Tab", "zur ersten Antwort", (QUESTION, "Die E-Mail beginnt nur mit", "nicht ausgewählt Radioknopf")),
    (NOTHING, "Tab", "zum Knopf", ("Antwort prüfen", "Druckknopf")),
    (NOTHING, "Return", "prüfen", ("Bitte wählen Sie zuerst eine Antwort aus.",)),
    (WRONG, "space", "die erste Antwort wählen", ()),
    (WRONG, "Tab", "zum Knopf", ("Antwort prüfen",)),
    (WRONG, "Return", "prüfen", ("Das ist leider nicht richtig.", "Punkte: 0 von 1.")),
    (RIGHT, "Tab", "zum zweiten Knopf", ("Noch einmal versuchen",)),
    (RIGHT, "Return", "noch einmal", ("Radioknopf",)),
    (RIGHT, "r", "zur ersten Antwort", ("Radioknopf",)),
    (RIGHT, "r", "zur zweiten Antwort", ("Sie sollen unter Zeitdruck", "Radioknopf")),
    (RIGHT, "space", "sie wählen", ()),
    (RIGHT, "Tab", "zum Knopf", ("Antwort prüfen",)),
    (RIGHT, "Return", "prüfen", ("Das ist richtig.", "Punkte: 1 von 1.")),
]


def listen(ear: Listener, site: str) -> Walk:
    walk = Walk(ear, "activity")
    walk.state(READ)
    with ear.window(site + LESSON):
        walk.go_to("[data-start]", "zum Knopf „Aufgabe starten“", most=80)
        del walk.steps[:-1]  # the way through the lesson
        started = walk.press("Return", "starten")
        until(lambda: READY in ear.evaluate(STATUS), 30, "the frame")
        walk.steps[-1] = replace(started, said=(*started.said, *ear.later()))
        for state, key, what_for, _phrases in STEPS:
            walk.state(state)
            walk.press(key, what_for)
    return walk


def unheard(walk: Walk) -> Iterator[str]:
    if READY not in walk.steps[1].text:
        yield f"„{READY}“ is missing in: {walk.steps[1].text}"
    for step, (state, key, _what, phrases) in zip(walk.steps[2:], STEPS, strict=True):
        rest = step.text
        for phrase in phrases:
            _before, found, rest_after = rest.partition(phrase)
            if not found:
                yield f"[{state}] {key}: „{phrase}“ is missing in: {step.text}"
                break
            rest = rest_after


@pytest.mark.heard
def test_question_and_feedback_of_our_own_library_are_heard(
    phishing: str, live_site: str, ear: Listener, report: Report
) -> None:
    walk = listen(ear, live_site)
    missing = list(unheard(walk))
    if missing:  # a busy machine; once again, and counted
        report.repeated += 1
        walk = listen(ear, live_site)
        missing = list(unheard(walk))
    (DOCS / "activity.md").write_text(markdown(walk), encoding="utf-8")
    report.add(walk, sum(len(phrases) for *_step, phrases in STEPS), len(missing))
    assert not missing, "\n".join(missing)
