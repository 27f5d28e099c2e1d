"""The page of a person: what it shows, to whom, and that nobody looks unnoticed."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learn.accounts.models import Disclosure
from learn.compliance import decisions
from learn.compliance.models import Requirement
from learn.compliance.obligations import refresh
from learn.rules.deadlines import Kind
from tests.factories.people import completed, requirement
from tests.learn.compliance.conftest import COURSE, RULE, START
from tests.learn.compliance.two_units import TODAY, Units, signed_in

pytestmark = pytest.mark.django_db


def page(units: Units, viewer: str, name: str, *args: object, **query: str) -> str:
    with signed_in(getattr(units, viewer)) as client:
        response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_it_shows_states_dates_proofs_decisions_and_never_how_somebody_learnt(units: Units) -> None:
    given = {"actor": units.hr, "today": TODAY}
    decisions.take_over(
        units.own, units.duty, date(2025, 3, 1), Kind.EQUIVALENT, "VHS", why="Gleichwertig.", document="AZ 7", **given
    )  # type: ignore[arg-type]
    completed(units.own.user, COURSE, date(2027, 1, 10), date(2027, 1, 12))  # type: ignore[arg-type]
    refresh(units.duty, TODAY)
    decisions.exempt(units.own, units.duty, TODAY, date(2027, 6, 30), "no-device", why="Kein Gerät.", **given)  # type: ignore[arg-type]
    text = page(units, "hr", "duty_person", units.own.pk)
    for words in (
        "Sevgi Bulut",
        "A Einheit A",
        "befreit",
        "12. Januar 2028",
        "Zyklus 1",
        "anerkannt",
        "AZ 7",
        "kein Arbeitsgerät",
        "Befreiung vom 15. Februar 2027 bis 30. Juni 2027 eingetragen (kein Arbeitsgerät).",
        "Begründung: Kein Gerät.",
        "Ewa Pawłowska",
        "Personalnummer",
    ):
        assert words in text, words
    assert not any(word in text for word in ("Punkte", "Versuch", "10:00", "no-device"))


def test_a_head_reads_and_reminds_and_decides_nothing(units: Units) -> None:
    text = page(units, "head_a", "duty_person", units.own.pk)
    assert "Sevgi Bulut" in text and "An diese Pflicht erinnern" in text
    assert not any(word in text for word in ("Befreien", "Frist verlängern", "eintragen", "Personalnummer"))
    with signed_in(units.head_a) as client:
        address = reverse("duty_decide", args=[units.own.pk, "befreien", units.obligation(units.own).pk])
        assert client.get(address).url == "/cms/" and client.post(address).url == "/cms/"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["duty_person", "duty_explained"])
def test_a_person_of_another_unit_is_as_missing_as_nobody(units: Units, name: str) -> None:
    foreign = units.other.pk if name == "duty_person" else units.obligation(units.other).pk
    missing = uuid.uuid4() if name == "duty_person" else 987654
    with signed_in(units.head_a) as client:
        answers = [client.get(reverse(name, args=[key]), {"tag": "2026-12-31"}) for key in (foreign, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    told, missed = (
        a.content.replace(f"{k}/".encode(), b"?/") for a, k in zip(answers, (foreign, missing), strict=True)
    )
    assert told == missed
    assert not Disclosure.objects.exists()


def test_who_has_left_is_not_there_any_more(units: Units) -> None:
    units.own.user.memberships.update(ends_on=date(2027, 2, 14))  # type: ignore[union-attr]
    with signed_in(units.hr) as client:
        assert client.get(reverse("duty_person", args=[units.own.pk])).status_code == 404


def test_every_view_is_noted_for_the_person(units: Units) -> None:
    page(units, "hr", "duty_person", units.own.pk)
    page(units, "head_a", "duty_explained", units.obligation(units.own).pk, tag="2026-12-31")
    first, second = Disclosure.objects.filter(learners=units.own).order_by("pk")
    assert (first.viewer, first.what) == (units.hr, "Pflichtschulungen einer Person")
    assert (second.viewer, second.details) == (units.head_a, {"requirement": "datenschutz", "day": "2026-12-31"})


def test_queries_do_not_grow_with_the_duties(units: Units) -> None:
    def cost() -> int:
        with (
            signed_in(units.hr) as client,
            CaptureQueriesContext(
                connection,
            ) as captured,
        ):
            client.get(reverse("duty_person", args=[units.own.pk]))
        return len(captured)

    cost()
    one = cost()
    for key in ("brandschutz", "phishing"):
        made: Requirement = requirement(key, [uuid.uuid4()], RULE["audience"], START)
        made.definition = RULE
        made.save()
        refresh(made, TODAY)
        decisions.take_over(units.own, made, date(2026, 9, 1), Kind.IMPORTED, "x", actor=units.hr, why="y", today=TODAY)
    assert cost() == one <= 32


def test_a_rule_nobody_can_read_does_not_hide_the_other_duties(units: Units) -> None:
    broken = requirement("kaputt", [uuid.uuid4()], RULE["audience"], START)
    broken.definition = RULE
    broken.save()
    refresh(broken, TODAY)
    Requirement.objects.filter(pk=broken.pk).update(definition={**RULE, "due": {}})
    text = page(units, "hr", "duty_person", units.own.pk)
    assert "nicht lesbar" in text and "Pflicht datenschutz" in text
    assert "nicht lesbar" in page(units, "hr", "duty_explained", units.own.obligations.get(requirement=broken).pk)


def test_it_explains_the_state_and_a_past_day_in_two_readings(units: Units) -> None:
    key = units.obligation(units.own).pk
    text = page(units, "hr", "duty_explained", key)
    assert "Fällig am 31. März 2027, weil dieser Tag für alle festgelegt ist." in text
    assert "Noch keine Erinnerung gesendet, nächste am 3. März 2027." in text, "28 days before"
    decisions.take_over(
        units.own, units.duty, date(2027, 1, 10), Kind.IMPORTED, "Liste", actor=units.hr, why="Altbestand", today=TODAY
    )
    text = page(units, "hr", "duty_explained", key, tag="20.1.2027")
    assert "Stand am 20. Januar 2027, nach dem, was wir heute wissen" in text
    assert "nach dem, was damals bekannt war" in text
    text = page(units, "hr", "duty_explained", key, tag="2027-02-15")
    assert "sagen beide Lesarten dasselbe" in text
    assert "ist kein Tag" in page(units, "hr", "duty_explained", key, tag="bald")
