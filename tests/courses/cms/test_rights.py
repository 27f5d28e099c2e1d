"""Who gets to which H5P screen, and what the others are told."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from courses.h5p.contents import keep
from courses.h5p.library import approve
from courses.h5p.models import H5PContentType, H5PLibrary
from courses.models import Quiz
from learn.accounts import roles
from tests.factories import h5p
from tests.factories.courses import make_course
from tests.factories.desk import desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]

FOR_TRAINERS = ("contents", "upload", "content", "replace", "convert", "remove", "done", "export", "export_file")
FOR_ADMINISTRATORS = ("libraries", "library_upload", "withdraw")
NONE = (roles.HR, roles.HEADS)


@pytest.fixture
def addresses() -> dict[str, str]:
    make_course("kurs")
    content = keep(h5p.package(), title="Fragen", user=None).content
    library = approve(h5p.package(libraries=[h5p.library()]).libraries[0], None)
    given = {name: {"pk": content.pk} for name in ("content", "replace", "convert", "remove")}
    given |= {name: {"pk": Quiz.objects.get().pk} for name in ("export", "export_file")}
    given |= {"withdraw": {"pk": library.pk}}
    return {name: reverse(f"h5p_{name}", kwargs=given.get(name)) for name in (*FOR_TRAINERS, *FOR_ADMINISTRATORS)} | {
        "types": reverse("h5p_types:index")
    }


def refused(response: Any) -> bool:
    """The usual refusal: back to the start, with a remark."""
    return response.status_code == 302 and response.url == "/cms/"


@pytest.mark.parametrize("role", [roles.TRAINERS, roles.EDITORS, roles.ADMINISTRATORS])
def test_those_who_teach_get_to_the_contents(addresses: dict[str, str], role: str) -> None:
    client = desk(role)
    got = {name: client.get(addresses[name]).status_code for name in FOR_TRAINERS}
    assert got == dict.fromkeys(FOR_TRAINERS, 200)


@pytest.mark.parametrize("role", NONE)
def test_the_personnel_office_and_heads_see_nothing_of_it(addresses: dict[str, str], role: str) -> None:
    client = desk(role)
    assert [name for name, address in addresses.items() if not refused(client.get(address))] == []
    assert [name for name, address in addresses.items() if not refused(client.post(address))] == []
    assert "/cms/h5p/" not in client.get("/cms/").content.decode()


@pytest.mark.parametrize("role", [roles.TRAINERS, roles.EDITORS])
def test_libraries_are_for_administrators_alone(addresses: dict[str, str], role: str) -> None:
    client = desk(role)
    for name in (*FOR_ADMINISTRATORS, "types"):
        assert refused(client.get(addresses[name])), name
        assert refused(client.post(addresses[name])), name
    assert H5PLibrary.objects.count() == 1
    page = client.get(addresses["contents"]).content.decode()
    assert addresses["libraries"] not in page
    assert addresses["types"] not in page


def test_administrators_get_everywhere(addresses: dict[str, str]) -> None:
    client = desk(roles.ADMINISTRATORS)
    assert {name: client.get(address).status_code for name, address in addresses.items()} == dict.fromkeys(
        addresses, 200
    )


def test_an_upload_is_there_for_the_one_who_made_it() -> None:
    mine, other = desk(), desk()
    answer = mine.post(reverse("h5p_upload"), {"file": h5p.upload(h5p.packed())})
    assert mine.get(answer.url).status_code == 200
    assert other.get(answer.url).status_code == 404
    assert mine.get(reverse("h5p_report", args=[uuid4()])).status_code == 404


def test_a_trainers_upload_does_not_open_the_approval() -> None:
    client = desk()
    address = client.post(reverse("h5p_upload"), {"file": h5p.upload(h5p.full())}).url
    token = address.rstrip("/").rsplit("/", 1)[1]
    review = reverse("h5p_library_review", args=[token])
    assert refused(client.get(review))
    assert refused(client.post(review, {"gesehen": ""}))
    assert not H5PLibrary.objects.exists()


def test_the_register_is_kept_by_administrators(addresses: dict[str, str]) -> None:
    blanks = H5PContentType.objects.get(machine_name="H5P.Blanks")
    client = desk(roles.ADMINISTRATORS)
    data = {"title": blanks.title, "machine_name": blanks.machine_name, "rating": "good", "note": "Selbst geprüft."}
    client.post(reverse("h5p_types:edit", args=[blanks.pk]), data)
    blanks.refresh_from_db()
    assert (blanks.rating, blanks.note) == ("good", "Selbst geprüft.")


@pytest.mark.parametrize("name", ["list", "add", "edit", "delete", "usage"])
def test_addresses_of_the_snippet_lead_to_these_screens(name: str) -> None:
    content = keep(h5p.package(), title="Fragen", user=None).content
    args = [content.pk] if name in ("edit", "delete", "usage") else []
    address = reverse(f"h5p_snippet:{name}", args=args)
    answer = desk().get(address)
    assert (answer.status_code, answer.url[:9]) == (302, "/cms/h5p/")
    assert desk().get(answer.url).status_code == 200
    assert refused(desk(roles.HR).get(address))
