"""The course archive: every course of the demo goes in and comes out as it was."""

import json
import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import yaml
from wagtail.models import Page

from courses import api, stamp
from courses.checks import problems
from courses.exchange.archive.ids import course_id, step_id
from courses.exchange.archive.markup import to_html, to_markdown
from courses.grading.spec import TYPES
from courses.models import Course, CourseImage, Lesson, Module, Quiz
from tests.factories.courses import FIXTURES, H5P_LIBRARIES, QUESTIONS, load_fixture, make_course, question

KEYS = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", KEYS)
def test_a_course_of_the_demo_imports_and_comes_out_the_same(key: str, tmp_path: Path) -> None:
    first = load_fixture(key)
    assert first.created > 5 and first.changed == first.unchanged == 0
    for model in (Course, Lesson, Quiz):
        for page in model.objects.all():
            assert page.live and problems(page) == []
    assert Page.find_problems() == ([], [], [], [], [])
    second = load_fixture(key)
    assert (second.created, second.changed, second.unchanged) == (0, 0, first.created)

    api.export_archive(course_id(key), tmp_path / key)
    third = api.import_archive(tmp_path / key)
    assert (third.created, third.changed, third.unchanged) == (0, 0, first.created), third.lines


def test_all_question_types_become_specs(demo_courses: list[str]) -> None:
    specs = []
    for outline in filter(None, (api.outline(key, "de") for key in api.course_keys())):
        for slot in outline.slots:
            if slot.kind == "quiz":
                found = api.quiz("de", outline.slug, slot.slug)
                assert found and len(found.spec.questions) >= slot.question_count
                specs += found.spec.questions
    for lesson in Lesson.objects.filter(locale__language_code="de"):
        for child in lesson.body:
            if child.block_type == "practice":
                practice = api.practice("de", lesson.course_slug(), lesson.slug, UUID(child.id))
                assert practice and practice[0] == lesson.translation_key
                specs.append(practice[1])
    assert {spec.type for spec in specs} == set(TYPES)
    for spec in specs:
        assert spec == type(spec).from_data(spec.to_data())
        for name, value in spec.solution.items():
            if name in ("explain", "sample") and value:
                assert value not in str(spec.public)


def test_keys_are_the_same_in_all_languages_and_on_every_machine(phishing: str) -> None:
    by_language = {code: api.outline(course_id("phishing-erkennen"), code) for code in ("de", "de-simple", "en")}
    shapes = {
        code: [(slot.key, slot.slug, slot.kind, slot.question_count) for slot in outline.slots]
        for code, outline in by_language.items()
        if outline
    }
    assert len(shapes) == 3 and shapes["de"] == shapes["de-simple"] == shapes["en"]
    assert shapes["de"][0][0] == step_id("phishing-erkennen", "was-ist-phishing")
    quizzes = [api.quiz(code, "phishing-erkennen", "abschluss") for code in shapes]
    keys = [[question.key for question in quiz.spec.questions] for quiz in quizzes if quiz]
    assert keys[0] == keys[1] == keys[2]
    assert str(step_id("phishing-erkennen", "q1")) == "12ae3837-d468-565b-9f5d-8820b343baa3"


def test_topics_meet_by_their_place() -> None:
    load_fixture("ki-verstehen")
    german, english = api.catalogue("de").courses[0], api.catalogue("en").courses[0]
    assert [topic.name for topic in german.topics] == ["Künstliche Intelligenz"]
    assert [(topic.name, topic.lang) for topic in english.topics] == [("Artificial intelligence", "en")]
    assert german.topics[0].key == english.topics[0].key == "kunstliche-intelligenz"
    assert german.languages == english.languages == ("de", "en")


def test_a_changed_lesson_alone_is_published_again(demo_courses: list[str], tmp_path: Path) -> None:
    api.export_archive(course_id("sichere-passwoerter"), tmp_path / "kurs")
    file = tmp_path / "kurs" / "de.yaml"
    data = yaml.safe_load(file.read_text())
    data["modules"][0]["lessons"][0]["title"] = "Neuer Titel"
    file.write_text(yaml.safe_dump(data, allow_unicode=True))
    report = api.import_archive(tmp_path / "kurs")
    assert (report.created, report.changed) == (0, 1) and "Neuer Titel" in report.lines[0]
    assert Lesson.objects.get(title="Neuer Titel").live


def test_a_zip_file_is_as_good_as_a_folder(demo_courses: list[str], tmp_path: Path) -> None:
    api.export_archive(course_id("mitreden-online"), tmp_path / "mitreden-online.zip")
    report = api.import_archive(tmp_path / "mitreden-online.zip")
    assert report.created == report.changed == 0 and report.unchanged == 10


def test_pictures_are_stored_once_and_in_their_language(demo_courses: list[str]) -> None:
    load_fixture("ki-verstehen")
    names = list(CourseImage.objects.values_list("source_name", flat=True))
    assert len(names) == len(set(names)) and "ki-verstehen-wort.en.svg" in names


@pytest.mark.parametrize("language", ["de", "de-simple", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "Ein Satz.\n\nZweiter **fetter** Absatz mit *Betonung*.",
        "- eins\n- zwei\n  - innen\n- drei",
        "1. eins\n2. zwei",
        "Eine [Seite](https://example.org/a_b) und `code_mit_strich`.",
        "Zeile eins\\\nZeile zwei",
        "Datei_name * und _ und 2 < 3 & mehr",
    ],
)
def test_markdown_survives_the_way_there_and_back(text: str, language: str) -> None:
    html = to_html(text, language)
    assert to_html(to_markdown(html, language), language) == html


def test_lines_stay_lines_in_easy_language_only() -> None:
    assert to_html("Eins.\nZwei.", "de-simple") == "<p>Eins.<br/>Zwei.</p>"
    assert to_html("Eins.\nZwei.", "de") == "<p>Eins. Zwei.</p>"


def test_an_archive_may_reorder_move_and_add(demo_courses: list[str], tmp_path: Path) -> None:
    api.export_archive(course_id("sichere-passwoerter"), tmp_path / "kurs")
    file = tmp_path / "kurs" / "de.yaml"
    data = yaml.safe_load(file.read_text())
    first, second = data["modules"][:2]
    second["lessons"].insert(0, first["lessons"].pop(0))
    first["lessons"].reverse()
    new = {**json.loads(json.dumps(first["lessons"][0])), "key": "ganz-neu", "title": "Ganz neu"}
    first["lessons"].insert(1, new)
    file.write_text(yaml.safe_dump(data, allow_unicode=True))
    wanted = [[lesson["key"] for lesson in module["lessons"]] for module in data["modules"]]

    report = api.import_archive(tmp_path / "kurs")
    assert report.created == 1 and report.changed == 0
    outline = api.outline(course_id("sichere-passwoerter"), "de")
    assert outline
    shown = [[slot.slug for slot in module.slots if slot.kind == "lesson"] for module in outline.modules]
    assert shown == wanted
    assert api.import_archive(tmp_path / "kurs").unchanged == 12
    assert Page.find_problems() == ([], [], [], [], [])


def test_pages_that_left_the_archive_stay_and_are_named(demo_courses: list[str], tmp_path: Path) -> None:
    api.export_archive(course_id("sichere-passwoerter"), tmp_path / "kurs")
    file = tmp_path / "kurs" / "de.yaml"
    data = yaml.safe_load(file.read_text())
    gone = data["modules"][0]["lessons"].pop()
    for quiz in (data["final_quiz"], *(module["quiz"] for module in data["modules"] if "quiz" in module)):
        for asked in quiz["questions"]:
            if asked.get("lesson") == gone["key"]:
                del asked["lesson"]
    file.write_text(yaml.safe_dump(data, allow_unicode=True))
    report = api.import_archive(tmp_path / "kurs")
    assert any(gone["title"] in line and "nicht im Archiv" in line for line in report.lines)
    assert Lesson.objects.get(slug=gone["key"]).live


def test_rules_of_a_quiz_and_what_people_mark_come_out_the_same(tmp_path: Path) -> None:
    rules = {"counts": "last", "wait": 60, "limit": 20, "layout": "all", "review": "own"}
    rubric = [{"text": "Nennt zwei Wege", "points": 2}, {"text": "Begründet einen"}]
    asked = {"key": "f30", "type": "open", "text": "Wie erreichen Sie das Amt?", "sample": "Ich rufe an.",
             "rubric": rubric, "replies": ["Gut erklärt."], "lesson": "was-ist-phishing"}  # fmt: skip
    source = yaml.safe_load((FIXTURES / "phishing-erkennen" / "de.yaml").read_text("utf-8"))
    source["final_quiz"] |= rules
    source["final_quiz"]["questions"].append(asked)
    folder = tmp_path / "phishing-erkennen"
    shutil.copytree(FIXTURES / "phishing-erkennen" / "media", folder / "media")
    (folder / "de.yaml").write_text(yaml.safe_dump(source, allow_unicode=True), "utf-8")
    api.approve_libraries(H5P_LIBRARIES)
    api.import_archive(folder)
    spec = api.quiz("de", "phishing-erkennen", "abschluss").spec
    assert {name: getattr(spec, name) for name in rules} == rules
    question = spec.questions[-1]
    assert (question.points, question.needs_review) == (3, True)
    assert question.public["criteria"] == ["Nennt zwei Wege", "Begründet einen"]
    assert question.lesson == str(Lesson.objects.get(slug="was-ist-phishing").translation_key)
    api.export_archive(course_id("phishing-erkennen"), tmp_path / "wieder")
    again = yaml.safe_load((tmp_path / "wieder" / "de.yaml").read_text("utf-8"))["final_quiz"]
    assert {name: again[name] for name in rules} == rules
    assert again["questions"][-1] == asked | {"rubric": [rubric[0], rubric[1] | {"points": 1}]}
    assert api.import_archive(folder).changed == 0


def test_a_reused_module_comes_out_as_a_reference(tmp_path: Path) -> None:
    make_course("eins", lessons=2, quiz=False)
    second = make_course("zwei", lessons=0, quiz=False, topic="alltag")
    module = Module.objects.child_of(second).get()
    module.reuses = Module.objects.exclude(pk=module.pk).get()
    module.save()
    api.export_archive(course_id("zwei"), tmp_path / "zwei")
    assert yaml.safe_load((tmp_path / "zwei" / "de.yaml").read_text())["modules"][0]["reuses"] == "eins/m1"
    assert api.import_archive(tmp_path / "zwei").created == 0


def test_what_the_cms_made_keeps_its_ids(tmp_path: Path) -> None:
    course = make_course("eins", topic="alltag", questions=[question(kind) for kind in QUESTIONS if kind != "open"])
    Course.objects.filter(pk=course.pk).update(translation_key=uuid4(), slug="anders")
    quiz = Quiz.objects.get()
    raw = json.loads(json.dumps(list(quiz.questions.raw_data)))
    for each in raw:
        each["id"] = str(uuid4())
    quiz.questions = json.dumps(raw)
    quiz.save()
    stamp.renew()
    key = Course.objects.get().translation_key
    before = api.quiz("de", "anders", "abschluss")
    api.export_archive(key, tmp_path / "anders")
    report = api.import_archive(tmp_path / "anders")
    assert report.created == 0, report.lines
    after = api.quiz("de", "anders", "abschluss")
    assert before and after and before.spec == after.spec
