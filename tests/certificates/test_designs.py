"""Designs in the CMS: who may, what is refused, the preview by the worker, and what it takes to be published."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from certificates import jobs
from certificates.design import Look
from certificates.models import MAX_PRINTS, Design
from learn.accounts import roles
from tests.factories.desk import desk
from tests.learn.walk import text_of

pytestmark = pytest.mark.django_db
LIST = "/cms/zertifikate/vorlagen/"
PLAIN = {"title": "Eigene", "orientation": "portrait", "ink": "colour", "accent": "#43204A", "language": ""}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.CERTIFICATE_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor() -> Client:
    return desk(roles.EDITORS)


def png(**more: Any) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (200, 80), "#1b479f").save(file, "PNG")
    file.seek(0)
    file.name = "logo.png"
    return file


def save(client: Client, address: str = f"{LIST}neu/", **more: Any) -> Any:
    return client.post(address, PLAIN | more)


def mine() -> Design:
    return Design.objects.get(title="Eigene")


@pytest.mark.parametrize("role", [roles.TRAINERS, roles.HR, roles.HEADS])
def test_only_editors_and_administrators(role: str) -> None:
    client = desk(role)
    for path in ("", "neu/", "1/", "1/vorschau/", "1/vorschau.pdf", "1/loeschen/"):
        assert client.get(LIST + path).status_code in (302, 403)
    assert save(client).status_code in (302, 403)
    assert not Design.objects.filter(title="Eigene").exists()


def test_the_house_begins_with_four_designs() -> None:
    text = text_of(desk(roles.ADMINISTRATORS).get(LIST))
    for said in ("Querformat, farbig", "Hochformat, schwarz-weiß", "Standard", "gilt"):
        assert said in text


def test_from_form_to_certificate(editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as asked:
        there = save(
            editor, says_pass="hat „{kurs}“ bestanden.", logo=png(), logo_use="text", logo_alt="Wappen der Stadt"
        )
    assert there.status_code == 302
    design = mine()
    assert Look.of(design.draft).logo.alt == "Wappen der Stadt"  # type: ignore[union-attr]
    assert design.published is None
    waiting = editor.get(there.headers["Location"])
    assert "wird gerade gedruckt" in text_of(waiting)
    assert waiting.headers["Refresh"] == f"3; url={LIST}{design.pk}/vorschau/?n=1"
    assert "Refresh" not in editor.get(f"{LIST}{design.pk}/vorschau/?n=5").headers
    refused = editor.post(f"{LIST}{design.pk}/gilt/")
    assert refused.headers["Location"].endswith("/vorschau/")
    assert mine().published is None
    for job in asked:
        job()
    ready = editor.get(f"{LIST}{design.pk}/vorschau/")
    assert "Refresh" not in ready.headers
    assert "sind geprüft" in text_of(ready)
    file = editor.get(f"{LIST}{design.pk}/vorschau.pdf")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    editor.post(f"{LIST}{design.pk}/gilt/")
    assert mine().published == mine().draft
    editor.post(f"{LIST}{design.pk}/gilt/", {"standard": "1"})
    assert [each.title for each in Design.objects.filter(is_default=True)] == ["Eigene"]
    history = text_of(desk(roles.ADMINISTRATORS).get("/cms/reports/site-history/"))
    assert "Zertifikats-Vorlage „Eigene“ gilt für neue Zertifikate" in history


def test_a_change_needs_a_new_preview(editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        save(editor)
    design = mine()
    editor.post(f"{LIST}{design.pk}/gilt/")
    with django_capture_on_commit_callbacks():
        save(editor, f"{LIST}{design.pk}/", closing="Danke!")
    editor.post(f"{LIST}{design.pk}/gilt/")
    assert (mine().published["closing"], mine().draft["closing"]) == ("", "Danke!")
    jobs.proof_design(design.pk)
    jobs.proof_design(design.pk)
    editor.post(f"{LIST}{design.pk}/gilt/")
    assert mine().published["closing"] == "Danke!"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"says_pass": "Hallo {vorname}"},
            "Diesen Platzhalter kennen wir nicht: {vorname}. Möglich sind: {name}, {kurs}",
        ),
        ({"closing": "ein } zu viel"}, "Diesen Platzhalter kennen wir nicht: }"),
        ({"closing": "做得好"}, "Für diese Zeichen haben wir keine Schrift: 做 得 好."),
        ({"title": ""}, "Bitte geben Sie der Vorlage einen Namen."),
        ({"title": "Querformat, farbig"}, "Eine Vorlage mit diesem Namen gibt es schon."),
        ({"accent": "rot"}, "Bitte wählen Sie eine Farbe"),
    ],
)
def test_what_nobody_can_print_is_refused_at_once(editor: Client, given: dict[str, str], said: str) -> None:
    page = save(editor, **given)
    assert page.status_code == 422
    assert said in text_of(page)


def test_a_picture_needs_a_decision(editor: Client) -> None:
    assert "ob das Bild nur schmückt" in text_of(save(editor, logo=png()))
    assert "was Vorleseprogramme vorlesen" in text_of(save(editor, logo=png(), logo_use="text"))
    drawing = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    drawing.name = "logo.svg"
    page = save(editor, logo=drawing, logo_use="schmuck")
    assert page.status_code == 422
    assert "keine Zeichnungen (SVG)" in text_of(page)


def test_a_picture_stays_until_it_is_taken_away(editor: Client) -> None:
    save(editor, signature=png(), signature_use="schmuck")
    design = mine()
    save(editor, f"{LIST}{design.pk}/", signature_use="text", signature_alt="Unterschrift von Dr. Beispiel")
    assert mine().draft["signature"]["alt"] == "Unterschrift von Dr. Beispiel"
    save(editor, f"{LIST}{design.pk}/", signature_remove="on")
    assert mine().draft["signature"] is None


def test_too_little_contrast_is_found_before_printing(editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        save(editor, accent="#f6b93b")
    page = text_of(editor.get(f"{LIST}{mine().pk}/vorschau/"))
    assert "hebt sich zu wenig vom Papier ab: 1,7 zu 1" in page
    assert "Diese Fassung soll gelten" not in page


def test_a_proof_that_kills_its_printer_is_given_up(editor: Client) -> None:
    save(editor)
    Design.objects.filter(title="Eigene").update(proof_starts=MAX_PRINTS)
    jobs.proof_design(mine().pk)
    page = editor.get(f"{LIST}{mine().pk}/vorschau/?n=5")
    assert "mehrmals nicht drucken" in text_of(page)


def test_deleting(editor: Client) -> None:
    save(editor)
    assert "löschen?" in text_of(editor.get(f"{LIST}{mine().pk}/loeschen/"))
    editor.post(f"{LIST}{mine().pk}/loeschen/")
    assert not Design.objects.filter(title="Eigene").exists()
    default = Design.objects.get(is_default=True)
    editor.post(f"{LIST}{default.pk}/loeschen/")
    assert Design.objects.filter(pk=default.pk).exists()
