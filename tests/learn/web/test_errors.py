"""Errors as people see them: a German sentence, a way on, nothing typed is lost."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from learn.accounts.models import User
from learn.web import errors

ANSWER = "/de/kurse/phishing-erkennen/was-ist-phishing/erledigt/"


class Refused(ValueError):
    sentence = "Das Quiz ist schon abgegeben."
    back = "/de/kurse/"


def test_a_domain_error_becomes_a_page_with_its_sentence(rf: RequestFactory, db: None) -> None:
    request = rf.post("/de/")
    request.resolver_match = None
    response = errors.DomainErrorMiddleware(lambda _: None).process_exception(request, Refused())  # type: ignore[arg-type]
    assert response is not None
    assert response.status_code == 409
    page = response.content.decode()
    assert Refused.sentence in page
    assert 'href="/de/kurse/"' in page


def test_any_other_error_is_left_alone(rf: RequestFactory) -> None:
    middleware = errors.DomainErrorMiddleware(lambda _: None)  # type: ignore[arg-type]
    assert middleware.process_exception(rf.get("/de/"), ValueError("boom")) is None
    assert middleware.process_exception(rf.get("/de/"), ValidationError("x")) is None


def test_the_server_error_page_needs_no_database(rf: RequestFactory, db: None) -> None:
    with CaptureQueriesContext(connection) as seen:
        response = errors.server_error(rf.get("/de/"))
    assert len(seen) == 0
    assert response.status_code == 500
    assert "Sie haben nichts falsch gemacht" in response.content.decode()


def test_even_a_broken_template_gives_a_sentence(monkeypatch: pytest.MonkeyPatch, rf: RequestFactory) -> None:
    monkeypatch.setattr(errors, "render_to_string", lambda *_: 1 / 0)
    assert "Bitte versuchen Sie es" in errors.server_error(rf.get("/")).content.decode()


def test_what_was_typed_in_an_old_page_can_be_sent_again(phishing: str) -> None:
    client = Client(enforce_csrf_checks=True)
    own = {"origin": "http://testserver"}
    client.post(ANSWER, headers=own)  # makes the guest; a page from before has no token
    old = client.post(f"{ANSWER}?x=1", {"a": "meine <Antwort>"}, headers=own)
    page = old.content.decode()
    assert old.status_code == 403
    assert "Noch einmal absenden" in page
    assert 'value="meine &lt;Antwort&gt;"' in page
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]  # type: ignore[index]
    again = client.post(ANSWER, {"a": "meine <Antwort>", "csrfmiddlewaretoken": token}, headers=own)
    assert again.status_code == 303


def test_a_form_of_another_site_is_not_offered_again(phishing: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.post(ANSWER, headers={"origin": "http://testserver"})
    page = client.post(ANSWER, {"a": "Einkaufszettel"}, headers={"origin": "http://fremd.example"})
    assert page.status_code == 403
    assert "Einkaufszettel" not in page.content.decode()


def test_without_access_the_cms_says_so_instead_of_going_round(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("lernt@example.org", "x"))
    response: Any = client.get("/cms/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert "Diese Tür bleibt zu" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/cms/gibt-es-nicht/", "/konto/gibt-es-nicht/", "/medien/gibt-es-nicht.png"])
def test_what_is_not_there_leads_to_no_address_with_a_language(path: str, admin_client: Client) -> None:
    assert admin_client.get(path).status_code == 404
