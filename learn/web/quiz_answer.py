"""One question of an assessed quiz: asking it, and keeping its answer."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.api import Quiz
from courses.grading.spec import QuestionSpec
from learn.accounts.models import Learner
from learn.enrolments import attempts
from learn.enrolments.attempts import Response, Sitting
from learn.enrolments.errors import NoAttemptsLeft, NotInAttempt, QuizChanged, TimeIsUp, TooSoon
from learn.web import quiz_pages
from learn.web.forms import Problem, read_answer
from learn.web.gate import gone, see
from learn.web.learner import learner_for, learner_of, set_guest_cookie
from learn.web.quiz_pages import PREFIX, Page
from learn.web.tokens import SittingToken, read_token

#: the name of a form's buttons and what they ask for
DO, MORE_TIME = "tun", "zeit"


def fresh(quiz: Quiz, feedback: str) -> Sitting:
    """A sitting that nobody has begun."""
    return Sitting(quiz.spec, secrets.token_hex(8), feedback=feedback)


def asked(
    page: Page,
    sitting: Sitting,
    number: int,
    *,
    answered: Mapping[str, Response] = {},
    problems: Sequence[Problem] = (),
    typed: bool = False,
) -> HttpResponse:
    """A question as a form; with `typed` what was just posted stands in it."""
    spec = sitting.question(number)
    if spec is None:
        return gone(page.request, page.course, page.start_url)
    token = SittingToken(page.quiz.spec.key, sitting.seed, spec.key).sign()
    data = page.request.POST if typed else None
    context = quiz_pages.question_context(page, sitting, number, answered, problems, data)
    context["token"] = token
    return render(page.request, "learn/question.html", context, status=422 if problems else 200)


def answer(page: Page, number: int) -> HttpResponse:
    """Keep a posted answer, or show the form again with what is to be mended."""
    request = page.request
    learner = learner_of(request)
    sitting = attempts.current(learner.pk if learner else None, page.course_key, page.quiz_key)
    token = read_token(request.POST.get("sitzung"))
    if token is None or token.quiz_key != page.quiz.spec.key:
        shown = sitting or fresh(page.quiz, page.quiz.spec.feedback)
        return asked(page, shown, number, problems=[broken_form()], typed=True)
    if sitting is None and page.quiz.spec.limit:
        return redirect(page.start_url)
    sitting = sitting or Sitting(page.quiz.spec, token.seed, feedback=page.quiz.spec.feedback)
    place = sitting.number_of(token.question_key)
    if place is None:
        error = NotInAttempt if sitting.attempt else QuizChanged
        messages.warning(request, error.sentence)
        return redirect(page.go_on_url(sitting) if sitting.attempt else page.question_url(1))
    if request.POST.get(DO) == MORE_TIME and sitting.attempt is not None:
        sitting.attempt.limit = attempts.more_time(sitting).limit
        return asked(page, sitting, place, typed=True)
    spec = sitting.spec.questions[place - 1]
    given, problems = read_answer(spec, request.POST, PREFIX, sitting.seed)
    if problems:
        return asked(page, sitting, place, problems=problems, typed=True)
    return _stored(page, sitting, spec, given, learner)


def broken_form() -> Problem:
    """What to say when a form came without its signed note."""
    sentence = _("Das Formular kam nicht vollständig an. Prüfen Sie bitte Ihre Antwort und senden Sie sie neu.")
    return quiz_pages.whole_form_problem(sentence)


def _stored(page: Page, sitting: Sitting, spec: QuestionSpec, given: Any, learner: Learner | None) -> HttpResponse:
    try:
        with transaction.atomic():
            learner = learner or learner_for(page.request, sitting.seed)
            done = attempts.answer(learner, page.outline, sitting, spec.key, given, timezone.now())
    except TimeIsUp as refusal:
        place = sitting.number_of(spec.key) or 1
        return asked(page, sitting, place, problems=[quiz_pages.whole_form_problem(str(refusal))], typed=True)
    except (NotInAttempt, NoAttemptsLeft, TooSoon) as refusal:
        messages.warning(page.request, str(refusal))
        return redirect(page.start_url if isinstance(refusal, TooSoon) else page.result_url)
    if not done.first and not done.same:
        messages.info(page.request, _("Diese Frage haben Sie schon beantwortet. Ihre erste Antwort zählt."))
    return set_guest_cookie(see(_after(page, done)), learner)


def _after(page: Page, done: attempts.Answered) -> str:
    """Where an answer leads: to its feedback, or to the next open question, or to where the sitting is handed in."""
    if done.attempt.feedback == "each":
        address = page.question_url(done.number)
        return f"{address}?versuch={done.attempt.number}" if done.handed_in else address
    return page.question_url(done.next_open) if done.next_open else page.result_url
