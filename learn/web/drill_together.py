"""A practice quiz with all its questions on one page; nothing of the answers is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from courses.api import Slot
from courses.grading.grade import grade
from courses.grading.layout import plain_text
from courses.grading.review import Review
from learn.web import drill, quiz_pages
from learn.web.drill import Round, round_of
from learn.web.forms import Problem, read_answer, review_of, shown_question
from learn.web.quiz_pages import Page
from learn.web.quiz_together import Asked, prefix_of


@dataclass(frozen=True, slots=True)
class Told:
    """One answered question of the page."""

    number: int
    question: str
    review: Review
    lesson: Slot | None


def questions(page: Page) -> HttpResponse:
    """The questions of the round; POST shows what is right, once everything is answered."""
    request, round_ = page.request, round_of(page)
    if request.method != "POST":
        return _asked(round_, {})
    sitting, problems, given = round_.sitting, {}, {}
    for number in round_.places:
        spec = sitting.spec.questions[number - 1]
        given[number], found = read_answer(spec, request.POST, prefix_of(spec), sitting.seed)
        if found:
            problems[number] = found
    return _asked(round_, problems) if problems else _told(round_, given)


def _asked(round_: Round, problems: Mapping[int, Any]) -> HttpResponse:
    page, sitting = round_.page, round_.sitting
    data = page.request.POST if problems else None
    made = []
    for place, number in enumerate(round_.places, 1):
        spec = sitting.spec.questions[number - 1]
        shown = shown_question(spec, sitting.seed, prefix_of(spec), data, problems.get(number, ()))
        made.append(Asked(place, shown))
    context = page.context() | {
        "asked": made,
        "count": len(made),
        "problems": [
            Problem(each.field_id, _("Frage %(number)s: %(message)s") % {"number": place, "message": each.message})
            for place, number in enumerate(round_.places, 1)
            for each in problems.get(number, ())
        ],
        "action_url": round_.at(page.together_url),
        "content_language": quiz_pages.foreign(sitting.whole.language),
        "practice": True,
    }
    return render(page.request, "learn/questions.html", context, status=422 if problems else 200)


def _told(round_: Round, given: Mapping[int, Any]) -> HttpResponse:
    page, sitting = round_.page, round_.sitting
    told = []
    for place, (number, answer) in enumerate(given.items(), 1):
        spec = sitting.spec.questions[number - 1]
        result = grade(spec, answer)
        round_ = round_.marked(number, result.correct is not False)
        lesson = quiz_pages.read_again(page.outline, spec) if result.correct is False else None
        told.append(Told(place, plain_text(spec), review_of(spec, answer, result), lesson))
        drill.note(page.request, page.quiz.spec.key, spec)
    context = page.context() | drill.end_context(round_) | {"told": told}
    context |= {"content_language": quiz_pages.foreign(sitting.whole.language)}
    return render(page.request, "learn/practice_told.html", context)
