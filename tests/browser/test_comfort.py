"""Reading aids in the browser: chosen without script, seen at once, whole on a small phone, and axe finds nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

import courses.api

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
COURSE = "/de/kurse/phishing-erkennen/"
LESSON = f"{COURSE}was-ist-phishing/"
AIDS = "/de/lesehilfen/"
LARGEST = {"text": "3", "spacing": "wide", "contrast": "more", "colours": "dark"}

NewPage = Callable[..., Page]


def choose(page: Page, **choices: str) -> None:
    """By the labels, as people do: the round signs themselves are small."""
    for name, value in choices.items():
        page.locator(f"label:has(input[name={name}][value='{value}'])").click()


def looks(page: Page, selector: str = "body") -> tuple[str, ...]:
    """Size, line, room between letters, colour and ground as the browser draws them."""
    wanted = ["fontSize", "lineHeight", "letterSpacing", "color", "backgroundColor"]
    script = "(e, names) => names.map(name => getComputedStyle(e)[name])"
    return tuple(page.locator(selector).evaluate(script, wanted))


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document)")["violations"]
    return [f"{page.url} {rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]


def test_a_lesson_gets_easier_to_read_without_script(phishing: str, new_page: NewPage) -> None:
    page = new_page(js=False)
    page.goto(LESSON)
    page.locator("details.tools summary").click()
    choose(page, **LARGEST)
    page.locator("details.tools button").click()
    assert page.url.endswith(f"{LESSON}#lesen")
    html = page.locator("html")
    assert html.get_attribute("data-text") == "3"
    assert html.get_attribute("data-spacing") == "wide"
    assert html.get_attribute("data-contrast") == "more"
    assert html.get_attribute("data-kern-theme") == "dark"

    page.locator("details.tools summary").click()
    page.locator("details.tools a").click()
    page.locator("button[name=normal]").click()
    page.locator("main .alert a").click()
    assert page.url.endswith(LESSON)
    assert html.get_attribute("data-text") is None
    assert not page.context.cookies()


def test_what_was_typed_stays_when_reading_aids_are_chosen(phishing: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{COURSE}abschluss/frage/1/")
    answer = page.locator("form.flow input:not([type=hidden])").first
    answer.check()
    page.locator("details.tools summary").click()
    choose(page, text="3")
    page.locator("details.tools button").click()
    expect(page.locator("details.tools [role=status]")).to_have_text("Übernommen.")
    assert answer.is_checked() and page.locator("html").get_attribute("data-text") == "3"
    page.reload()
    assert page.locator("html").get_attribute("data-text") == "3"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_example_shows_the_choice_before_it_is_saved(db: None, new_page: NewPage, scheme: str) -> None:
    """What the example promises is what pages look like afterwards; also on the way back to normal."""
    page = new_page(color_scheme=scheme)
    page.goto(AIDS)
    normal = looks(page)
    assert looks(page, ".sample")[:4] == normal[:4]
    choose(page, **LARGEST)
    promised = looks(page, ".sample")
    assert promised != normal
    page.locator("main form button").first.click()
    page.wait_for_url(f"**{AIDS}?gespeichert=1")
    assert looks(page) == promised
    assert looks(page, ".sample") == promised
    choose(page, text="", spacing="", contrast="", colours="")
    assert looks(page, ".sample")[:4] == normal[:4]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_black_and_white_whatever_the_device_wants(db: None, new_page: NewPage, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(AIDS)
    choose(page, contrast="more")
    page.locator("main form button").first.click()
    page.wait_for_url("**gespeichert=1")
    colour, ground = looks(page)[3:]
    assert (colour, ground) == {
        "light": ("rgb(0, 0, 0)", "rgb(255, 255, 255)"),
        "dark": ("rgb(255, 255, 255)", "rgb(18, 18, 18)"),
    }[scheme]


def comfortable(new_page: NewPage, live_site: str, choices: dict[str, str], **options: Any) -> Page:
    """A page of somebody who has chosen before."""
    value = ".".join(f"{name}:{value}" for name, value in choices.items())
    page = new_page(bypass_csp=True, **options)  # axe itself is the only thing that the policy would stop
    page.context.add_cookies([{"name": settings.COMFORT_COOKIE, "value": value, "url": live_site}])
    return page


@pytest.mark.parametrize(("width", "colours"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing(phishing: str, new_page: NewPage, live_site: str, width: int, colours: str) -> None:
    page = comfortable(new_page, live_site, LARGEST | {"colours": colours}, width=width)
    wrong = []
    for path in [LESSON, f"{COURSE}abschluss/frage/1/", f"{AIDS}?gespeichert=1&next=/de/", "/de/"]:
        page.goto(path)
        if page.locator("details.tools").count():
            page.locator("details.tools summary").click()
        wrong += faults(page)
    assert not wrong, "\n".join(wrong)


def test_nothing_scrolls_sideways_on_a_small_phone(phishing: str, new_page: NewPage, live_site: str) -> None:
    course = courses.api.course("de", phishing)
    quiz = courses.api.quiz("de", phishing, "abschluss")
    assert course is not None
    assert quiz is not None
    paths = ["/de/", "/de/kurse/", COURSE, "/de/lernen/", "/de/pruefen/", "/konto/login/", "/konto/signup/", AIDS]
    paths += [f"{COURSE}{slot.slug}/" for slot in course.outline.slots]
    paths += [f"{COURSE}abschluss/frage/{number}/" for number in range(1, len(quiz.spec.questions) + 1)]
    page = comfortable(new_page, live_site, LARGEST, width=320, height=640)
    wide = []
    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append(f"{path}: {width}")
    assert not wide, "\n".join(wide)
