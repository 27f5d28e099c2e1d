"""The verification page: every state says itself, nothing says the name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from certificates import api, views
from certificates.models import Certificate
from certificates.numbering import new_code
from tests.factories.certificates import award

pytestmark = pytest.mark.django_db
Numbered = Callable[..., AbstractContextManager[object]]


def ask(code: str) -> tuple[int, str]:
    response = Client().get(f"/de/pruefen/{code}/")
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    return response.status_code, response.content.decode()


def issued(**changes: object) -> api.Credential:
    return api.issue(award(**changes))


def test_valid() -> None:
    status, page = ask(issued(valid_until=timezone.localdate()).code)
    assert status == 200
    assert "Dieses Zertifikat ist gültig" in page
    assert "Phishing erkennen" in page
    assert "Stadt Krefeld" in page
    assert "Ayşe" not in page
    assert "Yılmaz" not in page


def test_expired() -> None:
    status, page = ask(issued(valid_until=date(2020, 3, 1)).code)
    assert status == 200
    assert "Dieses Zertifikat ist abgelaufen" in page
    assert "1. März 2020" in page


def test_revoked_without_the_reason() -> None:
    credential = issued()
    api.revoke(credential.code, "Betrug vermutet", date(2021, 1, 3))
    status, page = ask(credential.code)
    assert status == 200
    assert "Dieses Zertifikat gilt nicht mehr" in page
    assert "3. Januar 2021" in page
    assert "Betrug" not in page


def test_replaced() -> None:
    credential = issued()
    Certificate.objects.update(replaced_on=date(2021, 1, 3))
    status, page = ask(credential.code)
    assert status == 200
    assert "Dieses Zertifikat wurde ersetzt" in page


def test_erased() -> None:
    given = award()
    credential = api.issue(given)
    api.erase(given.holder)
    status, page = ask(credential.code)
    assert status == 404
    assert "gibt es nicht mehr" in page
    assert "Phishing" not in page


def test_unknown_has_the_same_shape() -> None:
    status, page = ask(new_code())
    assert status == 404
    assert "Diesen Code kennen wir nicht" in page
    assert "<h1>Zertifikat prüfen</h1>" in page
    assert "Ein anderes Zertifikat prüfen" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bitte geben Sie den Prüf-Code ein."),
        ("K7QM-4XRD-92TB", "Ein Prüf-Code hat 28 Zeichen. Sie haben 12 eingegeben."),
        ("K7QM-4XRD-92T!", "Dieses Zeichen kommt in keinem Prüf-Code vor: !."),
        ("Z" * 28, "Dieser Code hat einen Tippfehler"),
        ("<script>alert(1)</script>", "keinem Prüf-Code vor"),
        ("ü" * 5000, "keinem Prüf-Code vor"),
        ("\x00\x1b", "keinem Prüf-Code vor"),
    ],
)
def test_a_wrong_code_is_explained_and_kept(typed: str, sentence: str) -> None:
    response = Client().get("/de/pruefen/", {"code": typed})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "<title>Fehler: Zertifikat prüfen" in page
    assert "<script>alert" not in page
    if typed.startswith("K7QM"):
        assert f'value="{typed}"' in page
    assert ask("K7QM-4XRD-92TB")[0] == 404


def test_a_typed_code_leads_to_its_address() -> None:
    credential = issued()
    typed = credential.code_grouped.lower().replace("0", "o")
    response = Client().get("/de/pruefen/", {"code": f" {typed} "})
    assert response.status_code == 302
    assert response["Location"] == f"/de/pruefen/{credential.code}/"
    assert Client().get(f"/de/pruefen/{credential.code_grouped}/")["Location"] == f"/de/pruefen/{credential.code}/"


def test_the_address_on_paper_leads_to_the_answer() -> None:
    credential = issued()
    response = Client().get(credential.verify_url.removeprefix("http://testserver"), follow=True)
    assert "Dieses Zertifikat ist gültig" in response.content.decode()


def test_english_and_leichte_sprache_answer_too() -> None:
    credential = issued()
    for language in ("en", "de-simple"):
        assert Client().get(f"/{language}/pruefen/{credential.code}/").status_code == 200


def test_few_queries_whatever_the_answer(django_assert_num_queries: Numbered) -> None:
    known = issued().code
    ask(known)  # templates and stamp are read once
    with django_assert_num_queries(1):
        ask(known)
    with django_assert_num_queries(1):
        ask(new_code())


def test_guessing_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "GUESSES", 3)
    known = issued().code
    assert [ask(new_code())[0] for _ in range(5)] == [404, 404, 404, 429, 429]
    assert ask(known)[0] == 429
    assert Client(REMOTE_ADDR="10.1.1.1").get(f"/de/pruefen/{known}/").status_code == 200


def test_behind_a_proxy_each_visitor_has_an_own_limit(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(views, "GUESSES", 1)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def guess(address: str) -> int:
        forwarded = {"X-Forwarded-For": f"1.2.3.4, {address}"}  # what stands before the proxy's own word may be forged
        return Client(REMOTE_ADDR="10.0.0.1", headers=forwarded).get(f"/de/pruefen/{new_code()}/").status_code

    assert [guess("198.51.100.7"), guess("198.51.100.7"), guess("198.51.100.8")] == [404, 429, 404]


def test_nothing_but_reading() -> None:
    code = issued().code
    for address in ("/de/pruefen/", f"/de/pruefen/{code}/", f"/de/pruefen/{code}/qr.svg"):
        assert Client(headers={"Origin": "http://testserver"}).post(address).status_code in (403, 405)


def test_qr_picture(django_assert_num_queries: Numbered) -> None:
    code = issued(valid_until=timezone.localdate() + timedelta(days=1)).code
    Client().get("/de/pruefen/")  # the stamp of the site is read once
    with django_assert_num_queries(0):
        response = Client().get(f"/de/pruefen/{code}/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.content)
    assert root.tag.endswith("svg")
    assert b"style=" not in response.content
    assert Client().get("/de/pruefen/XYZ/qr.svg").status_code == 404
