"""Quick courses for tests: live pages without the way through the CMS, and one question of each type."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from wagtail.models import Locale
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses import stamp
from courses.exchange.archive.ids import course_id, module_id, step_id
from courses.exchange.archive.load import import_archive
from courses.exchange.archive.report import Report
from courses.exchange.archive.to_blocks import Blocks
from courses.h5p.library import approve_folder as approve_libraries
from courses.models import Catalogue, Course, CourseTopic, Lesson, Module, Quiz, Topic

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "courses"
H5P_LIBRARIES = FIXTURES.parent / "h5p" / "library"

#: one question of each type that needs no file, as an archive writes it; the right answer is always plain to see
QUESTIONS: dict[str, dict[str, Any]] = {
    "single": {"choices": [{"key": "a", "text": "richtig", "correct": True, "feedback": "Genau."},
                           {"key": "b", "text": "falsch", "feedback": "Leider nicht."}]},
    "multiple": {"choices": [{"key": "a", "text": "richtig", "correct": True},
                             {"key": "b", "text": "auch richtig", "correct": True},
                             {"key": "c", "text": "falsch", "feedback": "Nein."}]},
    "truefalse": {"correct": True, "feedback_true": "Ja.", "feedback_false": "Doch."},
    "statements": {"statements": [{"key": "a", "text": "stimmt", "correct": True},
                                  {"key": "b", "text": "stimmt nicht", "correct": False}]},
    "gaps": {"text": "Eins und [[1]] sind zwei.", "gaps": [{"key": "1", "accept": ["eins", "1"], "label": "Zahl"}]},
    "gaps_choice": {"text": "Zwei ist [[1]].",
                    "gaps": [{"key": "1", "choices": ["gerade", "ungerade"], "correct": "gerade", "label": "Art"}]},
    "short": {"accept": ["Krefeld"], "ignore_case": True, "typos": 1},
    "number": {"correct": 12, "tolerance": 0, "unit": "Zeichen"},
    "match": {"pairs": [{"left": "eins", "right": "1"}, {"left": "zwei", "right": "2"}], "extra": ["3"]},
    "order": {"items": ["zuerst", "dann", "zuletzt"]},
    "sort": {"categories": ["sicher", "unsicher"],
             "items": [{"text": "gut", "category": "sicher"}, {"text": "schlecht", "category": "unsicher"}]},
    "mark": {"sentence": "Bitte [[sofort]] hier klicken."},
    "open": {"sample": "Zum Beispiel so."},
    "survey": {"choices": [{"key": "a", "text": "gut"}, {"key": "b", "text": "geht so"}]},
}  # fmt: skip


class NoMedia:
    """For questions and lessons without files."""

    def picture(self, name: str) -> int:
        raise AssertionError(f"no picture in a quick course: {name}")

    def document(self, name: str, title: str) -> int:
        raise AssertionError(f"no document in a quick course: {name}")


def question(kind: str = "single", key: str = "", **changes: Any) -> dict[str, Any]:
    """A question as an archive writes it."""
    return {"key": key or kind, "type": kind, "text": f"Frage {key or kind}?", **QUESTIONS[kind], **changes}


def lesson_blocks(number: int) -> list[dict[str, Any]]:
    """A short lesson with a practice `p1`."""
    return [
        {"heading": f"Abschnitt {number}"},
        {"text": f"Das ist **Lektion {number}**."},
        {"practice": {"key": "p1", "question": question("single", "p1")}},
    ]


@disable_reference_index_auto_update()  # nothing refers to these pages, and it is a fifth of the time
def make_course(
    slug: str = "kurs",
    *,
    lessons: int = 2,
    quiz: bool = True,
    language: str = "de",
    title: str = "",
    questions: Sequence[Mapping[str, Any]] | None = None,
    optional: int = 0,
    live: bool = True,
    owner: Any = None,
    pass_mark: str = "0.50",
    attempts: int | None = None,
    draw: int | None = None,
    feedback: str = "each",
    topic: str = "",
    **values: Any,
) -> Course:
    """A live course with one module, `lessons` lessons (slugs l1, l2, …; the last `optional` ones not required) and a
    final quiz `abschluss`. Its keys come from the slug, so versions in several languages belong together."""
    locale = Locale.objects.get(language_code=language)
    kind = "pass" if quiz else "participation"
    fields = {"teaser": "Ein Satz.", "outcomes": "Ich kann etwas.", "competences": ["4.1"], "certificate_kind": kind}
    course = Course(
        title=title or f"Kurs {slug}", slug=slug, locale=locale, translation_key=course_id(slug),
        live=live, owner=owner,
        **(fields | values),
    )  # fmt: skip
    if topic:
        found, _made = Topic.objects.get_or_create(key=topic, locale=locale, defaults={"name": topic.title()})
        course.topic_links = [CourseTopic(topic=found, sort_order=0)]
    Catalogue.objects.get(locale=locale).add_child(instance=course)
    common = {"locale": locale, "live": live, "owner": owner}
    module = Module(title="Modul 1", slug="m1", translation_key=module_id(slug, "m1"), **common)
    course.add_child(instance=module)
    for number in range(1, lessons + 1):
        _add_lesson(module, slug, number, required=number <= lessons - optional, **common)
    if quiz:
        asked = questions if questions is not None else [question("single", "q1"), question("truefalse", "q2")]
        sitting = {"attempts": attempts, "draw": draw, "pass_mark": Decimal(pass_mark), "feedback": feedback}
        _add_quiz(course, slug, asked, **sitting, **common)
    stamp.renew()
    return course


def _add_lesson(module: Module, course: str, number: int, **values: Any) -> None:
    key = step_id(course, f"l{number}")
    lesson = Lesson(title=f"Lektion {number}", slug=f"l{number}", translation_key=key, minutes=5, **values)
    raw = Blocks(values["locale"].language_code, NoMedia()).lesson(key, lesson_blocks(number))
    lesson.body = lesson._meta.get_field("body").to_python(raw)
    module.add_child(instance=lesson)


def _add_quiz(course: Course, slug: str, asked: Sequence[Mapping[str, Any]], **values: Any) -> None:
    key = step_id(slug, "abschluss")
    quiz = Quiz(title="Abschluss-Quiz", slug="abschluss", translation_key=key, mode="assessed", **values)
    raw = Blocks(values["locale"].language_code, NoMedia()).questions(key, list(asked))
    quiz.questions = quiz._meta.get_field("questions").to_python(raw)
    course.add_child(instance=quiz)


def load_fixture(key: str, user: Any = None, only: str = "") -> Report:
    """One of the demo's courses through the importer, with the library its H5P activities need."""
    approve_libraries(H5P_LIBRARIES)
    return import_archive(FIXTURES / key, user=user, only=only)
