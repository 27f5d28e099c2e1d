"""Five years of a town, day by day: one open cycle at most, no mail twice, past days as reported, lists right daily."""

from collections import Counter

import pytest

from learn.rules.deadlines import State, status
from tests.learn.rules.deadlines.town import Town, found, open_cycles


def live(town: Town) -> None:
    for day in town.days():
        if day.day in {1, 15}:
            assert all(open_cycles(person, day) <= 1 for person in town.people), day
    assert town.visits < len(town.people) * 5 * 12, "the nightly run looks at somebody less than once a month"
    for person in town.people:
        assert [key for key, times in Counter(person.sent).items() if times > 1] == []
    for day, report in town.reports.items():
        again = {number: status(town.people[number].facts.known_by(day), day) for number in report}
        assert again == report, f"the report of {day} can no longer be made"


@pytest.mark.slow
def test_sixty_people_for_five_years() -> None:
    town = found(60, seed=7)
    live(town)
    assert len(town.reports) == 5 * 365 + 1, "a report a day"
    assert sum(len(person.sent) for person in town.people) > 300
    assert town.seen >= set(State), "the town is too quiet to prove anything"


@pytest.mark.faults
@pytest.mark.slow
def test_five_hundred_people_for_five_years() -> None:
    town = found(500, seed=20270104)
    live(town)
    assert town.seen == set(State)
