"""The buttons of an ordering question in a real browser: focus stays, the live region speaks, the answer is posted."""

from pathlib import Path

import pytest
from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, expect

from learn.web.forms import read_answer, shown_question
from tests.courses.grading.samples import RIGHT, SPECS

pytestmark = pytest.mark.browser
SCRIPT = Path(settings.BASE_DIR) / "learn/static/learn/js/order.js"


def open_question(page: Page, answer: object = None) -> None:
    shown = shown_question(SPECS["order"], "seed", "a", answer=answer)
    html = render_to_string("components/question.html", {"q": shown})
    page.set_content(f"<!doctype html><html lang=de><title>Ordnen</title><form>{html}<button>Weiter</button></form>")
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))


def posted(page: Page) -> QueryDict:
    return QueryDict(page.evaluate("new URLSearchParams(new FormData(document.forms[0])).toString()"))


def test_walk_by_keyboard(browser: Browser) -> None:
    page = browser.new_page()
    open_question(page)
    first = page.locator(".order li").first.locator(".item").inner_text()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_accessible_name(f"Nach oben: {first}, Platz 1 von 4")
    expect(page.locator(":focus")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-live]")).to_have_text("")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-live]")).to_have_text(f"{first} ist jetzt auf Platz 2 von 4.")
    expect(page.locator(":focus")).to_have_accessible_name(f"Nach unten: {first}, Platz 2 von 4")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(page.locator(":focus")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Space")
    assert page.locator(".order .item").all_inner_texts()[-1] == first
    answer, problems = read_answer(SPECS["order"], posted(page), "a", "seed")
    assert problems == []
    texts = {item["key"]: item["text"] for item in SPECS["order"].public["items"]}
    assert texts[answer[-1]] == first
    page.close()


def test_a_kept_answer_stands_in_its_order(browser: Browser) -> None:
    page = browser.new_page()
    open_question(page, RIGHT["order"])
    assert read_answer(SPECS["order"], posted(page), "a", "seed") == (RIGHT["order"], [])
    assert page.locator(".order .item").all_inner_texts()[0] == "Ruhe bewahren"
    page.close()
