"""Who looked at whom is kept, and shown to those concerned alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from learn.accounts import disclosures
from learn.accounts.models import Disclosure, Learner, User


def person(name: str) -> Learner:
    user = User.objects.create_user(f"{name}@example.org", "x", first_name=name.title(), last_name="Beispiel")
    return Learner.objects.create(user=user)


@pytest.mark.django_db
@pytest.mark.db
def test_a_list_is_noted_for_each_person_in_it_but_the_viewer() -> None:
    viewer, anna, otto = person("vera"), person("anna"), person("otto")
    disclosures.record(viewer.user, [anna.pk, otto.pk, anna.pk, viewer.pk], "Überfällig (CSV)", {"einheit": "10"})
    assert [seen.what for seen in disclosures.of(anna)] == ["Überfällig (CSV)"]
    assert not disclosures.of(viewer).exists()
    assert Disclosure.objects.get().learners.count() == 2


@pytest.mark.django_db
def test_each_reads_the_own_entries_only_and_a_deleted_viewer_stays_nameless() -> None:
    viewer, anna, otto = person("vera"), person("anna"), person("otto")
    disclosures.record(viewer.user, [anna.pk], "Personenseite")
    pages = {}
    for learner in (anna, otto):
        client = Client()
        client.force_login(learner.user)
        pages[learner.pk] = client.get("/konto/einsicht/")
    assert "Vera Beispiel" in pages[anna.pk].text and "Personenseite" in pages[anna.pk].text
    assert "Vera" not in pages[otto.pk].text and "Niemand hat Ihre Daten angesehen" in pages[otto.pk].text
    assert "no-store" in pages[anna.pk]["Cache-Control"]
    viewer.user.delete()
    client = Client()
    client.force_login(anna.user)
    assert "Konto gelöscht" in client.get("/konto/einsicht/").text


@pytest.mark.django_db
def test_old_entries_are_forgotten() -> None:
    viewer, anna = person("vera"), person("anna")
    disclosures.record(viewer.user, [anna.pk], "Personenseite")
    assert disclosures.forget(timezone.now() - timedelta(days=1)) == 0
    assert disclosures.forget(timezone.now() + timedelta(days=1)) == 1
    assert not disclosures.of(anna).exists()
