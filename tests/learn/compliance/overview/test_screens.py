"""The screens: silent about what is foreign, constant in queries, and friendly where there is nothing."""

import re
from datetime import date, timedelta
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from learn.accounts import roles
from learn.accounts.models import User
from learn.compliance.models import Obligation, Requirement
from learn.compliance.nightly import refresh_all
from tests.factories.people import in_group, person, unit, user
from tests.learn.compliance.conftest import COURSE, RULE
from tests.learn.compliance.overview.conftest import Town

SCREENS = ("duties", "duty_matrix", "duty_health", "duty_people")


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def opened(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_numbers_lead_to_lists_as_long(town: Town) -> None:
    """Every link of overview, matrix, unit, requirement and cycles, for the personnel office and a head."""
    key = Requirement.objects.order_by("key")[0].key
    for viewer in (town.hr, town.head_of_two):
        client, tried = signed_in(viewer), 0
        places = [*(reverse(name) for name in SCREENS[:3]), reverse("duty_unit", args=["R1"])]
        for place in [*places, reverse("duty_requirement", args=[key])]:
            page = opened(client, place)
            links = re.findall(
                r'<a href="(/cms/pflichten/liste/\?[^"]+)"><span class="tile-value">([^<]+)</span>', page
            )
            for link, shown in links:
                found = text(opened(client, unescape(link)))
                assert re.search(rf"\b{re.escape(shown)} Pflicht(en)?\b", found), (place, link, shown)
                tried += 1
        assert tried > 15


def test_what_is_foreign_is_as_if_missing(town: Town) -> None:
    head = signed_in(town.head)
    key = Requirement.objects.order_by("key")[0].key
    foreign = [(reverse("duty_unit", args=[code]), {}) for code in ("R", "R2", "R21", "gibt-es-nicht")]
    foreign += [(reverse(name), {"einheit": code}) for name in SCREENS for code in ("R2", "gibt-es-nicht")]
    foreign += [(reverse("duty_requirement", args=["gibt-es-nicht"]), {}), (reverse("duties"), {"pflicht": "nein"})]
    foreign += [(reverse("duty_requirement", args=[key]), {"einheit": "R2"})]
    answers = [head.get(address, query) for address, query in foreign]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub(r'nonce="[^"]*"|value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(bodies) == 1


def test_a_head_sees_nobody_else(town: Town) -> None:
    head = signed_in(town.other_head)
    own = set(
        Obligation.objects.filter(learner__user__memberships__department__code__startswith="R8").values_list(
            "pk", flat=True
        )
    )
    city = Obligation.objects.exclude(state="withdrawn").count()
    for name in SCREENS:
        page = text(opened(head, reverse(name)))
        assert "R81 " in page
        assert "R71 " not in page
        assert f" {city} " not in page
    assert 0 < len(own) < city


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        opened(client, address)
        return len(seen)


def test_queries_do_not_grow(db: None) -> None:
    """With one person, one duty and one unit, and with more of each."""
    top = unit("1")
    below = unit("11", top)

    def one_more(number: int) -> None:
        rule = RULE | {"due": RULE["due"] | {"new": {"anchor": "assignment", "days": 0}}, "minimum_time_days": 0}
        Requirement.objects.create(
            key=f"pflicht-{number}",
            title=f"Pflicht {number}",
            reason="Weil.",
            starts_on=timezone.localdate() - timedelta(400),
            course_keys=[str(COURSE)],
            definition=rule | {"due": rule["due"] | {"existing": {"anchor": "fixed", "date": "2026-01-01"}}},
        )
        person(below)
        unit(f"11{number}", below)
        refresh_all(timezone.localdate())

    one_more(1)
    hr = signed_in(in_group(user(), roles.HR))
    head = signed_in(in_group(person(top, "Amtsleitung"), roles.HEADS))
    refresh_all(timezone.localdate())
    addresses = [*(reverse(name) for name in SCREENS), reverse("duty_unit", args=["1"])]
    addresses += [reverse("duty_requirement", args=["pflicht-1"]), "/cms/"]
    before = {
        (who, place): queries(client, place) for place in addresses for who, client in (("hr", hr), ("head", head))
    }
    assert Obligation.objects.filter(state="overdue").count() == 2
    for number in range(2, 5):
        one_more(number)
        person(unit(f"12{number}", top))
    refresh_all(timezone.localdate())
    after = {
        (who, place): queries(client, place) for place in addresses for who, client in (("hr", hr), ("head", head))
    }
    assert after == before
    assert max(before.values()) <= 20, before


def test_yesterdays_numbers_say_so(town: Town) -> None:
    hr = signed_in(town.hr)
    today = timezone.localdate()
    Requirement.objects.update(judged_on=today)
    assert "Diese Zahlen sind vom" not in opened(hr, reverse("duties"))
    one = Requirement.objects.order_by("key")[0]
    one.judged_on = date(2026, 1, 31)
    one.save()
    for place in (reverse("duties"), reverse("duty_unit", args=["R1"])):
        assert "Diese Zahlen sind vom 31. Januar 2026." in opened(hr, place)
    assert "Der nächtliche Lauf fehlt noch." in opened(hr, "/cms/")
    one.judged_on = None
    one.save()
    assert "noch nie gezählt" in opened(hr, reverse("duties"))


def test_where_there_is_nothing_it_says_what_to_do(db: None) -> None:
    hr, head = signed_in(in_group(user(), roles.HR)), signed_in(in_group(user(), roles.HEADS))
    for name in SCREENS:
        assert "Noch gilt keine Pflichtschulung." in opened(hr, reverse(name))
        assert "Sie leiten heute keine Organisationseinheit." in opened(head, reverse(name))
    Requirement.objects.create(key="a", title="A", reason="Weil.", starts_on=date(2026, 1, 1), definition=RULE)
    for name in SCREENS:
        page = opened(hr, reverse(name))
        assert "Noch steht niemand unter einer Pflicht." in page or "Zu dieser Auswahl gibt es niemanden." in page
    unit("9", name="Leer")
    assert "Zu dieser Auswahl gibt es niemanden." in opened(hr, reverse("duty_unit", args=["9"]))
    page = opened(hr, reverse("duty_requirement", args=["a"]))
    assert "alle Beschäftigten" in page
    assert "42 Tage nach der Zuweisung." in page


def test_no_style_in_the_markup(town: Town) -> None:
    """The content security policy would drop it, and charts with it."""
    hr = signed_in(town.hr)
    for name in SCREENS:
        body = opened(hr, reverse(name)).partition('<div class="duties">')[2]
        assert not re.search(r"\sstyle=|<style", body)
