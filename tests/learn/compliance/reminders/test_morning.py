"""The morning run: one digest a person, whatever happens, and silence where nothing is to be done."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from learn.accounts import roles
from learn.accounts.models import Department, Disclosure, User
from learn.compliance import decisions, reminders
from learn.compliance.models import Requirement, SentReminder
from learn.compliance.nightly import refresh_all
from learn.compliance.reminder_models import QuietPeriod
from learn.compliance.reminders import morning as morning_room
from learn.post.models import Mail
from tests.factories import people
from tests.factories.people import completed, person, requirement, user, works
from tests.learn.compliance.conftest import COURSE, RULE, START
from tests.learn.compliance.reminders.conftest import Run, mails, obligation_of
from tests.learn.post.ics import read

pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture
def worker(office: Department) -> User:
    return person(office, "Sachbearbeitung", "Ayşe", "Yılmaz")


def test_a_mail_four_weeks_before_and_once(worker: User, morning: Run) -> None:
    assert morning("2027-03-02").reminders == 0
    assert morning("2027-03-03").reminders == 1
    assert morning("2027-03-03").reminders == 0
    assert morning("2027-03-04").reminders == 0
    (mail,) = mails()
    assert (mail.to, mail.kind, mail.subject) == (worker.email, "erinnerung", "Erinnerung: 1 Pflichtschulung")
    assert mail.text.startswith("Guten Tag Ayşe Yılmaz,")
    assert "BALD FÄLLIG\n\n* Pflicht datenschutz\n  Fällig am 31. März 2027, weil dieser Tag" in mail.text
    (row,) = SentReminder.objects.all()
    assert (row.key, row.step, row.written_on, row.mail_key) == (
        "1:2027-03-31:before:28",
        "before",
        date(2027, 3, 3),
        mail.key,
    )


def test_the_due_day_comes_along_for_the_calendar_and_moves_with_it(
    worker: User, morning: Run, duty: Requirement
) -> None:
    morning("2027-03-03")
    decisions.record_absence(
        worker.learner,
        date(2027, 3, 4),
        date(2027, 3, 12),
        "Sonderurlaub",
        actor=user(),
        why="Antrag",
        today=date(2027, 3, 4),
    )
    morning("2027-03-15")
    first, second = (read(mail.calendar.encode())[0] for mail in mails())
    assert first["UID"] == second["UID"] == f"{obligation_of(worker).pk}-1@testserver"
    assert [(e["DTSTART"], e["SEQUENCE"]) for e in (first, second)] == [("20270331", "0"), ("20270409", "1")]
    assert first["SUMMARY"] == "Fällig: Pflicht datenschutz"
    assert first["DESCRIPTION"].startswith("Fällig am 31. März 2027, weil")


def test_all_duties_of_a_person_in_one_mail_under_their_headings(worker: User, morning: Run) -> None:
    other = requirement("brandschutz", [COURSE], {"all": True}, START)
    other.definition = RULE | {"due": RULE["due"] | {"existing": {"anchor": "fixed", "date": "2027-02-26"}}}
    other.save()
    assert morning("2027-03-03").reminders == 1
    (mail,) = mails()
    assert mail.subject == "Erinnerung: 2 Pflichtschulungen"
    assert mail.text.index("ÜBERFÄLLIG") < mail.text.index("brandschutz") < mail.text.index("BALD FÄLLIG")
    assert SentReminder.objects.count() == 2
    assert [event["DTSTART"] for event in read(mail.calendar.encode())] == ["20270331"]  # what is over is no date


def test_after_days_of_standstill_one_mail_and_not_three(worker: User, morning: Run) -> None:
    assert morning("2027-03-03").reminders == 1
    assert morning("2027-04-08", refreshed=False).reminders == 1
    assert [row.key for row in SentReminder.objects.all()] == ["1:2027-03-31:before:28", "1:2027-03-31:after:3"]
    assert "ÜBERFÄLLIG" in mails()[1].text


def test_quiet_days_wait_for_the_next_working_day(worker: User, morning: Run) -> None:
    QuietPeriod.objects.create(name="Betriebsausflug", first=date(2027, 3, 3), last=date(2027, 3, 5))
    for quiet in ("2027-03-03", "2027-03-05", "2027-03-06", "2027-03-07"):
        assert morning(quiet).quiet
    assert mails() == []
    assert morning("2027-03-08").reminders == 1
    assert morning("2027-03-09").reminders == 0


@pytest.mark.parametrize("why", ["completed", "exempt", "absent", "left", "no-address", "inactive"])
def test_silence(worker: User, morning: Run, duty: Requirement, why: str) -> None:
    today = date(2027, 3, 3)
    given = {"actor": user(), "why": "Grund", "today": today}
    refresh_all(today)
    if why == "completed":  # this very morning, after the nightly run
        completed(worker, COURSE, date(2027, 2, 1), today)
    elif why == "exempt":
        decisions.exempt(worker.learner, duty, today, date(2027, 5, 31), "kein Gerät", **given)
    elif why == "absent":
        decisions.record_absence(worker.learner, today, None, "Elternzeit", **given)
    elif why == "left":
        worker.memberships.update(ends_on=date(2027, 3, 1))
        refresh_all(today)
    elif why == "no-address":
        User.objects.filter(pk=worker.pk).update(email="")
    else:
        User.objects.filter(pk=worker.pk).update(is_active=False)
    done = morning("2027-03-03", refreshed=False)
    assert (done.reminders, mails(), SentReminder.objects.count()) == (0, [], 0)
    assert done.unreachable == (why in {"no-address", "inactive"})


def test_a_longer_validity_silences_the_shorter(worker: User, morning: Run, duty: Requirement) -> None:
    """Two proofs, one valid for longer: no mail about the other."""
    completed(worker, COURSE, date(2027, 1, 5), date(2027, 1, 10))
    refresh_all(date(2027, 1, 11))
    assert morning("2027-12-13").reminders == 1  # valid until 10 January 2028, 28 days before
    SentReminder.objects.all().delete()
    completed(worker, COURSE, date(2027, 12, 13), date(2027, 12, 14), number=2)
    assert morning("2027-12-15").reminders == 0


def test_renewal_has_its_own_heading(worker: User, morning: Run) -> None:
    completed(worker, COURSE, date(2027, 1, 5), date(2027, 1, 10))
    morning("2027-12-13")
    (mail,) = mails()
    assert "WIEDERHOLUNG MÖGLICH" in mail.text
    assert "Die Wiederholung ist seit dem 11. November 2027 möglich." in mail.text


# ---- somebody above


@pytest.fixture
def head(office: Department) -> User:
    return person(office, "Abteilungsleitung", "Olena", "Petrenko")


LATE = "2027-04-14"  # 14 days after


def settle(run: Run, *people_done: User) -> None:
    """Heads have done their own, so that they stand in no list."""
    for each in people_done:
        completed(each, COURSE, date(2027, 1, 5), date(2027, 1, 10))


def test_the_head_of_the_unit_above_is_told_of_the_own_part_only(
    morning: Run, head: User, below: Department, duty: Requirement
) -> None:
    settle(morning, head)
    late = person(below, "Sachbearbeitung", "Gökhan", "Şimşek")
    elsewhere = person(people.unit("20"), "Sachbearbeitung", "Fremde", "Person")
    done = morning(LATE)
    assert (done.escalations, done.untold) == (1, 1)
    (mail,) = mails(head)
    assert mail.subject == "Überfällig in Ihrem Bereich: 1 Pflichtschulung"
    assert "11 EINHEIT 11\n\n* Gökhan Şimşek\n  Pflicht datenschutz: fällig am 31. März 2027" in mail.text
    assert "Fremde" not in mail.text + mail.html
    assert Disclosure.objects.get(viewer=head).learners.get() == late.learner
    assert morning(LATE).escalations == 0
    assert not SentReminder.objects.filter(obligation__learner__user=elsewhere, step="escalation").exists()


def test_the_own_unit_comes_first_and_nobody_is_told_of_themselves(morning: Run, head: User, below: Department) -> None:
    settle(morning, head)
    nearer = person(below, "Teamleitung", "Nahe", "Leitung")
    worker = person(below)
    morning(LATE)
    escalations = {mail.to: mail.text for mail in mails() if mail.kind == "eskalation"}
    assert set(escalations) == {head.email, nearer.email}
    assert worker.get_full_name() in escalations[nearer.email]
    assert worker.get_full_name() not in escalations[head.email]
    assert "* Nahe Leitung" in escalations[head.email]
    assert "* Nahe Leitung" not in escalations[nearer.email]


def test_a_head_who_is_away_is_passed_over_and_the_office_comes_last(
    morning: Run, head: User, below: Department
) -> None:
    settle(morning, head)
    decisions.record_absence(
        head.learner, date(2027, 4, 1), None, "Elternzeit", actor=user(), why="x", today=date(2027, 4, 1)
    )
    office = [people.in_group(user(), roles.HR), people.in_group(user(), roles.HR)]
    worker = person(below)
    assert morning(LATE).escalations == 1
    assert sorted(mail.to for mail in mails() if mail.kind == "eskalation") == sorted(each.email for each in office)
    assert SentReminder.objects.filter(obligation__learner__user=worker, step="escalation").count() == 1


def test_late_people_without_an_address_are_told_of_as_others_are(morning: Run, head: User, below: Department) -> None:
    settle(morning, head)
    worker = person(below)
    User.objects.filter(pk=worker.pk).update(email="")
    done = morning(LATE)
    assert (done.reminders, done.unreachable, done.escalations) == (0, 1, 1)
    assert f"* {worker.get_full_name()}\n  Pflicht datenschutz: fällig am 31. März 2027\n" in mails(head)[0].text


def test_nothing_is_escalated_in_grace(morning: Run, head: User, below: Department) -> None:
    settle(morning, head, person(below))
    assert morning("2028-01-25").escalations == 0  # valid until 10 January, grace until 9 February
    assert "IN DER NACHFRIST" in mails()[0].text


# ---- whatever happens


def test_a_run_that_is_cut_off_goes_on_where_it_ended(
    morning: Run, office: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        person(office)
    written, real = [], morning_room.write

    def breaks(*given: object) -> bool:
        if len(written) == 2:
            raise SystemExit
        written.append(given)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(morning_room, "write", breaks)
    with pytest.raises(SystemExit):
        morning("2027-03-03")
    monkeypatch.setattr(morning_room, "write", real)
    assert (Mail.objects.count(), SentReminder.objects.count()) == (2, 2)
    assert morning("2027-03-03").reminders == 3
    assert Mail.objects.values("to").distinct().count() == Mail.objects.count() == 5


def test_a_mail_and_its_reminders_are_written_together_or_not_at_all(
    worker: User, morning: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learn.post.outbox.queue", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        morning("2027-03-03")
    assert (Mail.objects.count(), SentReminder.objects.count()) == (0, 0)


def test_two_runs_at_once_write_one_mail(worker: User, morning: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other run writes between our look and our writing."""
    real = morning_room.write

    def slow(*given: object) -> bool:
        assert real(*given)  # type: ignore[arg-type]
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(morning_room, "write", slow)
    assert morning("2027-03-03").reminders == 0
    assert (Mail.objects.count(), SentReminder.objects.count()) == (1, 1)


def test_a_long_morning_stops_between_two_mails(morning: Run, office: Department) -> None:
    person(office)
    assert morning("2027-03-03", seconds=-1).more
    assert mails() == []
    assert not morning("2027-03-03").more
    assert len(mails()) == 1


def test_a_rule_that_cannot_be_read_stops_nobody_else(
    worker: User, morning: Run, caplog: pytest.LogCaptureFixture
) -> None:
    requirement("kaputt", [COURSE], {"all": True}, START)
    assert morning("2027-03-03").reminders == 1
    assert "kaputt" in caplog.text


def test_the_number_of_queries_does_not_grow_with_those_who_get_nothing(
    morning: Run, office: Department, django_assert_max_num_queries: object
) -> None:
    moment = datetime.combine(date(2027, 2, 1), time(7), ZoneInfo("Europe/Berlin"))
    for _ in range(3):
        person(office)
    refresh_all(date(2027, 2, 1))
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert reminders.send(date(2027, 2, 1), moment).reminders == 0


def test_somebody_in_two_units_is_told_of_by_the_younger(morning: Run, head: User, below: Department) -> None:
    settle(morning, head)
    worker, other = person(below), people.unit("30")
    second = person(other, "Abteilungsleitung")
    settle(morning, second)
    works(worker, other, since=date(2025, 1, 1))
    morning(LATE)
    assert [mail.to for mail in mails() if mail.kind == "eskalation"] == [second.email]
