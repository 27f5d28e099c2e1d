"""Every state × theme × width × size of text (`make a11y`)."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.a11y import matrix
from tests.browser.looks import page_with_looks
from tests.browser.states import TOURS, Place, tour
from tests.browser.test_states import CHANGING
from tests.machinery.browser import NewPage

FOLDER = Path(settings.BASE_DIR) / "build" / "a11y"
pytestmark = pytest.mark.a11y


@pytest.mark.parametrize("text", matrix.TEXTS)
@pytest.mark.parametrize("place", TOURS)
def test_every_cell_of_the_matrix(
    all_types: str, new_page: NewPage, request: pytest.FixtureRequest, place: Place, text: int
) -> None:
    browser: Browser | None = request.getfixturevalue("large_text_browser") if text > 100 else None
    page = page_with_looks(new_page, other=browser)
    page.add_init_script(path=matrix.IBM)
    looked_at: set[str] = set()
    cells, small = [], set()
    for seen in tour(page, place):
        html = CHANGING.sub("", seen.html)
        if html not in looked_at:
            looked_at.add(html)
            small.update(matrix.small_targets(page))
            cells += list(matrix.cells(page, seen, text))
    FOLDER.mkdir(parents=True, exist_ok=True)
    data = {"cells": [cell.to_data() for cell in cells], "small_targets": sorted(small)}
    (FOLDER / f"{place}-{text}.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    failing = [cell for cell in cells if any(not finding.reason for finding in cell.findings)]
    assert not failing, f"{len(failing)} cells are not clean"
