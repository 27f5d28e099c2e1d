"""A trainer changes lessons and questions in the CMS; learners see it, a running attempt does not."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Page as CmsPage

import courses.api
from learn.accounts.roles import TRAINERS
from tests.browser.answers import by_mouse, question_shown, right_fields
from tests.factories import people

PASSWORD = "vier zufällige Wörter"
LESSON = "/de/kurse/phishing-erkennen/was-ist-phishing/"
QUIZ = "/de/kurse/phishing-erkennen/abschluss/"


@pytest.fixture
def trainer(phishing, live_site):
    """A trainer who owns the course."""
    call_command("setup_groups", verbosity=0)
    user = people.user(email="trainer@example.org")
    user.set_password(PASSWORD)
    user.save()
    people.in_group(user, TRAINERS)
    CmsPage.objects.filter(depth__gt=2).update(owner=user)
    return user


def sign_in(page: Page, email: str) -> None:
    page.goto("/cms/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button.btn")
    page.wait_for_url("**/cms/")


def edit(page: Page, slug: str) -> None:
    """Open a page of the German course in the editor, by the search of the CMS."""
    found = CmsPage.objects.get(slug=slug, locale__language_code="de")
    page.goto(f"/cms/pages/{found.get_parent().pk}/")
    page.get_by_role("link", name=found.title, exact=True).first.click()
    page.wait_for_url(f"**/cms/pages/{found.pk}/edit/")
    page.wait_for_load_state("networkidle")


def save_draft(page: Page) -> None:
    with page.expect_navigation() as saved:  # the page of before would take a click meanwhile, and lose it
        page.get_by_role("button", name="Entwurf speichern").click()
    assert saved.value.ok
    page.wait_for_load_state("networkidle")


def publish(page: Page) -> None:
    page.locator("footer .w-dropdown__toggle").first.click()
    with page.expect_navigation():
        page.locator("button[name=action-publish]").click()


def unfold(page: Page, number: int) -> None:
    """Open one question; the editor begins with a list of them."""
    page.locator(f"[data-streamfield-child]:has(> [name=questions-{number}-id]) [data-panel-toggle]").first.click()


def tab_to(page: Page, target: Locator) -> None:
    """Press the tabulator until this is focused."""
    for _press in range(250):
        if target.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by keyboard: {target}")


def test_a_lesson_is_edited_previewed_and_published(trainer, new_page):
    cms, reader = new_page(), new_page(js=False)
    sign_in(cms, trainer.email)
    edit(cms, "was-ist-phishing")
    cms.locator("#body-0-value").fill("Sonntagmorgen, eine neue Nachricht")
    save_draft(cms)

    reader.goto(LESSON)
    assert "Sonntagmorgen" not in reader.locator("main").inner_text()
    preview = cms.context.new_page()
    preview.goto(cms.url.split("?")[0].replace("/edit/", "/view_draft/"))
    assert "Sonntagmorgen, eine neue Nachricht" in preview.locator("main").inner_text()
    assert preview.locator("form.try").count()

    publish(cms)
    reader.goto(LESSON)
    assert "Sonntagmorgen, eine neue Nachricht" in reader.locator("main").inner_text()


def test_a_running_attempt_keeps_the_question_it_began_with(trainer, new_page):
    quiz = courses.api.quiz("de", "phishing-erkennen", "abschluss")
    assert quiz is not None
    second = quiz.spec.questions[1]
    learner, stranger, cms = new_page(), new_page(), new_page()
    learner.goto(QUIZ + "frage/1/")
    first = question_shown(learner, quiz.spec.questions)
    by_mouse(learner, first, right_fields(first))

    sign_in(cms, trainer.email)
    edit(cms, "abschluss")
    unfold(cms, 1)
    cms.locator("#questions-1-value-text").fill("Eine ganz neue Frage?")
    save_draft(cms)
    publish(cms)

    learner.goto(QUIZ + "frage/2/")
    assert second.public["text"] in learner.locator("main").inner_text()
    assert "Eine ganz neue Frage?" not in learner.locator("main").inner_text()
    by_mouse(learner, second, right_fields(second))
    assert learner.title().startswith("Richtig")
    stranger.goto(QUIZ + "frage/2/")
    assert "Eine ganz neue Frage?" in stranger.locator("main").inner_text()


def test_a_question_is_written_and_published_by_keyboard_alone(trainer, new_page):
    cms, reader = new_page(), new_page(js=False)
    sign_in(cms, trainer.email)
    edit(cms, "q1")
    number = int(cms.locator("[name=questions-count]").input_value())
    keys = cms.keyboard
    tab_to(cms, cms.locator("section:has(> * [name=questions-count]) .c-sf-add-button:visible").last)
    keys.press("Enter")
    tab_to(cms, cms.get_by_role("combobox", name="Suchoptionen"))
    keys.type("Eine Antwort")
    expect(cms.locator(".w-combobox__option")).to_have_count(1)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(cms.locator(f"#questions-{number}-value-text")).to_be_focused()
    keys.type("Womit beginnt der Tag?")
    for row, answer in enumerate(("Mit dem Morgen", "Mit dem Abend", "Mit dem Mittag")):
        tab_to(cms, cms.locator(f"#questions-{number}-value-choices-{row}-value-text"))
        keys.type(answer)
        if row == 0:
            tab_to(cms, cms.locator(f"#questions-{number}-value-choices-{row}-value-correct"))
            keys.press("Space")
    tab_to(cms, cms.locator("footer .w-dropdown__toggle").first)
    keys.press("Enter")
    tab_to(cms, cms.locator("button[name=action-publish]"))
    with cms.expect_navigation():
        keys.press("Enter")

    reader.goto(f"/de/kurse/phishing-erkennen/q1/frage/{number + 1}/")
    assert "Womit beginnt der Tag?" in reader.locator("main").inner_text()
    reader.get_by_label("Mit dem Morgen").check()
    reader.locator("main form button.btn").first.click()
    expect(reader).to_have_title(re.compile("^Richtig"))
