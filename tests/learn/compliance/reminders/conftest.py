"""A small town under one duty, brought to any day as the nightly run would."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from learn.accounts.models import Department, User
from learn.compliance import reminders
from learn.compliance.models import Obligation, Requirement
from learn.compliance.nightly import refresh_all
from learn.compliance.reminders import Morning
from learn.post.models import Mail
from tests.factories.people import unit

#: the duty "datenschutz" is due on 31 March 2027, a Wednesday after Easter
DUE = date(2027, 3, 31)
Run = Callable[..., Morning]


@pytest.fixture
def below(office: Department) -> Department:
    return unit("11", office)


@pytest.fixture
def morning(duty: Requirement) -> Run:
    """Nightly refresh and morning run of a day; `refreshed` False: the night was missed."""

    def run(on: str, *, refreshed: bool = True, seconds: float = 60) -> Morning:
        day = date.fromisoformat(on)
        if refreshed:
            refresh_all(day)
        return reminders.send(day, datetime.combine(day, time(7), UTC), seconds)

    return run


def mails(who: User | None = None) -> list[Mail]:
    found = Mail.objects.order_by("pk")
    return list(found.filter(to=who.email) if who else found)


def obligation_of(who: User) -> Obligation:
    return Obligation.objects.get(learner__user=who)
