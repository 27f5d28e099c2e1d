"""A requirement over time: which courses, audience and people hold on which day."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from learn.accounts.models import Department, Learner
from learn.compliance.merge import merge
from learn.compliance.models import Evidence, Obligation, Requirement, RuleVersion
from learn.compliance.nightly import refresh_all
from learn.compliance.obligations import refresh
from learn.compliance.queries import audience_in_words, requirements_in_force
from learn.compliance.versions import courses_on, path_since, ways
from learn.rules.deadlines import State
from tests.factories.people import completed, person
from tests.learn.compliance.conftest import COURSE, RULE, START

OTHER = uuid4()
CHANGE = date(2027, 3, 1)


def path(slug: str, key: UUID) -> dict[str, object]:
    return {"courses": {"first_path": [slug], "repeat_path": [slug], "keys": {slug: str(key)}}}


@pytest.fixture
def changed(duty: Requirement) -> Requirement:
    """From March on another course is asked for."""
    duty.definition = RULE | path("alt", COURSE)
    duty.save()
    RuleVersion.objects.create(requirement=duty, since=CHANGE, definition=RULE | path("neu", OTHER))
    return duty


def test_the_courses_of_a_day(changed: Requirement) -> None:
    assert courses_on(changed, CHANGE - timedelta(1)) == [str(COURSE)]
    assert courses_on(changed, CHANGE) == [str(OTHER)]
    assert path_since(ways(changed), CHANGE - timedelta(1)) == date.min
    refresh_all(CHANGE - timedelta(1))
    assert Requirement.objects.get().course_keys == [str(COURSE)]
    refresh_all(CHANGE)
    assert Requirement.objects.get().course_keys == [str(OTHER)]
    assert requirements_in_force(CHANGE)[0].definition["courses"]["first_path"] == ["neu"]


def test_each_course_proves_in_its_time_and_the_new_one_is_known_from_its_first_day(
    changed: Requirement, office: Department
) -> None:
    old, late, early = person(office), person(office), person(office)
    completed(old, COURSE, START, date(2027, 2, 27))
    completed(late, COURSE, START, date(2027, 3, 2))
    completed(early, OTHER, START, date(2027, 2, 20))
    refresh(changed, CHANGE - timedelta(1))
    assert not Evidence.objects.filter(learner__user=early).exists()
    refresh(changed, date(2027, 3, 2))
    states = dict(Obligation.objects.values_list("learner__user", "state"))
    assert states == {old.pk: State.VALID, late.pk: State.OPEN, early.pk: State.VALID}
    proof = Evidence.objects.get(learner__user=early)
    assert (proof.completed_on, proof.recorded_on) == (date(2027, 2, 20), CHANGE)


def test_after_the_last_day_nobody_is_obliged_and_the_rule_is_not_in_force(
    duty: Requirement, office: Department
) -> None:
    person(office)
    refresh(duty, START)
    duty.ends_on = date(2027, 2, 28)
    duty.save()
    refresh(duty, date(2027, 2, 28))
    assert Obligation.objects.get().state == State.OPEN
    refresh(duty, date(2027, 3, 1))
    assert Obligation.objects.get().state == State.WITHDRAWN
    assert (len(requirements_in_force(date(2027, 2, 28))), requirements_in_force(date(2027, 3, 1))) == (1, [])


def test_people_by_name_stay_named_when_two_accounts_are_joined(duty: Requirement, office: Department) -> None:
    source, target = (Learner.objects.get(user=person(office)) for _ in range(2))
    named = {"any_of": [{"number": 0, "people": [str(source.pk), str(target.pk)]}], "except": {"people": []}}
    duty.definition = RULE | {"audience": named}
    duty.save()
    RuleVersion.objects.create(
        requirement=duty,
        since=CHANGE,
        definition=RULE | {"audience": {"all": True, "except": {"people": [str(source.pk)]}}},
    )
    refresh(duty, START)
    merge(source, target, START)
    duty.refresh_from_db()
    assert duty.definition["audience"]["any_of"][0]["people"] == [str(target.pk)]
    assert RuleVersion.objects.get().definition["audience"]["except"]["people"] == [str(target.pk)]


def test_named_people_and_exceptions_in_words() -> None:
    audience = {"any_of": [{"all": True}, {"people": ["a", "b"]}], "except": {"departments": ["52"], "people": ["c"]}}
    assert audience_in_words(audience, {"52": "Jugendhilfe"}) == (
        "alle Beschäftigten",
        "2 namentlich genannte Personen",
        "ausgenommen: Jugendhilfe; 1 namentlich genannte Person",
    )
    told = audience_in_words(audience, {}, {"a": "1 Anna", "b": "2 Bert", "c": "3 Carla"})
    assert told[1:] == ("1 Anna, 2 Bert", "ausgenommen: 52; 3 Carla")
