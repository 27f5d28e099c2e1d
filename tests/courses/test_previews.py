"""What authors see while they write: examples in the chooser, drafts of any state, solutions."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from courses.blocks.examples import QUESTIONS, question_example
from courses.blocks.question import QUESTION_BLOCKS
from courses.h5p.contents import keep
from courses.h5p.library import approve_folder
from courses.h5p.own_package import pack_folder
from courses.h5p.package import read
from courses.models import Course, Lesson, Quiz
from learn.accounts import groups, roles
from tests.courses.h5p.test_own_package import ACTIVITY
from tests.factories import cms
from tests.factories.courses import H5P_LIBRARIES, make_course, question
from tests.factories.courses import QUESTIONS as SAMPLES
from tests.factories.people import in_group, user

pytestmark = pytest.mark.django_db
OF_A_LESSON = ("heading", "text", "image", "callout", "steps", "glossary", "compare", "dialog", "practice")


@pytest.fixture
def course() -> Course:
    groups.set_up_groups()
    return make_course(owner=in_group(user("Tina", "Trainer"), roles.TRAINERS))


@pytest.fixture
def desk(client: Client, course: Course) -> Client:
    client.force_login(course.owner)
    return client


def preview(desk: Client, page: Any, mode: str = "", **changes: Any) -> str:
    """What the panel beside the form shows for these fields."""
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    answer = desk.post(address, cms.page_data(desk, page, **changes))
    assert answer.json() == {"is_valid": True, "is_available": True}
    shown = desk.get(address, {"mode": mode})
    assert shown.status_code == 200 and "unsafe-inline" not in shown["Content-Security-Policy"]
    return str(shown.content.decode())


def stream(page: Any, field: str, raw: list[Any]) -> Any:
    return page._meta.get_field(field).to_python(raw)


def empty(block: Any) -> dict[str, Any]:
    """A new block of which nothing has been filled in."""
    return {"type": block.name, "value": block.get_prep_value(block.get_default()), "id": ""}


def without_one(value: Any) -> Iterator[Any]:
    """The value without one of its fields, for each field at any depth; and lists without anything in them."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield {other: each for other, each in value.items() if other != name}
            yield from ({**value, name: less} for less in without_one(inner))
    elif isinstance(value, list):
        yield []
        for place, inner in enumerate(value):
            yield from ([*value[:place], less, *value[place + 1 :]] for less in without_one(inner))


# ---------------------------------------------------------------- the chooser


@pytest.mark.parametrize("kind", QUESTION_BLOCKS)
def test_the_chooser_shows_an_example_as_learners_would_see_it(desk: Client, kind: str) -> None:
    block = Quiz._meta.get_field("questions").stream_block.child_blocks[kind]
    assert block.is_previewable and block.get_description()
    answer = desk.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    html = answer.content.decode()
    example = question_example(kind)
    assert example["text"].split("[[")[0] in html and "learn/css/app.css" in html
    assert re.search(r"<(input|select|textarea)", html) and "inert" in html
    assert example.get("explain", "kein Grund") not in html
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=", html)


def test_every_example_could_be_published() -> None:
    for kind, block in Quiz._meta.get_field("questions").stream_block.child_blocks.items():
        if kind != "image":  # its pictures are those of the site, not of the collection
            block.clean(block.get_preview_value())
    assert set(QUESTIONS) == set(QUESTION_BLOCKS)


@pytest.mark.parametrize("kind", OF_A_LESSON)
def test_blocks_of_a_lesson_show_an_example_too(desk: Client, kind: str) -> None:
    block = Lesson._meta.get_field("body").stream_block.child_blocks[kind]
    assert block.is_previewable
    answer = desk.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200 and "learn/css/app.css" in answer.content.decode()


# ---------------------------------------------------------------- drafts


@pytest.mark.parametrize("mode", ["", "solutions"])
def test_a_quiz_of_empty_questions_can_be_previewed(desk: Client, mode: str) -> None:
    quiz = Quiz.objects.get()
    blocks = quiz.questions.stream_block.child_blocks.values()
    html = preview(desk, quiz, mode, questions=stream(quiz, "questions", [empty(block) for block in blocks]))
    assert html.count("<h2>Frage ") == 15
    assert cms.save_draft(desk, quiz, questions=[]).status_code == 302
    assert "<h2>Frage " not in preview(desk, quiz, mode)


@pytest.mark.parametrize("mode", ["", "solutions"])
def test_a_question_may_lack_any_field(desk: Client, mode: str) -> None:
    quiz = Quiz.objects.get()
    raw = []
    for kind, block in quiz.questions.stream_block.child_blocks.items():
        full = block.to_python(question_example(kind))
        raw += [{"type": kind, "value": less} for less in without_one(block.get_prep_value(full))]
    quiz.questions = stream(quiz, "questions", raw)
    assert len(raw) > 200
    html = quiz.make_preview_request(preview_mode=mode).content.decode()
    assert html.count("<h2>Frage ") == len(raw) and "None" not in html and 'src=""' not in html


def test_a_lesson_of_empty_blocks_can_be_previewed(desk: Client) -> None:
    lesson = Lesson.objects.get(slug="l1")
    children = lesson.body.stream_block.child_blocks
    raw = [empty(block) for block in children.values()]
    for inner in children["practice"].child_blocks.values():
        raw.append({"type": "practice", "value": [empty(inner)], "id": "no key"})
    html = preview(desk, lesson, body=stream(lesson, "body", raw))
    assert html.count('<form class="try') == 15 and "None" not in html and 'src=""' not in html


def test_a_new_quiz_can_be_previewed_before_it_is_kept(course: Course, desk: Client) -> None:
    module = course.get_children().first()
    assert module
    form = reverse("wagtailadmin_pages:add", args=["courses", "quiz", module.pk])
    assert desk.get(form).context["form"]["mode"].value() == "practice"
    address = reverse("wagtailadmin_pages:preview_on_add", args=["courses", "quiz", module.pk])
    quiz = Quiz(title="", slug="", locale=course.locale)
    kind = quiz.questions.stream_block.child_blocks["gaps"]
    data = {"title": "", "mode": "practice", "counts": "best", "feedback": "each", "layout": "one", "review": "full"}
    data |= {"minutes": "5"}
    data |= cms.block_data(quiz.questions.stream_block, stream(quiz, "questions", [empty(kind)]), "questions")
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    assert desk.post(address, data).json()["is_available"]
    assert desk.get(address).status_code == 200


# ---------------------------------------------------------------- solutions and settings


def test_solutions_are_shown_with_reasons_and_what_is_missing(desk: Client) -> None:
    quiz = Quiz.objects.get()
    full = question("single", explain="Darum.", hint="Ein Tipp.")
    make_course("alle", owner=quiz.owner, questions=[full, *(question(kind) for kind in SAMPLES)])
    html = preview(desk, Quiz.objects.get(slug="abschluss", url_path__contains="alle"), "solutions")
    for told in ("Genau.", "Leider nicht.", "Darum.", "Ein Tipp.", "eins / 1", "12 Zeichen", "Zum Beispiel so."):
        assert told in html, told
    assert "Bevor Sie veröffentlichen" not in html and "Ihre Antwort –" not in html
    value = quiz.questions
    value[0].value["choices"][0]["correct"] = False
    html = preview(desk, quiz, "solutions", questions=value)
    assert "Bevor Sie veröffentlichen" in html and "Es ist keine richtige Antwort angegeben." in html


def test_learners_preview_tells_no_solution(desk: Client) -> None:
    html = preview(desk, Quiz.objects.get())
    assert "richtig" in html and "Genau." not in html and "choice--ok" not in html


def test_a_new_question_has_empty_rows_and_nothing_is_right() -> None:
    blocks = Quiz._meta.get_field("questions").stream_block.child_blocks
    single = blocks["single"].get_default()
    assert len(single["choices"]) == 3 and single["points"] == "1"
    assert not any(choice["correct"] for choice in single["choices"])
    assert [len(each["items"]) for each in blocks["sort"].get_default()["categories"]] == [2, 2]
    for block in blocks.values():
        assert next(iter(block.child_blocks)) == "text"
        assert list(block.child_blocks)[-5:] == ["explain", "hint", "points", "competence", "lesson"]


def test_directly_under_a_course_a_new_quiz_is_the_exam(desk: Client) -> None:
    course = make_course("ohne", owner=Course.objects.get(slug="kurs").owner, quiz=False)
    form = desk.get(reverse("wagtailadmin_pages:add", args=["courses", "quiz", course.pk])).context["form"]
    assert form["mode"].value() == "assessed" and form["required"].value() is False


@pytest.mark.usefixtures("h5p_store")
def test_an_activity_can_be_tried_in_the_preview_and_nothing_is_sent(desk: Client) -> None:
    approve_folder(H5P_LIBRARIES)
    content = keep(read(BytesIO(pack_folder(ACTIVITY, []))), title="E-Mail", user=None).content
    lesson = Lesson.objects.get(slug="l1")
    value = {"title": "Zum Üben", "content": content.pk, "question": [], "text": "", "done_when": "never"}
    raw = [*lesson.body.get_prep_value(), {"type": "activity", "value": value, "id": str(uuid4())}]
    html = preview(desk, lesson, body=stream(lesson, "body", raw))
    assert "Vorschau: Sie können die Aufgabe ausprobieren." in html and 'data-activity=""' in html
    trial = re.search(r'data-trial="([^"]+)"', html)
    assert trial and desk.get(trial[1]).status_code == 200 and "learn/js/activity.js" in html
