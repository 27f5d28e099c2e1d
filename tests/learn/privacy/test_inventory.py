"""What the list of personal data exports is complete, what it erases is gone."""

import json

import pytest
from django.test import Client

from learn.accounts.models import User
from learn.enrolments.models import LearningEvent
from learn.privacy.erase import erase_person
from learn.privacy.export import export_person
from learn.privacy.inventory import INVENTORY
from tests.learn.small_course import make_course, right_key
from tests.learn.walk import Walk


@pytest.mark.django_db
def test_export_has_everything_and_erasing_leaves_nothing() -> None:
    make_course()
    person = User.objects.create_user("anna@example.org", "geheim-geheim-1", first_name="Anna", last_name="Beispiel")
    other = User.objects.create_user("otto@example.org", "geheim-geheim-1", first_name="Otto", last_name="Beispiel")
    for user in (person, other):
        client = Client()
        client.force_login(user)
        walk = Walk(client)
        walk.tick_all()
        walk.answer_all()
    data = export_person(person)
    text = json.dumps(data)
    assert len(data["learn.Response"]) == 3 and right_key(1) in text
    assert len(data["certificates.Certificate"]) == 1
    assert "anna@example.org" in text and "otto@example.org" not in text
    assert person.password not in text
    assert data["learn.Mail"]
    assert erase_person(person) > 10
    assert not any(kept.rows(person).exists() for kept in INVENTORY)
    assert export_person(other)["learn.Response"]
    assert LearningEvent.objects.exists()
