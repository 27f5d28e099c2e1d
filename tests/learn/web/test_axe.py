"""axe-core finds nothing on the main pages, wide and narrow, light and dark; and nothing scrolls sideways."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [
    "/de/",
    "/de/kurse/",
    "/de/kurse/?q=gibt-es-nicht",
    "/de/kurse/phishing-erkennen/",
    "/de/lernen/",
    "/konto/login/",
    "/konto/signup/",
    "/konto/password/reset/",
    "/de/gibt-es-nicht/",
]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_nothing(phishing: str, new_page: Any, width: int, scheme: str) -> None:
    page = new_page(width=width, color_scheme=scheme, bypass_csp=True)
    wrong = []
    for path in PAGES:
        page.goto(path)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        wrong += [f"{path} {fault['id']}: {fault['nodes'][0]['html'][:100]}" for fault in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{path} scrolls sideways")
    assert not wrong, "\n".join(wrong)
