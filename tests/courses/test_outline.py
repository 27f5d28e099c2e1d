"""The door: outlines, cards and what they cost."""

from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses import api, stamp
from courses.exchange.archive.ids import course_id, step_id
from courses.models import CourseImage, CourseTopic, Lesson, Module, Topic
from tests.factories.courses import load_fixture, make_course, question

pytestmark = pytest.mark.django_db


def outline(slug: str = "kurs", language: str = "de") -> api.CourseOutline:
    found = api.outline(course_id(slug), language)
    assert found
    return found


def test_steps_stand_in_the_order_of_the_tree_and_the_final_quiz_last() -> None:
    make_course(lessons=3, optional=1)
    found = outline()
    assert [slot.slug for slot in found.slots] == ["l1", "l2", "l3", "abschluss"]
    assert [slot.slug for slot in found.lessons] == ["l1", "l2", "l3"]
    assert [slot.slug for slot in found.required_lessons] == ["l1", "l2"]
    final = found.final_quiz
    assert final and final.final and final.required and final.kind == "quiz" and final.question_count == 2
    first = found.slots[0]
    assert found.after(first) == found.slots[1] and found.before(first) is None and found.after(final) is None
    assert found.slot("l2") == found.slot_by_key(step_id("kurs", "l2")) and found.slot("nix") is None
    stranger = type(first)(**{name: getattr(first, name) for name in first.__slots__} | {"key": uuid4()})
    assert found.after(stranger) is None


def test_a_moved_lesson_moves_in_the_outline() -> None:
    make_course(lessons=3)
    Lesson.objects.get(slug="l3").move(Lesson.objects.get(slug="l1"), pos="left")
    assert [slot.slug for slot in outline().lessons] == ["l3", "l1", "l2"]


def test_only_what_is_live_is_there() -> None:
    course = make_course(lessons=2)
    Lesson.objects.get(slug="l2").unpublish()
    assert [slot.slug for slot in outline().lessons] == ["l1"]
    assert api.lesson("de", "kurs", "l2") is None
    Module.objects.get().unpublish()
    assert outline().lessons == ()
    course.unpublish()
    assert api.course("de", "kurs") is None and api.outline(course.translation_key, "de") is None
    assert api.languages() == () and api.course_keys() == ()


def test_a_draft_is_not_there() -> None:
    make_course("entwurf", live=False)
    assert api.catalogue("de").courses == ()


def test_languages_fall_back_for_the_order_but_not_in_the_catalogue() -> None:
    make_course("eins")
    make_course("eins", language="en", title="One")
    make_course("zwei")
    assert [card.slug for card in api.catalogue("en").courses] == ["eins"]
    assert outline("eins", "en").title == "One"
    assert outline("zwei", "en").language == "de"
    assert api.titles("en") == {course_id("eins"): "One", course_id("zwei"): "Kurs zwei"}
    assert api.languages() == ("de", "en")
    assert api.catalogue("de-simple").courses == ()


def test_a_topic_without_a_name_in_the_language_stands_in_german() -> None:
    course = make_course("eins", topic="sicherheit")
    english = make_course("eins", language="en")
    CourseTopic.objects.create(course=english, topic=Topic.objects.get(), sort_order=0)
    stamp.renew()
    assert [(topic.name, topic.lang) for topic in api.catalogue("en").courses[0].topics] == [("Sicherheit", "de")]
    assert course.translation_key == english.translation_key


def test_a_module_may_appear_in_a_second_course() -> None:
    make_course("eins", lessons=2, quiz=False)
    second = make_course("zwei", lessons=0, quiz=False)
    own = Module.objects.get(slug="m1", path__startswith=second.path)
    own.reuses = Module.objects.exclude(pk=own.pk).get()
    own.save()
    stamp.renew()
    assert [slot.key for slot in outline("zwei").slots] == [slot.key for slot in outline("eins").slots]
    lesson = api.lesson("de", "zwei", "l2")
    assert lesson and lesson.index == 2 and "Lektion 2" in lesson.body_html


def test_restrictions_are_named_on_the_slots_below() -> None:
    make_course(lessons=2)
    restriction = PageViewRestriction.objects.create(page=Lesson.objects.get(slug="l1"), restriction_type="login")
    assert [slot.restricted for slot in outline().slots] == [True, False, False]
    restriction.delete()
    PageViewRestriction.objects.create(page=Module.objects.get(), restriction_type="login")
    assert [slot.restricted for slot in outline().slots] == [True, True, False]


@pytest.mark.parametrize("lessons", [10, 100])
def test_catalogue_and_course_cost_four_queries_cold_and_none_warm(lessons: int) -> None:
    make_course(lessons=lessons, topic="sicherheit")
    make_course("zweiter", lessons=3, topic="alltag")
    caches["pages"].clear()
    stamp.renew()
    with CaptureQueriesContext(connection) as cold:
        catalogue, course = api.catalogue("de"), api.course("de", "kurs")
    assert course and len(course.outline.lessons) == lessons == catalogue.courses[0].lesson_count
    assert len(cold) <= 4
    with CaptureQueriesContext(connection) as warm:
        api.catalogue("de"), api.course("de", "kurs"), api.outline(course.card.key, "en"), api.titles("de")
    assert len(warm) == 0


def test_a_lesson_is_made_once() -> None:
    make_course()
    api.lesson("de", "kurs", "l1")
    api.quiz("de", "kurs", "abschluss")
    with CaptureQueriesContext(connection) as warm:
        lesson, quiz = api.lesson("de", "kurs", "l1"), api.quiz("de", "kurs", "abschluss")
    assert lesson and quiz and len(warm) == 0
    assert api.quiz_spec(quiz.slot.key, "en") == quiz.spec


def test_a_quiz_draws_no_more_than_it_has() -> None:
    make_course(questions=[question("single", f"q{n}") for n in range(5)], draw=3)
    final = outline().final_quiz
    assert final and final.question_count == 3


def test_what_is_not_there_is_none() -> None:
    make_course()
    assert api.lesson("de", "kurs", "abschluss") is None and api.quiz("de", "kurs", "l1") is None
    assert api.lesson("de", "nix", "l1") is None and api.lesson("xx", "kurs", "l1") is None
    assert api.practice("de", "kurs", "l1", uuid4()) is None and api.quiz_spec(uuid4(), "de") is None
    assert api.info("de", "impressum") is None


def test_a_card_has_its_picture() -> None:
    load_fixture("mitreden-online")
    picture = api.catalogue("de").courses[0].picture
    assert picture and picture.src.startswith("/medien/") and picture.width and picture.alt == ""
    assert CourseImage.objects.filter(source_name="thema-fakten.svg").exists()
