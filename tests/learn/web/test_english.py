"""English pages are English: where one learns, where one signs in, and in the mail."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.formats import date_format

from learn.accounts.models import User
from learn.post.models import Mail
from learn.web import errors
from scripts import strings

COURSE = "/en/kurse/phishing-erkennen/"
PASSWORD = "vier zufällige Wörter"


def pieces() -> Iterator[str]:
    """German wording that no English sentence holds: of each string what stands between its placeholders."""
    entries = strings.entries(strings.read(strings.FOLDER / "en" / "LC_MESSAGES" / "django.po"))
    english = " ".join(form for entry in entries for form in strings.forms(entry.string))
    for entry in entries:
        for piece in strings.FIXED.split(" ".join(strings.forms(entry.id))):
            if len(piece.strip()) > 8 and piece.strip() not in english:
                yield piece.strip()


GERMAN = re.compile("|".join(rf"(?<!\w){re.escape(piece)}(?!\w)" for piece in pieces()))


def german_in(page: Any) -> list[str]:
    text = unescape(page if isinstance(page, str) else page.content.decode())
    assert '<html lang="en"' in text or not text.startswith("<!doctype")
    return GERMAN.findall(text)


def test_german_is_noticed(client: Client, phishing: str) -> None:
    page = client.get("/de/").content.decode()
    assert "Gut für den Anfang" in german_in(page.replace('lang="de"', 'lang="en"'))


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/kurse/",
        "/en/kurse/?q=phishing&niveau=basic",
        "/en/kurse/?q=xyzzy",
        COURSE,
        f"{COURSE}was-ist-phishing/",
        f"{COURSE}q1/",
        f"{COURSE}q1/frage/1/",
        f"{COURSE}abschluss/",
        f"{COURSE}abschluss/frage/1/",
        "/en/lernen/",
        "/en/lesehilfen/",
        "/en/pruefen/",
        "/en/pruefen/?code=1",
        "/en/gibt-es-nicht/",
        "/konto/login/?next=/en/",
        "/konto/signup/?next=/en/",
        "/konto/password/reset/?next=/en/",
        "/konto/logout/?next=/en/",
    ],
)
def test_pages_are_english(client: Client, phishing: str, address: str) -> None:
    assert german_in(client.get(address)) == []


@pytest.mark.parametrize("place", ["q1/frage/1/", "q1/frage/2/", "abschluss/frage/1/"])
def test_a_form_sent_empty_says_so_in_english(client: Client, phishing: str, place: str) -> None:
    page = client.post(COURSE + place)
    assert page.status_code in (409, 422)
    assert german_in(page) == []


@pytest.mark.parametrize("page", [errors.server_error, errors.bad_request])
def test_a_broken_page_speaks_the_language_of_its_address(rf: RequestFactory, page: Any) -> None:
    assert german_in(page(rf.get("/en/kurse/"))) == []
    assert '<html lang="de"' in page(rf.get("/kurse/")).content.decode()


def test_a_new_password_in_english_from_the_first_page_to_the_last(client: Client, db: None, settings: Any) -> None:
    user = User.objects.create_user("joan@example.org", PASSWORD)
    page = client.get("/konto/login/?next=/en/lernen/").content.decode()
    address = unescape(re.search(r'href="(/konto/password/reset/[^"]*)"', page)[1])  # type: ignore[index]
    assert german_in(client.get(address)) == []
    way = {"next": "/en/lernen/"}
    address = client.post("/konto/password/reset/", {"email": user.email, **way})["Location"]
    assert german_in(client.get(address)) == []
    mail = Mail.objects.get()
    assert german_in(mail.subject + mail.text) == []
    assert german_in(client.post(address, {"code": "WRONG", **way})) == []
    code = re.search(r"^\s{4}(\S+)$", mail.text, re.M)[1]  # type: ignore[index]
    address = client.post(address, {"code": code, **way})["Location"]
    assert german_in(client.get(address)) == []
    new = "five other long words"
    address = client.post(address.partition("?")[0], {"password1": new, "password2": new, **way})["Location"]
    assert address == "/en/lernen/" or german_in(client.get(address)) == []


def test_signing_up_in_english(client: Client, db: None, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    form = {"email": "joan@example.org", "password1": PASSWORD, "next": "/en/lernen/"}
    address = client.post("/konto/signup/", form)["Location"]
    assert german_in(client.get(address)) == []
    mail = Mail.objects.get()
    assert german_in(mail.subject + mail.text) == []


def test_dates_are_british_and_the_town_speaks_english() -> None:
    with translation.override("en"):
        assert date_format(date(2027, 2, 5)) == "5 February 2027"
        assert str(site.TOWN["hours"]).startswith("Monday")
    with translation.override("de-simple"):
        assert str(site.TOWN["hours"]).startswith("Montag")
