"""The certificate's page, its file, and the name on it."""

import pytest
from django.test import Client

import certificates.api
from learn.accounts.models import Learner, User
from learn.post.models import Mail
from tests.learn.small_course import make_course
from tests.learn.walk import Walk, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Walk:
    """Somebody with an account but without a name, who has completed the course."""
    make_course()
    client = Client()
    client.force_login(User.objects.create_user("eva@example.org", "geheim-geheim-1"))
    own = Walk(client)
    own.tick_all()
    own.answer_all()
    return own


def give(walk: Walk, name: str) -> object:
    return walk.client.post("/de/zertifikat-name/", {"name": name, "weiter": "/de/lernen/"})


def test_name_is_asked_for_and_giving_it_issues_once(walk: Walk) -> None:
    learner = Learner.objects.get()
    assert not certificates.api.certificates_of(learner.pk)
    assert "Welcher Name soll auf dem Zertifikat stehen?" in text_of(walk.get("abschluss/ergebnis/"))
    response = give(walk, "  Eva   Müßig-Öztürk ")
    credential = certificates.api.certificates_of(learner.pk)[0]
    assert response.headers["Location"] == f"/de/zertifikat/{credential.code}/"  # type: ignore[attr-defined]
    assert credential.holder_name == "Eva Müßig-Öztürk"
    give(walk, "Jemand Anders")
    assert len(certificates.api.certificates_of(learner.pk)) == 1
    mail = Mail.objects.get(kind="zertifikat")
    assert mail.to == "eva@example.org" and credential.code in mail.text
    words = text_of(walk.client.get(f"/de/zertifikat/{credential.code}/"))
    assert "Eva Müßig-Öztürk" in words and "Als PDF laden" in words


@pytest.mark.parametrize("name", ["", "   ", "1234", "x" * 121, "Eva\u202eavE", "Eva\x07"])
def test_name_that_can_not_stand_there(walk: Walk, name: str) -> None:
    response = give(walk, name)
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "Bitte geben Sie Ihren Namen ein" in text_of(response)  # type: ignore[arg-type]
    assert not certificates.api.certificates_of(Learner.objects.get().pk)


def test_name_does_not_lead_to_other_sites(walk: Walk) -> None:
    client = walk.client
    give(walk, "Eva Muster")
    response = client.post("/de/zertifikat-name/", {"name": "Eva Muster", "weiter": "https://boese.example/"})
    assert response.headers["Location"] == "/de/lernen/"


def test_only_the_holder_sees_it(walk: Walk) -> None:
    give(walk, "Eva Muster")
    code = certificates.api.certificates_of(Learner.objects.get().pk)[0].code
    for path in (f"/de/zertifikat/{code}/", f"/de/zertifikat/{code}/pdf/"):
        anonymous = Client().get(path)
        assert anonymous.status_code == 302 and anonymous.headers["Location"].startswith("/konto/")
        other = Client()
        other.force_login(User.objects.create_user(f"x{len(path)}@example.org", "geheim-geheim-1"))
        assert other.get(path).status_code == 404
        assert walk.client.get(path).headers["Cache-Control"] == "private, no-store"


def test_file_not_yet_printed_is_a_friendly_page(walk: Walk) -> None:
    give(walk, "Eva Muster")
    code = certificates.api.certificates_of(Learner.objects.get().pk)[0].code
    response = walk.client.get(f"/de/zertifikat/{code}/pdf/")
    assert response.status_code == 503
    assert "wird gerade gedruckt" in text_of(response)


def test_name_of_guests_and_by_get(walk: Walk) -> None:
    assert Client().post("/de/zertifikat-name/", {"name": "Eva"}).status_code == 302
    assert walk.client.get("/de/zertifikat-name/").status_code == 405


def test_known_name_issues_at_once() -> None:
    make_course()
    client = Client()
    client.force_login(
        User.objects.create_user("max@example.org", "geheim-geheim-1", first_name="Max", last_name="Muster")
    )
    own = Walk(client)
    own.answer_all()
    words = text_of(own.get("abschluss/ergebnis/"))
    assert "Es fehlen noch 3 Lektionen" in words
    own.tick(1)
    own.tick(2)
    response = own.tick(3)
    assert response.headers["Location"].endswith("/abschluss/ergebnis/")
    assert "Zertifikat ansehen" in text_of(own.get("abschluss/ergebnis/"))
