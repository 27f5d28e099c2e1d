"""One state in every theme, width and size of text, before two engines: axe-core with all its rules, and IBM's."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.states import Seen

IBM = Path(settings.BASE_DIR) / "node_modules" / "accessibility-checker-engine" / "ace-window.js"
BASELINE = Path(__file__).with_name("baseline.yaml")
THEMES: dict[str, dict[str, str]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
WIDTHS = (1280, 320)
TEXTS = (100, 200)
COMFORTABLE_TARGET = 44  # WCAG 2.5.5, which is AAA: told, not asked for
# Only what the engine is sure of; it also says what people should look at.
_IBM = """async () => (await new ace_ibma.Checker().check(document, ["WCAG_2_2"])).results
  .filter((result) => result.value[1] === "FAIL")
  .map((result) => ({ rule: result.ruleId, message: result.message, element: result.snippet }))"""


@dataclass(frozen=True)
class Finding:
    """What an engine holds against an element. `reason` says why people think otherwise ("": they do not)."""

    engine: str
    rule: str
    message: str
    element: str
    reason: str = ""


@dataclass(frozen=True)
class Cell:
    """One state under one theme, width and size of text."""

    place: str
    kind: str
    state: str
    theme: str
    width: int
    text: int
    findings: tuple[Finding, ...]

    def to_data(self) -> dict[str, Any]:
        return asdict(self)


def cells(page: Page, seen: Seen, text: int) -> Iterator[Cell]:
    """The state in front of us under every theme and width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for theme, emulated in THEMES.items():
            page.emulate_media(**emulated)  # type: ignore[arg-type]
            found = (*_axe(page), *ibm(page), *_reflow(page, width))
            yield Cell(seen.place, seen.kind, seen.state, theme, width, text, found)
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.emulate_media(**THEMES["light"])  # type: ignore[arg-type]


def _axe(page: Page) -> Iterator[Finding]:
    for rule in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]:
        for node in rule["nodes"]:
            yield Finding("axe", rule["id"], rule["help"], node["html"][:200])


def ibm(page: Page) -> Iterator[Finding]:
    for found in page.evaluate(_IBM):
        yield Finding("ibm", found["rule"], found["message"], found["element"], reason_for(found))


def _reflow(page: Page, width: int) -> Iterator[Finding]:
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > width:
        yield Finding("reflow", "1.4.10", f"{needed} px wide", "")


def small_targets(page: Page) -> list[str]:
    return looks.targets(page, COMFORTABLE_TARGET)


def baseline() -> list[dict[str, str]]:
    return yaml.safe_load(BASELINE.read_text("utf-8")) or []


def reason_for(found: dict[str, str]) -> str:
    """Why people have decided that this is no failure, if they have."""
    for entry in baseline():
        if entry["rule"] == found["rule"] and re.search(entry["where"], found["element"]):
            return entry["reason"]
    return ""
