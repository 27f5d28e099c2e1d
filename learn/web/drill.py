"""Practice: graded at once against the live quiz, for everybody alike, and nothing of the answer is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courses.grading.grade import grade
from courses.grading.spec import QuestionSpec
from learn.enrolments import practice as tried
from learn.enrolments.attempts import Sitting
from learn.web import quiz_pages
from learn.web.forms import read_answer
from learn.web.gate import gone
from learn.web.learner import learner_of, signed_in
from learn.web.quiz_pages import PREFIX, Page


def question(page: Page, number: int) -> HttpResponse:
    """A question of a practice quiz; POST shows its feedback. `reihe` in the address mixes the questions anew."""
    request = page.request
    round_ = _round(request)
    sitting = Sitting(page.quiz.spec, f"reihe:{round_}")
    spec = sitting.question(number)
    if spec is None:
        return gone(request, page.course, page.start_url)
    extra = _links(page, sitting, number, round_)
    if request.method != "POST":
        return _asked(page, sitting, number, extra, (), None)
    given, problems = read_answer(spec, request.POST, PREFIX, sitting.seed)
    if problems:
        return _asked(page, sitting, number, extra, problems, request.POST)
    note(request, page.quiz.spec.key, spec)
    context = page.context() | quiz_pages.reviewed(spec, given, grade(spec, given)) | extra
    return render(request, "learn/feedback.html", context | {"practice": True, "retry_url": extra["action_url"]})


def end(page: Page) -> HttpResponse:
    """The end of a practice quiz: nothing is counted."""
    again = f"{page.question_url(1)}?reihe={_round(page.request) + 1}"
    return render(page.request, "learn/practice_end.html", page.context() | {"again_url": again})


def note(request: HttpRequest, quiz_key: Any, spec: QuestionSpec) -> None:
    """Keep for people with an account that they have tried this question; never what they answered."""
    if not signed_in(request):
        return
    learner = learner_of(request)
    if learner is not None:
        tried.note(learner.pk, quiz_key, spec.key, timezone.localdate())


def _asked(page: Page, sitting: Sitting, number: int, extra: dict[str, Any], problems: Any, data: Any) -> HttpResponse:
    context = quiz_pages.question_context(page, sitting, number, (), problems, data) | extra | {"practice": True}
    return render(page.request, "learn/question.html", context, status=422 if problems else 200)


def _round(request: HttpRequest) -> int:
    value = request.GET.get("reihe", "")
    return int(value) if value.isdecimal() and len(value) < 6 and value.isascii() else 1


def _links(page: Page, sitting: Sitting, number: int, round_: int) -> dict[str, Any]:
    tail = f"?reihe={round_}" if round_ > 1 else ""
    last = number >= sitting.count
    following = (page.result_url if last else page.question_url(number + 1)) + tail
    return {
        "number": number,
        "count": sitting.count,
        "dots": ["done" if n < number else "now" if n == number else "open" for n in range(1, sitting.count + 1)],
        "content_language": quiz_pages.foreign(sitting.whole.language),
        "next_url": following,
        "skip_url": "" if last else following,
        "is_last": last,
        "action_url": page.question_url(number) + tail,
    }
