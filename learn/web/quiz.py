"""The quiz: start page, questions with their feedback, result. Every page works without JavaScript."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

import courses.api
from courses.api import Course, Slot
from learn.accounts.models import Learner
from learn.enrolments import attempts, queries
from learn.enrolments.attempts import Sitting
from learn.enrolments.errors import LearningError, NoAttemptsLeft, TooSoon
from learn.rules.attempts import granted
from learn.web import drill, drill_together, quiz_answer, quiz_pages, quiz_result, quiz_rows, quiz_together
from learn.web.gate import gone, refused, see
from learn.web.learner import learner_for, learner_of, set_guest_cookie
from learn.web.quiz_answer import fresh
from learn.web.quiz_pages import Page


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


def begin(request: HttpRequest, course: str, slot: str) -> HttpResponse:
    """POST begins a sitting with a clock, with as much time as was asked for; the first answer begins all others."""
    page = _page(request, course, slot)
    if isinstance(page, HttpResponse):
        return page
    spec = page.quiz.spec
    if request.method != "POST" or not spec.limit:
        return redirect(page.start_url)
    learner = learner_for(request)
    sitting = fresh(page.quiz, "end" if page.layout == "all" else spec.feedback)
    try:
        limit = granted(spec.limit, request.POST.get("zeit", ""))
        sitting = attempts.begin(learner, page.outline, sitting, timezone.now(), limit)
    except LearningError as refusal:
        messages.info(request, str(refusal))
        return redirect(page.start_url)
    return set_guest_cookie(see(page.go_on_url(sitting)), learner)


def question(request: HttpRequest, course: str, slot: str, number: int) -> HttpResponse:
    """GET shows a question or, once answered, its feedback; POST answers it."""
    page = _page(request, course, slot)
    if isinstance(page, HttpResponse):
        return page
    if page.quiz.spec.mode != "assessed":
        return drill.question(page, number)
    response = quiz_answer.answer(page, number) if request.method == "POST" else _show(page, number)
    response.headers.setdefault("Cache-Control", "private, no-cache")  # each page has its own sitting in its form
    return response


def questions(request: HttpRequest, course: str, slot: str) -> HttpResponse:
    """All questions on one page; POST keeps the answers, and hands them in."""
    page = _page(request, course, slot)
    if isinstance(page, HttpResponse):
        return page
    if page.quiz.spec.mode != "assessed":
        return drill_together.questions(page)
    response = quiz_together.keep(page) if request.method == "POST" else _show_together(page)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def result(request: HttpRequest, course: str, slot: str) -> HttpResponse:
    """GET: the result, or what is still open; POST hands the attempt in. `versuch` asks for an earlier one."""
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
    wanted = request.GET.get("versuch", "")
    chosen = next((a for a in sat if a.submitted_at and str(a.number) == wanted), sat[-1])
    if chosen.submitted_at is None:
        return render(request, "learn/quiz_open.html", quiz_rows.open_context(page, attempts.of_attempt(chosen)))
    context = quiz_result.result_context(page, learner, sat, chosen)
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
    sitting = attempts.current(learner.pk, page.course_key, page.quiz_key) if learner else None
    if sitting is not None:
        return _shown(page, sitting, number)
    return _not_now(page, learner) or quiz_answer.asked(page, fresh(page.quiz, page.quiz.spec.feedback), number)


def _show_together(page: Page) -> HttpResponse:
    learner = learner_of(page.request)
    sitting = attempts.current(learner.pk, page.course_key, page.quiz_key) if learner else None
    if sitting is None:
        return _not_now(page, learner) or quiz_together.asked(page, fresh(page.quiz, "end"))
    if not sitting.tells_at_end:  # its answers are final and have been told
        return redirect(page.go_on_url(sitting))
    return quiz_together.asked(page, sitting)


def _not_now(page: Page, learner: Learner | None) -> HttpResponse | None:
    """Where to instead, when no sitting may begin here: no attempt left, a pause, or a clock to set first."""
    sat = queries.attempts_of(learner.pk, page.course_key, page.quiz_key) if learner else []
    if quiz_pages.attempts_left(page, sat) == 0:
        messages.info(page.request, NoAttemptsLeft.sentence)
        return redirect(page.result_url)
    if until := quiz_pages.waits(page.quiz.spec, sat):
        messages.info(page.request, str(TooSoon(until)))
        return redirect(page.start_url)
    return redirect(page.start_url) if page.quiz.spec.limit else None


def _shown(page: Page, sitting: Sitting, number: int) -> HttpResponse:
    """A place of a running or closed attempt: its feedback where that is told at once, else its question."""
    spec = sitting.question(number)
    if spec is None or sitting.attempt is None:
        return gone(page.request, page.course, page.start_url)
    responses = attempts.responses_of(sitting.attempt)
    is_closed = sitting.attempt.submitted_at is not None
    if spec.key in responses and not sitting.tells_at_end:
        context = quiz_pages.feedback_context(page, sitting, number, responses)
        return render(page.request, "learn/feedback.html", context)
    if is_closed:
        return redirect(page.result_url)
    return quiz_answer.asked(page, sitting, number, answered=responses)
