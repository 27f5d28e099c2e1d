"""What each question type tells assistive technology in each state: the tree, as reviewed and kept beside its template.

After a wanted change: make test ARGS="--renew-aria tests/browser/test_aria.py", then look at the difference in git.
"""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.states import Walk, visit, walks
from tests.machinery.browser import NewPage

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "components" / "question"
# The summary of errors and the question; or the feedback with its answers.
PARTS = "main :is(.errors, .q, .alert, h2.q-title, ul.choices)"
LEFT_OUT = {"retry"}  # the same as asked


# Descriptions are spoken, but Playwright's snapshots leave them out.
DESCRIBED = """() => [...document.querySelectorAll("main [aria-describedby]")].map((one) => {
  const name = one.ariaLabel ?? one.labels?.[0]?.innerText ?? one.innerText;
  const ids = one.getAttribute("aria-describedby").split(" ");
  const texts = ids.map((id) => document.getElementById(id)?.textContent ?? `NOTHING WITH THE ID ${id}`);
  return `# described, ${name}: ${texts.join(" ")}`.replace(/\\s+/g, " ");
})"""


def tree(page: Page) -> str:
    parts = [part.aria_snapshot() for part in page.locator(PARTS).all()]
    return "\n".join([*parts, *page.evaluate(DESCRIBED)])


def documents(page: Page, walk: Walk) -> str:
    """All states of one type, one YAML document each."""
    found = {seen.state: tree(page) for seen in visit(page, walk) if seen.state not in LEFT_OUT}
    return "".join(f"--- # {state}\n{text}\n" for state, text in found.items())


def test_the_tree_of_every_type_is_as_reviewed(
    all_types: str, new_page: NewPage, request: pytest.FixtureRequest
) -> None:
    page = new_page()
    different = []
    for walk in walks("practice"):
        kept = TEMPLATES / f"{walk.kind}.aria.yaml"
        found = documents(page, walk)
        if request.config.getoption("--renew-aria"):
            kept.write_text(found, "utf-8")
        elif not kept.exists() or kept.read_text("utf-8") != found:
            different.append(f"{kept.name} should be:\n{found}")
    assert not different, "\n".join(different)
