"""What to look at in a state of a page. Each look gives sentences about what is wrong; none is good."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

from tests.machinery.browser import NewPage

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = Path(__file__).with_name("looks.js")
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
# Without reading every style sheet again, for a rule that is not run: half of axe's time.
FOR_AXE = "resultTypes: ['violations'], preload: {assets: ['media']}"
SMALLEST_TARGET = 24  # WCAG 2.5.8; most of ours have the 44 px of 2.5.5


def page_with_looks(new_page: NewPage, **options: object) -> Page:
    """A page in which every look is at hand, however often it is loaded."""
    page = new_page(reduced_motion="reduce", **options)
    page.add_init_script(path=AXE)
    page.add_init_script(path=LOOKS)
    return page


def axe(page: Page, options: str = "{}") -> list[str]:
    """What axe-core finds, each rule with the first element that breaks it."""
    page.wait_for_load_state()  # a click may have left a page that is still on its way
    found = page.evaluate(f"axe.run(document, {{{FOR_AXE}, ...{options}}})")["violations"]
    return [f"axe {rule['id']}, {len(rule['nodes'])}x: {rule['nodes'][0]['html'][:120]}" for rule in found]


def contrast_elsewhere(page: Page) -> list[str]:
    """The contrasts again, in dark and in forced colours."""
    faults = []
    for name, emulated in (("dark", {"color_scheme": "dark"}), ("forced colours", {"forced_colors": "active"})):
        page.emulate_media(**emulated)  # type: ignore[arg-type]
        faults += [f"{name}: {fault}" for fault in axe(page, "{runOnly: ['color-contrast']}")]
        page.emulate_media(color_scheme="light", forced_colors="none")
    return faults


def reflow(page: Page) -> list[str]:
    """WCAG 1.4.10: at 320 px nothing scrolls sideways."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return [f"scrolls sideways at 320 px: {width} px"] if width > NARROW["width"] else []


def names(page: Page) -> list[str]:
    """WCAG 2.5.3: the name of a control holds the words that are written on it."""
    return [f"label in name: {fault}" for fault in page.evaluate("looks.names()")]


def targets(page: Page, least: int = SMALLEST_TARGET) -> list[str]:
    """WCAG 2.5.8: every target is large enough for a finger."""
    return [f"small target: {fault}" for fault in page.evaluate("least => looks.targets(least)", least)]


def edges(page: Page) -> list[str]:
    """WCAG 1.4.11: the edges of fields have a contrast of 3:1."""
    return [f"faint edge: {fault}" for fault in page.evaluate("looks.edges()")]


def language(page: Page) -> list[str]:
    """WCAG 3.1.1: the language of the page is the one its address begins with."""
    said, address = page.evaluate("[document.documentElement.lang, location.pathname.split('/')[1]]")
    return (
        [f"the language is {said!r} under /{address}/"]
        if address in dict(settings.LANGUAGES) and said != address
        else []
    )


def growing(page: Page) -> list[str]:
    """WCAG 1.4.4: no text is cut off when all of it is twice as large."""
    return [f"cut off: {fault}" for fault in page.evaluate("looks.cut()")]


def by_eye(page: Page) -> list[str]:
    """The looks of rung 4 that need no keys."""
    return names(page) + targets(page) + edges(page) + language(page) + growing(page) + reflow(page)


def as_shown(page: Page) -> list[str]:
    """All looks of rungs 2 and 4 that need no keys, in the colours of now."""
    return axe(page) + by_eye(page)


def everything(page: Page) -> list[str]:
    """The same, and the contrasts in all colours."""
    return as_shown(page) + contrast_elsewhere(page)
