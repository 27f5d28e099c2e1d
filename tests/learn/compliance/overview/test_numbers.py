"""What the screens count is what a count of every single duty gives, for each viewer and under each choice."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from learn.accounts import roles
from learn.accounts.access import visible_people
from learn.accounts.models import User
from learn.compliance.models import Cycle, Obligation, Requirement
from learn.compliance.overview.choice import Choice
from learn.compliance.overview.counts import Counts, counts_of, units_by_rule, units_summed
from learn.compliance.overview.people import PeopleList
from learn.compliance.overview.sight import Sight, look
from learn.rules import deadlines
from learn.rules.deadlines import Health, State
from tests.factories.people import in_group, user
from tests.learn.compliance.overview.conftest import Town

pytestmark = pytest.mark.db


def rows_of(sight: Sight) -> list[Obligation]:
    """Every duty of every person in sight, one by one."""
    people = visible_people(sight.viewer, sight.today, sight.within).values("learner")
    return list(Obligation.objects.filter(learner__in=people, requirement__in=sight.shown_rules))


def states_of(rows: Iterable[Obligation]) -> Counter[tuple[int, str]]:
    return Counter((row.requirement_id, row.state) for row in rows)


def counted(counts: Counts) -> Counter[tuple[int, str]]:
    return Counter({(rule, state.value): n for rule, f in counts.by_rule.items() for state, n in f.states.items() if n})


def health_of(row: Obligation, on: date) -> Health:
    done = Cycle.objects.filter(obligation=row, valid_from__isnull=False)
    periods = []
    for since, until, revoked in done.values_list("valid_from", "valid_until", "evidence__revoked_from"):
        last = until if revoked is None else min(until or date.max, revoked - timedelta(1))
        if since is not None and (last is None or since <= last):
            periods.append((since, last))
    return deadlines.health(State(row.state), periods, on)


def agree(viewer: User, choice: Choice) -> int:
    """Compare everything counted with the rows; returns how many there are."""
    sight = look(viewer, choice, timezone.localdate())
    rows, counts = rows_of(sight), counts_of(sight)
    assert counted(counts) == states_of(rows)
    assert counts.total.renewal_open == sum(row.renewal_open for row in rows)
    ends = [row.valid_until for row in rows if row.state == State.VALID and row.valid_until]
    for days in (30, 60, 90):
        near = sum(end <= sight.today + timedelta(days) for end in ends)
        assert counts.ahead.within.get(str(days), 0) == near
    assert Counter(counts.ahead.months) == Counter(f"{end:%Y-%m}" for end in ends)
    assert +Counter(counts.ahead.health) == Counter(health_of(row, sight.today).value for row in rows)
    return len(rows)


def test_every_sum_is_that_of_the_rows(town: Town) -> None:
    some_rule = Requirement.objects.order_by("key")[0].key
    whole = agree(town.hr, Choice())
    assert (
        whole
        == Obligation.objects.filter(
            learner__in=visible_people(town.hr, timezone.localdate()).values("learner")
        ).count()
    )
    assert 0 < agree(town.hr, Choice(einheit="R1")) < whole
    assert agree(town.hr, Choice(pflicht=some_rule)) < whole
    one, two = agree(town.head, Choice()), agree(town.head_of_two, Choice())
    assert 0 < one < two < whole
    agree(town.head, Choice(einheit="R11", pflicht=some_rule))
    agree(town.head_of_two, Choice(einheit="R2"))


def test_who_works_in_two_units_of_one_head_counts_once(town: Town) -> None:
    today = timezone.localdate()
    sight = look(town.head_of_two, Choice(), today)
    assert len(sight.tops) == 2
    apart = sum(counts_of(look(town.head_of_two, Choice(einheit=code), today)).total.shown for code in ("R1", "R2"))
    together = counts_of(sight).total.shown
    assert together < apart
    assert together == PeopleList(sight, Choice()).found.count()


@pytest.mark.parametrize("who", ["hr", "head", "head_of_two"])
def test_a_list_holds_as_many_as_its_number_says(town: Town, who: str) -> None:
    today, viewer = timezone.localdate(), getattr(town, who)
    choices = [
        Choice(),
        Choice(stand="overdue,expired"),
        Choice(stand="suspended,exempt", einheit="R1"),
        Choice(stand="withdrawn"),
        Choice(wiederholung="1"),
        Choice(tage="90"),
        Choice(zyklus=Health.UNTRAINED.value),
        Choice(zyklus=Health.NOT_APPLICABLE.value, stand="suspended,exempt,future,withdrawn"),
        Choice(monat=f"{today:%Y-%m}"),
    ]
    for choice in choices:
        sight = look(viewer, choice, today)
        counts = counts_of(sight)
        found = PeopleList(sight, choice, counts, length=10_000)
        lines = found.page(None).object_list
        assert len(lines) == found.total == found.found.count(), choice
        assert len({line.obligation for line in lines}) == len(lines)
        assert {line.unit.id for line in lines} <= set(sight.seen)
    health = counts_of(look(viewer, Choice(), today)).ahead.health
    for word in Health:
        choice = Choice(zyklus=word.value, stand=",".join(State))
        assert PeopleList(look(viewer, choice, today), choice).found.count() == health.get(word, 0), word


def test_units_below_are_counted_with_all_below_them(town: Town) -> None:
    today = timezone.localdate()
    sight = look(town.hr, Choice(einheit="R1"), today)
    units = units_by_rule(sight, sight.rows)
    summed = units_summed(sight, sight.rows)
    assert units.keys() == summed.keys() != set()
    for unit, by_rule in units.items():
        own = counts_of(look(town.hr, Choice(einheit=sight.tree.units[unit].code), today))
        assert {rule: f.states for rule, f in by_rule.items()} == {r: f.states for r, f in own.by_rule.items()}
        assert (summed[unit].states, summed[unit].renewal_open) == (own.total.states, own.total.renewal_open)


def test_sums_of_other_units_are_never_read(town: Town) -> None:
    today = timezone.localdate()
    sight = look(town.head, Choice(), today)
    outside = {unit.id for unit in sight.tree.units.values()} - sight.seen
    assert units_by_rule(sight, outside) == units_summed(sight, outside) == {}
    assert None not in sight.tops
    for code in ("R", "R2", "R21", "gibt-es-nicht"):
        with pytest.raises(Http404):
            look(town.head, Choice(einheit=code), today)


@pytest.mark.parametrize(
    "choice",
    [
        Choice(stand="erfunden"),
        Choice(tage="viele"),
        Choice(tage="99999999999"),
        Choice(monat="2026-13"),
        Choice(monat="x"),
        Choice(monat="9999-12"),
        Choice(zyklus="erfunden"),
    ],
)
def test_a_word_that_is_none_is_as_if_missing(db: None, choice: Choice) -> None:
    sight = look(in_group(user(), roles.HR), choice, timezone.localdate())
    with pytest.raises(Http404):
        PeopleList(sight, choice)
