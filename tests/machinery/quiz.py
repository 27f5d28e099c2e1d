"""A real course with its assessed quiz, as plain HTTP sees it: addresses, forms filled in, people who may log in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.urls import reverse

import courses.api
from courses.grading import form
from courses.grading.spec import QuestionSpec
from learn.accounts.models import User
from learn.web.tokens import read_token
from tests.browser.answers import PREFIX, right_fields, wrong_fields
from tests.machinery.visitor import Answer

PASSWORD = "vier-zufaellige-worte"


@dataclass(frozen=True, slots=True)
class Filled:
    """A question's form filled in: what is posted, and what the site should keep of it."""

    seed: str
    question: str
    fields: Mapping[str, Any]
    given: Any


@dataclass(frozen=True, slots=True)
class Course:
    """What a learner would find by clicking, and the answers."""

    log_in: str
    start: str
    lessons: Sequence[str]
    quiz: str
    questions: Mapping[str, QuestionSpec]

    def place(self, number: int) -> str:
        """The address of a question, from 1 on."""
        return f"{self.quiz}frage/{number}/"

    @property
    def places(self) -> list[str]:
        return [self.place(number) for number in range(1, len(self.questions) + 1)]

    @property
    def result(self) -> str:
        return f"{self.quiz}ergebnis/"

    def fill(self, page: Answer, right: bool = True) -> Filled:
        """The answer to the question on a page; the question is known by the signed note in its form."""
        hidden = page.hidden("sitzung") or {}
        token = read_token(hidden.get("sitzung"))
        assert token is not None, f"not a question: {page.status} {page.text[:500]}"
        question = self.questions[token.question_key]
        fields = right_fields(question) if right else wrong_fields(question)
        given, faults = form.read(question, lambda name: _listed(fields.get(name)), PREFIX, token.seed)
        assert not faults, faults
        return Filled(token.seed, question.key, hidden | fields, given)


@pytest.fixture
def course(phishing: str) -> Course:
    found = courses.api.course("de", phishing)
    assert found is not None
    assert found.outline.final_quiz is not None
    final = courses.api.quiz("de", phishing, found.outline.final_quiz.slug)
    assert final is not None
    assert final.spec.feedback == "each", "with feedback at the end an answer need not be final"
    assert final.spec.draw is None
    return Course(
        log_in=reverse("account_login"),
        start=reverse("course", kwargs={"course": phishing}),
        lessons=[_step(phishing, lesson.slug) for lesson in found.outline.required_lessons],
        quiz=_step(phishing, final.slot.slug),
        questions={question.key: question for question in final.spec.questions},
    )


def accounts(number: int) -> Iterator[dict[str, str]]:
    """Makes people with a name, whose certificate is issued as soon as they complete; gives what logs them in."""
    password = Argon2PasswordHasher().encode(PASSWORD, "the-same-for-all")
    people = [
        User(email=f"person-{n}@example.org", first_name="Mia", last_name=f"Muster {n}", password=password)
        for n in range(number)
    ]
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(EmailAddress(user=p, email=p.email, verified=True, primary=True) for p in people)
    return iter([{"login": person.email, "password": PASSWORD} for person in people])


def _step(course: str, slot: str) -> str:
    return reverse("step", kwargs={"course": course, "slot": slot})


def _listed(value: Any) -> list[str]:
    return [] if value is None else value if isinstance(value, list) else [value]
