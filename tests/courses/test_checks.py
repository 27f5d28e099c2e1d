"""What stops publishing: each fault a sentence that names the place."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from courses.blocks.question_spec import spec
from courses.checks import problems
from courses.models import Course, Lesson, Module, Quiz
from tests.factories.courses import make_course, question

pytestmark = pytest.mark.django_db


def quiz_with(*questions: dict[str, Any], **values: Any) -> Quiz:
    make_course(questions=questions)
    quiz = Quiz.objects.get()
    for name, value in values.items():
        setattr(quiz, name, value)
    return quiz


def choices(*rights: bool) -> list[dict[str, Any]]:
    return [{"key": f"c{n}", "text": f"Antwort {n}", "correct": right} for n, right in enumerate(rights)]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (question("single", choices=choices(False, False)), "keine richtige Antwort"),
        (question("multiple", choices=choices(False, False)), "keine richtige Antwort"),
        (question("multiple", choices=choices(True, True)), "Alle Antworten sind richtig"),
        (
            question(
                "single",
                choices=[{"key": "a", "text": "Ja", "correct": True}, {"key": "b", "text": " ja "}],
            ),
            "Die Antwort „Ja“ steht 2-mal da.",
        ),
        (question("single", choices=choices(True, True)), "Bei dieser Art darf nur eine richtig sein."),
        (question("single", choices=[*choices(True), {"key": "x", "text": " "}]), "Antwort 2: Dieses Feld"),
        (question("gaps", text="Ohne Lücke"), "Die Lücke „Zahl“ steht nicht im Text"),
        (question("gaps", text="[[1]] und [[1]]"), "Die Lücke „Zahl“ steht mehrmals im Text."),
        (question("gaps", text="[[1]] und [[2]]"), "Im Text steht die Lücke [[2]]."),
        (question("mark", sentence="Nichts markiert."), "Im Satz ist nichts markiert"),
        (question("order", items=["eins", "eins"]), "Der Schritt „eins“"),
        (question("match", pairs=[{"left": "a", "right": "1"}, {"left": "b", "right": "1"}]), "Rechts: „1“"),
        (question("open", points=0), "braucht eine freie Antwort Punkte"),
    ],
)
def test_a_fault_of_a_question_names_the_question(asked: dict[str, Any], fault: str) -> None:
    found = problems(quiz_with(question("truefalse", "gut"), asked))
    assert len(found) == 1 and fault in found[0], found
    assert found[0].startswith("Frage 2 („")


def test_good_questions_of_every_type_have_no_fault() -> None:
    from tests.factories.courses import QUESTIONS

    assert problems(quiz_with(*(question(kind) for kind in QUESTIONS))) == []


def test_a_lesson_to_read_again_is_of_the_same_course() -> None:
    quiz = quiz_with(question("single"))
    make_course("anderer")
    own, other = Lesson.objects.filter(slug="l1").order_by("pk")
    quiz.questions[0].value["lesson"] = own
    assert problems(quiz) == []
    quiz.questions[0].value["lesson"] = other
    assert "eines anderen Kurses" in problems(quiz)[0]


def test_rules_of_the_quiz() -> None:
    quiz = quiz_with(question("single"), draw=5)
    assert problems(quiz) == ["Es sollen 5 Fragen gezogen werden, es gibt aber nur 1."]
    quiz.draw, quiz.pass_mark = None, None
    assert "Bestehensgrenze" in problems(quiz)[0]
    quiz.mode = "practice"
    assert problems(quiz) == []


def test_whoever_draws_questions_can_pass_and_nobody_draws_an_easier_exam() -> None:
    pool = [question("single", "a"), question("single", "b"), question("survey", "c"), question("survey", "d")]
    quiz = quiz_with(*pool, draw=3)
    assert problems(quiz) == []
    quiz.draw = 2
    assert "nur Fragen ohne Punkte gezogen werden" in problems(quiz)[0]
    quiz.draw = 3
    quiz.questions[0].value["points"] = 2
    assert "Bitte geben Sie allen Fragen gleich viele Punkte." in problems(quiz)[0]
    quiz.draw = 4  # all of them
    assert problems(quiz) == []
    quiz.draw, quiz.mode = 2, "practice"
    assert problems(quiz) == []


@pytest.mark.parametrize(
    ("name", "value"), [("wait", 0), ("wait", 50_000), ("limit", 0), ("draw", 0), ("attempts", 0), ("pass_mark", 2)]
)
def test_numbers_of_a_quiz_have_bounds(name: str, value: int) -> None:
    with pytest.raises(ValidationError) as caught:
        quiz_with(question("single"), **{name: value}).save_revision()
    assert list(caught.value.message_dict) == [name]


def test_gaps_without_a_number_are_counted() -> None:
    gaps = [{"key": str(n), "accept": [word], "label": word} for n, word in enumerate(("eins", "zwei"), 1)]
    quiz = quiz_with(question("gaps", text="[[2]] nach [[1]]", gaps=gaps))
    before = spec(quiz.questions[0])
    for gap in quiz.questions[0].value["gaps"]:
        gap["key"] = ""
    assert problems(quiz) == [] and spec(quiz.questions[0]) == before


def test_an_assessed_quiz_needs_points() -> None:
    assert "So kann niemand bestehen." in problems(quiz_with(question("survey")))[0]
    Course.objects.get().delete()
    assert "So kann niemand bestehen." in problems(quiz_with(question("single", points=0)))[0]


def test_a_missing_field_is_named_with_its_block() -> None:
    make_course()
    lesson = Lesson.objects.get(slug="l1")
    lesson.body[0].value = ""
    assert problems(lesson) and problems(lesson)[0].startswith("Block 1 (Überschrift):")
    lesson.body = []
    assert problems(lesson)


def test_a_practice_is_checked_too() -> None:
    make_course()
    lesson = Lesson.objects.get(slug="l1")
    lesson.body[2].value[0].value["choices"][0]["correct"] = False
    assert problems(lesson) == ["Übung 1 („Frage p1?“): Es ist keine richtige Antwort angegeben."]


def test_a_course_for_a_pass_needs_a_live_final_quiz() -> None:
    course = make_course()
    assert problems(course) == []
    Quiz.objects.get().unpublish()
    assert "veröffentlichtes Abschluss-Quiz" in problems(Course.objects.get())[0]
    course.certificate_kind = "participation"
    assert problems(course) == []


def test_what_no_certificate_can_show_is_named() -> None:
    course = make_course()
    course.outcomes = "Ich kann das 😀 und bin Ярослава, Ayşe, محمد – „≥“ 3."
    (fault,) = problems(course)
    assert "diese Zeichen nicht drucken: 😀." in fault
    course.locale.language_code = "uk"  # its certificate bears the words of the German version
    assert problems(course) == []


def test_slugs_are_unique_in_the_course() -> None:
    course = make_course()
    second = Module(title="Modul 2", slug="m2", locale=course.locale)
    course.add_child(instance=second)
    twin = Lesson(title="Zwilling", slug="l1", locale=course.locale, body=[])
    second.add_child(instance=twin)
    assert any("schon die Adresse „l1“" in fault for fault in problems(twin))


def test_a_language_version_has_the_same_questions() -> None:
    make_course(questions=[question("single", "q1"), question("single", "q2")])
    make_course(language="en", questions=[question("single", "q1")])
    english = Quiz.objects.get(locale__language_code="en")
    assert "nicht dieselben wie in der deutschen Fassung (1 statt 2)" in problems(english)[0]
    english.delete()
    english_course = Course.objects.get(locale__language_code="en")
    english_course.delete()
    make_course(language="en", questions=[question("single", "q1"), question("multiple", "q2")])
    assert "Frage 2 hat andere Antworten" in problems(Quiz.objects.get(locale__language_code="en"))[0]
    assert problems(Quiz.objects.get(locale__language_code="de")) == []


def test_a_module_that_reuses_has_nothing_of_its_own() -> None:
    make_course("eins")
    make_course("zwei")
    one, two = Module.objects.order_by("path")
    two.reuses = one
    assert "keine eigenen Lektionen" in problems(two)[0]
