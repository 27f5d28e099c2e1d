"""Each rung of the ladder of checks, as the tests run it, over one kind of question (or page) with a fault in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.a11y import matrix
from tests.browser import html_validate, looks
from tests.browser.answers import by_keyboard
from tests.browser.looks import page_with_looks
from tests.browser.states import BASE, TITLES, Seen, Walk, answers, visit, walks
from tests.browser.test_aria import tree
from tests.browser.test_keyboard import faults_on_the_way
from tests.heard.expected import expected, unheard
from tests.heard.listener.listener import Listener
from tests.heard.questions import asked, listen
from tests.heard.states import AGAIN, RIGHT
from tests.machinery.browser import PATIENCE

PAGES = {"start": f"{BASE}/uebungsrunde/", "lesson": f"{BASE}/schreiben/"}  # kinds that are no question
Findings = dict[str, list[str]]
RUNGS = {
    "html-validate": "1 · HTML",
    "axe": "2 · axe",
    "IBM": "2 · IBM",
    "tree": "3 · tree",
    "keys": "4 · keys and looks",
    "phrases": "5 · heard, phrases",
    "transcript": "5 · heard, transcript",
}
COMPARED = ("tree", "transcript")  # with those of the site as it is; the others say nothing of a sound page


@dataclass(frozen=True)
class Site:
    """A site to look at, by which browser and which ear, and a folder for what it sent."""

    address: str
    browser: Browser
    ear: Listener
    folder: Path

    def new_page(self, **options: object) -> Page:
        context = self.browser.new_context(base_url=self.address, viewport=looks.WIDE, locale="de-DE", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        return context.new_page()


def findings(site: Site, kind: str) -> Findings:
    """What each rung says; the tree and the transcript are compared with those of the site as it is."""
    found: Findings = {rung: [] for rung in RUNGS}
    _in_the_browser(site, kind, found)
    if kind not in PAGES:
        _by_ear(site, kind, found)
    return found


def _in_the_browser(site: Site, kind: str, found: Findings) -> None:
    page = page_with_looks(site.new_page)
    page.add_init_script(path=matrix.IBM)
    try:
        for seen in _states(page, kind):
            (site.folder / f"{seen.state}.html").write_text(seen.html, "utf-8")
            found["axe"] += looks.axe(page) + looks.contrast_elsewhere(page)
            found["IBM"] += [f"{each.rule}: {each.element}" for each in matrix.ibm(page) if not each.reason]
            found["tree"] += tree(page).splitlines()
            if not page.title().startswith(TITLES.get(seen.state, "")):
                found["keys"].append(f"{seen.state}: the title is {page.title()}")
            found["keys"] += looks.by_eye(page)
        _by_keys(page, kind, found["keys"])
    except Exception as error:  # whatever stops the walk: a test of that rung fails
        found["keys"].append(f"the walk ends: {str(error).splitlines()[0]}")
    finally:
        page.context.close()
    found["html-validate"] = html_validate.faults(site.folder)


def _states(page: Page, kind: str) -> Iterator[Seen]:
    if kind in PAGES:
        response = page.goto(PAGES[kind])
        assert response is not None
        yield Seen("practice", kind, "opened", response.text())
    else:
        yield from visit(page, walk_of(kind))


def walk_of(kind: str) -> Walk:
    return next(walk for walk in walks("practice") if walk.kind == kind)


def _by_keys(page: Page, kind: str, found: list[str]) -> None:
    walk = None if kind in PAGES else walk_of(kind)
    page.goto(walk.steps[0].open if walk else PAGES[kind])
    found += faults_on_the_way(page)
    if walk:
        page.goto(walk.steps[0].open)
        by_keyboard(page, walk.question, dict(next(iter(answers(walk.question).values()))))
        assert page.locator("main [autofocus]").count() == 1, "no feedback"
        found += faults_on_the_way(page)


def _by_ear(site: Site, kind: str, found: Findings) -> None:
    try:
        walk = listen(site.ear, site.address, kind, short=True)
    except TimeoutError:
        raise
    except Exception as error:
        found["phrases"].append(f"the walk ends: {str(error).splitlines()[0]}")
        return
    wanted = [each for each in expected(kind, *asked(kind)[1:]) if each.state not in (AGAIN, RIGHT)]
    found["phrases"] = unheard(walk, wanted)
    found["transcript"] = [f"{step.state}, {step.key}: {line}" for step in walk.steps for line in step.said]


def new(found: Findings, usual: Findings) -> Findings:
    """What a rung says that it does not say of the site as it is; of tree and transcript also what is gone."""
    return {
        rung: _difference(usual[rung], told) if rung in COMPARED else [each for each in told if each not in usual[rung]]
        for rung, told in found.items()
    }


def _difference(one: list[str], other: list[str]) -> list[str]:
    if one == other:
        return []
    gone, come = ([each for each in a if each not in b] for a, b in ((one, other), (other, one)))
    return [*(f"gone: {each}" for each in gone), *(f"new: {each}" for each in come)] or ["another order"]
