"""Two accounts of one person become one: nothing learnt is lost, rights do not travel, nobody joins by mistake."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from learn.accounts import disclosures, roles
from learn.accounts.models import Membership, User
from learn.privacy.join import MERGED, merge_people
from tests.factories import people as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return cast.in_group(cast.person(cast.unit("10"), "Sachbearbeitung", "Chef", "Admin"), roles.ADMINISTRATORS)


@pytest.fixture
def twins(chief: User) -> tuple[User, User]:
    private, office = cast.user("Vera", "Doppelt", email="privat@example.org"), cast.user("Vera", "Doppelt")
    cast.works(office, cast.unit("20"), "Amtsleitung", until=date(2026, 1, 31), number="000777")
    disclosures.record(chief, [private.learner.pk], "Liste")
    disclosures.record(chief, [private.learner.pk, office.learner.pk], "Beide")
    return private, office


@pytest.fixture
def client(chief: User) -> Client:
    client = Client()
    client.force_login(chief)
    return client


def test_everything_goes_over_and_the_account_is_gone(chief: User, twins: tuple[User, User]) -> None:
    private, office = twins
    cast.in_group(office, roles.HR)
    assert merge_people(office, private, chief)
    assert not User.objects.filter(pk=office.pk).exists()
    assert Membership.objects.get(personnel_no="000777").user == private
    assert {entry.what for entry in disclosures.of(private.learner)} == {"Liste", "Beide"}
    assert not private.groups.exists()
    assert ModelLogEntry.objects.get(action=MERGED).data == {"gone": office.email, "stays": private.email}
    assert not merge_people(office, private, chief)


def test_nobody_joins_away_the_account_they_work_with(chief: User, twins: tuple[User, User]) -> None:
    assert not merge_people(chief, twins[0], chief)
    assert User.objects.filter(pk=chief.pk).exists()


def test_screen_finds_shows_and_asks_for_the_address(client: Client, twins: tuple[User, User]) -> None:
    private, office = twins
    found = client.get(reverse("merge_people"), {"q": "doppelt"}).content.decode()
    assert private.email in found and office.email in found and "000777" in found
    address = f"{reverse('merge_people')}?weg={office.pk}&bleibt={private.pk}"
    assert "Diese beiden Konten werden eines" in client.get(address).content.decode()
    refused = client.post(address, {"bestaetigung": private.email})
    assert refused.status_code == 422 and f"verschwindet: {office.email}" in refused.content.decode()
    assert User.objects.filter(pk=office.pk).exists()
    assert client.post(address, {"bestaetigung": f" {office.email.upper()} "}).status_code == 302
    assert not User.objects.filter(pk=office.pk).exists()


@pytest.mark.parametrize(("gone", "stays"), [("twin", "twin"), ("chief", "twin"), ("nobody", "twin"), ("twin", "x")])
def test_a_choice_that_makes_no_sense_is_told(
    client: Client, chief: User, twins: tuple[User, User], gone: str, stays: str
) -> None:
    keys = {"twin": twins[0].pk, "chief": chief.pk, "nobody": 99_999_999, "x": "x"}
    address = f"{reverse('merge_people')}?weg={keys[gone]}&bleibt={keys[stays]}"
    assert "Hat eine Person zwei Konten?" in client.get(address).content.decode()
    assert client.post(address, {"bestaetigung": twins[0].email}).status_code == 302
    assert User.objects.count() == 3
