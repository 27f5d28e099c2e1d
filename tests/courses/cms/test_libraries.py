"""Libraries: shown whole before they are approved, approved as they were shown, and withdrawn."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.h5p import library
from courses.h5p.contents import keep
from courses.h5p.models import H5PContent, H5PLibrary, H5PLibraryRequest
from learn.accounts import roles
from tests.factories import h5p
from tests.factories.desk import desk
from tests.learn.walk import text_of
from tests.machinery.h5p import files_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]
LIST, UPLOAD = "/cms/h5p/bibliotheken/", "/cms/h5p/bibliotheken/einspielen/"


@pytest.fixture
def admin() -> Client:
    return desk(roles.ADMINISTRATORS)


def review(client: Client, data: bytes) -> str:
    answer = client.post(UPLOAD, {"file": h5p.upload(data)})
    assert answer.status_code == 302, text_of(answer)
    return str(answer.url)


def seen(client: Client, address: str) -> str:
    """The digest the screen shows."""
    found = re.search(r'name="gesehen" value="(\w{64})"', client.get(address).content.decode())
    assert found
    return found[1]


def approve(client: Client, data: bytes) -> Any:
    address = review(client, data)
    return client.post(address, {"gesehen": seen(client, address)}, follow=True)


def test_an_empty_store_says_what_to_do(admin: Client) -> None:
    page = admin.get(LIST)
    assert "Noch ist keine Bibliothek freigegeben." in text_of(page)
    assert page.content.decode().count(f'href="{UPLOAD}"') == 1


def test_everything_is_shown_before_the_approval(admin: Client, h5p_store: Path) -> None:
    page = admin.get(review(admin, h5p.full()))
    text = text_of(page)
    for made in h5p.package(libraries=h5p.two_libraries(), needs=[h5p.HELPER]).libraries:
        assert made.sha256 in text
        assert made.title in text
        assert all(name in text for name in made.files)
    for said in ("neu", "MIT", "mit Einschränkungen", "Hilfsbibliothek", "2 Bibliotheken freigeben", "3 Dateien"):
        assert said in text
    assert not H5PLibrary.objects.exists()
    assert {name.split("/")[0] for name in files_in(h5p_store)} == {"waiting"}


def test_one_button_approves_them(admin: Client, h5p_store: Path) -> None:
    assert "2 Bibliotheken sind freigegeben." in text_of(approve(admin, h5p.full()))
    assert H5PLibrary.objects.count() == 2
    assert {name.split("/")[0] for name in files_in(h5p_store)} == {"libraries"}
    assert ModelLogEntry.objects.filter(action=library.APPROVED, user=admin.user).count() == 2  # type: ignore[attr-defined]
    assert not H5PContent.objects.exists()


def test_what_is_approved_is_what_was_shown(admin: Client, h5p_store: Path) -> None:
    address = review(admin, h5p.full())
    digest = seen(admin, address)
    (file,) = h5p_store.rglob("*.h5p")
    file.write_bytes(h5p.full(script="fetch('/konto/')"))
    answer = admin.post(address, {"gesehen": digest}, follow=True)
    assert "Inzwischen hat sich etwas geändert." in text_of(answer)
    assert not H5PLibrary.objects.exists()


def test_an_approval_in_between_is_looked_at_again(admin: Client) -> None:
    address = review(admin, h5p.full())
    digest = seen(admin, address)
    approve(desk(roles.ADMINISTRATORS), h5p.full(script="var anders;"))
    answer = admin.post(address, {"gesehen": digest}, follow=True)
    assert "Inzwischen hat sich etwas geändert." in text_of(answer)
    assert "Geändert: main.js" in text_of(answer)


def test_without_the_digest_nothing_is_approved(admin: Client) -> None:
    admin.post(review(admin, h5p.full()))
    assert not H5PLibrary.objects.exists()


def test_a_changed_library_is_shown_with_what_plays_with_it(admin: Client) -> None:
    approve(admin, h5p.full())
    keep(h5p.package(), title="Fragen zur E-Mail", user=None)
    text = text_of(admin.get(review(admin, h5p.full(script="var anders;"))))
    for said in ("geändert", "gleich", "Geändert: main.js", "Fragen zur E-Mail", "1 Bibliothek freigeben"):
        assert said in text


def test_all_equal_there_is_nothing_to_do(admin: Client) -> None:
    approve(admin, h5p.full())
    page = admin.get(review(admin, h5p.full()))
    assert "Es gibt nichts zu tun." in text_of(page)
    assert 'name="gesehen"' not in page.content.decode()


def test_a_file_of_content_alone_has_nothing_to_approve(admin: Client) -> None:
    assert "In dieser Datei sind keine Bibliotheken." in text_of(admin.get(review(admin, h5p.packed())))


def test_code_for_editors_is_not_taken_in(admin: Client) -> None:
    editor = h5p.library("H5PEditor.RangeList 1.0", runnable=False)
    approve(admin, h5p.packed(libraries=[*h5p.two_libraries(), editor], needs=[h5p.HELPER]))
    assert not H5PLibrary.objects.filter(machine_name__startswith="H5PEditor.").exists()


def test_the_list_shows_what_is_approved_and_wanted(admin: Client) -> None:
    approve(admin, h5p.full())
    library.ask_for(library.missing(h5p.package(main=h5p.BLANKS)), admin.user)  # type: ignore[attr-defined]
    text = text_of(admin.get(LIST))
    for said in ("H5P.MultiChoice 1.16.5", "H5P.Blanks 1.14", "Von Lehrenden gewünscht"):
        assert said in text
    assert all(each.sha256 in text for each in H5PLibrary.objects.all())
    admin.post(LIST, {"wunsch": H5PLibraryRequest.objects.get().pk})
    assert not H5PLibraryRequest.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "-1"])
def test_a_wish_that_is_none_is_no_fault(admin: Client, number: str) -> None:
    assert admin.post(LIST, {"wunsch": number}).status_code == 302


def test_an_approval_is_withdrawn(admin: Client) -> None:
    approve(admin, h5p.full())
    version = keep(h5p.package(), title="Fragen zur E-Mail", user=None)
    row = H5PLibrary.objects.get(machine_name="H5P.MultiChoice")
    address = reverse("h5p_withdraw", args=[row.pk])
    assert "Fragen zur E-Mail" in text_of(admin.get(address))
    assert H5PLibrary.objects.count() == 2
    admin.post(address)
    assert H5PLibrary.objects.count() == 1
    assert not version.libraries.exists()
    assert "läuft noch nicht: Freigabe fehlt" in text_of(admin.get("/cms/h5p/"))


def test_the_log_names_the_library(admin: Client) -> None:
    approve(admin, h5p.full())
    text = text_of(admin.get(reverse("wagtailadmin_reports:site_history")))
    assert "H5P-Bibliothek H5P.MultiChoice 1.16.5 freigegeben" in text
