"""What anybody may ask: a name, the second token, JSON; and that guessing leads nowhere."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from certificates import api, views
from certificates.models import Certificate
from certificates.numbering import new_code
from certificates.tokens import name_token, name_token_fits
from certificates.verify import check, name_stands_on
from tests.factories.certificates import award

pytestmark = pytest.mark.django_db
Numbered = Callable[..., AbstractContextManager[object]]
MEMBERS = {"code", "status", "course", "issuer", "issued_on", "valid_until", "revoked_on", "replaced_on"}


def issued(**changes: object) -> api.Credential:
    return api.issue(award(**changes))


def asked(code: str, name: str) -> tuple[int, str]:
    client = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    response = client.post(f"/de/pruefen/{code}/name/", {"name": name})
    assert response["Cache-Control"] == "no-store"
    return response.status_code, response.content.decode()


@pytest.mark.parametrize(
    "typed", ["Ayşe Yılmaz", "  ayşe   YILMAZ ".replace("YILMAZ", "yılmaz"), "AYŞE Yılmaz", "Ays\u0327e Yılmaz"]
)
def test_the_name_that_stands_on_it(typed: str) -> None:
    status, page = asked(issued().code, typed)
    assert status == 200
    assert "Ja. Der Name" in page


@pytest.mark.parametrize("typed", ["Ayşe", "Yılmaz", "Ayse Yilmaz", "Ayşe Yılmaz-Meier", "%", "*", "' OR 1=1 --"])
def test_another_name(typed: str) -> None:
    status, page = asked(issued().code, typed)
    assert status == 200
    assert "Nein. Der Name" in page
    assert "Ayşe Yılmaz" not in page.replace("Ayşe Yılmaz-Meier", "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bitte geben Sie den Namen ein"),
        ("x" * 5000, "Dieser Name ist zu lang. Auf einem Zertifikat stehen höchstens 200 Zeichen."),
        ("A\x00b", "Zeichen, die man nicht drucken kann"),
        ("A\u202eb", "Zeichen, die man nicht drucken kann"),
        ("\ud800", "Zeichen, die man nicht drucken kann"),
    ],
)
def test_names_that_cannot_be(typed: str, sentence: str) -> None:
    if typed == "\ud800":
        assert views._name_problem(typed)
        assert not name_stands_on(Certificate(holder_name="x"), typed)
        return
    status, page = asked(issued().code, typed)
    assert status == 422
    assert page.count(sentence) == 2  # in the summary and at the field
    assert "x" * 201 not in page


def test_no_name_fits_an_unknown_or_erased_certificate() -> None:
    assert not name_stands_on(None, "")
    given = award()
    code = api.issue(given).code
    api.erase(given.holder)
    for gone in (code, new_code()):
        status, page = asked(gone, "")
        assert status == 404
        assert "Ja. Der Name" not in page
        assert asked(gone, given.holder_name)[0] == 404


def test_names_cannot_be_tried_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "GUESSES", 3)
    code = issued().code
    assert [asked(code, f"Name {number}")[0] for number in range(5)] == [200, 200, 200, 429, 429]


def test_a_name_from_another_site_is_not_asked() -> None:
    client = Client(enforce_csrf_checks=True, headers={"Origin": "http://boese.example"})
    assert client.post(f"/de/pruefen/{issued().code}/name/", {"name": "x"}).status_code == 403


def test_an_answer_opened_again_leads_to_its_form() -> None:
    code = issued().code
    assert Client().get(f"/en/pruefen/{code}/name/")["Location"] == f"/en/pruefen/{code}/"
    assert Client().get("/en/pruefen/datei/")["Location"] == "/en/pruefen/"


def test_the_paper_opens_the_name(settings: Any) -> None:
    credential, other = issued(), issued()
    token = name_token(credential.code)
    assert len(token) == 32
    page = Client().get(f"/z/{credential.code}/?n={token}", follow=True).content.decode()
    assert "Ayşe Yılmaz" in page
    for wrong in (name_token(other.code), token[:-1], token.upper() + "0", "", "ü", "x" * 5000):
        assert "Ayşe" not in Client().get(f"/de/pruefen/{credential.code}/", {"n": wrong}).content.decode()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "new"
    assert name_token_fits(credential.code, token)
    assert name_token(credential.code) != token


def test_the_token_opens_nothing_of_erased_ones() -> None:
    given = award()
    code = api.issue(given).code
    api.erase(given.holder)
    assert check(code, timezone.localdate(), name_token(code)).name == ""


def test_json_has_one_shape_whatever_the_answer(django_assert_num_queries: Numbered) -> None:
    credential, given = issued(), award()
    gone = api.issue(given).code
    api.erase(given.holder)
    Client().get(f"/z/{credential.code}.json")
    for code, status, word in (
        (credential.code, 200, "valid"),
        (new_code(), 404, "unknown"),
        (gone, 404, "erased"),
        ("ABCD", 404, "unknown"),
    ):
        with django_assert_num_queries(0 if code == "ABCD" else 1):
            response = Client().get(f"/z/{code}.json")
        assert response.status_code == status
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"].startswith("noindex")
        told = response.json()
        assert set(told) == MEMBERS
        assert told["status"] == word
        assert "Ayşe" not in response.content.decode()
        if status == 404:
            assert {told[name] for name in MEMBERS - {"code", "status"}} == {None}


def test_json_by_what_is_accepted_and_pages_for_people() -> None:
    code = issued(valid_until=date(2020, 3, 1)).code
    told = Client(headers={"Accept": "application/json"}).get(f"/z/{code}/").json()
    assert (told["status"], told["valid_until"]) == ("expired", "2020-03-01")
    for accept in ("text/html,*/*", "*/*", ""):
        assert Client(headers={"Accept": accept}).get(f"/z/{code}/").status_code == 302


def test_guessed_codes_find_nothing(django_assert_num_queries: Numbered) -> None:
    known = {issued().code for _ in range(20)}
    guessed = {new_code() for _ in range(20_000)}
    assert not known & guessed
    some = sorted(guessed)[:200]
    with django_assert_num_queries(len(some)):
        assert {check(code, timezone.localdate()).status for code in some} == {"unknown"}
    for start in range(0, len(guessed), 500):
        assert not Certificate.objects.filter(code__in=sorted(guessed)[start : start + 500]).exists()


def test_there_is_no_list_and_no_search() -> None:
    issued()
    for address in (
        "/z/",
        "/z/.json",
        "/de/pruefen/?name=Yılmaz",
        "/de/pruefen/?q=Yılmaz",
        "/abzeichen/",
        "/abzeichen/status/",
    ):
        page = Client().get(address)
        assert "Phishing erkennen" not in page.content.decode().partition("<main")[2]
