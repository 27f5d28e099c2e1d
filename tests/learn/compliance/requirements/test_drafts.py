"""The dry run says what applying does: the same people, the same states and dates; and when it cannot be applied."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learn.accounts.models import Learner, Membership
from learn.compliance.models import Obligation, ObligationReason, Requirement, Tally
from learn.compliance.obligations import refresh, statuses
from learn.compliance.reasons import Span
from learn.compliance.requirements import drafts
from learn.compliance.requirements.drafts import NotApplied
from learn.compliance.requirements.foresee import foresee, reasons_after
from learn.compliance.requirements.models import Action, ForeseenMove, RequirementChange, RequirementDraft, Stage
from learn.rules.deadlines import Reason, State
from tests.factories.people import completed, person, works
from tests.learn.compliance.requirements.conftest import Town

pytestmark = [pytest.mark.django_db, pytest.mark.db]

Shown = dict[UUID, tuple[str, date | None, date | None]]
NOBODY = {"before": 3, "after": 3, "moved": 0}


def audience(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"audience": {"any_of": list(entries), **more}}


def shown(requirement: Requirement, on: date) -> Shown:
    found = statuses(requirement, on)
    return {who: (s.state.value, s.due_on, s.valid_until) for who, s in found.items()}


def as_foreseen(draft: RequirementDraft) -> tuple[Shown, Shown]:
    before, after = {}, {}
    for move in ForeseenMove.objects.filter(draft=draft):
        before[move.learner_id] = (move.state_before, move.due_before, move.valid_before)
        after[move.learner_id] = (move.state_after, move.due_after, move.valid_after)
    return before, after


def differing(before: Shown, after: Shown) -> tuple[Shown, Shown]:
    none = ("", None, None)
    who = [key for key in before.keys() | after.keys() if before.get(key, none) != after.get(key, none)]
    return {key: before.get(key, none) for key in who}, {key: after.get(key, none) for key in who}


CHANGES: dict[str, Callable[[Town], dict[str, Any]]] = {
    "wider": lambda t: {"definition": audience({"number": 0, "departments": ["10"], "include_below": True})},
    "elsewhere": lambda t: {"definition": audience({"number": 1, "departments": ["20"]})},
    "named": lambda t: {
        "definition": audience(
            {"departments": ["10"]},
            {"number": 1, "people": [str(learner("Emil").pk)]},
            **{"except": {"people": [str(learner("Anna").pk)]}},
        )
    },
    "shorter": lambda t: {
        "definition": {"due": {"new": {"anchor": "assignment", "days": 20}, "repeat": None}, "minimum_time_days": 5}
    },
    "fixed": lambda t: {
        "definition": {
            "due": {
                "new": {"anchor": "assignment", "days": 20},
                "existing": {"anchor": "fixed", "date": (t.today + timedelta(9)).isoformat()},
                "repeat": None,
            }
        }
    },
    "later": lambda t: {
        "since": t.today + timedelta(20),
        "definition": audience({"number": 0, "all": True}) | {"grace_days": 5, "lead_days": 330},
    },
    "other course": lambda t: {
        "definition": {
            "courses": {
                "first_path": ["phishing"],
                "repeat_path": ["phishing"],
                "keys": {"phishing": t.keys["phishing"]},
            }
        }
    },
    "end": lambda t: {"action": Action.END, "ends_on": t.today + timedelta(5)},
}


def learner(first_name: str) -> Learner:
    return Learner.objects.get(user__first_name=first_name)


@pytest.mark.parametrize("change", CHANGES)
def test_the_dry_run_is_what_applying_does(town: Town, change: str) -> None:
    completed(Learner.objects.get(user__first_name="Bert").user, UUID(town.keys["phishing"]), town.today, town.today)
    draft = drafts.keep(town.draft(**CHANGES[change](town)), town.today)
    assert draft.stage == Stage.READY and draft.day is not None
    with transaction.atomic():  # how it would be without the change
        refresh(town.duty, draft.day)
        without = shown(town.duty, draft.day)
        transaction.set_rollback(True)
    before, after = as_foreseen(draft)
    assert before or change == "nothing"
    drafts.ask(draft, town.hr, "Weil es so beschlossen ist.", town.today)
    duty = Requirement.objects.get()
    refresh(duty, draft.day)  # as the nightly run of that day does
    assert (before, after) == _but_for_windows(differing(without, shown(duty, draft.day)), before, after)
    rows = {o.learner_id: (o.state, o.due_on, o.valid_until) for o in Obligation.objects.all()}
    assert all(rows[who] == values for who, values in after.items())


def _but_for_windows(found: tuple[Shown, Shown], before: Shown, after: Shown) -> tuple[Shown, Shown]:
    """The dry run also names people of whom only the window or the grace differ: these rows show no difference."""
    same = {who for who in before if before[who] == after[who]}
    return found[0] | {who: before[who] for who in same}, found[1] | {who: after[who] for who in same}


def test_numbers_say_who_gains_loses_and_is_late(town: Town) -> None:
    both = audience({"departments": ["20"], "number": 4})
    draft = drafts.keep(town.draft(definition=both), town.today)
    assert {k: draft.numbers[k] for k in ("gains", "loses", "before", "after", "moved")} == {
        "gains": 2, "loses": 3, "before": 3, "after": 2, "moved": 5,
    }  # fmt: skip
    soon = {"due": {"new": {"anchor": "assignment", "days": 10}}, "minimum_time_days": 0}
    draft = drafts.keep(town.draft(definition=soon), town.today)
    assert (draft.numbers["overdue"], draft.numbers["date"]) == (2, 3), "Carla is valid, but her next date goes"
    assert set(Obligation.objects.values_list("state", flat=True)) == {State.OPEN, State.VALID}, "nothing is written"


def test_a_new_requirement_is_tried_and_made(town: Town) -> None:
    draft = town.draft(requirement=None, revision=0, action=Action.ADD, title="Brandschutz für Gebäude")
    draft = drafts.keep(draft, town.today)
    assert (draft.numbers["gains"], draft.numbers["before"], draft.numbers["after"]) == (3, 0, 3)
    drafts.ask(draft, town.hr, "Neue Vorschrift", town.today)
    made = Requirement.objects.get(key="brandschutz-fuer-gebaeude")
    assert (made.revision, made.starts_on, made.course_keys) == (1, town.today, [town.keys["datenschutz"]])
    assert made.obligations.count() == 3
    assert Tally.objects.filter(requirement=made, department=None).count() == 2  # open and valid
    change = made.changes.get()
    assert (change.action, change.before, change.reason, change.actor) == ("add", {}, "Neue Vorschrift", town.hr)
    assert not RequirementDraft.objects.exists() and not ForeseenMove.objects.exists()


def test_who_changed_what_why_and_how_many_it_moved_is_kept(town: Town) -> None:
    draft = drafts.keep(town.draft(title="Neuer Titel", definition={"grace_days": 5}), town.today)
    drafts.ask(draft, town.hr, "  Dienstanweisung \n 7 ", town.today)
    change = RequirementChange.objects.get()
    assert (change.reason, change.revision, change.actor) == ("Dienstanweisung 7", 2, town.hr)
    assert (change.before["definition"]["grace_days"], change.after["definition"]["grace_days"]) == (30, 5)
    assert (change.before["title"], change.after["title"]) == ("Pflicht datenschutz", "Neuer Titel")
    assert (change.numbers["moved"], change.numbers["span"]) == (1, 1), "the grace of who is valid"
    assert Requirement.objects.get().versions.get().since == town.today


def test_words_alone_make_no_version(town: Town) -> None:
    draft = drafts.keep(town.draft(title="Anders"), town.today)
    assert draft.numbers == NOBODY
    drafts.ask(draft, town.hr, "Tippfehler", town.today)
    duty = Requirement.objects.get()
    assert (duty.title, duty.versions.count(), duty.revision) == ("Anders", 0, 2)


def test_a_planned_change_is_replaced_by_one_of_the_same_day_and_not_overtaken(town: Town) -> None:
    later = town.today + timedelta(30)
    drafts.ask(drafts.keep(town.draft(since=later, definition={"grace_days": 5}), town.today), town.hr, "a", town.today)
    duty = Requirement.objects.get()
    assert "vorgesehen" in str(drafts.too_early(duty, later - timedelta(1), town.today))
    town.duty.revision = duty.revision
    again = town.draft(since=later, definition={"grace_days": 9})
    drafts.ask(drafts.keep(again, town.today), town.hr, "b", town.today)
    assert [v.definition["grace_days"] for v in Requirement.objects.get().versions.all()] == [9]


def test_a_rule_cannot_change_before_what_was_fulfilled_today(town: Town) -> None:
    assert drafts.too_early(town.duty, town.today, town.today) == ""
    assert "vorbei" in str(drafts.too_early(town.duty, town.today - timedelta(1), town.today))
    completed(learner("Anna").user, UUID(town.keys["datenschutz"]), town.today, town.today)
    refresh(town.duty, town.today)
    assert "erfüllt" in str(drafts.too_early(town.duty, town.today, town.today))
    assert drafts.earliest(town.duty, town.today) == town.today + timedelta(1)


def test_people_who_moved_since_the_preview_are_told_before_anything_is_written(town: Town) -> None:
    draft = drafts.keep(town.draft(definition=audience({"departments": ["20"], "number": 0})), town.today)
    assert draft.numbers["gains"] == 2
    person(town.other, "Sachbearbeitung", "Gerd", "Neu")
    with pytest.raises(NotApplied) as refused:
        drafts.ask(draft, town.hr, "Grund", town.today)
    assert refused.value.code == "numbers"
    draft.refresh_from_db()
    assert (draft.numbers["gains"], draft.earlier["gains"], draft.why) == (3, 2, "Grund")
    assert Requirement.objects.get().revision == 1 and not RequirementChange.objects.exists()
    drafts.ask(draft, town.hr, "Grund", town.today)
    assert Requirement.objects.get().revision == 2


def test_no_change_without_a_reason_or_on_a_day_gone_by(town: Town) -> None:
    draft = drafts.keep(town.draft(definition={"grace_days": 5}), town.today)
    for why, day, code in ((" \n ", town.today, "why"), ("x", town.today + timedelta(1), "day")):
        with pytest.raises(NotApplied) as refused:
            drafts.ask(draft, town.hr, why, day)
        assert refused.value.code == code
    assert Requirement.objects.get().revision == 1


def test_the_second_of_two_changes_is_refused(town: Town) -> None:
    first = drafts.keep(town.draft(definition={"grace_days": 5}), town.today)
    second = drafts.keep(town.draft(definition={"lead_days": 5}), town.today)
    drafts.ask(first, town.hr, "eins", town.today)
    with pytest.raises(NotApplied) as refused:
        drafts.ask(second, town.hr, "zwei", town.today)
    assert refused.value.code == "revision"
    assert RequirementDraft.objects.get().definition["lead_days"] == 5, "nothing of the own input is lost"


def test_an_end_withdraws_and_keeps_the_history_and_can_be_taken_back(town: Town) -> None:
    last = town.today + timedelta(5)
    draft = drafts.keep(town.draft(action=Action.END, ends_on=last), town.today)
    assert (draft.numbers["loses"], draft.numbers["after"], draft.day) == (3, 0, last + timedelta(1))
    drafts.ask(draft, town.hr, "Vorschrift entfällt", town.today)
    duty = Requirement.objects.get()
    assert duty.ends_on == last
    assert set(ObligationReason.objects.values_list("until", flat=True)) == {last}
    refresh(duty, last + timedelta(1))
    assert set(Obligation.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
    assert duty.evidence.count() == 1
    refresh(duty, town.today)
    town.duty.revision = 2
    town.duty.ends_on = last
    draft = drafts.keep(town.draft(action=Action.END, ends_on=None), town.today)
    assert (draft.numbers["gains"], draft.numbers["after"]) == (3, 3)
    drafts.ask(draft, town.hr, "Doch nicht", town.today)
    assert set(ObligationReason.objects.values_list("until", flat=True)) == {None}


def test_who_was_under_the_duty_before_keeps_the_first_day_when_more_people_come_under_it(town: Town) -> None:
    everybody = audience({"number": 0, "all": True, "roles": []})
    drafts.ask(drafts.keep(town.draft(definition=everybody), town.today), town.hr, "alle", town.today)
    since = dict(ObligationReason.objects.values_list("obligation__learner__user__first_name", "since"))
    assert since["Anna"] == town.duty.starts_on and since["Emil"] == town.today


def test_queries_of_the_dry_run_do_not_grow_with_people(town: Town) -> None:
    draft = town.draft(definition=audience({"all": True, "number": 0}))
    draft.save()

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            foresee(draft, town.today)
        return len(seen)

    first = count()
    for _ in range(5):
        person(town.other)
    assert count() == first


def test_many_people_are_counted_and_changed_by_the_queue(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[tuple[str, Any]] = []
    monkeypatch.setattr(drafts, "AT_ONCE", 2)
    monkeypatch.setattr(drafts, "APPLIED_AT_ONCE", 2)
    monkeypatch.setattr(drafts, "queue", lambda name, *ids: queued.append((name, ids[0])))
    draft = drafts.keep(town.draft(definition={"grace_days": 5}), town.today)
    assert (draft.stage, draft.total) == (Stage.COUNTING, 6)
    drafts.count(draft.pk, town.today)
    draft.refresh_from_db()
    assert (draft.stage, draft.done) == (Stage.READY, 6)
    assert drafts.ask(draft, town.hr, "Grund", town.today) is False
    drafts.run(draft.pk, town.today)
    drafts.run(draft.pk, town.today)  # a second start finds nothing to do
    assert Requirement.objects.get().revision == 2 and RequirementChange.objects.get().reason == "Grund"
    assert queued == [("learn.jobs.foresee_requirement", draft.pk), ("learn.jobs.apply_requirement", draft.pk)]


days = st.dates(date(2027, 1, 1), date(2027, 1, 20))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date | None]:
    first, last = sorted((draw(days), draw(days)))
    return first, draw(st.sampled_from([last, None]))


@pytest.mark.django_db(transaction=False)
def test_reasons_foreseen_are_those_that_are_written(town: Town) -> None:
    """The same stored reasons and spans, by the writing of every night and by the dry run."""
    from learn.compliance.reasons import sync

    obligation = Obligation.objects.first()
    assert obligation is not None

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(spans(), max_size=3), st.lists(spans(), max_size=2), days)
    def same(stored: list[tuple[date, date | None]], wanted: list[tuple[date, date | None]], on: date) -> None:
        stored, wanted = _apart(stored), _apart(wanted)
        with transaction.atomic():
            ObligationReason.objects.all().delete()
            ObligationReason.objects.bulk_create(
                ObligationReason(obligation=obligation, entry=0, since=since, until=until, recorded_on=since)
                for since, until in stored
            )
            spans_wanted = [Span(0, since, until) for since, until in wanted]
            foreseen = reasons_after([Reason("0", since, until) for since, until in stored], spans_wanted, on)
            sync([obligation], {obligation.learner_id: spans_wanted}, on)
            written = set(ObligationReason.objects.values_list("since", "until"))
            transaction.set_rollback(True)
        assert {(r.since, r.until) for r in foreseen} == written

    same()


def _apart(found: list[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    """Only those that do not meet an earlier one, as both reasons and spans are kept."""
    kept: list[tuple[date, date | None]] = []
    for since, until in sorted(found, key=lambda s: s[0]):
        if not kept or (kept[-1][1] is not None and since > kept[-1][1] + timedelta(1)):
            kept.append((since, until))
    return kept


@pytest.mark.django_db(transaction=True)
def test_two_people_apply_at_the_same_moment(town: Town) -> None:
    """Exactly one of them changes the requirement; the other is told."""
    made = [drafts.keep(town.draft(definition={"grace_days": n}), town.today) for n in (5, 6)]
    gate = Barrier(2)

    def run(draft: RequirementDraft) -> str:
        gate.wait()
        try:
            drafts.ask(draft, town.hr, "gleichzeitig", town.today)
        except NotApplied as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, made)) == ["done", "revision"]
    assert Requirement.objects.get().revision == 2 and RequirementChange.objects.count() == 1


def test_a_membership_to_come_is_foreseen(town: Town) -> None:
    emil = learner("Emil").user
    assert emil is not None
    Membership.objects.filter(user=emil).update(ends_on=town.today + timedelta(9))
    works(emil, town.office, since=town.today + timedelta(10))
    draft = drafts.keep(town.draft(since=town.today + timedelta(20), definition={"lead_days": 61}), town.today)
    assert draft.numbers["before"] == 4
