"""Public pages: few queries, no cookie, nothing foreign, from the cache until something is published."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

import courses.api
from learn.accounts.models import User
from learn.web.page_cache import PageCacheMiddleware

PUBLIC = [
    "/de/",
    "/de/kurse/",
    "/de/kurse/?q=phishing&niveau=basic",
    "/de/kurse/?q=gibt-es-nicht",
    "/de/kurse/phishing-erkennen/",
    "/de/kurse/phishing-erkennen/was-ist-phishing/",
    "/de-simple/kurse/phishing-erkennen/",
    "/en/kurse/phishing-erkennen/",
    "/de/lernen/",
    "/de/pruefen/",
]
COLD = {"/de/": 5, "/de/kurse/": 5, "/de/kurse/phishing-erkennen/": 5}


def forget() -> None:
    """As after a publication: a new stamp, nothing kept in this process counts any more."""
    courses.api.renew()


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for q in seen)


@pytest.mark.parametrize("path", PUBLIC)
def test_reading_leaves_no_cookie_and_is_the_same_for_all(client: Client, phishing: str, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", COLD)
def test_few_queries_uncached_and_none_from_the_cache(
    client: Client, phishing: str, path: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        forget()
    assert queries(client, path) <= COLD[path]
    assert queries(client, path) == 0


def test_a_publication_renews_the_page(client: Client, phishing: str, django_capture_on_commit_callbacks: Any) -> None:
    path = "/de/kurse/phishing-erkennen/"
    before = client.get(path)
    assert queries(client, path) == 0
    with django_capture_on_commit_callbacks(execute=True):
        forget()
    assert queries(client, path) > 0
    assert client.get(path).content == before.content


def test_made_up_addresses_do_not_fill_the_cache(
    client: Client, phishing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    store = type(caches["pages"])
    keep = store.set
    monkeypatch.setattr(
        store, "set", lambda self, key, *rest, **more: (kept.append(key), keep(self, key, *rest, **more))
    )
    for number in range(3):
        assert client.get(f"/de/?x={number}").status_code == 200
        assert client.get(f"/de/kurse/?q={number}").status_code == 200
        assert client.get("/de/kurse/", headers={"host": f"testserver:{8000 + number}"}).status_code == 200
    assert len([key for key in kept if key.startswith("page:")]) == 1


def test_who_is_signed_in_passes_the_cache_by(client: Client, phishing: str) -> None:
    path = "/de/kurse/phishing-erkennen/"
    assert "Abmelden" not in client.get(path).content.decode()
    client.force_login(User.objects.create_user("lernt@example.org", "x"))
    signed_in = client.get(path)
    assert "Abmelden" in signed_in.content.decode()
    assert "Cookie" in signed_in["Vary"]
    assert "Abmelden" not in Client().get(path).content.decode()


def test_a_guest_passes_the_cache_by(client: Client, phishing: str) -> None:
    path = "/de/kurse/phishing-erkennen/"
    client.get(path)
    client.post("/de/kurse/phishing-erkennen/was-ist-phishing/erledigt/")
    page = client.get(path).content.decode()
    assert "Sie lernen als Gast" in page
    assert "Weiterlernen" in page


def test_languages_never_mix(client: Client, phishing: str) -> None:
    pages = {
        code: client.get(f"/{code}/kurse/phishing-erkennen/").content.decode() for code in ("de", "de-simple", "en")
    }
    for code, page in pages.items():
        assert f'<html lang="{code}" dir="ltr">' in page
        for other in pages:
            assert f'href="/{other}/kurse/phishing-erkennen/"' in page
    assert len(set(pages.values())) == 3


def test_the_root_asks_the_browser_for_its_language(client: Client, phishing: str) -> None:
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/en/"
    assert client.get("/", headers={"accept-language": "de-AT"})["Location"] == "/de/"
    assert client.get("/", headers={"accept-language": "de-simple"})["Location"] == "/de-simple/"
    assert "no-store" in client.get("/")["Cache-Control"]


def test_error_pages_are_not_kept(client: Client, phishing: str) -> None:
    for _ in range(2):
        response = client.get("/de/gibt-es-nicht/")
        assert response.status_code == 404
        assert response.get("Cache-Control") != "no-cache"


# ---------------------------------------------------------------- what stands in the pages

PAGES = [*PUBLIC, "/konto/login/", "/konto/signup/", "/konto/password/reset/", "/de/gibt-es-nicht/"]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.I)
LOADED = re.compile(r"<(?:link|script|img|use|source|iframe|video|audio)\b[^>]*?\s(?:src|href)=\"([^\"]*)\"", re.I)


def loaded(page: str) -> Iterator[str]:
    for found in LOADED.finditer(page):
        yield found[1]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline_and_nothing_from_elsewhere(client: Client, phishing: str, path: str) -> None:
    page = client.get(path).content.decode()
    assert not INLINE.search(page), INLINE.search(page)
    assert all(
        address.startswith(("/", "#", "data:image/")) and not address.startswith("//") for address in loaded(page)
    )


@pytest.mark.parametrize("path", PAGES)
def test_each_page_has_one_heading_a_title_and_landmarks(client: Client, phishing: str, path: str) -> None:
    page = client.get(path).content.decode()
    assert page.count("<h1") == 1
    assert re.search(r"<title>[^<]{3,}– SMARTKREFELD Lernen</title>", page)
    assert page.count('id="inhalt"') == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "an id stands twice"


def test_links_of_header_and_footer_work(client: Client, phishing: str) -> None:
    page = client.get("/de/").content.decode()
    for address in set(re.findall(r'<a[^>]+href="(/[^"#]*)', page)):
        assert client.get(address).status_code == 200, address


def test_a_lesson_is_small(client: Client, phishing: str) -> None:
    for slot in courses.api.course("de", phishing).outline.slots:
        size = len(client.get(f"/de/kurse/{phishing}/{slot.slug}/").content)
        assert size <= 30_000, f"{slot.slug}: {size} bytes"


@pytest.mark.parametrize("path", ["/de/kurse/", "/healthz"])
def test_head_has_the_length_and_no_body(rf: Any, path: str, db: None) -> None:
    page = HttpResponse("x" * 300)
    answer = PageCacheMiddleware(lambda request: page)(rf.head(path))
    assert (answer.content, answer["Content-Length"]) == (b"", "300")


def test_browsers_find_the_icon_at_the_old_address(client: Client, db: None) -> None:
    assert client.get("/favicon.ico")["Location"].endswith(".svg")
