"""The main job: guest, course, lessons, quiz wrong then right, account, certificate, verification."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page

import courses.api
from tests.browser.answers import Hand, by_keyboard, by_mouse, enter, question_shown, right_fields, tab_to, wrong_fields

COURSE = "phishing-erkennen"
NAME = "Ayşe Çelik-Grönemeyer"
EMAIL = "ayse@example.org"
PASSWORD = "vier zufällige Wörter"

Activate = Callable[[Page, str], None]


def click(page: Page, selector: str) -> None:
    page.locator(selector).first.click()


def take_lessons(page: Page, go: Activate) -> None:
    """From the home page over the catalogue into the course, then every lesson to its end."""
    page.goto("/de/")
    go(page, 'nav.nav a[href="/de/kurse/"]')
    go(page, f'a.over[href="/de/kurse/{COURSE}/"]')
    go(page, "main a.btn")
    course = courses.api.course("de", COURSE)
    assert course is not None
    for lesson in course.outline.required_lessons:
        address = f"/de/kurse/{COURSE}/{lesson.slug}/"
        if not page.url.endswith(address):  # a practice quiz may stand between two lessons
            go(page, f'a[href="{address}"]')
        assert page.locator("h1").inner_text() == lesson.title
        go(page, 'form[action$="/erledigt/"] button')


def take_quiz(page: Page, hand: Hand, fields: Callable, go: Activate) -> None:
    """Answer all questions of the final quiz and open the result."""
    quiz = courses.api.quiz("de", COURSE, "abschluss")
    assert quiz is not None
    for number in range(1, len(quiz.spec.questions) + 1):
        assert f"Frage {number} von {len(quiz.spec.questions)}" in page.locator("h1").inner_text()
        question = question_shown(page, quiz.spec.questions)
        hand(page, question, fields(question))
        page.wait_for_load_state()
        assert page.locator("div.errors").count() == 0, page.locator("div.errors").inner_text()
        go(page, "main .row a.btn")


def sign_up(page: Page, go: Activate, write: Callable[[Page, str, str], None]) -> None:
    go(page, 'main a[href^="/konto/signup/"]')
    write(page, "input[name=email]", EMAIL)
    write(page, "input[name=password1]", PASSWORD)
    write(page, "input[name=certificate_name]", NAME)
    go(page, "main form button.btn")


def walk(page: Page, hand: Hand, go: Activate, write: Callable[[Page, str, str], None], folder: Path) -> None:
    take_lessons(page, go)
    if not page.url.endswith("/abschluss/"):
        page.goto(f"/de/kurse/{COURSE}/abschluss/")
    go(page, "main a.btn")
    take_quiz(page, hand, wrong_fields, go)
    assert "Noch nicht bestanden" in page.locator("h1").inner_text()
    go(page, "main a.btn")
    take_quiz(page, hand, right_fields, go)
    assert "Geschafft" in page.locator("h1").inner_text()

    sign_up(page, go, write)
    page.goto("/de/lernen/")
    go(page, 'main a[href^="/de/zertifikat/"]:not([href$="/pdf/"])')
    assert NAME in page.locator("article.cert").inner_text()
    with page.expect_download() as waiting:
        go_for_download(page, go)
    text = text_of(waiting.value, folder)
    assert NAME in text
    assert "Phishing erkennen" in text

    address = page.locator("article.cert a").first.get_attribute("href")
    assert address is not None
    page.goto("/de/pruefen/" + address.rstrip("/").rsplit("/", 1)[1] + "/")
    assert "gültig" in page.locator("main h2").first.inner_text()
    assert NAME not in page.locator("body").inner_text()


def go_for_download(page: Page, go: Activate) -> None:
    selector = 'main a[href$="/pdf/"]'
    if go is enter:
        tab_to(page, selector)
        page.keyboard.press("Enter")
    else:
        go(page, selector)


def text_of(download: Download, folder: Path) -> str:
    file = folder / "zertifikat.pdf"
    download.save_as(file)
    run = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True)
    return run.stdout


def fill(page: Page, selector: str, text: str) -> None:
    page.locator(selector).fill(text)


def key_in(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)


@pytest.mark.parametrize("js", [True, False], ids=["with script", "without script"])
def test_guest_becomes_a_certified_learner(phishing, new_page, tmp_path, js):
    walk(new_page(js=js), by_mouse, click, fill, tmp_path)


def test_the_same_by_keyboard_alone(phishing, new_page, tmp_path):
    walk(new_page(), by_keyboard, enter, key_in, tmp_path)


def test_the_same_on_a_small_phone_nothing_scrolls_sideways(phishing, new_page):
    page = new_page(width=320, height=640)
    course = f"/de/kurse/{COURSE}/"  # the second lesson has answers that are long addresses
    for address in ["/de/", "/de/kurse/", course, f"{course}adressen-und-links/", f"{course}abschluss/frage/1/"]:
        page.goto(address)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, address
