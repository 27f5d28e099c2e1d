"""What holds for all facts: one state a day, dates in order, the longest validity, nothing decided by the future."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from learn.rules.deadlines import (
    Absence,
    Anchor,
    Credit,
    Due,
    EarlyStart,
    Evidence,
    Exemption,
    Expiry,
    ExpiryKind,
    Extension,
    Facts,
    Kind,
    Reason,
    Revocation,
    Rule,
    Schedule,
    State,
    cycles,
    explain,
    reminders_due,
    status,
)
from tests.learn.rules.deadlines.build import START, facts, reason, rule

COURSE = "datenschutz"
days = st.dates(START, START + timedelta(1500))
spans = st.integers(0, 400)
small = st.sampled_from([0, 1, 7, 14, 30, 60, 90])


def until(since: date, length: int | None) -> date | None:
    return None if length is None else since + timedelta(length)


expiries = st.one_of(
    st.just(Expiry()),
    st.builds(Expiry, st.just(ExpiryKind.COMPLETED), st.sampled_from([1, 6, 12, 24])),
    st.builds(Expiry, st.just(ExpiryKind.PREVIOUS_VALID_UNTIL), st.sampled_from([1, 6, 12, 24])),
    st.builds(
        Expiry, st.just(ExpiryKind.CALENDAR_DATE), st.sampled_from([12, 24]), st.integers(1, 12), st.integers(1, 31),
        st.sampled_from([0, 3, 6]),
    ),
)  # fmt: skip
dues = st.one_of(
    st.builds(Due, st.just(Anchor.FIXED), st.just(0), days),
    st.builds(Due, st.just(Anchor.OTHER_COMPLETION), small, st.none(), st.just(COURSE)),
    st.builds(
        Due,
        st.sampled_from([Anchor.ASSIGNMENT, Anchor.ENTRY_DATE, Anchor.DEPARTMENT_CHANGE, Anchor.FIRST_LOGIN]),
        small,
    ),
)
rules = st.builds(
    Rule,
    since=days,
    new=dues,
    existing=dues,
    starts_on=days,
    repeat=st.one_of(st.none(), st.builds(Due, st.just(Anchor.PREVIOUS_VALID_UNTIL), small)),
    expiry=expiries,
    lead_days=small,
    grace_days=small,
    minimum_days=small,
    credit=st.sampled_from(Credit),
    credit_days=small,
    schedule=st.builds(
        Schedule,
        st.lists(small, max_size=3).map(tuple),
        st.lists(small, max_size=3).map(tuple),
        st.one_of(st.none(), small),
    ),
)
lengths = st.one_of(st.none(), spans)
reasons = st.builds(lambda s, n, name: Reason(name, s, until(s, n)), days, lengths, st.sampled_from("AB"))
absences = st.builds(
    lambda s, n, back: Absence(s, until(s, n), back), days, lengths, st.one_of(st.none(), st.integers(0, 40))
)
exemptions = st.builds(lambda s, n: Exemption(s, s + timedelta(n)), days, spans)
revocations = st.builds(lambda s, n: Revocation(s, recorded_on=until(s, n)), days, st.one_of(st.none(), small))
proofs = st.builds(
    Evidence,
    st.text("abcdefgh", min_size=1, max_size=6),
    days,
    st.sampled_from(Kind),
    st.booleans(),
    st.one_of(st.none(), revocations),
)
known = st.builds(
    Facts,
    st.lists(rules, min_size=1, max_size=2).map(tuple),
    st.lists(reasons, min_size=1, max_size=3).map(tuple),
    st.lists(absences, max_size=2).map(tuple),
    st.lists(exemptions, max_size=2).map(tuple),
    st.lists(proofs, max_size=6).map(tuple),
    st.one_of(st.none(), days),
    st.lists(days, max_size=2).map(tuple),
    st.one_of(st.none(), days),
    st.lists(days.map(lambda d: (COURSE, d)), max_size=2).map(tuple),
    st.lists(st.builds(lambda s, n: Extension(s, s + timedelta(n)), days, spans), max_size=2).map(tuple),
    st.lists(st.builds(lambda s, n: EarlyStart(s, s + timedelta(n)), days, spans), max_size=2).map(tuple),
)


def fitting(person: Facts, on: date) -> list[State]:
    """The states whose definition fits, each looked at by itself and from the definition, in their precedence."""
    found = cycles(person, on)
    holding = [c for c in found if c.evidence and not (c.evidence.revocation and c.evidence.revocation.since <= on)]
    ends = [c.valid_until or date.max for c in holding]
    grace = timedelta(person.rule(on).grace_days)
    open_ = [c for c in found if c.evidence is None and c.opens_at <= on]
    fits = {
        State.WITHDRAWN: any(r.since <= on for r in person.reasons)
        and not any(r.since <= on <= (r.until or date.max) for r in person.reasons),
        State.SUSPENDED: any(a.since <= on <= (a.until or date.max) for a in person.absences),
        State.EXEMPT: any(e.since <= on <= e.until for e in person.exemptions),
        State.VALID: any(on <= end for end in ends),
        State.IN_GRACE: any(end < on <= end + grace for end in ends if end < date.max),
        State.EXPIRED: bool(ends) and all(end < date.max and end + grace < on for end in ends),
        State.OVERDUE: any(c.due_on is not None and c.due_on < on for c in open_),
        State.OPEN: any(c.due_on is None or on <= c.due_on for c in open_),
        State.FUTURE: any(c.evidence is None and on < c.opens_at for c in found),
    }
    return [state for state in State if fits[state]]


@settings(max_examples=100, deadline=None)
@given(known, days)
def test_every_day_has_one_state_and_it_is_the_first_that_fits(person: Facts, on: date) -> None:
    fits = fitting(person, on)
    assert fits, "no gap: some definition always fits"
    assert status(person, on).state is fits[0]


@settings(max_examples=100, deadline=None)
@given(known, days)
def test_the_dates_of_cycles_are_in_order(person: Facts, on: date) -> None:
    found = cycles(person, on)
    assert [cycle.number for cycle in found] == list(range(1, len(found) + 1))
    assert all(cycle.evidence is not None for cycle in found[:-1]), "at most one open cycle, the last"
    for cycle in found:
        assert cycle.due_on is None or cycle.opens_at <= cycle.due_on
        assert cycle.valid_from is None or cycle.valid_until is None or cycle.valid_from <= cycle.valid_until
        assert cycle.valid_from is None or cycle.valid_from <= on
    for earlier, later in pairwise(cycle.valid_from for cycle in found if cycle.evidence):
        assert earlier is not None
        assert later is not None
        assert earlier < later


@settings(max_examples=100, deadline=None)
@given(known, days)
def test_the_longest_validity_wins(person: Facts, on: date) -> None:
    found = status(person, on)
    ends = [c.valid_until or date.max for c in cycles(person, on) if c.stands(on)]
    assert ((found.valid_until or date.max) == max(ends)) if ends else found.best is None
    assert found.covered == any(c.covers(on) for c in cycles(person, on))
    assert not found.renewal_open or found.covered


@settings(max_examples=100, deadline=None)
@given(known, known, days, rules)
def test_what_begins_later_changes_no_day_before(person: Facts, other: Facts, on: date, changed: Rule) -> None:
    begun = tuple(replace(r, since=min(r.since, on)) for r in person.reasons)
    person = replace(person, reasons=begun)
    later = replace(
        person,
        rules=(*person.rules, *(r for r in (changed,) if r.since > max(on, *(v.since for v in person.rules)))),
        reasons=(*person.reasons, *(r for r in other.reasons if r.since > on)),
        absences=(*person.absences, *(a for a in other.absences if a.since > on)),
        exemptions=(*person.exemptions, *(e for e in other.exemptions if e.since > on)),
        evidence=(*person.evidence, *(e for e in other.evidence if e.completed_on > on)),
        moved_on=(*person.moved_on, *(m for m in other.moved_on if m > on)),
        completions_elsewhere=(*person.completions_elsewhere, *(c for c in other.completions_elsewhere if c[1] > on)),
    )
    assert status(later, on) == status(person, on)
    assert explain(later, on) == explain(person, on)


@settings(max_examples=100, deadline=None)
@given(known, days, days)
def test_a_cycle_once_fulfilled_stays_as_it_was(person: Facts, one: date, two: date) -> None:
    on, later = sorted((one, two))
    fulfilled = [cycle for cycle in cycles(person, on) if cycle.evidence]
    assert [cycle for cycle in cycles(person, later) if cycle.evidence][: len(fulfilled)] == fulfilled


@settings(max_examples=100, deadline=None)
@given(known, days, absences, exemptions)
def test_a_pause_never_makes_anything_due_earlier(
    person: Facts, on: date, absence: Absence, exemption: Exemption
) -> None:
    person = replace(person, evidence=())
    more = replace(person, absences=(*person.absences, absence), exemptions=(*person.exemptions, exemption))
    before, after = status(person, on).due_on, status(more, on).due_on
    assert after is None or (before is not None and before <= after)


@settings(max_examples=100, deadline=None)
@given(known, days)
def test_reminders_fall_silent_where_they_must_and_come_once(person: Facts, on: date) -> None:
    schedule = person.rule(on).schedule
    found = status(person, on)
    due = reminders_due(schedule, found, on)
    assert not due or found.state in {State.OPEN, State.OVERDUE, State.EXPIRED, State.IN_GRACE} or found.renewal_open
    assert reminders_due(schedule, found, on, {r.key for r in due}) == ()
    assert all(r.on <= on for r in due)


@given(
    st.sampled_from(ExpiryKind).filter(lambda kind: kind is not ExpiryKind.UNLIMITED),
    st.sampled_from([12, 24]),
    st.dates(date(2026, 2, 1), date(2028, 12, 31)),
    st.lists(st.integers(0, 60), min_size=1, max_size=5),
)
@settings(deadline=None)
def test_who_renews_in_the_window_is_valid_without_a_gap(
    kind: ExpiryKind, months: int, first: date, early: list[int]
) -> None:
    held = rule(expiry=Expiry(kind, months, minimum_months=6 if kind is ExpiryKind.CALENDAR_DATE else 0), lead_days=60)
    person = facts(reason("2026-01-01"), Evidence("0", first), rules=(held,))
    for number, days_before in enumerate(early, 1):
        end = status(person, max(e.completed_on for e in person.evidence)).valid_until
        assert end is not None
        renewed = Evidence(str(number), end - timedelta(days_before))
        person = replace(person, evidence=(*person.evidence, renewed))
    last = cycles(person, date(2060, 1, 1))
    fulfilled = [cycle for cycle in last if cycle.evidence]
    assert len(fulfilled) == len(early) + 1, "every renewal counts"
    for earlier, later in pairwise(fulfilled):
        assert later.valid_from is not None
        assert earlier.valid_until is not None
        assert later.valid_from <= earlier.valid_until + timedelta(1)
