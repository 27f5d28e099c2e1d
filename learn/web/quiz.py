"""The quiz: start page, questions with their feedback, result. Every page works without JavaScript."""

import secrets
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

import courses.api
from courses.api import Course, Quiz, Slot
from courses.grading.spec import QuestionSpec
from learn.enrolments import attempts, queries
from learn.enrolments.attempts import Sitting
from learn.enrolments.errors import NoAttemptsLeft, NotInAttempt, QuizChanged
from learn.web import drill, quiz_pages, quiz_result
from learn.web.forms import read_answer
from learn.web.gate import gone, refused, see
from learn.web.learner import learner_for, learner_of, set_guest_cookie
from learn.web.quiz_pages import PREFIX, Page
from learn.web.tokens import SittingToken, read_token


def start(request: HttpRequest, course: Course, slot: Slot) -> HttpResponse:
    """The facts before the first question."""
    quiz = courses.api.quiz(request.LANGUAGE_CODE, course.card.slug, slot.slug)
    if quiz is None:
        return gone(request, course)
    page = Page(request, course, quiz)
    sat = []
    if quiz.spec.mode == "assessed":
        learner = learner_of(request)
        sat = queries.attempts_of(learner.pk, course.outline.key, slot.key) if learner else []
    return render(request, "learn/quiz_start.html", quiz_pages.start_context(page, sat))


def question(request: HttpRequest, course: str, slot: str, number: int) -> HttpResponse:
    """GET shows a question or, once answered, its feedback; POST answers it."""
    page = _page(request, course, slot)
    if isinstance(page, HttpResponse):
        return page
    if page.quiz.spec.mode != "assessed":
        return drill.question(page, number)
    response = _answer(page, number) if request.method == "POST" else _show(page, number)
    response.headers.setdefault("Cache-Control", "private, no-cache")  # each page has its own sitting in its form
    return response


def result(request: HttpRequest, course: str, slot: str) -> HttpResponse:
    """GET: the result, or what is still open; POST hands the attempt in."""
    page = _page(request, course, slot)
    if isinstance(page, HttpResponse):
        return page
    if page.quiz.spec.mode != "assessed":
        return drill.end(page)
    learner = learner_of(request)
    if learner is None:
        return redirect(page.start_url)
    if request.method == "POST":
        sitting = attempts.current(learner.pk, page.course_key, page.quiz_key)
        if sitting is not None:
            attempts.hand_in(sitting, page.outline, timezone.now())
        return see(page.result_url)
    sat = queries.attempts_of(learner.pk, page.course_key, page.quiz_key)
    if not sat:
        return redirect(page.start_url)
    running = next((attempt for attempt in sat if attempt.submitted_at is None), None)
    if running is not None:
        return render(request, "learn/quiz_open.html", quiz_pages.open_context(page, attempts.of_attempt(running)))
    context = quiz_result.result_context(page, learner, sat)
    response = render(request, "learn/result.html", context)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _page(request: HttpRequest, course_slug: str, slot_slug: str) -> Page | HttpResponse:
    course = courses.api.course(request.LANGUAGE_CODE, course_slug)
    if course is None:
        raise Http404
    quiz = courses.api.quiz(request.LANGUAGE_CODE, course_slug, slot_slug)
    if quiz is None:
        return gone(request, course)
    return refused(request, quiz.slot) or Page(request, course, quiz)


def _show(page: Page, number: int) -> HttpResponse:
    learner = learner_of(page.request)
    wanted = page.request.GET.get("versuch", "")
    if learner is not None and wanted.isdecimal():
        # Feedback to the last answer, which has closed its attempt.
        sat = queries.attempts_of(learner.pk, page.course_key, page.quiz_key)
        attempt = next((a for a in sat if str(a.number) == wanted), None)
        if attempt is not None:
            return _shown(page, attempts.of_attempt(attempt), number)
    if learner is not None:
        sitting = attempts.current(learner.pk, page.course_key, page.quiz_key)
        if sitting is not None:
            return _shown(page, sitting, number)
        sat = queries.attempts_of(learner.pk, page.course_key, page.quiz_key)
        if quiz_pages.attempts_left(page, sat) == 0:
            messages.info(page.request, NoAttemptsLeft.sentence)
            return redirect(page.result_url)
    return _asked(page, _fresh(page.quiz), number)


def _fresh(quiz: Quiz) -> Sitting:
    return Sitting(quiz.spec, secrets.token_hex(8))


def _shown(page: Page, sitting: Sitting, number: int) -> HttpResponse:
    """A place of a running or closed attempt: its feedback if answered, else its question."""
    spec = sitting.question(number)
    if spec is None or sitting.attempt is None:
        return gone(page.request, page.course, page.start_url)
    responses = attempts.responses_of(sitting.attempt)
    if spec.key not in responses:
        if sitting.attempt.submitted_at is not None:
            return redirect(page.result_url)
        return _asked(page, sitting, number, answered=responses)
    context = quiz_pages.feedback_context(page, sitting, number, responses)
    return render(page.request, "learn/feedback.html", context)


def _asked(
    page: Page, sitting: Sitting, number: int, *, answered: Any = (), problems: Any = (), typed: bool = False
) -> HttpResponse:
    spec = sitting.question(number)
    if spec is None:
        return gone(page.request, page.course, page.start_url)
    token = SittingToken(page.quiz.spec.key, sitting.seed, sitting.whole.content_hash(), spec.key).sign()
    data = page.request.POST if typed else None
    context = quiz_pages.question_context(page, sitting, number, answered, problems, data)
    context["token"] = token
    return render(page.request, "learn/question.html", context, status=422 if problems else 200)


def _answer(page: Page, number: int) -> HttpResponse:
    request = page.request
    learner = learner_of(request)
    sitting = attempts.current(learner.pk if learner else None, page.course_key, page.quiz_key)
    token = read_token(request.POST.get("sitzung"))
    if token is None or token.quiz_key != page.quiz.spec.key:
        sentence = _("Das Formular kam nicht vollständig an. Prüfen Sie bitte Ihre Antwort und senden Sie sie neu.")
        problem = quiz_pages.whole_form_problem(sentence)
        shown = sitting or _fresh(page.quiz)
        return _asked(page, shown, number, problems=[problem], typed=True)
    sitting = sitting or Sitting(page.quiz.spec, token.seed)
    place = sitting.number_of(token.question_key)
    if place is None:
        error = NotInAttempt if sitting.attempt else QuizChanged
        messages.warning(request, error.sentence)
        return redirect(_go_on(page, sitting))
    spec = sitting.spec.questions[place - 1]
    given, problems = read_answer(spec, request.POST, PREFIX, sitting.seed)
    if problems:
        return _asked(page, sitting, place, problems=problems, typed=True)
    return _stored(page, sitting, spec, given, learner)


def _stored(page: Page, sitting: Sitting, spec: QuestionSpec, given: Any, learner: Any) -> HttpResponse:
    try:
        with transaction.atomic():
            learner = learner or learner_for(page.request, sitting.seed)
            done = attempts.answer(learner, page.outline, sitting, spec.key, given, timezone.now())
    except (NotInAttempt, NoAttemptsLeft) as refusal:
        messages.warning(page.request, str(refusal))
        return set_guest_cookie(redirect(page.result_url), learner)
    if not done.first and not done.same:
        messages.info(page.request, _("Diese Frage haben Sie schon beantwortet. Ihre erste Antwort zählt."))
    return set_guest_cookie(see(_after(page, done)), learner)


def _after(page: Page, done: attempts.Answered) -> str:
    """Where an answer leads: to its feedback, or to the next open question, or to the result."""
    if page.quiz.spec.feedback == "each":
        address = page.question_url(done.number)
        return f"{address}?versuch={done.attempt.number}" if done.handed_in else address
    if done.handed_in:
        return page.result_url
    return page.question_url(done.next_open or done.number)


def _go_on(page: Page, sitting: Sitting) -> str:
    if sitting.attempt is None:
        return page.question_url(1)
    open_numbers = sitting.open_numbers(attempts.responses_of(sitting.attempt))
    return page.question_url(open_numbers[0]) if open_numbers else page.result_url
