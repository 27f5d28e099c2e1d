"""A course of a few lessons and a final quiz, made in the page tree; live, as editors would leave it."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from wagtail.models import Locale
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses import api
from courses.models import Catalogue, Course, Lesson, Module, Quiz


def key_of(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def single(number: int, text: str = "", points: str = "1") -> dict[str, Any]:
    """A question whose right choice is the first one; choice keys are `right_key` and `wrong_key` of the number."""
    return {
        "type": "single",
        "id": str(key_of(f"question-{number}")),
        "value": {
            "text": text or f"Frage Nummer {number}?",
            "points": points,
            "choices": [
                {
                    "type": "item",
                    "id": right_key(number),
                    "value": {"text": f"Richtig {number}", "correct": True, "feedback": "Genau."},
                },
                {
                    "type": "item",
                    "id": wrong_key(number),
                    "value": {"text": f"Falsch {number}", "feedback": "Leider nein."},
                },
            ],
            "explain": f"Erklärung {number}.",
        },
    }


def right_key(number: int) -> str:
    return str(key_of(f"right-{number}"))


def wrong_key(number: int) -> str:
    return str(key_of(f"wrong-{number}"))


def question_key(number: int) -> str:
    return str(key_of(f"question-{number}"))


PRACTICE_KEY = key_of("practice-block")


@disable_reference_index_auto_update()  # nothing refers to these pages, and it is a fifth of the time
def make_course(
    slug: str = "testkurs",
    *,
    language: str = "de",
    lessons: int = 3,
    questions: int = 3,
    kind: str = "pass",
    with_practice: bool = True,
    **quiz: Any,
) -> api.Course:
    """A live course: one module of lessons, a practice quiz "uebung", the final quiz "abschluss" (pass mark 0.6)."""
    locale = Locale.objects.get(language_code=language)
    catalogue = Catalogue.objects.get(locale=locale)
    suffix = "" if language == "de" else f" ({language})"

    def add(parent: Any, page: Any, key: str) -> Any:
        page.locale, page.translation_key = locale, key_of(f"{slug}/{key}")
        parent.add_child(instance=page)
        return page

    course = add(
        catalogue,
        Course(
            title=f"Testkurs{suffix}",
            slug=slug,
            teaser="Ein Kurs.",
            outcomes="Ich kann das.",
            certificate_kind=kind,
            valid_months=24,
        ),
        "course",
    )
    module = add(course, Module(title="Erstes Modul", slug="modul-1"), "module")
    for number in range(1, lessons + 1):
        body = [{"type": "text", "value": f"<p>Text der Lektion {number}.</p>"}]
        if number == 1:
            body.append({"type": "practice", "id": str(PRACTICE_KEY), "value": [single(900)]})
        lesson = Lesson(title=f"Lektion {number}{suffix}", slug=f"lektion-{number}", minutes=5, body=body)
        add(module, lesson, f"lesson-{number}")
    if with_practice:
        drill = Quiz(title="Übung", slug="uebung", mode="practice", questions=[single(n) for n in (901, 902)])
        add(module, drill, "drill")
    fields = {"mode": "assessed", "pass_mark": "0.60", "feedback": "each"} | quiz
    final = Quiz(
        title="Abschluss-Quiz", slug="abschluss", questions=[single(n) for n in range(1, questions + 1)], **fields
    )
    add(course, final, "final")
    api.renew()
    return api.course(language, slug)  # type: ignore[return-value]
