"""The personnel office's screens of reminders: texts, preview, test, quiet times, and who is not reached."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learn.accounts import roles
from learn.accounts.models import Department, User
from learn.compliance.models import Requirement
from learn.compliance.nightly import refresh_all
from learn.compliance.reminder_models import QuietPeriod, ReminderText
from learn.compliance.reminders.cms import TESTS_AN_HOUR
from learn.compliance.reminders.texts import Kind, current, standard
from learn.post.models import Mail
from tests.factories.desk import desk
from tests.factories.people import person, user
from tests.learn.post.ics import read

pytestmark = pytest.mark.django_db
GOOD = {
    "subject": "Bitte lernen: {anzahl}",
    "greeting": "Hallo {vorname},",
    "intro": "bitte:\r\n\r\n{pflichten}",
    "closing": "Danke! {kontakt}",
}


@pytest.fixture
def hr(db: None) -> Client:
    return desk(roles.HR)


def at(name: str, kind: str = "erinnerung") -> str:
    return reverse(name, kwargs={"kind": kind})


def page(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_text_is_kept_and_put_back(hr: Any) -> None:
    answer = hr.post(at("reminder_text"), GOOD, follow=True)
    assert "Die nächste E-Mail hat den neuen Text." in page(answer)
    assert current(Kind.REMINDER).intro == "bitte:\n\n{pflichten}"
    assert "Auf Standardtext zurücksetzen" in page(answer)
    assert str(hr.user) in page(answer)
    again = hr.post(at("reminder_text"), GOOD, follow=True)
    assert "Es gab nichts zu ändern." in page(again)
    reset = hr.post(at("reminder_reset"), follow=True)
    assert "4 Teile haben wieder den Standardtext." in page(reset)
    assert current(Kind.REMINDER) == standard(Kind.REMINDER)
    assert ReminderText.objects.count() == 8


def test_a_fault_stands_at_its_field_and_nothing_is_kept(hr: Any) -> None:
    answer = hr.post(at("reminder_text"), GOOD | {"closing": "Danke, {chef}!", "intro": "ohne Liste"})
    assert answer.status_code == 422
    text = page(answer)
    assert 'aria-describedby="closing-fehler platzhalter" aria-invalid="true">Danke, {chef}!</textarea>' in text
    assert "Den Platzhalter {chef} gibt es nicht. Bekannt sind: {pflichten}, {anzahl}, {vorname}" in text
    assert "Der Platzhalter {pflichten} fehlt." in text
    assert ReminderText.objects.count() == Mail.objects.count() == 0


def test_an_emptied_field_is_the_standard_text(hr: Any) -> None:
    hr.post(at("reminder_text"), GOOD | {"intro": "", "closing": ""})
    assert current(Kind.REMINDER).intro == standard(Kind.REMINDER).intro
    assert ReminderText.objects.count() == 2


def test_of_two_writers_the_second_is_told_and_loses_nothing(hr: Any) -> None:
    other = desk(roles.HR, user("Petra", "Personal"))
    other.post(at("reminder_text"), GOOD | {"seen": "0"})
    mine = GOOD | {"subject": "Meins", "seen": "0"}
    answer = hr.post(at("reminder_text"), mine)
    assert answer.status_code == 409
    assert "Petra Personal hat diesen Text inzwischen geändert." in page(answer)
    assert 'value="Meins"' in page(answer)
    assert current(Kind.REMINDER).subject == GOOD["subject"]
    hr.post(at("reminder_text"), mine | {"seen": str(answer.context["seen"])})
    assert current(Kind.REMINDER).subject == "Meins"


def test_the_preview_shows_the_form_or_what_is_sent_now(hr: Any) -> None:
    now = page(hr.get(at("reminder_preview")))
    assert "<strong>Betreff:</strong> Erinnerung: 3 Pflichtschulungen" in now
    assert "Guten Tag Erika Beispiel," in now
    asked = page(hr.post(at("reminder_preview"), GOOD))
    assert "Bitte lernen: 3 Pflichtschulungen" in asked
    assert "Hallo Erika," in asked
    wrong = hr.post(at("reminder_preview"), GOOD | {"intro": "{x}"})
    assert wrong.status_code == 422
    assert "<strong>Einleitung:</strong> Den Platzhalter {x} gibt es nicht." in page(wrong)
    above = page(hr.get(at("reminder_preview", "eskalation")))
    assert "Robin Muster" in above
    assert ReminderText.objects.count() == 0


def test_a_test_goes_to_the_writer_alone_and_keeps_nothing(hr: Any) -> None:
    answer = hr.post(at("reminder_test"), GOOD)
    assert f"Die Test-E-Mail an {hr.user.email} ist unterwegs." in page(answer)
    assert 'value="Bitte lernen: {anzahl}"' in page(answer)
    (mail,) = Mail.objects.all()
    assert (mail.to, mail.subject) == (hr.user.email, "Test: Bitte lernen: 3 Pflichtschulungen")
    assert read(mail.calendar.encode())[0]["SUMMARY"].startswith("Fällig:")
    assert hr.post(at("reminder_test"), GOOD | {"greeting": "{pflichten}"}).status_code == 422
    for _ in range(TESTS_AN_HOUR):
        last = hr.post(at("reminder_test", "eskalation"), {})
    assert "Bitte versuchen Sie es in einer Stunde wieder." in page(last)
    assert Mail.objects.count() == TESTS_AN_HOUR
    assert ReminderText.objects.count() == 0


def test_the_overview_names_those_who_are_not_reached(hr: Any, office: Department, duty: Requirement) -> None:
    assert "Alle Personen mit offenen Pflichtschulungen sind erreichbar." in page(hr.get(reverse("reminder_texts")))
    silent, closed = person(office, "Dienst", "Ohne", "Adresse"), person(office, "Dienst", "Zu", "Konto")
    User.objects.filter(pk=silent.pk).update(email="")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    refresh_all(date(2027, 3, 1))
    text = " ".join(page(hr.get(reverse("reminder_texts"))).split())
    assert "Adresse, Ohne" in text
    assert "Konto, Zu" in text
    assert "Konto gesperrt" in text


def test_a_quiet_time_is_made_in_the_cms_and_kept_short(hr: Any) -> None:
    add = reverse("quiet_periods:add")
    given = {"name": "Zwischen den Jahren", "first": "2026-12-24", "last": "2027-01-01", "every_year": "on"}
    assert hr.post(add, given).status_code == 302
    assert "jedes Jahr vom 24. Dezember bis zum 1. Januar" in page(hr.get(reverse("reminder_texts")))
    assert "höchstens 42 Tage" in page(hr.post(add, given | {"last": "2027-12-24"}))
    assert "Der letzte Tag liegt vor dem ersten." in page(hr.post(add, given | {"last": "2026-12-23"}))
    assert QuietPeriod.objects.count() == 1


def test_the_overview_takes_as_many_queries_for_many_people_as_for_one(
    hr: Any, office: Department, duty: Requirement, django_assert_max_num_queries: Any
) -> None:
    def counted(people: int) -> None:
        for number in range(people):
            who = person(office)
            User.objects.filter(pk=who.pk).update(is_active=False, email=f"{number}-{who.pk}@example.org")
        refresh_all(date(2027, 3, 1))
        with django_assert_max_num_queries(30):
            hr.get(reverse("reminder_texts"))

    counted(1)
    counted(12)
