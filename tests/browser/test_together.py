"""All questions on one page in a real browser: kept while one answers, there again later, and a clock that yields."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from learn.enrolments.models import Attempt, Response
from tests.learn.small_course import make_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(new_page: Callable[..., Page]) -> Callable[..., Page]:
    make_course("blatt", lessons=1, questions=3, layout="all", limit=30)
    make_course("blatt-ohne-uhr", lessons=1, questions=3, layout="all")
    return new_page


def choose(page: Page, number: int, choice: str) -> None:
    page.get_by_label(f"{choice} {number}").check()


def test_answers_are_kept_while_one_answers(pages: Callable[..., Page]) -> None:
    page = pages()
    page.goto("/de/kurse/blatt-ohne-uhr/abschluss/")
    page.get_by_role("link", name="Quiz beginnen").click()
    choose(page, 1, "Richtig")
    saved = page.locator("[data-saved]")
    expect(saved).to_contain_text("Ihre Antworten sind gespeichert (")
    with page.expect_response("**/alle/") as kept:  # this save needs the token that the first one brought
        choose(page, 2, "Falsch")
    assert kept.value.ok and kept.value.json()["saved"]
    page.reload()
    expect(page.get_by_label("Richtig 1")).to_be_checked()
    expect(page.get_by_label("Falsch 2")).to_be_checked()
    page.get_by_role("button", name="Alle Antworten abgeben").click()
    expect(page.get_by_role("group", name="Es fehlt noch etwas")).to_be_focused()
    page.get_by_role("link", name=re.compile("^Frage 3: ")).click()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Alle Antworten abgeben").click()
    expect(page).to_have_url(re.compile("/ergebnis/$"))
    assert Response.objects.count() == 3 and Attempt.objects.get().submitted_at


def test_the_return_key_in_a_field_keeps_and_does_not_hand_in(pages: Callable[..., Page]) -> None:
    page = pages(js=False)
    page.goto("/de/kurse/blatt-ohne-uhr/abschluss/alle/")
    choose(page, 1, "Richtig")
    page.get_by_label("Richtig 1").press("Enter")
    expect(page.get_by_text("Ihre Antworten sind gespeichert (")).to_be_visible()
    assert Attempt.objects.get().submitted_at is None


def test_a_clock_is_chosen_seen_and_extended(pages: Callable[..., Page]) -> None:
    page = pages()
    page.goto("/de/kurse/blatt/abschluss/")
    page.get_by_label("30 Minuten", exact=True).check()
    page.get_by_role("button", name="Quiz beginnen").click()
    expect(page.get_by_role("heading", name="Verbleibende Minuten: 30")).to_be_visible()
    choose(page, 1, "Falsch")
    page.get_by_role("button", name="Mehr Zeit").click()
    expect(page.get_by_role("heading", name="Verbleibende Minuten: 60")).to_be_visible()
    expect(page.get_by_label("Falsch 1")).to_be_checked()
    assert Attempt.objects.get().limit == 60
