"""My duties on my own page: short there, explained one step further, and nobody else's."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learn.accounts.models import Learner
from learn.compliance import decisions
from learn.compliance.models import Obligation
from learn.rules.deadlines import Kind
from tests.factories.people import user
from tests.learn.compliance.two_units import TODAY, Units, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/de/lernen/"


def test_the_page_shows_duties_at_the_price_of_one_query(units: Units) -> None:
    def look(who: Learner) -> tuple[str, int]:
        with signed_in(who.user) as client, CaptureQueriesContext(connection) as captured:
            text = client.get(PAGE).content.decode()
        return text, len(captured)

    citizen = Learner.objects.get(user=user())
    look(citizen)
    without, few = look(citizen)
    text, many = look(units.own)
    assert "Ihre Pflichtschulungen" not in without
    assert "Ihre Pflichtschulungen" in text and "Bitte schließen Sie den Kurs bis zum 31. März 2027 ab." in text
    assert many == few, "the duties are one query, asked of everybody with an account"


def test_it_says_why_and_when_the_next_reminder_comes(units: Units) -> None:
    address = reverse("my_duty", args=[units.obligation(units.own).pk])
    with signed_in(units.own.user) as client:
        text = client.get(address).content.decode()
    assert "Fällig am 31. März 2027, weil dieser Tag für alle festgelegt ist." in text
    assert "Wir erinnern Sie am 3. März 2027." in text
    with signed_in(units.other.user) as client:
        assert client.get(address).status_code == 404
    with signed_in(None) as client:
        assert client.get(address).status_code == 302


AS_NEW: dict[str, object] = {"renewal_open": False, "due_on": None, "valid_until": None}
IN_SHORT: list[tuple[dict[str, object], str]] = [
    ({"state": "overdue", "due_on": date(2027, 2, 1)}, "Die Frist war am 1. Februar 2027."),
    ({"state": "open", "due_on": None}, "Noch läuft keine Frist."),
    ({"state": "in-grace", "valid_until": date(2027, 2, 1)}, "Ihr Nachweis galt bis zum 1. Februar 2027."),
    ({"state": "valid", "due_on": None}, "Gültig ohne Ende."),
    (
        {"state": "valid", "renewal_open": True, "valid_until": date(2027, 3, 1), "due_on": date(2027, 3, 1)},
        "Sie können den Kurs schon jetzt wiederholen, bis zum 1. März 2027.",
    ),
    ({"state": "exempt"}, "von dieser Pflicht befreit"),
    ({"state": "suspended"}, "Die Frist ruht"),
    ({"state": "future"}, "beginnt später"),
]


def test_each_state_in_plain_words(units: Units) -> None:
    with signed_in(units.own.user) as client:
        for changes, words in IN_SHORT:
            Obligation.objects.filter(learner=units.own).update(**AS_NEW | changes)
            assert words in client.get(PAGE).content.decode(), words


def test_a_duty_that_is_no_more_is_not_shown(units: Units) -> None:
    Obligation.objects.filter(learner=units.own).update(state="withdrawn")
    decisions.take_over(
        units.own, units.duty, date(2020, 1, 1), Kind.IMPORTED, "x", actor=units.hr, why="y", today=TODAY
    )
    Obligation.objects.filter(learner=units.own).update(state="withdrawn")
    with signed_in(units.own.user) as client:
        assert "Ihre Pflichtschulungen" not in client.get(PAGE).content.decode()
