"""Sittings at a quiz whose key turns out to be wrong, and what an editor does about it."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from courses.models import Quiz
from learn.assessment import regrade
from learn.assessment.findings import findings
from learn.assessment.models import Regrade
from learn.enrolments.models import Attempt
from tests.factories import people
from tests.learn.small_course import key_of, question_key, wrong_key
from tests.learn.walk import Walk

KEY = key_of("testkurs/final")


def learner() -> Walk:
    client = Client()
    client.force_login(people.user())
    return Walk(client)


def sit(walk: Walk, *right: bool) -> Walk:
    """A whole sitting: which of the questions are answered as the key says at first."""
    for place, each in enumerate(right, 1):
        assert walk.answer(place, each).status_code == 303
    return walk


def publish(change: Callable[[dict[str, Any]], object], language: str = "de") -> None:
    """Change the questions, by key, and publish the quiz as from the editor; without any value a question goes."""
    page = Quiz.objects.get(slug="abschluss", locale__language_code=language)
    raw = {block["id"]: block["value"] for block in page.questions.raw_data}
    change(raw)
    blocks = [{"type": "single", "id": key, "value": value} for key, value in raw.items()]
    page.questions = page._meta.get_field("questions").to_python(blocks)
    page.save_revision().publish()


def mend(*numbers: int, language: str = "de", **values: Any) -> None:
    """In these questions the other choice is right now."""

    def change(raw: dict[str, Any]) -> None:
        for number in numbers:
            for choice in raw[question_key(number)]["choices"]:
                choice["value"]["correct"] = choice["id"] == wrong_key(number)
            raw[question_key(number)] |= values

    publish(change, language)


def keys(*numbers: int) -> frozenset[str]:
    return frozenset(question_key(number) for number in numbers)


def preview(*numbers: int) -> regrade.Numbers:
    return regrade.preview(findings(KEY), keys(*numbers))


def run(*numbers: int) -> Regrade:
    """One run, as the queue does it."""
    made = Regrade.objects.create(quiz_key=KEY, question_keys=sorted(keys(*numbers)))
    regrade.run(made.pk, timezone.now())
    made.refresh_from_db()
    return made


def standing() -> list[tuple[Any, ...]]:
    """All results, in the order in which the sittings began."""
    return list(Attempt.objects.order_by("started_at").values_list("raw", "max", "passed", "snapshot_id", "counts"))
