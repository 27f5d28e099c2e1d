"""Reading aids: one cookie, set on request only; no page of one reader for another; nobody is led off the site."""

from itertools import product
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from learn.accounts.models import User
from learn.web.comfort import (
    NORMAL,
    Colours,
    Comfort,
    Contrast,
    Questions,
    Spacing,
    Text,
    Time,
    changed,
    comfort_of,
    keep,
)
from learn.web.comfort_page import own_address

COOKIE = "lesehilfen"
PAGE = "/de/lesehilfen/"
LESSON = "/de/kurse/phishing-erkennen/was-ist-phishing/"
ALL_SIX = "text:3.spacing:wide.contrast:more.colours:dark.questions:one.time:ten"


def request_with(cookie: str) -> HttpRequest:
    request = RequestFactory().get("/de/")
    request.COOKIES[COOKIE] = cookie
    return request


def reader(cookie: str, **options: Any) -> Client:
    client = Client(**options)
    client.cookies[COOKIE] = cookie
    return client


def opening_tag(client: Client, path: str = LESSON) -> str:
    return client.get(path).content.decode().split("<html")[1].split(">")[0]


# ---------------------------------------------------------------- the setting and its cookie


def test_without_a_cookie_everything_is_normal(rf: RequestFactory) -> None:
    assert comfort_of(rf.get("/de/")) == NORMAL == Comfort()
    assert not any([NORMAL.text, NORMAL.spacing, NORMAL.contrast, NORMAL.colours, NORMAL.questions, NORMAL.time])


def test_each_choice_comes_back_from_its_cookie() -> None:
    for chosen in product(Text, Spacing, Contrast, Colours, Questions, Time):
        comfort = Comfort(*chosen)
        answer = keep(HttpResponse(), comfort)
        assert comfort_of(request_with(answer.cookies[COOKIE].value)) == comfort


def test_quizzes_can_ask_in_plain_words() -> None:
    comfort = comfort_of(request_with(ALL_SIX))
    assert (comfort.questions, comfort.time) == ("one", "ten")
    assert comfort_of(request_with("time:off.questions:all")) == Comfort(questions=Questions.ALL, time=Time.OFF)


@given(st.text() | st.text(":.-", max_size=9) | st.lists(st.sampled_from([*ALL_SIX.split("."), "x"])).map(".".join))
def test_any_cookie_gives_a_setting(cookie: str) -> None:
    assert isinstance(comfort_of(request_with(cookie)), Comfort)


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        ("", NORMAL),
        ("kaputt", NORMAL),
        ("text:9.colours:pink.time:", NORMAL),
        ("text:3:3", NORMAL),
        ('text:"><script>.contrast:more', Comfort(contrast=Contrast.MORE)),
        ("unknown:1.spacing:wide", Comfort(spacing=Spacing.WIDE)),
    ],
)
def test_what_nobody_knows_is_normal(cookie: str, expected: Comfort) -> None:
    assert comfort_of(request_with(cookie)) == expected


def test_a_form_changes_only_its_own_fields() -> None:
    before = Comfort(text=Text.LARGE, questions=Questions.ONE, time=Time.TEN)
    assert changed(before, {"text": "", "colours": "dark", "next": "/de/"}) == Comfort(
        colours=Colours.DARK, questions=Questions.ONE, time=Time.TEN
    )


# ---------------------------------------------------------------- the page and the fold-out


def test_reading_sets_no_cookie_choosing_sets_one(client: Client, db: None) -> None:
    assert not client.get(PAGE).cookies
    answer = client.post(PAGE, {"text": "3", "contrast": "more", "questions": "one"})
    assert answer.status_code == 303
    assert list(answer.cookies) == [COOKIE]
    cookie = answer.cookies[COOKIE]
    assert cookie.value == "text:3.contrast:more.questions:one"
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["max-age"], cookie["path"]) == ("Lax", 31_536_000, "/")
    page = client.get(answer["Location"])
    assert "Gespeichert" in page.content.decode()
    assert not page.cookies


def test_the_page_shows_what_is_chosen(client: Client, db: None) -> None:
    client.post(PAGE, {"text": "2", "colours": "dark", "time": "off"})
    page = client.get(PAGE).content.decode()
    for name, value in [("text", "2"), ("spacing", ""), ("colours", "dark"), ("questions", ""), ("time", "off")]:
        assert f'name="{name}" value="{value}" checked' in page
    assert page.count(" checked") == 6


@pytest.mark.parametrize("fields", [{"text": "", "spacing": ""}, {"normal": "1", "text": "3"}])
def test_back_to_normal_takes_the_cookie_away(db: None, fields: dict[str, str]) -> None:
    client = reader("text:3.spacing:wide")
    answer = client.post(PAGE, fields)
    assert answer.cookies[COOKIE]["max-age"] == 0
    assert "data-" not in opening_tag(client, PAGE)


def test_the_lesson_has_the_fold_out_and_gets_the_look(client: Client, phishing: str) -> None:
    page = client.get(LESSON).content.decode()
    assert f'action="{PAGE}"' in page
    assert f'name="next" value="{LESSON}#lesen"' in page
    answer = client.post(PAGE, {"text": "3", "spacing": "wide", "contrast": "more", "colours": "dark", "next": LESSON})
    assert answer["Location"] == LESSON
    tag = opening_tag(client)
    for attribute in ('data-text="3"', 'data-spacing="wide"', 'data-contrast="more"', 'data-kern-theme="dark"'):
        assert attribute in tag


def test_the_fold_out_leaves_the_settings_of_quizzes_alone(db: None) -> None:
    client = reader("questions:one.time:ten")
    client.post(PAGE, {"text": "2", "spacing": "", "contrast": "", "colours": "", "next": "/de/"})
    assert client.cookies[COOKIE].value == "text:2.questions:one.time:ten"


@pytest.mark.parametrize("path", [PAGE, "/de/", "/de/kurse/", "/konto/login/", "/de/gibt-es-nicht/"])
def test_every_page_looks_as_chosen_and_leads_to_the_aids(phishing: str, path: str) -> None:
    client = reader("text:2.colours:light")
    assert ' data-text="2" data-kern-theme="light"' in opening_tag(client, path)
    assert f'href="{PAGE}' in client.get(path).content.decode()


# ---------------------------------------------------------------- the way back


@pytest.mark.parametrize("address", ["/de/", f"{LESSON}#lesen", "/de/kurse/?q=a&b=c", "/de/kurse/?q=%C3%BC"])
def test_own_addresses_are_led_back_to(client: Client, db: None, address: str) -> None:
    assert own_address(address) == address
    assert client.post(PAGE, {"text": "2", "next": address})["Location"] == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "kurse/",
        "https://boese.example/",
        "http://testserver/de/",
        "//boese.example/",
        "///boese.example/",
        "/\\boese.example/",
        "\\\\boese.example/",
        "javascript:alert(1)",
        " //boese.example/",
    ],
)
def test_all_others_are_not(client: Client, db: None, address: str) -> None:
    assert own_address(address) == ""
    assert client.post(PAGE, {"text": "2", "next": address})["Location"] == f"{PAGE}?gespeichert=1"
    page = client.get(PAGE, {"next": address, "gespeichert": "1"}).content.decode()
    assert "Zurück zur vorigen Seite" not in page
    assert "boese" not in page


def test_an_address_can_not_write_headers(client: Client, db: None) -> None:
    answer = client.post(PAGE, {"text": "2", "next": "/de/\r\nSet-Cookie: a=b"})
    assert answer["Location"] == "/de/%0D%0ASet-Cookie:%20a=b"
    assert list(answer.cookies) == [COOKIE]


def test_from_a_lesson_to_all_aids_and_back(client: Client, phishing: str) -> None:
    there = client.get(PAGE, {"next": LESSON})
    saved_url = there.context["saved_url"]
    answer = client.post(PAGE, {"spacing": "wide", "next": saved_url})
    assert f'href="{LESSON}">Zurück zur vorigen Seite' in client.get(answer["Location"]).content.decode()


# ---------------------------------------------------------------- who may post


def test_no_token_but_the_same_origin(db: None) -> None:
    own, foreign, silent = (Client(enforce_csrf_checks=True, headers=h) for h in ORIGINS)
    assert own.post(PAGE, {"text": "2"}).status_code == 303
    for other in (foreign, silent):
        answer = other.post(PAGE, {"text": "2"})
        assert answer.status_code == 403
        assert not answer.cookies
    own.force_login(User.objects.create_user("lernt@example.org", "x"))
    assert own.post(PAGE, {"text": "3"}).status_code == 303


ORIGINS: list[dict[str, str]] = [{"origin": "http://testserver"}, {"origin": "https://boese.example"}, {}]


# ---------------------------------------------------------------- the page cache


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys that the page cache is given, in order."""
    keys: list[str] = []
    store = type(caches["pages"])
    keep_page = store.set

    def note(self: Any, key: str, *rest: Any, **more: Any) -> None:
        if key.startswith("page:"):
            keys.append(key)
        keep_page(self, key, *rest, **more)

    monkeypatch.setattr(store, "set", note)
    return keys


def test_no_reader_gets_the_page_of_another(phishing: str, kept: list[str]) -> None:
    plain, dark = Client(), reader("colours:dark")
    assert "data-" not in opening_tag(plain)
    assert "dark" in opening_tag(dark)
    assert "data-" not in opening_tag(plain)
    assert 'data-text="3"' in opening_tag(reader("text:3"))
    assert len(kept) == 1


def test_who_comes_first_with_a_cookie_leaves_nothing_in_the_cache(phishing: str, kept: list[str]) -> None:
    answer = reader(ALL_SIX).get(LESSON)
    assert answer["Cache-Control"] == "private, no-cache"
    assert not kept
    assert "data-" not in opening_tag(Client())


@pytest.mark.parametrize("cookie", ["", "kaputt", "text:9", "text:.colours:"])
def test_a_cookie_that_says_nothing_costs_nothing(phishing: str, cookie: str) -> None:
    Client().get(LESSON)
    assert cost(reader(cookie), LESSON) == 0


@pytest.mark.parametrize("path", [PAGE, LESSON, "/de/"])
def test_who_has_chosen_nothing_reads_as_before(client: Client, phishing: str, path: str) -> None:
    answer = client.get(path)
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert answer["Cache-Control"] == "no-cache"
    assert cost(client, path) == 0


def test_who_has_chosen_costs_little_and_stays_unknown(phishing: str) -> None:
    client = reader(ALL_SIX)
    client.get(LESSON)
    answer = client.get(LESSON)
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert cost(client, LESSON) <= 3
