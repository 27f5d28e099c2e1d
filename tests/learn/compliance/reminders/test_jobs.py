"""The morning as the queue runs it, the mails as they leave, and the links in them."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from learn import jobs
from learn.accounts.models import Department, User
from learn.compliance import reminders
from learn.compliance.models import Requirement, SentReminder
from learn.compliance.reminders.letters import course_link
from learn.post.models import Mail
from learn.queue import Job
from tests.factories.people import completed, person
from tests.learn.compliance.conftest import COURSE
from tests.learn.compliance.reminders.conftest import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(office: Department, duty: Requirement) -> User:
    return person(office)


@pytest.fixture
def day(worker: User) -> Any:
    with time_machine.travel("2027-03-03 07:00+01:00", tick=False) as traveller:
        yield traveller


def test_it_runs_every_morning_after_the_nightly_work() -> None:
    (schedule,) = [each for each in jobs.SCHEDULES if each.job == "learn.jobs.send_reminders"]
    assert schedule.cron == "0 7 * * *"


def test_the_job_does_the_missed_night_and_writes_the_mails(day: Any, worker: User) -> None:
    jobs.send_reminders()
    assert [mail.to for mail in mails()] == [worker.email]
    jobs.send_reminders()
    assert Mail.objects.count() == 1


def test_what_does_not_fit_into_one_job_is_left_to_the_next(day: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SLICE", timedelta(seconds=-1))
    jobs.send_reminders()
    assert Mail.objects.count() == 0
    assert Job.objects.filter(name="learn.jobs.send_reminders").count() == 1


def test_a_mail_leaves_with_text_html_and_date(day: Any, worker: User, mailoutbox: list[Any]) -> None:
    jobs.send_reminders()
    jobs.send_mail(mails()[0].pk)
    (sent,) = mailoutbox
    assert [part.get_content_type() for part in sent.message().walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert [(name, kind) for name, _data, kind in sent.attachments] == [("termine.ics", "text/calendar")]


def test_a_server_that_is_back_after_a_day_gets_only_what_is_still_true(
    day: Any, worker: User, office: Department, mailoutbox: list[Any]
) -> None:
    other = person(office)
    jobs.send_reminders()
    day.shift(timedelta(days=1))
    completed(worker, COURSE, timezone.localdate(), timezone.localdate())
    for mail in mails():
        jobs.send_mail(mail.pk)
        jobs.send_mail(mail.pk)
    assert [sent.to for sent in mailoutbox] == [[other.email]]
    assert {mail.to: mail.state for mail in mails()} == {worker.email: "dropped", other.email: "sent"}
    assert SentReminder.objects.get().obligation.learner.user == other


def test_links_lead_to_the_course_behind_the_sign_in(phishing: str, worker: User) -> None:
    link = urlsplit(course_link("phishing-erkennen"))
    assert f"{link.scheme}://{link.netloc}" == "http://testserver"
    there = f"{link.path}?{link.query}"
    client = Client()
    assert client.get(there).status_code == 200  # the sign-in
    client.force_login(worker)
    assert client.get(there, follow=True).redirect_chain == [("/de/kurse/phishing-erkennen/", 302)]


def test_a_course_that_is_not_to_be_had_has_no_link(day: Any, worker: User) -> None:
    jobs.send_reminders()
    assert not re.search(r"/kurse/", mails(worker)[0].text)


def test_the_door_offers_what_others_call() -> None:
    assert {"remind_now", "planned", "tell", "send", "before_sending"} <= set(reminders.__all__)
