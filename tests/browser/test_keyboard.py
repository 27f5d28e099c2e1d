"""Every question type by keys alone: the order of Tab, the mark of the focus, no trap, and the answer."""

from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

from tests.browser.answers import by_keyboard, enter, question_shown, right_fields, tab_to, unscored_fields
from tests.browser.looks import page_with_looks
from tests.browser.states import BASE, TITLES, answers, walks
from tests.machinery.browser import NewPage

MOST = 80  # a question has no more stops than this


def stops(page: Page) -> list[dict[str, Any]]:
    """Where Tab leads, from the beginning of the content (by the skip link) to the footer."""
    page.evaluate("looks.remember()")
    if page.evaluate("document.activeElement === document.body"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.skip')")
        page.keyboard.press("Enter")
    found = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate("looks.focused()")
        if stop["inFooter"]:
            return found
        found.append(stop)
    raise AssertionError(f"Tab does not get out of {found[-1]['told']}")


def faults_on_the_way(page: Page) -> list[str]:
    found = stops(page)
    faults = [f"the focus is not to be seen: {stop['told']}" for stop in found if not stop["marked"]]
    faults += [f"the mark of the focus is faint: {stop['told']}" for stop in found if stop["faint"]]
    faults += [f"the focus is covered: {stop['told']}" for stop in found if not stop["uncovered"]]
    faults += [f"Tab leads out of the content: {stop['told']}" for stop in found if not stop["inMain"]]
    for one, other in pairwise(found):
        same_column = other["left"] < one["right"] and one["left"] < other["right"]
        if other["place"] <= one["place"] or (same_column and other["bottom"] <= one["top"]):
            faults.append(f"Tab does not follow the text: {one['told']}, then {other['told']}")
    page.keyboard.press("Shift+Tab")
    if not page.evaluate("looks.focused().inMain"):
        faults.append("Shift+Tab does not lead back into the content")
    return faults


def test_every_type_is_answered_by_keys_and_the_focus_is_always_to_be_seen(all_types: str, new_page: NewPage) -> None:
    page = page_with_looks(new_page)
    faults = []
    for walk in walks("practice"):
        address = walk.steps[0].open
        page.goto(address)
        faults += [f"{walk.kind} asked: {fault}" for fault in faults_on_the_way(page)]
        page.goto(address)
        state, fields = list(answers(walk.question).items())[-1]
        by_keyboard(page, walk.question, dict(fields))
        assert page.locator("main [autofocus]").count() == 1, f"{walk.kind}: no feedback"
        assert page.title().startswith(TITLES.get(state, "")), f"{walk.kind}: {page.title()}"
        faults += [f"{walk.kind} {state}: {fault}" for fault in faults_on_the_way(page)]
    assert not faults, "\n".join(faults)


def test_a_whole_assessed_quiz_by_keys_without_script(all_types: str, new_page: NewPage) -> None:
    page = new_page(js=False)
    questions = tuple({walk.question.key: walk.question for walk in walks("assessed")}.values())
    page.goto(f"{BASE}/pruefungsrunde/")
    enter(page, "main a.btn")
    enter(page, "form.flow button.btn")  # nothing chosen yet
    assert page.title().startswith(TITLES["nothing chosen"])
    tab_to(page, ".errors a")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.locator(".q input:checked").count() == 1, "the summary of errors does not lead to the answers"
    while "/frage/" in page.url:
        question = question_shown(page, questions)
        by_keyboard(page, question, right_fields(question) if question.is_scored else unscored_fields(question))
        enter(page, "main .row a.btn")
    assert page.title().startswith("Bestanden: 14 von 14")
