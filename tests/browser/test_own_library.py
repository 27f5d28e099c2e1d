"""Our own H5P library in the real player: by keyboard, with its statement, its saved state and every look."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from courses.h5p.own_package import pack_folder
from tests.browser import looks
from tests.machinery.browser import PATIENCE

pytestmark = pytest.mark.browser

ROOT = Path(settings.BASE_DIR)
LIBRARY = ROOT / "fixtures" / "h5p" / "library" / "SK.Selfcheck-1.1"
ACTIVITY = ROOT / "fixtures" / "courses" / "phishing-erkennen" / "media" / "selbst-einschaetzen.h5p"
PLAYER = ROOT / "var" / "vendor" / "h5p"
HOST = "http://h5p.test"
RIGHT = 1
PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Selbst-Check</title><link rel="icon" href="data:,">
<script src="/player/main.bundle.js"></script><script src="/begin.js" defer></script></head>
<body><main><h1>Selbst-Check</h1><div id="activity"></div></main></body></html>"""
BEGIN = """
window.heard = [];
// Without an origin a page has no storage, and the player asks for it.
const nowhere = {getItem: () => null, setItem() {}, removeItem() {}};
if (origin === 'null') { Object.defineProperty(window, 'localStorage', {value: nowhere}); }
const options = {id: 'probe', h5pJsonPath: '/package', frameJs: '/player/frame.bundle.js',
  frameCss: '/player/styles/h5p.css', embedType: 'div', saveFreq: 1, xAPIObjectIRI: 'https://lernen.example/h5p/probe',
  frame: false, copyright: false, export: false, icon: false, fullScreen: false};
if (window.before) { options.contentUserData = [{state: JSON.stringify(window.before)}]; }
new H5PStandalone.H5P(document.getElementById('activity'), options).then(() => {
  H5P.externalDispatcher.on('xAPI', (event) => window.heard.push(event.data.statement));
  document.documentElement.dataset.ready = 'yes';
});
"""
# What the player keeps by itself, each second; the policy forbids Playwright's own way of waiting.
KEPT = """new Promise((done) => setInterval(() => {
  const kept = H5PIntegration.contents['cid-probe'].contentUserData;
  if (kept && kept[0] && kept[0].state.includes('checked')) { done(kept[0].state); }
}, 50))"""
POLICY = (
    f"default-src 'none'; script-src {HOST}; style-src {HOST} 'unsafe-inline'; img-src {HOST} data:; "
    f"font-src {HOST} data:; connect-src {HOST}; form-action 'none'; base-uri 'none'"
)
ANYWHERE = {"Access-Control-Allow-Origin": "*"}  # a page in a sandbox has no origin of its own
#: everything an open page has: `files` in place of those of the package, and the state somebody left it in
Opens = Callable[..., Page]


def statements(page: Page, verb: str) -> list[dict[str, Any]]:
    heard = page.evaluate("window.heard")
    return [one for one in heard if one["verb"]["id"].endswith(f"/{verb}")]


def current_state(page: Page) -> Any:
    return page.evaluate("H5P.instances[0].getCurrentState()")


@pytest.fixture(scope="module")
def package() -> dict[str, bytes]:
    """The files of the package, as they are unzipped."""
    with zipfile.ZipFile(io.BytesIO(pack_folder(ACTIVITY, [LIBRARY]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def opens(browser: Browser, package: dict[str, bytes]) -> Iterator[Opens]:
    opened: list[BrowserContext] = []
    astray: list[str] = []

    def open_page(*, before: Any = None, content: Any = None, sandbox: str = "", **options: Any) -> Page:
        files = dict(package)
        if content is not None:
            files["content/content.json"] = json.dumps(content).encode()

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(HOST)
            if path == "/":
                route.fulfill(
                    body=PAGE, content_type="text/html", headers={"Content-Security-Policy": POLICY + sandbox}
                )
            elif path == "/begin.js":
                route.fulfill(body=BEGIN, content_type="text/javascript")
            elif path.startswith("/package/") and path.removeprefix("/package/") in files:
                kind = {".js": "text/javascript", ".css": "text/css"}.get(Path(path).suffix, "application/json")
                route.fulfill(body=files[path.removeprefix("/package/")], content_type=kind, headers=ANYWHERE)
            elif path.startswith("/player/") and (PLAYER / path.removeprefix("/player/").partition("?")[0]).is_file():
                route.fulfill(path=PLAYER / path.removeprefix("/player/").partition("?")[0])
            else:
                astray.append(route.request.url)
                route.abort()

        context = browser.new_context(locale="de-DE", reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        context.route("**/*", answer)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: astray.append(str(error)))
        page.add_init_script(path=looks.AXE)
        page.add_init_script(path=looks.LOOKS)
        page.add_init_script(f"window.before = {json.dumps(before)}")
        page.goto(f"{HOST}/")
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    for context in opened:
        context.close()
    assert not astray, f"errors, or requests beside the package: {astray}"


def test_answered_by_keyboard(opens: Opens) -> None:
    page = opens()
    radios, status = page.get_by_role("radio"), page.get_by_role("status")
    expect(page.get_by_role("group", name="Woran erkennen Sie am sichersten")).to_be_visible()
    assert radios.count() == 3
    page.keyboard.press("Tab")
    expect(radios.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(radios.nth(RIGHT)).to_be_checked()
    page.keyboard.press("Tab")
    check = page.get_by_role("button", name="Antwort prüfen")
    expect(check).to_be_focused()
    page.keyboard.press("Enter")
    expect(status).to_contain_text("Das ist richtig. Punkte: 1 von 1.")
    expect(status).to_contain_text("Rufen Sie die Stadtwerke an.")
    expect(check).to_be_focused()
    expect(radios.nth(RIGHT)).to_have_accessible_description("Das ist richtig.")
    page.keyboard.press("Enter")  # once more: nothing is told twice
    (statement,) = statements(page, "answered")
    result, definition = statement["result"], statement["object"]["definition"]
    assert result["score"] == {"min": 0, "max": 1, "raw": 1, "scaled": 1}
    assert (result["response"], result["completion"], result["success"]) == ("1", True, True)
    assert statement["object"]["id"] == "https://lernen.example/h5p/probe"
    assert statement["context"]["contextActivities"]["category"][0]["id"].endswith("/SK.Selfcheck-1.1")
    assert definition["interactionType"] == "choice" and definition["correctResponsesPattern"] == ["1"]
    assert [choice["id"] for choice in definition["choices"]] == ["0", "1", "2"]
    assert list(definition["description"]) == ["de"]

    page.keyboard.press("Tab")
    again = page.get_by_role("button", name="Noch einmal versuchen")
    expect(again).to_be_focused()
    page.keyboard.press("Enter")
    expect(radios.nth(0)).to_be_focused()
    expect(page.locator("input:checked")).to_have_count(0)
    expect(status).to_be_empty()
    expect(again).to_be_hidden()


def test_enter_on_an_answer_checks_it_and_a_checked_answer_stays(opens: Opens) -> None:
    page = opens()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Das ist leider nicht richtig. Punkte: 0 von 1.")
    first, second = page.get_by_role("radio").nth(0), page.get_by_role("radio").nth(1)
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.locator("label").nth(2).click(force=True)
    expect(first).to_be_checked()
    expect(second).not_to_be_checked()
    (statement,) = statements(page, "answered")
    assert statement["result"]["score"]["raw"] == 0 and statement["result"]["success"] is False


def test_without_a_choice_it_says_what_to_do(opens: Opens) -> None:
    page = opens()
    page.get_by_role("button", name="Antwort prüfen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Bitte wählen Sie zuerst eine Antwort aus.")
    expect(page.get_by_role("radio").nth(0)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_be_empty()
    assert not statements(page, "answered")


def test_goes_on_where_somebody_stopped(opens: Opens) -> None:
    page = opens()
    page.get_by_role("radio").nth(0).check()
    page.get_by_role("button", name="Antwort prüfen").click()
    kept = json.loads(page.evaluate(KEPT))
    assert kept == current_state(page) == {"chosen": 0, "checked": True}

    later = opens(before=kept)
    expect(later.get_by_role("radio").nth(0)).to_be_checked()
    expect(later.get_by_role("status")).to_contain_text("Das ist leider nicht richtig.")
    assert current_state(later) == kept
    assert not statements(later, "answered"), "an old answer is not told again"
    assert later.evaluate("H5P.instances[0].getXAPIData().statement.result.response") == "0"
    half = opens(before={"chosen": 2, "checked": False})
    expect(half.get_by_role("radio").nth(2)).to_be_checked()
    expect(half.get_by_role("status")).to_be_empty()


def test_plays_where_the_page_has_no_origin(opens: Opens) -> None:
    page = opens(sandbox="; sandbox allow-scripts allow-forms")
    assert page.evaluate("origin") == "null"
    page.get_by_role("radio").nth(RIGHT).check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Das ist richtig.")
    (statement,) = statements(page, "answered")
    assert statement["result"]["score"]["raw"] == 1


@pytest.mark.parametrize("before", [{"chosen": 99, "checked": True}, {"chosen": "0"}, [], "x", {"checked": True}])
def test_a_broken_state_is_a_beginning(opens: Opens, before: Any) -> None:
    page = opens(before=before)
    assert current_state(page) == {"chosen": None, "checked": False}


def test_text_never_becomes_anything_active(opens: Opens) -> None:
    evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    evil += '<a href="javascript:1">Link</a> <b class=x>fett</b>'
    answers = [{"text": evil, "correct": True, "feedback": evil}, {"text": "&lt;i&gt;", "correct": False}]
    page = opens(content={"intro": evil, "question": evil, "answers": answers, "texts": {"check": "A &amp; B"}})
    page.get_by_role("radio").nth(0).check()
    page.get_by_role("button", name="A & B").click()
    expect(page.get_by_role("status")).to_contain_text("Link fett")
    expect(page.locator("label").nth(1)).to_have_text("<i>")
    form = page.locator("form.sk-selfcheck")
    assert form.locator("img, script, a, [onerror], b[class]").count() == 0 and form.locator("b").count() == 4
    assert page.evaluate("window.hit") is None


def test_every_look_finds_nothing(opens: Opens) -> None:
    page = opens()
    faults: list[str] = []
    seen: set[str] = set()

    def look(state: str) -> None:
        for name, media in (
            ("light", {}),
            ("dark", {"color_scheme": "dark"}),
            ("forced colours", {"forced_colors": "active"}),
        ):
            page.emulate_media(**media)
            seen.add(page.locator("form").evaluate("form => getComputedStyle(form).backgroundColor"))
            faults.extend(f"{state}, {name}: {fault}" for fault in looks.axe(page) + looks.edges(page))
            page.emulate_media(color_scheme="light", forced_colors="none")
        faults.extend(f"{state}: {fault}" for fault in looks.by_eye(page))

    look("not answered")
    page.get_by_role("button", name="Antwort prüfen").click()
    look("nothing chosen")
    for choice, state in ((0, "wrong"), (RIGHT, "right")):
        page.get_by_role("radio").nth(choice).check()
        page.get_by_role("button", name="Antwort prüfen").click()
        look(state)
        page.get_by_role("button", name="Noch einmal versuchen").click()
    assert not faults, "\n".join(faults)
    assert {"rgb(255, 255, 255)", "rgb(22, 24, 29)"} <= seen, "light and dark were both there"
