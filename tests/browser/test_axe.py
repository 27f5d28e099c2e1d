"""The pages on the way to the certificate, as a guest and with an account: every look finds nothing."""

from playwright.sync_api import Page

import courses.api
from tests.browser import looks
from tests.browser.answers import by_mouse, question_shown, right_fields
from tests.browser.looks import page_with_looks
from tests.machinery.browser import NewPage

COURSE = "/de/kurse/phishing-erkennen/"


def pass_the_course(page: Page) -> None:
    """All lessons and the final quiz, at once."""
    course = courses.api.course("de", "phishing-erkennen")
    quiz = courses.api.quiz("de", "phishing-erkennen", "abschluss")
    assert course is not None
    assert quiz is not None
    for lesson in course.outline.required_lessons:
        page.goto(f"{COURSE}{lesson.slug}/")
        page.locator('form[action$="/erledigt/"] button').first.click()
    page.goto(f"{COURSE}abschluss/frage/1/")
    while "/frage/" in page.url:
        question = question_shown(page, quiz.spec.questions)
        by_mouse(page, question, right_fields(question))
        page.locator("main .row a.btn").first.click()


def test_passed_and_the_way_to_the_certificate(phishing: str, new_page: NewPage) -> None:
    faults: list[str] = []
    page = page_with_looks(new_page)

    def look(state: str) -> None:
        faults.extend(f"{state}: {fault}" for fault in looks.everything(page))

    pass_the_course(page)
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
    for state, name in [("name missing to check", ""), ("another name", "Emil"), ("the name", "erna beispiel")]:
        page.goto(f"/de/pruefen/{code}/")
        page.fill("#pruef-name", name)
        with page.expect_navigation():
            page.locator('form[action*="/name/"] button').click()
        look(state)
    page.goto("/de/pruefen/")
    with page.expect_navigation():
        page.locator('form[action$="/datei/"] button').click()
    look("no file chosen")
    link = f"%PDF-1.7 (http://testserver/z/{code}/)"
    for state, data in [("a file of others", b"x"), ("a changed file", link.encode())]:
        page.set_input_files("#pruef-datei", {"name": "x.pdf", "mimeType": "application/pdf", "buffer": data})
        with page.expect_navigation():
            page.locator('form[action$="/datei/"] button').click()
        look(state)
    assert not faults, "\n".join(faults)
