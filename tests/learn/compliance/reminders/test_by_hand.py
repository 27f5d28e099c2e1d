"""Reminding by hand, what a screen says of it, and mails that waited too long."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from learn.accounts import roles
from learn.accounts.models import Department, Learner, User
from learn.compliance import decisions, reminders
from learn.compliance.models import AuditEntry, Obligation, Requirement, SentReminder
from learn.compliance.nightly import refresh_all
from learn.compliance.records import facts_of, work_of
from learn.compliance.reminder_models import QuietPeriod
from learn.compliance.reminders import WhyNot, remind_now
from learn.compliance.reminders.late import FRESH
from learn.post.models import Mail
from tests.factories import people
from tests.factories.people import completed, person, requirement, user
from tests.learn.compliance.conftest import COURSE, RULE, START
from tests.learn.compliance.reminders.conftest import Run, mails, obligation_of

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = date(2027, 3, 16)  # a Tuesday between two steps


@pytest.fixture
def worker(office: Department) -> User:
    return person(office, "Sachbearbeitung", "Ayşe", "Yılmaz")


@pytest.fixture
def hr(db: None) -> User:
    return people.in_group(user("Petra", "Personal"), roles.HR)


def left(found: reminders.Reminded) -> list[tuple[int, WhyNot]]:
    return [(out.obligation.pk, out.why) for out in found.left_out]


def test_one_mail_a_person_and_day_with_an_audit_line(worker: User, hr: User, morning: Run) -> None:
    refresh_all(TODAY)
    mine = [obligation_of(worker)]
    first, second = remind_now(mine, hr, TODAY), remind_now(mine, hr, TODAY)
    assert (first, left(first)) == (1, [])
    assert (second, left(second)) == (0, [(mine[0].pk, WhyNot.TODAY)])
    assert len(mails(worker)) == 1
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.learner, entry.after) == (
        "remind",
        hr,
        worker.learner,
        {"due_on": "2027-03-31"},
    )
    # the step of the schedule that had been waiting went along
    assert sorted(SentReminder.objects.values_list("step", flat=True)) == ["before", "by-hand"]
    assert morning("2027-03-16").reminders == morning("2027-03-17").reminders == 0


def test_who_is_left_out_and_why(office: Department, hr: User, duty: Requirement) -> None:
    done, away, silent, open_ = (person(office) for _ in range(4))
    completed(done, COURSE, date(2027, 1, 5), date(2027, 3, 16))
    given = {"actor": hr, "why": "Grund", "today": TODAY}
    refresh_all(TODAY)
    decisions.exempt(away.learner, duty, TODAY, date(2027, 5, 31), "kein Gerät", **given)
    User.objects.filter(pk=silent.pk).update(email="")
    found = remind_now(Obligation.objects.order_by("learner__user"), hr, TODAY)
    assert found == 1
    assert left(found) == [
        (obligation_of(done).pk, WhyNot.NOTHING_TO_DO),
        (obligation_of(away).pk, WhyNot.NOTHING_TO_DO),
        (obligation_of(silent).pk, WhyNot.UNREACHABLE),
    ]
    assert found.left_out[2].why.sentence == "ohne E-Mail-Adresse"
    assert [mail.to for mail in mails()] == [open_.email]
    assert AuditEntry.objects.filter(action="remind").count() == 1


def test_several_duties_go_in_one_mail_and_a_duty_without_a_date_waits(
    worker: User, hr: User, duty: Requirement
) -> None:
    for key, due in (("zwei", {"anchor": "assignment", "days": 20}), ("drei", {"anchor": "first_login", "days": 20})):
        more = requirement(key, [COURSE], {"all": True}, START)
        more.definition = RULE | {"due": {"new": due}}
        more.save()
    refresh_all(TODAY)
    found = remind_now(Obligation.objects.filter(learner__user=worker), hr, TODAY)
    assert found == 1
    assert [out.why for out in found.left_out] == [WhyNot.NO_DATE]
    assert mails()[0].subject == "Erinnerung: 2 Pflichtschulungen"


# ---- what a screen says


def told(who: User, on: str) -> str:
    day = date.fromisoformat(on)
    obligation = obligation_of(who)
    facts = facts_of(obligation.requirement, [obligation], work_of(Learner.objects.filter(user=who)))
    return reminders.tell(reminders.planned([(obligation, facts[who.learner.pk])], day)[obligation.pk])


def test_sent_on_and_next_on(worker: User, morning: Run) -> None:
    refresh_all(date(2027, 3, 1))
    assert told(worker, "2027-03-01") == (
        "Noch keine Erinnerung gesendet, nächste am 3. März 2027. "
        "Leitung wird informiert am 14. April 2027, wenn bis dahin nichts geschieht."
    )
    morning("2027-03-03")
    QuietPeriod.objects.create(name="Ruhe", first=date(2027, 4, 1), last=date(2027, 4, 9))
    assert told(worker, "2027-03-03").startswith("Erinnerung gesendet am 3. März 2027, nächste am 12. April 2027.")


def test_what_was_told_above_and_that_nothing_more_comes(worker: User, hr: User, morning: Run) -> None:
    completed(hr, COURSE, date(2027, 1, 5), date(2027, 1, 10))
    for on in ("2027-03-03", "2027-04-05", "2027-04-14"):
        morning(on)
    assert told(worker, "2027-04-14") == (
        "Erinnerung gesendet am 5. April 2027, keine weitere geplant. Leitung informiert am 14. April 2027."
    )


def test_a_mail_that_nobody_takes_and_a_person_without_an_address_are_said(worker: User, morning: Run) -> None:
    morning("2027-03-03")
    Mail.objects.update(state=Mail.State.FAILED)
    assert "vom 3. März 2027 war nicht zustellbar" in told(worker, "2027-03-04")
    User.objects.filter(pk=worker.pk).update(email="")
    assert told(worker, "2027-03-04").startswith(
        "Erinnerung gesendet am 3. März 2027. Eine Erinnerung ist nicht möglich: ohne E-Mail-Adresse."
    )


def test_plans_of_many_take_a_constant_number_of_queries(
    office: Department, morning: Run, duty: Requirement, django_assert_num_queries: object
) -> None:
    def plan(count: int) -> None:
        rows = list(Obligation.objects.order_by("pk")[:count])
        facts = facts_of(duty, rows, work_of(Learner.objects.all()))
        pairs = [(row, facts[row.learner_id]) for row in rows]
        with django_assert_num_queries(4):  # type: ignore[operator]
            assert len(reminders.planned(pairs, date(2027, 3, 4))) == count

    for _ in range(3):
        person(office)
    morning("2027-03-03")
    plan(1)
    plan(3)


# ---- mails that waited


def at(on: str) -> datetime:
    return datetime.combine(date.fromisoformat(on), time(9), ZoneInfo("Europe/Berlin"))


def waited(on: str) -> list[Mail]:
    """The mails as they are when the server is back on a day."""
    Mail.objects.update(created_at=at(on) - FRESH - timedelta(minutes=1))
    for mail in Mail.objects.all():
        reminders.before_sending(mail.pk, at(on))
    return mails()


def states(found: Iterable[Mail]) -> list[str]:
    return [mail.state for mail in found]


def test_a_mail_that_waited_is_sent_if_it_is_still_true(worker: User, morning: Run) -> None:
    morning("2027-03-03")
    (before,) = mails()
    (after,) = waited("2027-03-04")
    assert (after.state, after.text, after.key) == ("waiting", before.text, before.key)


def test_a_mail_about_what_is_done_meanwhile_is_dropped_and_its_reminder_with_it(worker: User, morning: Run) -> None:
    morning("2027-03-03")
    completed(worker, COURSE, date(2027, 2, 1), date(2027, 3, 4))
    assert states(waited("2027-03-04")) == ["dropped"]
    assert SentReminder.objects.count() == 0


def test_a_mail_is_written_anew_without_what_is_done(worker: User, hr: User, morning: Run) -> None:
    other = requirement("brandschutz", [uuid4()], {"all": True}, START)
    other.definition = RULE
    other.save()
    morning("2027-03-03")
    completed(worker, COURSE, date(2027, 2, 1), date(2027, 3, 4))
    (mail,) = [mail for mail in waited("2027-03-04") if mail.to == worker.email]
    assert (mail.state, mail.subject) == ("waiting", "Erinnerung: 1 Pflichtschulung")
    assert "Pflicht brandschutz" in mail.text
    assert "Pflicht datenschutz" not in mail.text + mail.html + mail.calendar


def test_the_one_above_does_not_hear_of_those_who_are_done(morning: Run, office: Department) -> None:
    head, done, late = person(office, "Abteilungsleitung"), person(office), person(office)
    completed(head, COURSE, date(2027, 1, 5), date(2027, 1, 10))
    morning("2027-04-14")
    completed(done, COURSE, date(2027, 2, 1), date(2027, 4, 15))
    (mail,) = [mail for mail in waited("2027-04-15") if mail.kind == "eskalation"]
    assert late.get_full_name() in mail.text
    assert done.get_full_name() not in mail.text + mail.html
    completed(late, COURSE, date(2027, 2, 1), date(2027, 4, 16))
    assert set(states(waited("2027-04-16"))) == {"dropped"}


def test_a_mail_on_its_way_or_just_written_is_left_alone(worker: User, morning: Run) -> None:
    morning("2027-03-03")
    completed(worker, COURSE, date(2027, 2, 1), date(2027, 3, 4))
    mail = Mail.objects.get()
    reminders.before_sending(mail.pk, mail.created_at + FRESH)
    Mail.objects.update(state=Mail.State.SENDING)
    assert states(waited("2027-03-04")) == ["sending"]
    assert SentReminder.objects.count() == 1
