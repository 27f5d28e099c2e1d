"""The certificate's page, its file, and the name on it."""

import json
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

import certificates.api
import courses.api
from certificates import jobs
from courses.models import Course
from learn.accounts.models import Learner, User
from learn.post import send
from learn.post.models import Mail
from learn.privacy.erase import erase_person
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
    told = Mail.objects.get(kind="zertifikat")
    assert told.to == "eva@example.org" and credential.code in told.text
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


def test_badges_are_for_the_holder_alone(walk: Walk, settings: Any, tmp_path: Path) -> None:
    settings.CERTIFICATE_KEYS = tmp_path
    give(walk, "Eva Müßig")
    credential = certificates.api.certificates_of(Learner.objects.get().pk)[0]
    address = f"/de/zertifikat/{credential.code}/abzeichen."
    assert walk.client.get(address + "json").status_code == 503  # nothing to sign with: said, not crashed
    call_command("certificate_keys", "new", stdout=StringIO())
    for form, kind in {"json": "application/vc", "jwt": "application/vc+jwt", "png": "image/png"}.items():
        response = walk.client.get(address + form)
        assert response.status_code == 200
        assert response["Content-Type"] == kind
        assert response["Content-Disposition"].endswith(f'.{form}"')
        assert response["Cache-Control"] == "private, no-store"
    told = json.loads(walk.client.get(address + "json").content)
    assert told["credentialSubject"]["name"] == "Eva Müßig"
    assert "example.org" not in json.dumps(told)
    assert walk.client.get(address + "exe").status_code == 404
    assert Client().get(address + "json").status_code == 302
    stranger = Client()
    stranger.force_login(User.objects.create_user("kai@example.org", "geheim-geheim-1"))
    assert stranger.get(address + "json").status_code == 404
    certificates.api.revoke(credential.code, "Irrtum", credential.issued_on)
    assert walk.client.get(address + "json").status_code == 404


def test_the_page_offers_badges_and_links_without_scripts(walk: Walk) -> None:
    give(walk, "Eva Müßig")
    credential = certificates.api.certificates_of(Learner.objects.get().pk)[0]
    page = walk.client.get(f"/de/zertifikat/{credential.code}/").content.decode()
    assert f'value="{credential.verify_url}" readonly' in page
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&amp;" in page
    assert "Müßig" not in page.partition("linkedin.com")[2].partition('"')[0]
    assert "Vorher senden wir nichts dorthin" in page
    for form in ("json", "jwt", "png", "svg"):
        assert f"/abzeichen.{form}" in page
    assert "linkedin" not in Client().get(f"/de/pruefen/{credential.code}/").content.decode().lower()


def test_a_name_in_letters_without_a_font_is_asked_for_anew(walk: Walk) -> None:
    response = give(walk, "王小明")
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "Diese Zeichen können wir nicht drucken: 王 小 明." in text_of(response)  # type: ignore[arg-type]
    User.objects.update(first_name="小明", last_name="王")
    Learner.objects.update(certificate_name="")
    assert "Welcher Name soll auf dem Zertifikat stehen?" in text_of(walk.get("abschluss/ergebnis/"))
    assert not certificates.api.certificates_of(Learner.objects.get().pk)
    give(walk, "Wang Xiaoming")
    assert certificates.api.certificates_of(Learner.objects.get().pk)[0].holder_name == "Wang Xiaoming"


def test_the_course_chooses_the_look_and_may_go(walk: Walk) -> None:
    """Title, outcomes and look are copied: the page stays as it was when course and design are deleted."""
    (key,) = (key for key, title in certificates.api.designs() if title == "Hochformat, schwarz-weiß")
    Course.objects.update(certificate_design=key)
    courses.api.renew()
    give(walk, "Eva Muster")
    learner = Learner.objects.get()
    issued = certificates.api.certificates_of(learner.pk)[0]
    assert (issued.design["orientation"], issued.design["ink"]) == ("portrait", "grey")
    walk.client.get("/de/lernen/")  # tells once that it is issued
    before = text_of(walk.client.get(f"/de/zertifikat/{issued.code}/"))
    Course.objects.get().delete()
    courses.api.renew()
    assert text_of(walk.client.get(f"/de/zertifikat/{issued.code}/")) == before
    assert "gültig" in text_of(walk.client.get(f"/de/pruefen/{issued.code}/"))
    assert "Testkurs" in text_of(walk.client.get("/de/lernen/"))


def test_a_certificate_of_somebody_erased(walk: Walk) -> None:
    give(walk, "Eva Muster")
    issued = certificates.api.certificates_of(Learner.objects.get().pk)[0]
    erase_person(User.objects.get())
    answer = Client().get(f"/de/pruefen/{issued.code}/")
    assert answer.status_code == 404
    words = text_of(answer)
    assert "Dieses Zertifikat gibt es nicht mehr" in words and "Testkurs" not in words


def test_the_file_comes_by_mail_if_wanted(
    walk: Walk, tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CERTIFICATE_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    give(walk, "Eva Muster")
    issued = certificates.api.certificates_of(Learner.objects.get().pk)[0]
    address = f"/de/zertifikat/{issued.code}/"
    form = walk.client.get(address).content.decode()
    (wish,) = re.findall(r'name="anfrage" value="(\w+)"', form)
    assert "eva@example.org" in form
    for _twice in range(2):
        assert walk.client.post(f"{address}mail/", {"anfrage": wish}).headers["Location"] == address
    assert "ist unterwegs" in text_of(walk.client.get(address))
    wanted = Mail.objects.get(kind="anhang")
    assert wanted.to == "eva@example.org"
    send.send(wanted.pk, timezone.now())
    assert (Mail.objects.get(kind="anhang").state, mail.outbox) == (Mail.State.WAITING, []), "it waits for the paper"
    jobs.print_certificate(issued.id)
    send.send(wanted.pk, timezone.now() + timedelta(minutes=2))
    (sent,) = mail.outbox
    (attached,) = sent.attachments
    assert (attached[0], attached[2], attached[1][:4]) == ("zertifikat.pdf", "application/pdf", b"%PDF")
    for number in range(3):
        walk.client.post(f"{address}mail/", {"anfrage": f"{number:032x}"})
    assert Mail.objects.filter(kind="anhang").count() == 3
    assert "schon mehrere Dateien" in text_of(walk.client.get(address))


def test_nobody_elses_file_goes_by_mail(walk: Walk) -> None:
    give(walk, "Eva Muster")
    issued = certificates.api.certificates_of(Learner.objects.get().pk)[0]
    other = Client()
    wish = {"anfrage": "0" * 32}
    assert "/konto/" in other.post(f"/de/zertifikat/{issued.code}/mail/", wish).headers["Location"]
    other.force_login(User.objects.create_user("adam@example.org", "geheim-geheim-1"))
    assert other.post(f"/de/zertifikat/{issued.code}/mail/", wish).status_code == 404
    assert not Mail.objects.filter(kind="anhang").exists()
