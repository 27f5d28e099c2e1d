"""Practice: graded at once against the live quiz, for everybody alike, and nothing of the answer is kept.

What a round is about stands in the address alone: how often the questions were mixed, which of them are asked, and
which were not right so far. So a guest needs no cookie, and the back button is always right.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courses.grading.grade import grade
from courses.grading.layout import plain_text
from courses.grading.spec import QuestionSpec
from learn.enrolments import practice as tried
from learn.enrolments.attempts import Sitting
from learn.web import quiz_pages
from learn.web.forms import read_answer
from learn.web.gate import gone
from learn.web.learner import learner_of, signed_in
from learn.web.quiz_pages import PREFIX, Page

MIXED, ONLY, WRONG = "reihe", "nur", "offen"
MOST = 200  # places in an address


@dataclass(frozen=True)
class Round:
    """One go through a practice quiz: `mixed` how often, `only` these places (all: none named), `wrong` so far."""

    page: Page
    mixed: int = 1
    only: tuple[int, ...] = ()
    wrong: tuple[int, ...] = ()

    @cached_property
    def sitting(self) -> Sitting:
        return Sitting(self.page.quiz.spec, f"reihe:{self.mixed}")

    @property
    def places(self) -> tuple[int, ...]:
        """The places of this round in order."""
        return self.only or tuple(range(1, self.sitting.count + 1))

    def after(self, number: int) -> int | None:
        """The next place of the round."""
        return next((place for place in self.places if place > number), None)

    def at(self, address: str) -> str:
        """An address with this round in it."""
        words = {MIXED: self.mixed if self.mixed > 1 else "", ONLY: _joined(self.only), WRONG: _joined(self.wrong)}
        tail = urlencode({name: word for name, word in words.items() if word})
        return f"{address}?{tail}" if tail else address

    def question_url(self, number: int) -> str:
        return self.at(self.page.question_url(number))

    def marked(self, number: int, is_right: bool) -> "Round":
        """The round after an answer."""
        others = tuple(place for place in self.wrong if place != number)
        return replace(self, wrong=others if is_right else tuple(sorted((*others, number))))

    def again(self) -> "Round":
        """A new round of what was not right."""
        return replace(self, only=self.wrong, wrong=())

    def afresh(self) -> "Round":
        """A new round of everything, mixed anew."""
        return Round(self.page, self.mixed + 1)

    def first_url(self) -> str:
        """Where the round begins."""
        return self.at(self.page.together_url) if self.page.layout == "all" else self.question_url(self.places[0])

    def title(self, number: int) -> str:
        """The question at a place, as a line."""
        spec = self.sitting.question(number)
        return plain_text(spec) if spec else ""


def round_of(page: Page) -> Round:
    """The round of the address; whatever else stands there is passed over."""
    asked = page.request.GET
    mixed = asked.get(MIXED, "")
    round_ = Round(page, int(mixed) if _is_number(mixed) else 1)
    there = set(range(1, round_.sitting.count + 1))
    return replace(round_, only=_split(asked.get(ONLY, ""), there), wrong=_split(asked.get(WRONG, ""), there))


def question(page: Page, number: int) -> HttpResponse:
    """A question of a practice quiz; POST shows its feedback."""
    request, round_ = page.request, round_of(page)
    spec = round_.sitting.question(number)
    if spec is None:
        return gone(request, page.course, page.start_url)
    if request.method != "POST":
        return _asked(page, round_, number, (), None)
    given, problems = read_answer(spec, request.POST, PREFIX, round_.sitting.seed)
    if problems:
        return _asked(page, round_, number, problems, request.POST)
    note(request, page.quiz.spec.key, spec)
    result = grade(spec, given)
    context = page.context() | quiz_pages.reviewed(spec, given, result)
    context |= _frame(page, round_.marked(number, result.correct is not False), number)
    context |= {"read_again": quiz_pages.read_again(page.outline, spec)}
    context |= {"practice": True, "retry_url": round_.question_url(number)}
    return render(request, "learn/feedback.html", context)


def end(page: Page) -> HttpResponse:
    """The end of a practice quiz: nothing is counted; what was not right can be done again."""
    round_ = round_of(page)
    return render(page.request, "learn/practice_end.html", page.context() | end_context(round_))


def end_context(round_: Round) -> dict[str, Any]:
    """What may be done after a round."""
    return {
        "open": [(number, round_.title(number)) for number in round_.wrong],
        "only_url": round_.again().first_url() if round_.wrong else "",
        "again_url": round_.afresh().first_url(),
    }


def note(request: HttpRequest, quiz_key: Any, spec: QuestionSpec) -> None:
    """Keep for people with an account that they have tried this question; never what they answered."""
    if not signed_in(request):
        return
    learner = learner_of(request)
    if learner is not None:
        tried.note(learner.pk, quiz_key, spec.key, timezone.localdate())


def _asked(page: Page, round_: Round, number: int, problems: Any, data: Any) -> HttpResponse:
    context = quiz_pages.question_context(page, round_.sitting, number, {}, problems, data)
    context |= _frame(page, round_, number) | {"practice": True}
    return render(page.request, "learn/question.html", context, status=422 if problems else 200)


def _frame(page: Page, round_: Round, number: int) -> dict[str, Any]:
    """Where we are in the round, and the ways on. "Frage 2 von 3" counts the questions of this round."""
    following, places = round_.after(number), round_.places
    next_url = round_.question_url(following) if following else round_.at(page.result_url)
    return {
        "number": places.index(number) + 1 if number in places else number,
        "count": len(places),
        "dots": ["done" if place < number else "now" if place == number else "open" for place in places],
        "content_language": quiz_pages.foreign(round_.sitting.whole.language),
        "next_url": next_url,
        "skip_url": next_url if following else "",
        "is_last": following is None,
        "action_url": round_.question_url(number),
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6


def _split(text: str, there: set[int]) -> tuple[int, ...]:
    words = text.split(".")[:MOST]
    return tuple(sorted({int(word) for word in words if _is_number(word)} & there))


def _joined(places: Iterable[int]) -> str:
    return ".".join(str(place) for place in places)
