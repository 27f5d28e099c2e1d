"""All questions of an assessed quiz on one page: answers are kept as they are given, and handed in together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

import courses.api
from courses.grading.spec import QuestionSpec
from learn.accounts.models import Learner
from learn.enrolments import attempts
from learn.enrolments.attempts import Sitting
from learn.enrolments.errors import LearningError, NotInAttempt, TimeIsUp, TooSoon
from learn.web import quiz_pages
from learn.web.forms import HalfFilled, Problem, ShownQuestion, read_half_filled, shown_question
from learn.web.gate import see
from learn.web.learner import learner_for, learner_of, set_guest_cookie
from learn.web.quiz_answer import DO, MORE_TIME, broken_form, fresh
from learn.web.quiz_pages import Page
from learn.web.tokens import SittingToken, read_token

#: what the buttons of the page ask for; without a word answers are only kept
HAND_IN, HAND_IN_ANYHOW = "abgeben", "trotzdem"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the page, with its place."""

    number: int
    q: ShownQuestion


def prefix_of(question: QuestionSpec) -> str:
    """Name of a question's inputs: of its key, so that an edit of the quiz moves no answer to another question."""
    return courses.api.practice_prefix(question.key)


def asked(
    page: Page,
    sitting: Sitting,
    problems: Mapping[str, Sequence[Problem]] | None = None,
    *,
    whole: Sequence[Problem] = (),
    typed: bool = False,
    may_hand_in: bool = False,
) -> HttpResponse:
    """The page. `problems` by question key, `whole` those of the whole form; `typed`: show what was just posted."""
    found = problems or {}
    token = SittingToken(page.quiz.spec.key, sitting.seed, "").sign()
    data = page.request.POST if typed else None
    listed = [*whole, *numbered(sitting, found)]
    context = page.context() | {
        "asked": questions_of(sitting, data, found),
        "count": sitting.count,
        "problems": listed,
        "token": token,
        "action_url": page.together_url,
        "clock": quiz_pages.clock(sitting),
        "content_language": quiz_pages.foreign(sitting.whole.language),
        "may_hand_in": may_hand_in,
        "is_kept": sitting.attempt is not None,
    }
    return render(page.request, "learn/questions.html", context, status=422 if listed else 200)


def numbered(sitting: Sitting, problems: Mapping[str, Sequence[Problem]]) -> list[Problem]:
    """All problems for the summary, each with the number of its question."""
    return [
        Problem(each.field_id, _("Frage %(number)s: %(message)s") % {"number": number, "message": each.message})
        for number, spec in enumerate(sitting.spec.questions, 1)
        for each in problems.get(spec.key, ())
    ]


def questions_of(sitting: Sitting, data: QueryDict | None, problems: Mapping[str, Sequence[Problem]]) -> list[Asked]:
    """All questions with what was posted, else with what was kept."""
    kept = attempts.responses_of(sitting.attempt) if sitting.attempt and data is None else {}
    made = []
    for number, spec in enumerate(sitting.spec.questions, 1):
        answer = kept[spec.key].answer if spec.key in kept else None
        shown = shown_question(spec, sitting.seed, prefix_of(spec), data, problems.get(spec.key, ()), answer)
        made.append(Asked(number, shown))
    return made


def keep(page: Page) -> HttpResponse:
    """Keep what was posted; hand it in if that was asked for and nothing is missing (or it shall be handed in so)."""
    request = page.request
    learner = learner_of(request)
    sitting = attempts.current(learner.pk if learner else None, page.course_key, page.quiz_key)
    token = read_token(request.POST.get("sitzung"))
    if token is None or token.quiz_key != page.quiz.spec.key:
        return asked(page, sitting or fresh(page.quiz, "end"), whole=[broken_form()], typed=True)
    if sitting is None and page.quiz.spec.limit:
        return redirect(page.start_url)
    sitting = sitting or Sitting(page.quiz.spec, token.seed, feedback="end")
    if request.POST.get(DO) == MORE_TIME and sitting.attempt is not None:
        sitting.attempt.limit = attempts.more_time(sitting).limit
        return asked(page, sitting, typed=True)
    read = {
        spec.key: read_half_filled(spec, request.POST, prefix_of(spec), sitting.seed) for spec in sitting.spec.questions
    }
    return _kept(page, sitting, read, learner)


def _kept(page: Page, sitting: Sitting, read: Mapping[str, HalfFilled], learner: Learner | None) -> HttpResponse:
    request, now = page.request, timezone.now()
    try:
        with transaction.atomic():
            learner = learner or learner_for(request, sitting.seed)
            answers = {key: half.kept for key, half in read.items() if not half.lost}
            sitting = attempts.save(learner, page.outline, sitting, answers, now)
    except TimeIsUp as refusal:
        return asked(page, sitting, whole=[quiz_pages.whole_form_problem(str(refusal))], typed=True)
    except LearningError as refusal:
        messages.warning(request, str(refusal))
        elsewhere = page.start_url if isinstance(refusal, (TooSoon, NotInAttempt)) else page.result_url
        return redirect(elsewhere)
    lost = {key: half.lost for key, half in read.items() if half.lost}
    if request.accepts("text/html"):
        return set_guest_cookie(_handed_in(page, sitting, read, lost), learner)
    saved = {"saved": "" if lost else _saved(now), "token": get_token(request)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if lost else HTTPStatus.OK
    return set_guest_cookie(JsonResponse(saved, status=status), learner)


def _handed_in(page: Page, sitting: Sitting, read: Mapping[str, HalfFilled], lost: Any) -> HttpResponse:
    wish, now = page.request.POST.get(DO), timezone.now()
    if sitting.attempt is None or sitting.attempt.submitted_at is not None:
        return see(page.result_url)
    if wish not in (HAND_IN, HAND_IN_ANYHOW):
        if lost:
            return asked(page, sitting, lost, typed=True)
        messages.success(page.request, _saved(now))
        return see(page.together_url)
    missing = lost if wish == HAND_IN_ANYHOW else {key: half.problems for key, half in read.items() if half.problems}
    if missing:
        return asked(page, sitting, missing, typed=True, may_hand_in=not lost)
    attempts.hand_in(sitting, page.outline, now)
    return see(page.result_url)


def _saved(now: Any) -> str:
    return _("Ihre Antworten sind gespeichert (%(time)s Uhr).") % {
        "time": date_format(timezone.localtime(now), "TIME_FORMAT")
    }
