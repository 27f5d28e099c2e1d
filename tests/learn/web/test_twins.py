"""Two quizzes that differ in their keys alone give the same pages, byte for byte, until an answer is graded."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

import courses.api
from courses.grading.spec import TYPES, QuestionSpec, QuizSpec
from learn.accounts.models import Learner, User
from learn.enrolments import attempts
from learn.enrolments.attempts import Sitting
from learn.enrolments.models import Attempt

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BASE = "/de/kurse/alle-aufgabentypen"
# The page's token and the form's signed note are new each time.
FRESH = re.compile(r'name="(?:csrfmiddlewaretoken|sitzung)" value="[^"]+"')


def other_key(question: QuestionSpec) -> QuestionSpec:
    """The same question with another solution, every text of it replaced too."""
    solution: dict[str, Any] = {name: _other(name, value, question) for name, value in question.solution.items()}
    assert solution != question.solution
    return replace(question, solution=solution)


def _other(name: str, value: Any, question: QuestionSpec) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        keys = [each["key"] for each in question.public.get("choices", ())]
        return next((key for key in keys if key != value), "anders") if name == "correct" else f"{value} anders"
    if isinstance(value, list):
        if name == "correct":
            every = [each["key"] for each in question.public.get("choices") or question.public.get("tokens") or ()]
            return [key for key in every if key and key not in value] or value[::-1]
        return [_other("", each, question) for each in value]
    values = list(value.values())
    if name == "correct" and not isinstance(values[0], bool):  # rows: each gets what belongs to the next one
        return dict(zip(value, values[1:] + values[:1], strict=True))
    return {key: _other("", each, question) for key, each in value.items()}


def twin(quiz: QuizSpec) -> QuizSpec:
    return replace(quiz, questions=tuple(other_key(question) for question in quiz.questions))


@pytest.mark.parametrize("slot", ["pruefungsrunde", "blattrunde"])
def test_pages_of_twins_are_byte_equal(all_types: str, slot: str) -> None:
    client = Client()
    begin(client, slot)
    attempt = Attempt.objects.select_related("snapshot").get()
    quiz = QuizSpec.from_data(attempt.snapshot.data)
    paths = [f"frage/{number}/" for number in range(1, len(quiz.questions) + 1)] + ["ergebnis/", "alle/"]
    pages = [shown(client, f"{BASE}/{slot}/{path}") for path in paths]
    attempt.snapshot_id = attempts.freeze(twin(quiz))
    attempt.save()
    assert attempt.snapshot_id != quiz.content_hash()
    for path, page in zip(paths, pages, strict=True):
        assert shown(client, f"{BASE}/{slot}/{path}") == page, path


def test_every_type_was_among_them(all_types: str) -> None:
    types = set()
    for slot in ("pruefungsrunde", "blattrunde"):
        quiz = courses.api.quiz("de", "alle-aufgabentypen", slot)
        assert quiz is not None
        types |= {question.type for question in quiz.spec.questions}
    assert types == set(TYPES)


def begin(client: Client, slot: str) -> None:
    """Begin a sitting without answering anything that would be told."""
    user = User.objects.create_user("zwilling@example.org", "geheim-geheim-1")
    client.force_login(user)
    course = courses.api.course("de", "alle-aufgabentypen")
    quiz = courses.api.quiz("de", "alle-aufgabentypen", slot)
    assert course is not None and quiz is not None
    learner, _ = Learner.objects.get_or_create(user=user)
    feedback = "end" if quiz.spec.layout == "all" else quiz.spec.feedback
    attempts.begin(learner, course.outline, Sitting(quiz.spec, "zwilling", feedback=feedback), timezone.now())


def shown(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code in (200, 302), path
    return FRESH.sub("", response.content.decode())
