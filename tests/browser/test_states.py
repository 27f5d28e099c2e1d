"""Every question type in every state: rules (axe), contrasts, names, targets, narrow windows, and conforming HTML.

The other colours are looked at in two places, with one of each type: a question is drawn alike wherever it stands.
`make a11y` looks at all places in all of them.
"""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser import html_validate, looks
from tests.browser.looks import page_with_looks
from tests.browser.states import PLACES, TITLES, TOURS, Place, tour, walks
from tests.machinery.browser import NewPage

IN_OTHER_COLOURS = ("lesson", "sheet")
PAGES = Path(settings.BASE_DIR) / "build" / "html"
CHANGING = re.compile(r'name="(?:sitzung|csrfmiddlewaretoken)" value="[^"]*"')


@pytest.mark.parametrize("place", TOURS)
def test_every_state(all_types: str, new_page: NewPage, place: Place) -> None:
    page = page_with_looks(new_page)
    kept = PAGES / place
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    faults: list[str] = []
    looked_at: set[str] = set()
    for number, seen in enumerate(tour(page, place)):
        if not page.title().startswith(TITLES.get(seen.state, "")):
            faults.append(f"{seen}: the title is {page.title()}")
        html = CHANGING.sub("", seen.html)
        if html not in looked_at:  # a lesson shows several questions at once; trying again may lead to the same page
            looked_at.add(html)
            (kept / f"{number:03} {seen.kind}, {seen.state}.html").write_text(seen.html, "utf-8")
            look = looks.everything if place in IN_OTHER_COLOURS else looks.as_shown
            faults += [f"{seen}: {fault}" for fault in look(page)]
    faults += html_validate.faults(kept)
    assert not faults, "\n".join(faults)


def test_every_type_comes_through_every_state(all_types: str) -> None:
    """What the walks promise, read from their plan."""
    for place in PLACES:
        plan: dict[str, set[str]] = {}
        for walk in walks(place):
            plan.setdefault(walk.kind, set()).update(step.state for step in walk.steps if step.state)
        missing = {kind: wanted(place, kind) - states for kind, states in plan.items()}
        assert not {kind: states for kind, states in missing.items() if states}
        assert len(plan) == (15 if place == "assessed" else 16)


UNSCORED = {"open", "survey"}
ALL_OR_NOTHING = {"single", "truefalse", "short", "number", "image"}


def wanted(place: Place, kind: str) -> set[str]:
    if kind in UNSCORED:
        return {"asked", "nothing chosen", "answered"}
    states = {"asked", "nothing chosen", "wrong", "right"}
    if kind not in ALL_OR_NOTHING:
        states.add("partly right")
    return states | ({"retry"} if place != "assessed" else set())
