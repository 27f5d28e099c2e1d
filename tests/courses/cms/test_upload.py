"""A trainer's upload: refused with a sentence and nothing stored, or reported and taken over."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.checks import problems
from courses.h5p import waiting
from courses.h5p.library import approve
from courses.h5p.models import H5PContent, H5PContentType, H5PLibrary, H5PLibraryRequest
from courses.models import Lesson, Module, Quiz
from tests.factories import h5p
from tests.factories.courses import make_course
from tests.factories.desk import desk
from tests.learn.walk import text_of
from tests.machinery.h5p import files_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]
UPLOAD = "/cms/h5p/hochladen/"


def send(client: Client, data: bytes, name: str = "fragen.h5p") -> Any:
    return client.post(UPLOAD, {"file": h5p.upload(data, name)})


def report(client: Client, data: bytes) -> str:
    """The address of the report on a good file."""
    answer = send(client, data)
    assert answer.status_code == 302, text_of(answer)
    return str(answer.url)


def approve_both() -> None:
    for each in h5p.package(libraries=h5p.two_libraries(), needs=[h5p.HELPER]).libraries:
        approve(each, None)


def choose(client: Client, address: str, **data: str) -> Any:
    return client.post(address, {"title": "Neue Fragen", "outcome": "fragen", **data})


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "leer.h5p", "Die Datei ist leer."),
        (b"PK\x03\x04", "fragen.zip", "ist keine H5P-Datei"),
    ],
)
def test_what_is_no_package_at_all(h5p_store: Path, data: bytes, name: str, sentence: str) -> None:
    answer = send(desk(), data, name)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not files_in(h5p_store)


def test_no_file() -> None:
    answer = desk().post(UPLOAD, {})
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Datei aus." in text_of(answer)


def test_the_report_tells_what_the_content_is() -> None:
    client = desk()
    make_course("kurs", quiz=False)
    text = text_of(client.get(report(client, h5p.packed())))
    for said in (
        "Fragen zur E-Mail",
        "Auswahlfrage",
        "Deutsch",
        "CC BY",
        "mit Einschränkungen",
        "Was ist eine E-Mail?",
    ):
        assert said in text
    assert "Noch ist nichts gespeichert." in text
    assert not H5PContent.objects.exists()


def test_a_new_quiz_is_made_of_it(h5p_store: Path) -> None:
    client = desk()
    module = make_course("kurs", quiz=False).get_children().first()
    address = report(client, h5p.packed())
    done = choose(client, address, place=f"quiz:{module.pk}")
    quiz = Quiz.objects.get()
    assert (done.status_code, quiz.get_parent().pk, quiz.live, quiz.title) == (302, module.pk, False, "Neue Fragen")
    assert quiz.mode == "practice"
    assert quiz.get_latest_revision().user == client.user  # type: ignore[attr-defined]
    page = client.get(done.url)
    assert reverse("wagtailadmin_pages:edit", args=[quiz.pk]) in page.content.decode()
    assert not files_in(h5p_store)  # the upload waits no more, and nothing was kept for the player
    assert not H5PContent.objects.exists()


def test_blocks_are_put_into_a_lesson() -> None:
    client = desk()
    make_course("kurs", quiz=False)
    lesson = Lesson.objects.get(slug="l1")
    before = len(lesson.body)
    choose(client, report(client, h5p.packed()), place=f"lektion:{lesson.pk}")
    draft = Lesson.objects.get(slug="l1").get_latest_revision_as_object()
    assert [block.block_type for block in draft.body][before:] == ["practice"]
    lesson.refresh_from_db()
    assert len(lesson.body) == before


def test_a_place_is_asked_for() -> None:
    client = desk()
    make_course("kurs", quiz=False)
    answer = choose(client, report(client, h5p.packed()))
    assert answer.status_code == 422
    assert "Bitte wählen Sie, wohin die Fragen sollen." in text_of(answer)


def test_only_places_without_a_quiz_are_offered() -> None:
    client = desk()
    course = make_course("kurs")
    module = Module.objects.get()
    page = client.get(report(client, h5p.packed())).content.decode()
    assert f'value="quiz:{course.pk}"' not in page
    assert f'value="quiz:{module.pk}"' in page
    answer = choose(client, report(client, h5p.packed()), place=f"quiz:{course.pk}")
    assert answer.status_code == 422
    assert Quiz.objects.count() == 1


def test_without_libraries_it_cannot_be_played_and_they_are_asked_for() -> None:
    client = desk()
    make_course("kurs", quiz=False)
    address = report(client, h5p.full())
    page = client.get(address)
    assert "Diese Bibliothek ist nicht freigegeben." in text_of(page)
    assert 'value="player"' not in page.content.decode()
    assert choose(client, address, outcome="player").status_code == 422
    asked = client.post(address + "anfragen/", follow=True)
    assert "Die Administration weiß jetzt" in text_of(asked)
    assert H5PLibraryRequest.objects.count() == 2
    assert not H5PLibrary.objects.exists()


def test_a_forged_copy_of_an_approved_library_is_told_apart() -> None:
    approve_both()
    client = desk()
    text = text_of(client.get(report(client, h5p.full(script="fetch('/konto/')"))))
    assert "anderer Programmcode als in der freigegebenen Fassung" in text
    assert not H5PContent.objects.exists()


def test_it_is_kept_for_the_player() -> None:
    approve_both()
    client = desk()
    done = choose(client, report(client, h5p.full()), outcome="player")
    content = H5PContent.objects.get()
    assert content.title == "Neue Fragen"
    assert content.versions.get().libraries.count() == 2
    assert "„Neue Fragen“ ansehen" in text_of(client.get(done.url))


def test_both_at_once() -> None:
    approve_both()
    client = desk()
    module = make_course("kurs", quiz=False).get_children().first()
    done = choose(client, report(client, h5p.full()), outcome="beides", place=f"quiz:{module.pk}")
    assert (Quiz.objects.count(), H5PContent.objects.count()) == (1, 1)
    text = text_of(client.get(done.url))
    assert "Ihr neues Quiz" in text
    assert "Ihr H5P-Inhalt" in text


def test_markup_in_a_title_is_text() -> None:
    client = desk()
    page = client.get(report(client, h5p.packed(title="Hallo <script>alert(1)</script>"))).content.decode()
    assert "<script>alert(1)" not in page


def test_an_upload_nobody_came_back_for_is_swept_out(h5p_store: Path) -> None:
    client = desk()
    old = report(client, h5p.packed())
    (file,) = h5p_store.rglob("*.h5p")
    os.utime(file, (0, 0))
    report(desk(), h5p.packed())
    assert not file.exists()
    answer = client.get(old, follow=True)
    assert "Die Datei liegt nicht mehr bereit." in text_of(answer)
    assert answer.redirect_chain[-1][0] == UPLOAD


def test_one_person_has_few_uploads_waiting(h5p_store: Path) -> None:
    client = desk()
    for _number in range(8):
        report(client, h5p.packed())
    assert len(files_in(h5p_store)) == 5


def test_names_of_waiting_uploads_cannot_be_made_up(h5p_store: Path) -> None:
    with pytest.raises(ValueError):
        waiting.take("../../settings")


def test_the_same_loss_of_several_questions_is_one_line_in_plain_words() -> None:
    client = desk()
    make_course("kurs", quiz=False)
    gaps = {"library": "H5P.Blanks 1.14", "params": {"text": "Bitte ergänzen", "questions": ["Der *Himmel* ist blau."]}}
    video = {"library": "H5P.InteractiveVideo 1.27", "params": {}, "metadata": {"title": "Mein Film"}}
    data = h5p.packed({"questions": [gaps, gaps, h5p_sub(), gaps, video]}, main="H5P.QuestionSet 1.20")
    text = text_of(client.get(report(client, data)))
    assert text.count("Große und kleine Buchstaben werden nicht mehr unterschieden.") == 1
    assert "In 3 Fragen (1, 2, 4): Große und kleine Buchstaben" in text
    assert "„Mein Film“ (Interaktives Video (Interactive Video)) können wir nicht umwandeln." in text
    assert "Der ___ ist blau." in text
    assert "[[" not in text


def h5p_sub() -> dict[str, Any]:
    return {"library": h5p.MULTICHOICE, "params": h5p.multichoice()}


def test_a_picture_that_is_not_in_the_file_is_told() -> None:
    client = desk()
    make_course("kurs", quiz=False)
    picture = {"library": "H5P.Image 1.1", "params": {"file": {"path": "images/a.png"}, "alt": "Eine Maus"}}
    text = {"library": "H5P.AdvancedText 1.1", "params": {"text": "<p>Ein <strong>kurzer</strong> Text</p>"}}
    data = h5p.packed({"content": [{"content": picture}, {"content": text}]}, main="H5P.Column 1.16")
    shown = text_of(client.get(report(client, data)))
    assert "Ein Bild fehlt in der Datei." in shown
    assert "Ein kurzer Text" in shown


def test_our_own_library_is_green_from_the_start() -> None:
    assert H5PContentType.objects.get(machine_name="SK.Selfcheck").rating == "good"


def lesson_with(**data: str) -> Any:
    """The draft of the first lesson after a package with all its libraries was put into it."""
    make_course("kurs")
    approve_both()
    client, lesson = desk(), Lesson.objects.get(slug="l1")
    done = choose(client, report(client, h5p.full()), place=f"lektion:{lesson.pk}", **data)
    assert done.status_code == 302, text_of(done)
    assert "Der Inhalt steht am Ende der Lektion als H5P-Aufgabe." in text_of(client.get(done.url))
    return Lesson.objects.get(slug="l1").get_latest_revision_as_object()


def test_a_content_goes_into_a_lesson_and_waits_for_its_text() -> None:
    draft = lesson_with(outcome="player")
    activity = draft.body[-1]
    assert (activity.block_type, activity.value["title"]) == ("activity", "Neue Fragen")
    assert activity.value["content"] == H5PContent.objects.get() and not len(activity.value["question"])
    faults = problems(draft)
    assert len(faults) == 1 and "Bitte geben Sie dieselbe Aufgabe auch als Frage oder als Text an" in faults[0]


def test_both_in_a_lesson_stand_beside_each_other() -> None:
    draft = lesson_with(outcome="beides")
    assert [child.block_type for child in draft.body].count("activity") == 1
    assert draft.body[-1].value["question"][0].value["text"] == "Was ist eine E-Mail?"
    assert problems(draft) == []


def test_a_content_alone_does_not_go_into_a_quiz() -> None:
    make_course("kurs")
    approve_both()
    client, module = desk(), Module.objects.exclude(pk__in=Quiz.objects.values("pk")).first()
    assert module
    answer = choose(client, report(client, h5p.full()), outcome="player", place=f"quiz:{module.pk}")
    assert answer.status_code == 422 and not H5PContent.objects.exists()
