"""What a dry run of a changed rule costs, for those who wait for the page and for 20,000 people in the queue.

Prints CPU seconds and SQL statements; also what applying costs. Small towns are counted while somebody waits, so their
limit is a second.
"""

from datetime import timedelta
from time import process_time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learn.accounts.models import Learner, Membership, User
from learn.compliance.models import Requirement
from learn.compliance.obligations import refresh
from learn.compliance.requirements import drafts
from learn.compliance.requirements.models import Action, RequirementDraft
from learn.compliance.requirements.written import with_keys
from tests.factories.people import requirement, unit, user
from tests.learn.compliance.conftest import RULE
from tests.learn.reports.conftest import course

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

UNITS = 40
AT_ONCE_SECONDS = 1.0


def town(people: int) -> Requirement:
    """So many people in forty units, half of them under a duty since two months."""
    today = timezone.localdate()
    units = [unit(f"{number:03}") for number in range(UNITS)]
    users = User.objects.bulk_create(
        User(email=f"p{number}@example.org", first_name="Vor", last_name=f"Nach{number}", password="!")
        for number in range(people)
    )
    Learner.objects.bulk_create(Learner(user=one) for one in users)
    Membership.objects.bulk_create(
        Membership(
            user=one,
            department=units[number % UNITS],
            position="Sachbearbeitung",
            personnel_no=f"{number:06}",
            starts_on=today - timedelta(400),
        )
        for number, one in enumerate(users)
    )
    key = course("datenschutz", "Datenschutz")
    half = [each.code for each in units[: UNITS // 2]]
    duty = requirement("datenschutz", [key], {}, today - timedelta(60))
    duty.definition = RULE | {
        "courses": {"first_path": ["datenschutz"], "repeat_path": ["datenschutz"]},
        "audience": {"any_of": [{"departments": half, "include_below": True, "roles": []}]},
    }
    duty.save()
    refresh(duty, today)
    return duty


@pytest.mark.parametrize("people", [drafts.AT_ONCE, 20_000])
def test_a_dry_run(people: int, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    duty = town(people)
    today = timezone.localdate()
    monkeypatch.setattr(drafts, "queue", lambda *_: None)
    draft = RequirementDraft(
        requirement=duty,
        author=user(),
        revision=1,
        action=Action.CHANGE,
        title=duty.title,
        reason=duty.reason,
        since=today,
        definition=with_keys(duty.definition, duty.course_keys)
        | {"audience": {"any_of": [{"number": 0, "all": True, "roles": []}]}, "lead_days": 30},
    )
    lines = []
    spent = {}
    drafts.keep(draft, today)
    for name, work in (
        ("dry run", lambda: drafts.count(draft.pk, today)),
        ("apply", lambda: drafts.apply(draft.pk, today)),
    ):
        with CaptureQueriesContext(connection) as seen:
            begun = process_time()
            work()
            spent[name] = process_time() - begun
        lines.append(f"{people:>6} people, {name:8} {spent[name]:6.2f} CPU s, {len(seen):>4} SQL")
    with capfd.disabled():
        print("", *lines, sep="\n")
    assert Requirement.objects.get().revision == 2
    assert people > drafts.AT_ONCE or spent["dry run"] < AT_ONCE_SECONDS
