"""Voluntary details: given, changed and taken back by the person alone."""

import pytest
from django.test import Client
from django.urls import reverse

from learn.accounts import voluntary
from learn.accounts.models import VoluntaryDetails
from learn.privacy.join import merge_learners
from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    made = Client()
    made.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")
    return made


def test_given_changed_and_taken_back(client: Client) -> None:
    address = reverse("voluntary_details")
    assert "Sie müssen das nicht." in client.get(address).content.decode()
    client.post(address, {"gender": "divers", "age_band": ""})
    client.post(address, {"gender": "weiblich", "age_band": "30-39"})
    kept = VoluntaryDetails.objects.get()
    assert (kept.gender, kept.age_band) == ("weiblich", "30-39")
    page = client.get(address).content.decode()
    assert page.count(" checked") == 2
    client.post(address, {"loeschen": "1"})
    assert not VoluntaryDetails.objects.exists()


def test_no_answer_keeps_nothing(client: Client) -> None:
    client.post(reverse("voluntary_details"), {"gender": "", "age_band": ""})
    assert not VoluntaryDetails.objects.exists()


def test_what_is_no_answer_is_refused(client: Client) -> None:
    assert client.post(reverse("voluntary_details"), {"gender": "vielleicht"}).status_code == 200
    assert not VoluntaryDetails.objects.exists()


def test_joining_two_people_keeps_what_was_told() -> None:
    one, other = user(), user()
    voluntary.write(one.learner, "divers", "")
    merge_learners(one.learner, other.learner)
    assert VoluntaryDetails.objects.get().learner == other.learner
