"""Sign-in and sign-up: a guest's progress comes along, nothing tells which addresses have an account."""

import re
from typing import Any

import pytest
from django.test import Client

import courses.api
from learn.accounts.models import Learner, User
from learn.enrolments.progress import standing
from learn.post.models import Mail

PASSWORD = "vier zufällige Wörter"
LESSON = "/de/kurse/phishing-erkennen/was-ist-phishing/erledigt/"


@pytest.fixture
def ayse(db: None) -> User:
    return User.objects.create_user("ayse@example.org", PASSWORD, first_name="Ayşe", last_name="Yılmaz")


def log_in(client: Client, email: str, following: str = "") -> Any:
    return client.post("/konto/login/", {"login": email, "password": PASSWORD, "next": following})


def done_by(user: User) -> int:
    outline = courses.api.course("de", "phishing-erkennen").outline
    return len(standing(Learner.objects.get(user=user).pk, outline).done)


def test_a_guest_who_signs_in_brings_the_progress_along(client: Client, phishing: str, ayse: User) -> None:
    client.post(LESSON)
    assert client.cookies["gast"].value
    response = log_in(client, ayse.email)
    assert response["Location"] == "/de/lernen/"
    assert response.cookies["gast"]["max-age"] == 0
    assert done_by(ayse) == 1
    assert Learner.objects.count() == 1


def test_a_guest_who_signs_up_brings_it_along_too_and_keeps_the_name(client: Client, phishing: str) -> None:
    client.post(LESSON)
    data = {"email": "neu@example.org", "password1": PASSWORD, "certificate_name": "  Vera   Muster "}
    assert client.post("/konto/signup/", data)["Location"] == "/de/lernen/"
    user = User.objects.get(email="neu@example.org")
    assert done_by(user) == 1
    assert user.learner.certificate_name == "Vera Muster"


def test_signing_in_twice_is_harmless(client: Client, phishing: str, ayse: User) -> None:
    for _ in range(2):
        client.post(LESSON)
        log_in(client, ayse.email)
        client.post("/konto/logout/")
    assert done_by(ayse) == 1


@pytest.mark.parametrize("target", ["https://fremd.example/", "//fremd.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, ayse: User, target: str) -> None:
    assert log_in(client, ayse.email, target)["Location"] == "/de/lernen/"


def test_after_the_log_in_one_is_where_one_came_from(client: Client, phishing: str, ayse: User) -> None:
    assert log_in(client, ayse.email, "/en/lernen/")["Location"] == "/en/lernen/"


def test_sign_in_pages_speak_the_language_one_came_from(client: Client, phishing: str) -> None:
    assert '<html lang="de"' in client.get("/konto/login/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en"' in client.get("/konto/login/?next=/en/kurse/").content.decode()


def test_empty_fields_say_what_to_do(client: Client, db: None) -> None:
    page = client.post("/konto/login/", {}).content.decode()
    assert page.count("Geben Sie Ihre E-Mail-Adresse ein.") == 2  # in the summary and at the field
    assert 'aria-describedby="id_login-err"' in page
    assert '<a href="#id_login">' in page
    assert re.search(r"<title>Fehler:", page)


@pytest.mark.parametrize(
    ("password", "sentence"), [("kurz", "10 Zeichen"), ("passwort123456789", ""), ("password1234", "üblich")]
)
def test_weak_passwords_are_refused_in_german(client: Client, db: None, password: str, sentence: str) -> None:
    page = client.post("/konto/signup/", {"email": "neu@example.org", "password1": password})
    if sentence:
        assert sentence in page.content.decode()
        assert not User.objects.exists()


# ---------------------------------------------------------------- as in production


@pytest.fixture
def by_code(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True


def code_of(mail: Mail) -> str:
    return re.search(r"^\s{4}(\S+)$", mail.text, re.M)[1]  # type: ignore[index]


def test_a_new_address_is_confirmed_by_code_before_anything_is_joined(
    client: Client, phishing: str, by_code: None
) -> None:
    client.post(LESSON)
    response = client.post("/konto/signup/", {"email": "neu@example.org", "password1": PASSWORD})
    assert response["Location"].startswith("/konto/confirm-email/")
    assert "neu@example.org" in client.get("/konto/confirm-email/").content.decode()
    assert client.get("/de/lernen/").context["is_guest"]
    wrong = client.post("/konto/confirm-email/", {"code": "FALSCH"})
    assert wrong.status_code == 200
    response = client.post("/konto/confirm-email/", {"code": code_of(Mail.objects.get())})
    assert response["Location"] == "/de/lernen/"
    assert done_by(User.objects.get(email="neu@example.org")) == 1


def test_signing_up_looks_the_same_for_a_known_address(client: Client, ayse: User, by_code: None) -> None:
    answers = {}
    for email in (ayse.email, "neu@example.org"):
        visitor = Client()
        response = visitor.post("/konto/signup/", {"email": email, "password1": PASSWORD})
        page = visitor.get(response["Location"]).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        answers[email] = (response.status_code, response["Location"], page.replace(email, "ADRESSE"))
    assert answers[ayse.email] == answers["neu@example.org"]
    assert "schon ein Konto" in Mail.objects.get(to=ayse.email).subject


def test_a_new_password_looks_the_same_for_an_unknown_address(client: Client, ayse: User, by_code: None) -> None:
    answers = set()
    for email in (ayse.email, "niemand@example.org"):
        visitor = Client()
        response = visitor.post("/konto/password/reset/", {"email": email})
        answers.add((response.status_code, response["Location"], visitor.get(response["Location"]).status_code))
    assert len(answers) == 1
    assert Mail.objects.count() == 2


def test_a_new_password_by_code(client: Client, ayse: User, by_code: None) -> None:
    response = client.post("/konto/password/reset/", {"email": ayse.email})
    mail = Mail.objects.get()
    assert "http" not in mail.text.replace("http://testserver", "")  # no link that works for whoever reads the mail
    client.post(response["Location"], {"code": code_of(mail)})
    new = "fünf andere lange Wörter"
    client.post("/konto/password/reset/complete/", {"password1": new, "password2": new})
    ayse.refresh_from_db()
    assert ayse.check_password(new)


def test_the_mail_never_takes_its_addresses_from_the_request(client: Client, ayse: User, by_code: None) -> None:
    client.post("/konto/signup/", {"email": ayse.email, "password1": PASSWORD}, headers={"host": "boese.example"})
    assert "boese" not in Mail.objects.get().text


@pytest.mark.parametrize("name", ["1234", "Eva\u202eavE"])
def test_a_name_that_cannot_be_printed_is_said_at_its_field(client: Client, db: None, name: str) -> None:
    page = client.post("/konto/signup/", {"email": "neu@example.org", "password1": PASSWORD, "certificate_name": name})
    assert "certificate_name" in page.context["form"].errors
    assert "neu@example.org" in page.content.decode() and name in page.content.decode()
    assert not User.objects.exists()
