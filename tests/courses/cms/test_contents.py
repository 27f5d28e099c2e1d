"""The list of contents, one content, its next version, and its end."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from courses.h5p import contents
from courses.h5p.contents import keep
from courses.h5p.library import approve
from courses.h5p.models import H5PContent, H5PVersion
from courses.models import Lesson, Quiz
from learn.accounts import roles
from tests.factories import h5p
from tests.factories.courses import make_course
from tests.factories.desk import desk
from tests.learn.walk import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]
LIST = "/cms/h5p/"


@pytest.fixture
def version() -> H5PVersion:
    for each in h5p.package(libraries=h5p.two_libraries(), needs=[h5p.HELPER]).libraries:
        approve(each, None)
    return keep(h5p.package(), title="Fragen zur E-Mail", user=None)


def test_an_empty_list_says_what_to_do() -> None:
    page = desk().get(LIST)
    assert "Noch ist nichts hochgeladen." in text_of(page)
    assert page.content.decode().count('href="/cms/h5p/hochladen/"') == 1


def test_the_list_tells_of_each_content(version: H5PVersion) -> None:
    text = text_of(desk().get(LIST))
    for said in ("Fragen zur E-Mail", "Auswahlfrage", "mit Einschränkungen", "noch nirgends"):
        assert said in text
    assert "Freigabe fehlt" not in text


def test_the_list_asks_the_database_as_often_for_three_as_for_one(version: H5PVersion) -> None:
    client = desk()
    counts = []
    for _turn in range(2):
        client.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST)
        counts.append(len(asked))
        for number in range(2):
            keep(h5p.package(), title=f"Weitere {number}", user=None)
    assert counts[0] == counts[1]


def test_a_content_shows_its_versions(version: H5PVersion) -> None:
    keep(h5p.package(h5p.multichoice("Neu?")), title="Fragen", user=None, content=version.content)
    text = text_of(desk().get(reverse("h5p_content", args=[version.content_id])))
    assert "2 " in text
    assert "alle, die jetzt beginnen" in text
    assert "nur, wer damit begonnen hat" in text


def new_version(client: Client, version: H5PVersion, data: bytes) -> str:
    answer = client.post(reverse("h5p_replace", args=[version.content_id]), {"file": h5p.upload(data)})
    assert answer.status_code == 302, text_of(answer)
    return str(answer.url)


def test_a_new_version_is_confirmed_first(version: H5PVersion) -> None:
    client = desk()
    address = new_version(client, version, h5p.packed(h5p.multichoice("Neu?")))
    assert "Noch gilt die bisherige Fassung." in text_of(client.get(address))
    assert version.content.versions.count() == 1
    done = client.post(address, {"title": "Fragen, neu"}, follow=True)
    assert "Fassung 2 gilt ab jetzt." in text_of(done)
    assert [each.number for each in version.content.versions.all()] == [1, 2]
    assert H5PContent.objects.get().title == "Fragen, neu"


def test_a_new_version_that_cannot_be_played_replaces_nothing(version: H5PVersion) -> None:
    client = desk()
    address = new_version(client, version, h5p.packed(main=h5p.BLANKS))
    text = text_of(client.get(address))
    assert "So kann die neue Fassung die bisherige nicht ersetzen." in text
    assert "Der Inhaltstyp ändert sich" in text
    assert client.post(address, {"title": "Fragen"}).status_code == 422
    assert version.content.versions.count() == 1


def test_the_same_content_again_is_told(version: H5PVersion) -> None:
    client = desk()
    assert "Der Inhalt ist derselbe" in text_of(client.get(new_version(client, version, h5p.packed())))


def test_what_is_kept_can_be_converted_later(version: H5PVersion) -> None:
    client = desk()
    module = make_course("kurs", quiz=False).get_children().first()
    address = reverse("h5p_convert", args=[version.content_id])
    page = client.get(address)
    assert "Was ist eine E-Mail?" in text_of(page)
    client.post(address, {"title": "Eigenes Quiz", "outcome": "fragen", "place": f"quiz:{module.pk}"})
    assert Quiz.objects.get().title == "Eigenes Quiz"
    assert H5PContent.objects.exists()


def test_an_unused_content_is_deleted(version: H5PVersion) -> None:
    client = desk()
    address = reverse("h5p_remove", args=[version.content_id])
    assert "Keine Seite nutzt diesen Inhalt." in text_of(client.get(address))
    assert H5PContent.objects.exists()
    assert "ist gelöscht" in text_of(client.post(address, follow=True))
    assert not H5PContent.objects.exists()


def test_what_a_page_uses_is_not_deleted(version: H5PVersion) -> None:
    make_course("kurs")
    lesson = Lesson.objects.get(slug="l1")
    refer(lesson, version.content)
    client = desk()
    address = reverse("h5p_remove", args=[version.content_id])
    for answer in (client.get(address), client.post(address)):
        assert "Diesen Inhalt nutzt noch 1 Seite." in text_of(answer)
        assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in answer.content.decode()
    assert contents.package_of(H5PVersion.objects.get()).title == "Fragen zur E-Mail"
    assert "Lektion 1" in text_of(client.get(LIST))


def test_replacing_takes_the_right_to_publish_where_it_is_used(version: H5PVersion) -> None:
    owner, other = desk(), desk()
    make_course("kurs", owner=owner.user)  # type: ignore[attr-defined]
    refer(Lesson.objects.get(slug="l1"), version.content)
    address = reverse("h5p_replace", args=[version.content_id])
    assert owner.get(address).status_code == 200
    assert other.get(address).status_code == 302
    assert address not in other.get(reverse("h5p_content", args=[version.content_id])).content.decode()
    waits = new_version(owner, version, h5p.packed(h5p.multichoice("Neu?")))
    Page.objects.filter(depth__gt=2).update(owner=None)
    assert owner.post(waits, {"title": "Fragen"}).status_code == 302
    assert version.content.versions.count() == 1


def refer(page: Page, content: H5PContent) -> None:
    """Wagtail's note that a published page uses the content."""
    kinds = ContentType.objects.get_for_models(Page, Lesson, H5PContent)
    ReferenceIndex.objects.create(
        base_content_type=kinds[Page],
        content_type=kinds[Lesson],
        object_id=page.pk,
        to_content_type=kinds[H5PContent],
        to_object_id=content.pk,
        model_path="body.activity.content",
        content_path="body.x.content",
        content_path_hash=uuid4(),
    )


def test_the_chooser_lists_contents_and_makes_none(version: H5PVersion) -> None:
    client: Any = desk()
    answer = client.get(reverse("h5p_chooser:choose"))
    assert "Fragen zur E-Mail" in answer.json()["html"]
    assert "multipart/form-data" not in answer.json()["html"]
    chosen = client.get(reverse("h5p_chooser:chosen", args=[version.content_id])).json()["result"]
    assert chosen["id"] == str(version.content_id)
    assert chosen["edit_url"].startswith("/cms/h5p/")


def test_the_chooser_finds_by_title(version: H5PVersion) -> None:
    keep(h5p.package(), title="Passwörter", user=None)
    found = desk().get(reverse("h5p_chooser:choose_results"), {"q": "passw"}).content.decode()
    assert "Passwörter" in found
    assert "Fragen zur E-Mail" not in found
    assert "Kein H5P-Inhalt heißt so" in desk().get(reverse("h5p_chooser:choose_results"), {"q": "x"}).content.decode()


@pytest.mark.parametrize("name", ["choose", "choose_results", "chosen", "chosen_multiple"])
def test_the_chooser_is_for_those_who_teach(version: H5PVersion, name: str) -> None:
    address = reverse(f"h5p_chooser:{name}", args=[version.content_id] if name == "chosen" else [])
    answer = desk(roles.HR).get(address)
    assert (answer.status_code, answer.url) == (302, "/cms/")


def test_where_there_is_nothing_to_choose_it_says_how_to_get_something() -> None:
    html = desk().get(reverse("h5p_chooser:choose")).json()["html"]
    assert "Noch gibt es keinen H5P-Inhalt." in html
    assert "/cms/h5p/hochladen/" in html


def test_editors_may_do_the_same(version: H5PVersion) -> None:
    client = desk(roles.EDITORS)
    assert client.post(reverse("h5p_remove", args=[version.content_id])).status_code == 302
    assert not H5PContent.objects.exists()
