"""Bodies as readers get them: every kind of block, no solution in it, nothing a strict policy would stop."""

import re

import pytest

from courses import api
from courses.blocks.question_parts import opaque
from courses.grading.quiz import shown
from courses.models import Lesson, Quiz
from tests.factories.courses import load_fixture, make_course, question

pytestmark = pytest.mark.django_db
KINDS = {"heading", "text", "image", "callout", "steps", "glossary", "compare", "dialog", "practice", "activity"}


def bodies() -> list[tuple[Lesson, str]]:
    found = []
    for lesson in Lesson.objects.select_related("locale"):
        made = api.lesson(lesson.locale.language_code, lesson.course_slug(), lesson.slug)
        assert made
        found.append((lesson, str(made.body_html)))
    return found


def test_every_lesson_of_the_demo_is_small_and_clean(demo_courses: list[str]) -> None:
    seen = set()
    for lesson, html in bodies():
        seen |= {child.block_type for child in lesson.body}
        where = f"{lesson.course_slug()}/{lesson.slug}"
        assert len(html.encode()) < 26_000, where
        assert not re.search(r"\sstyle=|<script|<style|\son\w+=|https?://[^\s<]*\.(?:js|css|png|svg)", html), where
        assert "w-block" not in html and "[[" not in html and "**" not in html, where
        assert html.count("<img") == html.count(" alt="), where
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), where
        for child in lesson.body:
            if child.block_type == "practice" and child.value[0].value["explain"]:
                assert str(child.value[0].value["explain"]) not in html, where
    assert seen == KINDS


def test_easy_language_shows_one_sentence_a_line() -> None:
    load_fixture("phishing-erkennen", only="de-simple")
    lesson = api.lesson("de-simple", "phishing-erkennen", "was-ist-phishing")
    assert lesson and "Sie sitzen beim Frühstück.<br/>Sie bekommen eine E-Mail." in lesson.body_html
    assert 'action="/de-simple/kurse/phishing-erkennen/was-ist-phishing/uebung/' in lesson.body_html


def test_what_people_write_is_escaped() -> None:
    make_course(title="<script>alert(1)</script>")
    lesson = Lesson.objects.get(slug="l1")
    lesson.body[0].value = "<script>alert(1)</script>"
    lesson.save_revision().publish()
    found = api.lesson("de", "kurs", "l1")
    assert found and "<script>" not in found.body_html and "&lt;script&gt;" in found.body_html


def test_the_order_of_a_list_does_not_tell_the_answer() -> None:
    make_course(
        questions=[question("order", items=[f"Schritt {n}" for n in range(8)]), question("match"), question("sort")]
    )
    quiz = api.quiz("de", "kurs", "abschluss")
    assert quiz
    order, match, sort = quiz.spec.questions
    stored = [child.id for child in Quiz.objects.get().questions[0].value["items"].bound_blocks]
    public = [item["key"] for item in order.public["items"]]
    assert not set(public) & set(stored) and set(public) == {opaque(key) for key in stored}
    assert public != list(order.solution["correct"])
    assert [item["key"] for item in shown(order, "x")["items"]] != list(order.solution["correct"])
    assert {item["key"] for item in match.public["left"]} == set(match.solution["correct"])
    assert not {item["key"] for item in match.public["left"]} & {item["key"] for item in match.public["right"]}
    assert set(sort.solution["correct"]) == {item["key"] for item in sort.public["items"]}


def test_a_marked_phrase_is_one_token_and_nothing_is_lost() -> None:
    sentence = "Bitte [[sofort klicken]], sonst ist [[Ihr Konto]] weg: info@bank.example!"
    make_course(questions=[question("mark", sentence=sentence)])
    quiz = api.quiz("de", "kurs", "abschluss")
    assert quiz
    spec = quiz.spec.questions[0]
    tokens = spec.public["tokens"]
    assert "".join(token["text"] for token in tokens) == sentence.replace("[[", "").replace("]]", "")
    right = [token["text"] for token in tokens if token["key"] in spec.solution["correct"]]
    assert right == ["sofort klicken", "Ihr Konto"]
    assert {"key": None, "text": "!"} in tokens and any(token["text"] == "info@bank.example" for token in tokens)
