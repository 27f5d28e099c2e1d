"""Addresses and forms that nobody was meant to send: an answer in words each time, and never a server error."""

import pytest
from django.conf import settings
from django.test import Client

from learn.enrolments.models import Attempt, Completion, Enrolment
from tests.learn.small_course import make_course
from tests.learn.walk import Walk

pytestmark = pytest.mark.django_db
OWN = {"origin": "http://testserver"}


@pytest.fixture
def walk() -> Walk:
    make_course()
    return Walk()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("versuch=99999999999999999999", 200),
        ("versuch=%00", 200),
        ("versuch=%C2%B2", 200),
        ("versuch=-1", 200),
        ("versuch=" + "9" * 5000, 200),
    ],
)
def test_absurd_number_of_an_attempt(walk: Walk, query: str, code: int) -> None:
    assert walk.get(f"abschluss/frage/1/?{query}").status_code == code
    walk.post("lektion-1/erledigt/")  # and as a guest, who has attempts to look for
    assert walk.get(f"abschluss/frage/1/?{query}").status_code == code


@pytest.mark.parametrize("value", ["%00", "-1", "99999999999999999999", "%C2%B2", "abc", "%FF%FE", "a" * 4000])
@pytest.mark.parametrize("name", ["q", "thema", "niveau", "dauer", "sprache", "seite"])
def test_absurd_search(name: str, value: str, client: Client) -> None:
    assert client.get(f"/de/kurse/?{name}={value}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/de/gibt-es-nicht/",
        "/de/kurse/%00/",
        "/de/seite/%00/",
        "/de/zertifikat/%00/extra/",
        "/medien/%00",
        "/medien/../../../etc/passwd",
        "/medien/%2e%2e/%2e%2e/manage.py",
        "/medien//etc/passwd",
        "/medien/originals/",
        "/medien/" + "a" * 3000,
    ],
)
def test_nothing_stands_at_this_address(path: str, client: Client) -> None:
    for answer in (client.get(path, follow=True), client.head(path, follow=True)):
        assert answer.status_code == 404


def test_more_fields_than_a_form_can_have(walk: Walk, client: Client) -> None:
    client.raise_request_exception = False
    many = "&".join(f"a{number}=1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    assert client.get(f"/de/kurse/?{many}").status_code == 400
    form = "application/x-www-form-urlencoded"
    answer = client.post(f"{walk.base}/abschluss/frage/1/", many, content_type=form, headers=OWN)
    assert answer.status_code == 400
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("body", [b"", b"--x\r\nbroken", b"\xff\xfe" * 50, b"a=" + b"x" * 100_000])
def test_broken_bodies_count_nothing(walk: Walk, client: Client, body: bytes) -> None:
    client.raise_request_exception = False
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "text/plain", "application/json"):
        answer = client.post(f"{walk.base}/abschluss/frage/1/", body, content_type=kind, headers=OWN)
        assert answer.status_code in (400, 422), kind
    assert not Attempt.objects.exists()


def test_a_strange_charset_is_no_server_error(walk: Walk, client: Client) -> None:
    client.raise_request_exception = False
    kind = "application/x-www-form-urlencoded; charset=utf-7"
    answer = client.post(f"{walk.base}/abschluss/frage/1/", b"a=1", content_type=kind, headers=OWN)
    assert answer.status_code < 500


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_change_nothing(walk: Walk, client: Client, method: str) -> None:
    for path in ("lektion-1/erledigt/", "abschluss/frage/1/", "abschluss/ergebnis/"):
        assert getattr(client, method)(f"{walk.base}/{path}", headers=OWN).status_code < 500
    assert not Enrolment.objects.exists()
    assert not Completion.objects.exists()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_no_way_to_foreign_sites(client: Client, django_user_model: type, target: str) -> None:
    user = django_user_model.objects.create_user(email="erna@example.org", password="vier zufällige Wörter")
    answer = client.post(
        "/konto/login/", {"login": user.email, "password": "vier zufällige Wörter", "next": target}, headers=OWN
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))
    named = client.post("/de/zertifikat-name/", {"name": "Erna Beispiel", "weiter": target}, headers=OWN)
    assert named["Location"].startswith("/de/")
