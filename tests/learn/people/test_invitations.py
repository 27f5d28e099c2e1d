"""Ways in: one mail a person and day, cards shown once, a code that works once and tells nothing when it does not."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from learn.accounts import disclosures, roles
from learn.accounts.models import Department, Invitation, User
from learn.people import codes, invitations
from learn.post.models import Mail
from learn.post.outbox import write
from learn.queue import Job
from learn.rules.roster import log_in_of
from tests.factories import people as cast
from tests.learn.people.office import clerk

pytestmark = pytest.mark.django_db
PASSWORD = "vier zufällige Wörter"


@pytest.fixture
def unit() -> Department:
    return cast.unit("11", cast.unit("10"))


@pytest.fixture
def office(unit: Department) -> User:
    user = clerk(unit)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def client(office: User) -> Client:
    client = Client()
    client.force_login(office)
    return client


@pytest.fixture
def invite(client: Client, django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    def post(*users: User, **fields: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            data = {"how": "mail", "step": "go", "user": [user.pk for user in users]}
            return client.post(reverse("invitations"), data | fields)

    return post


def link_of(mail: Mail) -> str:
    found = re.search(r"https?://[^/]+(/konto/einladung/\S+/)", mail.text)
    assert found
    return found[1]


def redeem(address: str, password: str = PASSWORD) -> Any:
    visitor = Client()
    assert visitor.get(address).status_code == 302
    return visitor.post(reverse("account_first_password"), {"password": password})


def test_mail_leads_to_a_password_and_works_once(unit: Department, invite: Callable[..., Any]) -> None:
    new = cast.person(unit, "Sachbearbeitung", "Neu", "Hier")
    invite(new)
    mail = Mail.objects.get()
    assert (mail.to, mail.key) == (new.email, f"einladung:{new.pk}:{timezone.localdate()}")
    assert redeem(link_of(mail)).url == reverse("account_login")
    new.refresh_from_db()
    assert new.check_password(PASSWORD) and EmailAddress.objects.get(user=new).verified
    assert Client().get(link_of(mail)).status_code == 404


def test_only_one_mail_a_day_whoever_asks_how_often(unit: Department, invite: Callable[..., Any]) -> None:
    new = cast.person(unit)
    for _ in range(3):
        invite(new)
    assert Mail.objects.count() == Invitation.objects.count() == 1
    invitations.send(User.objects.get(email="p1@example.org").pk, [new.pk], timezone.now() + timedelta(days=1))
    first, second = Mail.objects.order_by("pk")
    assert Client().get(link_of(first)).status_code == 404
    assert Client().get(link_of(second)).status_code == 302


def test_preview_says_who_gets_a_mail_and_writes_nothing(client: Client, unit: Department) -> None:
    new, other = cast.person(unit), cast.person(Department.objects.get(code="10"))
    data = {"how": "mail", "all": "1", "einheit": "11"}
    shown = client.post(reverse("invitations"), data).content.decode()
    assert "1 Einladung verschicken?" in shown and new.email in shown and other.email not in shown
    assert not Invitation.objects.exists()


def test_list_names_those_without_a_password_with_their_invitation(client: Client, unit: Department) -> None:
    new, done = cast.person(unit), cast.person(unit)
    done.set_password(PASSWORD)
    done.save()
    invitations.send(User.objects.get(email="p1@example.org").pk, [new.pk], timezone.now())
    shown = client.get(reverse("invitations"), {"einheit": "10"}).content.decode()
    assert new.email in shown and done.email not in shown and "E-Mail, gilt bis" in shown
    assert "Hier wartet niemand" in client.get(reverse("invitations"), {"einheit": "99"}).content.decode()


def test_people_without_a_way_in_are_not_invited(unit: Department, office: User, invite: Callable[..., Any]) -> None:
    citizen, left, chief = cast.user(), cast.person(unit), cast.person(unit)
    User.objects.filter(pk=left.pk).update(is_active=False)
    chief = cast.in_group(chief, roles.ADMINISTRATORS)
    assert invite(citizen, left, chief, office).status_code == 302
    assert not Mail.objects.exists()
    assert chief in invitations.waiting(cast.in_group(office, roles.ADMINISTRATORS), timezone.localdate())


def test_cards_show_codes_once_and_are_noted(invite: Callable[..., Any], unit: Department) -> None:
    people = [cast.person(unit) for _ in range(9)]
    shown = invite(*people, how="card").content.decode()
    found = re.findall(r'class="code">([0-9A-Z-]{19})<', shown)
    assert len(set(found)) == 9 and shown.count('class="sheet"') == 2
    for row in Invitation.objects.all():
        assert row.secret_hash not in shown and not any(row.secret_hash in code for code in found)
    assert [each.what for each in disclosures.of(people[0].learner)] == ["Code-Karten"]


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}\n"])
def test_code_of_a_card_is_read_as_people_type_it(office: User, unit: Department, typed: Callable[[str], str]) -> None:
    (card,) = invitations.make_cards(office, [cast.person(unit)], timezone.now())
    visitor = Client()
    assert visitor.post(reverse("account_access_code"), {"code": typed(card.code)}).status_code == 302
    shown = visitor.get(reverse("account_first_password")).content.decode()
    assert card.user.email in shown
    assert visitor.post(reverse("account_first_password"), {"password": "kurz"}).status_code == 422
    assert visitor.post(reverse("account_first_password"), {"password": PASSWORD}).status_code == 302


def test_lookalikes_are_put_right() -> None:
    assert codes.tidy("o0-iIl1 ab") == "001111AB" and codes.tidy("ÄÖ") == codes.tidy("U") == ""


def answers(code: str, now: datetime) -> tuple[int, str]:
    visitor = Client()
    answer = visitor.post(reverse("account_access_code"), {"code": code})
    hidden = re.compile(r'value="[^"]*"|nonce="[^"]*"')
    return answer.status_code, hidden.sub("", answer.content.decode())


def test_wrong_used_old_and_blocked_codes_get_the_same_answer(office: User, unit: Department) -> None:
    now = timezone.now()
    cards = invitations.make_cards(office, [cast.person(unit) for _ in range(4)], now)
    used, old, blocked, closed = (card.code.replace("-", "") for card in cards)
    Invitation.objects.filter(selector=old[:6]).update(expires_at=now)
    User.objects.filter(pk=cards[3].user.pk).update(is_active=False)
    found = invitations.find(used, now)
    assert found and invitations.use(found, PASSWORD, now) and not invitations.use(found, "anderes", now)
    for _ in range(invitations.MOST_TRIES):
        assert invitations.find(blocked[:6] + "0" * 10, now) is None
    told = {answers(code, now) for code in (used, old, blocked, closed, "0" * 16, "x", blocked[:6], "ÄÖÜ")}
    assert len(told) == 1 and told.pop()[0] == 422


def test_a_wrong_code_costs_the_same_whether_its_row_exists(
    office: User, unit: Department, django_assert_num_queries: Callable[..., Any]
) -> None:
    (card,) = invitations.make_cards(office, [cast.person(unit)], timezone.now())
    for selector in (card.code.replace("-", "")[:6], "000000"):
        with django_assert_num_queries(2):
            invitations.find(selector + "0" * 10, timezone.now())


@override_settings(ACCOUNT_RATE_LIMITS={"access_code": "3/m/ip"})
def test_trying_codes_is_slowed_down() -> None:
    cache.clear()
    told = [Client().post(reverse("account_access_code"), {"code": "0" * 16}).status_code for _ in range(4)]
    cache.clear()
    assert told == [422, 422, 422, 429]


def test_old_invitations_go(office: User, unit: Department) -> None:
    now = timezone.now()
    invitations.make_cards(office, [cast.person(unit)], now)
    assert invitations.forget(now + timedelta(days=59)) == 0
    assert invitations.forget(now + timedelta(days=61)) == 1


def test_a_hundred_invitations_take_as_many_queries_on_screen_as_one(
    client: Client, unit: Department, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    cast.person(unit)
    client.get(reverse("invitations"))
    for number in (1, 3):
        for _ in range(number):
            cast.person(unit)
        with django_assert_max_num_queries(26):
            client.get(reverse("invitations"))


def without_address(unit: Department) -> User:
    user = cast.user("Karl", "Garten", email=log_in_of("000815"))
    cast.works(user, unit, number="000815")
    return user


def test_who_has_no_address_gets_a_card_and_signs_in_with_the_number(
    client: Client, unit: Department, invite: Callable[..., Any]
) -> None:
    karl = without_address(unit)
    shown = client.post(reverse("invitations"), {"how": "mail", "user": [karl.pk]}).content.decode()
    assert "1 Person hat keine E-Mail-Adresse" in shown
    invite(karl)
    assert not Mail.objects.exists()
    cards = invite(karl, how="card").content.decode()
    assert "mit Ihrer Personalnummer an: 000815" in cards and "ohne-mail" not in cards
    (code,) = re.findall(r'class="code">([0-9A-Z-]{19})<', cards)
    visitor = Client()
    visitor.post(reverse("account_access_code"), {"code": code})
    visitor.post(reverse("account_first_password"), {"password": PASSWORD})
    assert visitor.post(reverse("account_login"), {"login": "000815", "password": PASSWORD}).status_code == 302
    assert visitor.session["_auth_user_id"] == str(karl.pk)


def test_a_mail_to_nowhere_is_never_handed_over() -> None:
    mail = write("einladung", log_in_of("000815"), "Betreff", "Text", key="x")
    assert mail.state == Mail.State.FAILED and not Job.objects.exists()


def test_a_forgotten_password_without_address_is_taken_away_and_a_card_made_anew(
    client: Client, unit: Department
) -> None:
    karl, other = without_address(unit), cast.person(unit)
    for user in (karl, other):
        user.set_password(PASSWORD)
        user.save()
        client.post(reverse("person_places", args=[user.learner.pk]))
        user.refresh_from_db()
    assert not karl.has_usable_password() and other.has_usable_password()
    karl.set_password(PASSWORD)
    karl.save()
    client.post(reverse("person_places", args=[cast.in_group(karl, roles.ADMINISTRATORS).learner.pk]))
    karl.refresh_from_db()
    assert karl.has_usable_password()
