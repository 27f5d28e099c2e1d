"""What browsers are told, forms of cacheable pages, the second factor of staff."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from learn.accounts.models import User
from learn.settings.policies import SITE_CSP
from learn.web import security

PASSWORD = "vier zufällige Wörter"


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("redaktion@example.org", PASSWORD)


def policy(response: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, _, sources in parts if name}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/de/", "/de/kurse/", "/de/lernen/", "/konto/login/", "/de/gibt-es-nicht/", "/de/pruefen/"]
)
def test_the_site_has_the_strict_policy(client: Client, path: str) -> None:
    told = policy(client.get(path))
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == "'self'"
    assert "unsafe" not in " ".join(told.values())
    assert told["frame-ancestors"] == "'self'"


def test_the_cms_has_the_looser_policy_and_nothing_foreign(client: Client, editor: User) -> None:
    client.force_login(editor)
    told = policy(client.get("/cms/"))
    assert told["script-src"] == "'self' 'unsafe-inline'"
    assert "unsafe-eval" not in " ".join(told.values())
    assert not re.search(r"https?:|\*", " ".join(told.values()))


@pytest.mark.django_db
def test_other_headers(client: Client) -> None:
    response = client.get("/de/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_no_source_of_the_strict_policy_is_foreign() -> None:
    sources = {source for values in SITE_CSP.values() for source in values}
    assert sources == {"'none'", "'self'", "data:"}


# ---------------------------------------------------------------- forms without token


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("angenommen")


def passes(view: Any, cookie: str = "", **headers: str) -> bool:
    """Whether the middleware spares a POST the token; PermissionDenied counts as no."""
    request = RequestFactory().post("/de/", headers=headers)
    if cookie:
        request.COOKIES[cookie] = "x"
    middleware = security.AnonymousFormsMiddleware(answer)
    try:
        middleware.process_view(request, view, (), {})
    except security.PermissionDenied:
        return False
    return getattr(request, "csrf_processing_done", False)


@pytest.mark.parametrize(
    ("mark", "cookie", "headers", "spared"),
    [
        (security.anonymous_form, "", {"origin": "http://testserver"}, True),
        (security.anonymous_form, "", {"sec-fetch-site": "same-origin"}, True),
        (security.anonymous_form, "", {"origin": "http://fremd.example"}, False),
        (security.anonymous_form, "", {"origin": "null"}, False),
        (security.anonymous_form, "", {"sec-fetch-site": "cross-site"}, False),
        (security.anonymous_form, "", {"origin": "http://fremd.example", "sec-fetch-site": "same-origin"}, False),
        (security.anonymous_form, "", {}, False),
        (security.anonymous_form, "sessionid", {"origin": "http://testserver"}, False),
        (security.anonymous_form, "gast", {"origin": "http://testserver"}, False),
        (security.stateless_form, "sessionid", {"origin": "http://testserver"}, True),
        (security.stateless_form, "sessionid", {"origin": "http://fremd.example"}, False),
        (lambda view: view, "", {"origin": "http://testserver"}, False),
    ],
)
def test_a_token_is_spared_only_to_marked_forms_of_this_site(
    mark: Any, cookie: str, headers: dict[str, str], spared: bool
) -> None:
    assert passes(mark(answer), cookie, **headers) is spared


def test_every_other_form_needs_its_token(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        "/konto/login/", {"login": "a@example.org", "password": "x"}, headers={"origin": "http://testserver"}
    )
    assert response.status_code == 403
    assert "noch einmal" in response.content.decode()
    assert 'value="x"' not in response.content.decode()  # a password is never written into a page


# ---------------------------------------------------------------- second factor


@pytest.fixture
def guarded(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True


def test_without_a_second_factor_the_cms_leads_to_setting_it_up(client: Client, editor: User, guarded: None) -> None:
    client.force_login(editor)
    response = client.get("/cms/")
    assert (response.status_code, response["Location"]) == (302, "/konto/2fa/totp/activate/")


def test_a_session_without_the_second_step_is_sent_to_it(client: Client, editor: User, guarded: None) -> None:
    totp.TOTP.activate(editor, totp.generate_totp_secret())
    client.force_login(editor)
    response = client.get("/cms/pages/")
    assert response["Location"] == "/konto/2fa/reauthenticate/?next=%2Fcms%2Fpages%2F"


def test_password_and_code_open_the_cms(client: Client, editor: User, guarded: None) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(editor, secret)
    response = client.post("/konto/login/?next=/cms/", {"login": editor.email, "password": PASSWORD, "next": "/cms/"})
    assert response["Location"].startswith("/konto/2fa/authenticate/")
    assert client.get("/cms/").status_code == 302  # half-way in is not in
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    response = client.post("/konto/2fa/authenticate/", {"code": code})
    assert response["Location"] == "/cms/"
    assert client.get("/cms/").status_code == 200


def test_a_wrong_code_opens_nothing(client: Client, editor: User, guarded: None) -> None:
    totp.TOTP.activate(editor, totp.generate_totp_secret())
    client.post("/konto/login/", {"login": editor.email, "password": PASSWORD})
    response = client.post("/konto/2fa/authenticate/", {"code": "000000"})
    assert response.status_code == 200
    assert "errors" in response.content.decode()
    assert client.get("/cms/")["Location"].startswith("/cms/login/")


def test_setting_up_the_app_shows_the_key_as_picture_and_text(client: Client, editor: User, guarded: None) -> None:
    client.post("/konto/login/", {"login": editor.email, "password": PASSWORD})
    asked = client.get("/konto/2fa/totp/activate/")["Location"]
    assert asked.startswith("/konto/reauthenticate/")
    client.post(asked, {"password": PASSWORD})
    page = client.get("/konto/2fa/totp/activate/")
    assert 'src="data:image/svg+xml;' in page.content.decode()
    assert page.context["form"].secret in page.content.decode()
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post("/konto/2fa/totp/activate/", {"code": code})
    assert Authenticator.objects.filter(user=editor, type="totp").exists()


def test_learners_need_no_second_factor(client: Client, guarded: None, db: None) -> None:
    client.force_login(User.objects.create_user("lernt@example.org", PASSWORD))
    assert client.get("/de/lernen/").status_code == 200


def test_check_deploy_fails_where_the_second_factor_is_off(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False
    with pytest.raises(SystemCheckError, match=r"learn\.E001"):
        call_command("check", deploy=True, tags=["security"], fail_level="ERROR")
    settings.STAFF_SECOND_FACTOR = True
    assert security.second_factor_is_on(None) == []
