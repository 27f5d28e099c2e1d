"""The counting screens in a browser: axe finds nothing, wide and narrow, light and dark; nothing scrolls sideways."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from learn.accounts.roles import HR
from learn.compliance.models import Requirement
from learn.compliance.nightly import refresh_all
from tests.factories import people
from tests.learn.compliance.conftest import COURSE, RULE
from tests.learn.web.test_axe import AXE
from tests.machinery.browser import NewPage

PASSWORD = "vier zufällige Wörter"
PLACES = ("", "matrix/", "zyklen/", "liste/?stand=", "einheit/10/", "pflicht/datenschutz/")


@pytest.fixture
def office(live_site: str) -> None:
    """A requirement under which people are valid, open and overdue."""
    today = timezone.localdate()
    top = people.unit("10", name="Verwaltung")
    below = people.unit("11", top, "Personal")
    for number in range(3):
        done = people.person(below)
        people.completed(done, COURSE, today - timedelta(40), today - timedelta(30 * number + 20))
        people.person(below, since=today - timedelta(number * 100))
        people.person(top, since=date(2025, 1, 1))
    requirement = people.requirement("datenschutz", [COURSE], RULE["audience"], today - timedelta(200))
    overdue = {"anchor": "fixed", "date": f"{today - timedelta(10)}"}
    requirement.definition = RULE | {"due": RULE["due"] | {"existing": overdue}}
    requirement.save()
    refresh_all(today)
    assert Requirement.objects.filter(judged_on=today).exists()
    hr = people.user("Ewa", "Pawłowska", email="hr@example.org")
    hr.set_password(PASSWORD)
    hr.save()
    people.in_group(hr, HR)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_nothing_on_the_counting_screens(office: None, new_page: NewPage, width: int, scheme: str) -> None:
    page = new_page(width=width, color_scheme=scheme, bypass_csp=True)
    page.goto("/cms/")
    page.fill("input[name=login]", "hr@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button.btn")
    page.wait_for_url("**/cms/")
    wrong = []
    for place in PLACES:
        page.goto(f"/cms/pflichten/{place}")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run('.duties', {resultTypes: ['violations']})")["violations"]
        wrong += [f"{place} {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{place} scrolls sideways")
    assert not wrong, "\n".join(wrong)
