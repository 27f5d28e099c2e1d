"""What a roster would change: comers, movers, leavers, the renamed, the returned, and contradictions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from learn.rules.roster import Current, Fault, Known, Person, Plan, Roster, Unit, Wrong, plan
from tests.machinery.effort import growth

ON = date(2027, 2, 15)
UNITS = {code: Unit(code, f"Amt {code}", parent) for code, parent in (("10", ""), ("11", "10"), ("20", ""))}


def person(number: str, unit: str = "11", line: int = 0, **more: object) -> Person:
    base = Person(
        number, "Ada", f"Berg{number}", f"p{number}@example.org", unit, "Stelle", date(2020, 1, 1), None, line
    )
    return replace(base, **more)  # type: ignore[arg-type]


def current(*people: Person, gone: tuple[Person, ...] = ()) -> Current:
    known = {p.personnel_no: Known(p) for p in people} | {p.personnel_no: Known(p, active=False) for p in gone}
    return Current(known, UNITS)


def applied(before: Current, made: Plan) -> Current:
    """What is on record after a plan was carried out, lists one by one, as a service would."""
    people = dict(before.people)
    for comer in made.added:
        people[comer.personnel_no] = Known(comer)
    for change in (*made.changed, *made.renamed, *made.returned):
        number = change.after.personnel_no
        fields = {name: getattr(change.after, name) for name in change.fields}
        people[number] = Known(replace(people[number].person, **fields), active=True)
    for leaver in made.left:
        people[leaver.personnel_no] = replace(people[leaver.personnel_no], active=False)
    units = dict(before.units) | {unit.code: unit for unit in made.units_added}
    return Current(people, units | {after.code: after for _before, after in made.units_changed})


def codes(made: Plan) -> list[tuple[Wrong, int]]:
    return [(fault.code, fault.line) for fault in made.conflicts]


def test_the_same_roster_changes_nothing() -> None:
    made = plan(current(person("1"), person("2")), Roster([person("2", line=9), person("1", line=8)]), ON)
    assert made.empty
    assert made == Plan()


def test_added_changed_renamed_left_returned() -> None:
    before = current(person("1"), person("2"), person("3"), gone=(person("4"), person("5")))
    roster = Roster([
        person("0"),
        person("1", unit="20"),
        person("2", last_name="Tal", email="neu@example.org", position="Leitung"),
        person("4", unit="10"),
    ])  # fmt: skip
    made = plan(before, roster, ON)
    assert [p.personnel_no for p in made.added] == ["0"]
    assert [(c.after.personnel_no, c.fields) for c in made.changed] == [("1", ("unit",)), ("2", ("position",))]
    assert [(c.after.personnel_no, c.fields) for c in made.renamed] == [("2", ("last_name", "email"))]
    assert [p.personnel_no for p in made.left] == ["3"]
    assert [(c.after.personnel_no, c.fields) for c in made.returned] == [("4", ("unit",))]


def test_who_has_an_end_in_the_past_leaves_and_one_to_come_stays() -> None:
    before = current(person("1"), person("2"))
    made = plan(before, Roster([person("1", leaves_on=date(2027, 2, 14)), person("2", leaves_on=ON)]), ON)
    assert [p.personnel_no for p in made.left] == ["1"]
    assert [c.fields for c in made.changed] == [("leaves_on",)]


def test_a_number_that_is_there_twice_touches_nobody() -> None:
    made = plan(current(person("1")), Roster([person("1", "20", 2), person("1", "10", 3)]), ON)
    assert codes(made) == [(Wrong.NUMBER_TWICE, 2), (Wrong.NUMBER_TWICE, 3)]
    assert [fault.other for fault in made.conflicts] == [3, 2]
    assert made.empty


def test_addresses_that_are_there_twice_or_taken() -> None:
    twice = Roster([person("1", line=2, email="x@example.org"), person("2", line=3, email="x@example.org")])
    assert codes(plan(current(), twice, ON)) == [(Wrong.EMAIL_TWICE, 2), (Wrong.EMAIL_TWICE, 3)]
    taken = plan(current(gone=(person("1"),)), Roster([person("2", line=2, email="p1@example.org")]), ON)
    assert taken.conflicts == (Fault(2, Wrong.EMAIL_TAKEN, "E-Mail", "p1@example.org", name="1"),)


def test_two_people_may_swap_their_addresses() -> None:
    swapped = Roster([person("1", email="p2@example.org"), person("2", email="p1@example.org")])
    made = plan(current(person("1"), person("2")), swapped, ON)
    assert [c.fields for c in made.renamed] == [("email",), ("email",)]
    assert made.conflicts == ()


def test_an_address_whose_owner_has_a_conflict_is_not_given_away() -> None:
    roster = Roster([person("1", line=2, email="p2@example.org"), person("2", "99", 3, email="n@example.org")])
    assert codes(plan(current(person("1"), person("2")), roster, ON)) == [
        (Wrong.EMAIL_TAKEN, 2),
        (Wrong.UNKNOWN_UNIT, 3),
    ]


def test_zeros_that_a_spreadsheet_dropped_make_nobody_leave() -> None:
    made = plan(current(person("000367")), Roster([person("367", line=2)]), ON)
    assert made.conflicts == (Fault(2, Wrong.ZEROS_LOST, "Personalnummer", "367", name="000367"),)
    assert made.empty


def test_a_roster_with_unread_lines_makes_nobody_leave() -> None:
    assert plan(current(person("1"), person("2")), Roster([person("1")], complete=False), ON).empty


def test_half_a_roster_is_alarming() -> None:
    before = current(*(person(str(number)) for number in range(40)))
    assert plan(before, Roster([person(str(number)) for number in range(20)]), ON).alarming
    assert not plan(before, Roster([person(str(number)) for number in range(35)]), ON).alarming


def test_units_are_added_renamed_and_moved_and_never_removed() -> None:
    roster = Roster(units=[Unit("30", "Neu", "11", 2), Unit("11", "Anders", "20", 3)], complete=False)
    made = plan(current(), roster, ON)
    assert [unit.code for unit in made.units_added] == ["30"]
    assert [(before.name, after.name) for before, after in made.units_changed] == [("Amt 11", "Anders")]


def test_units_that_cannot_stand_where_they_are_put() -> None:
    roster = Roster(
        [person("1", "40", 9)],
        [
            Unit("30", "A", "31", 2),
            Unit("31", "B", "30", 3),
            Unit("40", "hängt", "99", 4),
            Unit("41", "hängt daran", "40", 5),
            Unit("11", "gut", "10", 6),
            Unit("11", "doppelt", "20", 7),
        ],
    )
    made = plan(current(), roster, ON)
    assert codes(made) == [
        (Wrong.UNIT_BELOW_ITSELF, 2),
        (Wrong.UNIT_BELOW_ITSELF, 3),
        (Wrong.UNKNOWN_PARENT, 4),
        (Wrong.UNKNOWN_PARENT, 5),
        (Wrong.UNIT_TWICE, 7),
        (Wrong.UNKNOWN_UNIT, 9),
    ]
    assert made.conflicts[0].name == "30 > 31 > 30"
    assert made.units_added == ()


def test_a_unit_that_stays_because_of_a_conflict_can_close_a_circle() -> None:
    made = plan(current(), Roster(units=[Unit("10", "x", "11", 2), Unit("11", "y", "99", 3)]), ON)
    assert codes(made) == [(Wrong.UNIT_BELOW_ITSELF, 2), (Wrong.UNKNOWN_PARENT, 3)]


numbers = st.sampled_from(["1", "2", "3", "4", "01"])
people = st.builds(
    Person,
    numbers,
    st.sampled_from(["Ada", "Cem"]),
    st.sampled_from(["Berg", "Tal"]),
    st.sampled_from([f"{letter}@example.org" for letter in "abcde"]),
    st.sampled_from(["10", "11", "20", "30", "99"]),
    st.sampled_from(["", "Leitung"]),
    st.sampled_from([date(2020, 1, 1), date(2021, 1, 1)]),
    st.sampled_from([None, date(2026, 1, 1), date(2028, 1, 1)]),
    st.integers(2, 9),
)
units = st.builds(
    Unit,
    st.sampled_from(["10", "11", "20", "30", "31"]),
    st.sampled_from(["A", "B"]),
    st.sampled_from(["", "10", "11", "30", "31", "99"]),
    st.integers(2, 9),
)
rosters = st.builds(
    lambda people, units: Roster(
        [replace(p, line=n) for n, p in enumerate(people, 2)], [replace(u, line=n) for n, u in enumerate(units, 2)]
    ),
    st.lists(people, max_size=6),
    st.lists(units, max_size=5),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(rosters, min_size=1, max_size=4))
def test_a_roster_carried_out_leaves_nothing_to_do_and_the_records_sound(delivered: list[Roster]) -> None:
    on_record = current()
    for roster in delivered:
        made = plan(on_record, roster, ON)
        on_record = applied(on_record, made)
        again = plan(on_record, roster, ON)
        assert again.empty, "the same roster again"
        emails = [known.person.email for known in on_record.people.values()]
        assert len(emails) == len(set(emails))
        assert all(known.person.unit in on_record.units for known in on_record.people.values())
        for code in on_record.units:
            way = [code]
            while parent := on_record.units[way[-1]].parent:
                assert parent not in way
                way.append(parent)


@settings(max_examples=200, deadline=None)
@given(rosters, rosters)
def test_nobody_is_in_two_lists_and_nobody_with_a_conflict_in_any(first: Roster, second: Roster) -> None:
    made = plan(applied(current(), plan(current(), first, ON)), second, ON)
    lists = [
        [p.personnel_no for p in made.added],
        [c.after.personnel_no for c in made.changed],
        [c.after.personnel_no for c in made.returned],
        [p.personnel_no for p in made.left],
    ]
    everybody = [number for numbers in lists for number in numbers]
    assert len(everybody) == len(set(everybody))
    lines = {fault.line for fault in made.conflicts if fault.column not in {"Kennzeichen", "gehört zu"}}
    touched = {p.personnel_no for p in second.people if p.line in lines}
    assert not touched & ({*everybody} | {c.after.personnel_no for c in made.renamed})


def test_fifty_thousand_people_are_compared_in_linear_time() -> None:
    def comparing(count: int) -> Callable[[], object]:
        before = current(*(person(f"{n:06}") for n in range(count)))
        roster = Roster(
            [person(f"{n:06}", "10" if n % 3 else "11", n) for n in range(count // 10, count + count // 10)]
        )
        made = plan(before, roster, ON)
        assert len(made.added) == len(made.left) == count // 10
        return lambda: plan(before, roster, ON)

    assert growth(comparing, 5_000, 50_000) < 40, "ten times the lines, about ten times the time; squared, a hundred"
