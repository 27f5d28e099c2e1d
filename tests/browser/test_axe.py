"""axe-core finds nothing in the states of the quiz, the account and the certificate; nothing scrolls sideways."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

import courses.api
from tests.browser.answers import by_mouse, question_shown, right_fields, wrong_fields

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
COURSE = "/de/kurse/phishing-erkennen/"
pytestmark = pytest.mark.skipif(not AXE.exists(), reason="node_modules/axe-core is missing; make assets brings it")

Look = Callable[[str], None]


def looker(page: Page, faults: list[str]) -> Look:
    """Every rule in light at 1280 px, the contrasts again in dark, and the width at 320 px: without a new load."""

    def look(state: str) -> None:
        page.evaluate(AXE.read_text())
        for scheme, options in (("light", "{}"), ("dark", "{runOnly: ['color-contrast']}")):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found = page.evaluate(f"axe.run(document, {options})")["violations"]
            faults.extend(f"{state}, {scheme}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in found)
        page.set_viewport_size({"width": 320, "height": 640})
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            faults.append(f"{state}: scrolls sideways at 320 px")
        page.set_viewport_size({"width": 1280, "height": 800})

    return look


def open_page(new_page: Callable[..., Page], faults: list[str]) -> tuple[Page, Look]:
    page = new_page(bypass_csp=True)  # axe itself is the only thing that the policy would stop
    return page, looker(page, faults)


def test_every_state_of_the_quiz(phishing: str, new_page: Callable[..., Page]) -> None:
    faults: list[str] = []
    page, look = open_page(new_page, faults)
    quiz = courses.api.quiz("de", "phishing-erkennen", "abschluss")
    assert quiz is not None
    page.goto(f"{COURSE}abschluss/")
    look("start")
    page.locator("main a.btn").first.click()
    for _ in quiz.spec.questions:
        question = question_shown(page, quiz.spec.questions)
        look(f"{question.type} asked")
        if question.type != "order":  # an order is always given
            page.locator("form.flow button.btn").first.click()
            assert page.locator("div.errors").count() == 1
            look(f"{question.type} with nothing chosen")
        by_mouse(page, question, wrong_fields(question))
        look(f"{question.type} not right")
        page.locator("main .row a.btn").first.click()
    look("not passed")
    assert not faults, "\n".join(faults)


def test_passed_and_the_way_to_the_certificate(phishing: str, new_page: Callable[..., Page]) -> None:
    faults: list[str] = []
    page, look = open_page(new_page, faults)
    course = courses.api.course("de", "phishing-erkennen")
    quiz = courses.api.quiz("de", "phishing-erkennen", "abschluss")
    assert course is not None
    assert quiz is not None
    for number, lesson in enumerate(course.outline.required_lessons):
        page.goto(f"{COURSE}{lesson.slug}/")
        if not number:
            look("lesson")
        page.locator('form[action$="/erledigt/"] button').first.click()
    page.goto(f"{COURSE}abschluss/frage/1/")
    seen = set()
    while "/frage/" in page.url:
        question = question_shown(page, quiz.spec.questions)
        by_mouse(page, question, right_fields(question))
        if question.type not in seen:
            look(f"{question.type} right")
            seen.add(question.type)
        page.locator("main .row a.btn").first.click()
    look("passed as a guest")
    page.locator('main a[href^="/konto/signup/"]').first.click()
    page.locator("main form button.btn").click()
    look("sign-up with nothing written")
    page.fill("input[name=email]", "erna@example.org")
    page.fill("input[name=password1]", "vier zufällige Wörter")
    page.locator("main form button.btn").click()
    page.wait_for_url("**/ergebnis/")
    look("passed, the name is asked")
    page.locator('form[action*="zertifikat-name"] button').click()
    look("name missing")
    page.fill("input[name=name]", "Erna Beispiel")
    page.locator('form[action*="zertifikat-name"] button').click()
    page.wait_for_url("**/zertifikat/**")
    look("certificate")
    code = page.url.rstrip("/").rsplit("/", 1)[1]
    for state, path in [
        ("checked", f"/de/pruefen/{code}/"),
        ("checked, unknown", "/de/pruefen/AAAA-BBBB/"),
        ("check form", "/de/pruefen/"),
        ("my learning", "/de/lernen/"),
        ("course finished", COURSE),
    ]:
        page.goto(path)
        look(state)
    assert not faults, "\n".join(faults)
