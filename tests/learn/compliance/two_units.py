"""Two units with a head each, the personnel office, and one duty; on 15 February 2027."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import time_machine
from django.test import Client

from learn.accounts import roles
from learn.accounts.models import Learner, User
from learn.compliance.models import Obligation, Requirement
from learn.compliance.obligations import refresh
from tests.factories.people import in_group, person, unit, user

TODAY = date(2027, 2, 15)
NOON = "2027-02-15 12:00+01:00"


@dataclass(frozen=True, slots=True)
class Units:
    """`own` works in unit A, `other` in unit B."""

    hr: User
    head_a: User
    head_b: User
    own: Learner
    other: Learner
    duty: Requirement

    def obligation(self, learner: Learner) -> Obligation:
        return Obligation.objects.get(learner=learner, requirement=self.duty)

    def state(self, learner: Learner) -> str:
        return self.obligation(learner).state


def build(duty: Requirement) -> Units:
    a, b = unit("A"), unit("B")
    hr = in_group(user("Ewa", "Pawłowska"), roles.HR)
    head_a = in_group(person(a, "Abteilungsleitung", "Tomasz", "Wójcik"), roles.HEADS)
    head_b = in_group(person(b, "Abteilungsleitung", "Kerem", "Uçar"), roles.HEADS)
    own, other = person(a, "Sachbearbeitung", "Sevgi", "Bulut"), person(b, "Sachbearbeitung", "Rainer", "Vogt")
    refresh(duty, TODAY)
    return Units(hr, head_a, head_b, Learner.objects.get(user=own), Learner.objects.get(user=other), duty)


@contextmanager
def signed_in(viewer: User | None) -> Iterator[Client]:
    """A browser at noon of that day."""
    with time_machine.travel(NOON, tick=False):
        client = Client()
        if viewer:
            client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
        yield client
