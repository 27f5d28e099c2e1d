"""What the quiz templates are handed: everything worked out, so that templates hold no rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.api import Course, CourseOutline, Quiz, Slot
from courses.grading.layout import plain_text
from courses.grading.result import Result
from courses.grading.spec import QuestionSpec, QuizSpec
from learn.enrolments import attempts
from learn.enrolments.attempts import Attempt, Response, Sitting
from learn.enrolments.scores import counting_of
from learn.rules.attempts import MOST_EXTENDED, extended, left, needed, waits_until
from learn.web.comfort import comfort_of
from learn.web.forms import Problem, review_of, shown_question

PREFIX = "a"


@dataclass(frozen=True)
class Page:
    """One request about one quiz of one course, with its addresses."""

    request: HttpRequest
    course: Course
    quiz: Quiz

    @property
    def outline(self) -> CourseOutline:
        return self.course.outline

    @property
    def slot(self) -> Slot:
        return self.quiz.slot

    @property
    def course_key(self) -> UUID:
        return self.course.outline.key

    @property
    def quiz_key(self) -> UUID:
        return self.quiz.slot.key

    def _url(self, name: str, **more: Any) -> str:
        return reverse(name, kwargs={"course": self.course.card.slug, "slot": self.slot.slug, **more})

    @property
    def start_url(self) -> str:
        return self._url("step")

    @property
    def result_url(self) -> str:
        return self._url("result")

    @property
    def begin_url(self) -> str:
        return self._url("begin")

    @property
    def together_url(self) -> str:
        """All questions on one page."""
        return self._url("questions")

    def question_url(self, number: int) -> str:
        return self._url("question", number=number)

    @property
    def layout(self) -> str:
        """ "one" question a page or "all" on one: what the reader has chosen, else what the quiz says."""
        return comfort_of(self.request).questions or self.quiz.spec.layout

    def first_url(self) -> str:
        """Where a new sitting begins."""
        return self.together_url if self.layout == "all" else self.question_url(1)

    def go_on_url(self, sitting: Sitting) -> str:
        """Where a running sitting goes on: at its first open question, or where it is handed in."""
        if sitting.attempt is None:
            return self.first_url()
        if sitting.tells_at_end and self.layout == "all":
            return self.together_url
        open_numbers = sitting.open_numbers(attempts.responses_of(sitting.attempt))
        return self.question_url(open_numbers[0]) if open_numbers else self.result_url

    def context(self) -> dict[str, Any]:
        """What every page of the quiz needs; the language list leads to the same page."""
        card = self.course.card
        course_url = reverse("course", kwargs={"course": card.slug})
        return {
            "course": self.course,
            "slot": self.slot,
            "course_languages": card.languages,
            "crumbs": [(_("Kurse"), reverse("catalogue")), (card.title, course_url)],
            "course_url": course_url,
            "start_url": self.start_url,
            "result_url": self.result_url,
            "next_slot": self.outline.after(self.slot),
        }


def foreign(language: str) -> str:
    """The `lang` of a frozen quiz that was begun in another language than the page's; "" where it is the same."""
    return "" if language == get_language() else language.partition("-")[0]


def score_words(raw: Decimal, most: Decimal) -> str:
    """ "6 von 8", with a comma and without trailing zeros."""
    return _("%(raw)s von %(max)s") % {"raw": _plain(raw), "max": _plain(most)}


def score_of(attempt: Attempt | None) -> str:
    """ "6 von 8" of a sitting that was handed in; "" of none."""
    return score_words(attempt.raw or Decimal(0), attempt.max or Decimal(0)) if attempt else ""


def score_sentence(raw: Decimal, most: Decimal, in_points: bool) -> str:
    """How the sitting went, in one sentence; half-right answers make points, not questions."""
    score = {"score": score_words(raw, most)}
    return (
        _("Sie haben %(score)s Punkten erreicht.") % score if in_points else _("%(score)s Fragen sind richtig.") % score
    )


def _plain(value: Decimal) -> str:
    text = formats.number_format(value, 2, use_l10n=True)
    separator = formats.get_format("DECIMAL_SEPARATOR")
    return text.rstrip("0").rstrip(separator) if separator in text else text


def count_of(spec: QuizSpec) -> int:
    """How many questions a sitting has."""
    return min(spec.draw, len(spec.questions)) if spec.draw else len(spec.questions)


def pass_words(spec: QuizSpec, in_points: bool = False) -> str:
    """The pass mark in words: "8 von 12 Fragen" where every question weighs one point, else points; "" without one."""
    scored = spec.scored
    if spec.pass_mark is None or not scored:
        return ""
    count = count_of(spec) if spec.draw else len(scored)
    if all(question.points == 1 for question in scored):
        wanted = needed(spec.pass_mark, Decimal(count)) or Decimal(0)
        if in_points:
            return _("%(wanted)s von %(all)s Punkten") % {"wanted": _plain(wanted), "all": count}
        # Partly right answers count in part, so a broken number of points can be reached: round up to whole questions.
        whole = int(wanted) + (wanted != int(wanted))
        return _("%(wanted)s von %(all)s Fragen") % {"wanted": whole, "all": count}
    percent = _plain(spec.pass_mark * 100)
    return _("%(percent)s Prozent der Punkte") % {"percent": percent}


def attempts_left(page: Page, sat: Sequence[Attempt]) -> int | None:
    """How many attempts may still begin; None = any number."""
    return left(page.quiz.spec.attempts, len(sat))


COUNTS_WORDS: Mapping[str, str | Promise] = {
    "best": gettext_lazy("Das beste Ergebnis zählt."),
    "last": gettext_lazy("Der letzte Versuch zählt."),
    "first": gettext_lazy("Der erste Versuch zählt."),
}


def start_context(page: Page, sat: Sequence[Attempt]) -> dict[str, Any]:
    """The start page: facts, what was reached before, and where to go on."""
    spec = page.quiz.spec
    running = next((attempt for attempt in sat if attempt.submitted_at is None), None)
    counts = counting_of(sat, spec.counts)
    return page.context() | {
        "count": count_of(spec),
        "practice": spec.mode != "assessed",
        "pass_words": pass_words(spec),
        "attempts_allowed": spec.attempts,
        "attempts_left": attempts_left(page, sat),
        "counts_words": COUNTS_WORDS[spec.counts],
        "waits_until": None if running else waits(spec, sat),
        "wait": spec.wait,
        "is_read": any(question.needs_review for question in spec.questions),
        "limit": spec.limit,
        "limit_longest": spec.limit * MOST_EXTENDED if spec.limit else None,
        "time": comfort_of(page.request).time,
        "begin_url": page.begin_url,
        "best": counts,
        "best_words": score_of(counts),
        "go_on_url": page.go_on_url(attempts.of_attempt(running)) if running else "",
        "first_url": page.first_url(),
        "previous_slot": page.outline.before(page.slot),
    }


def waits(spec: QuizSpec, sat: Sequence[Attempt]) -> datetime | None:
    """When the next attempt may begin; None: now."""
    last = max((a.submitted_at for a in sat if a.submitted_at), default=None)
    return waits_until(spec.wait, last, timezone.now())


def question_context(
    page: Page,
    sitting: Sitting,
    number: int,
    answered: Any,
    problems: Sequence[Problem],
    data: QueryDict | None,
) -> dict[str, Any]:
    """A question to answer; what was typed, or answered before, stands in it again."""
    spec = sitting.spec.questions[number - 1]
    kept = answered[spec.key].answer if data is None and spec.key in answered else None
    shown = shown_question(spec, sitting.seed, PREFIX, data, problems, kept)
    return page.context() | {
        "clock": clock(sitting),
        "tells_at_end": sitting.tells_at_end,
        "q": shown,
        "errors": problems,
        "problems": problems,
        "prefix": PREFIX,
        "number": number,
        "count": sitting.count,
        "dots": dots(sitting, number, answered),
        "skip_url": _skip(page, sitting, number, answered),
        "content_language": foreign(sitting.whole.language),
        "action_url": page.question_url(number),
    }


@dataclass(frozen=True, slots=True)
class Clock:
    """The time limit of a running sitting; `minutes` left, 0 when it is over."""

    ends_at: datetime
    minutes: int
    is_over: bool
    may_extend: bool
    step: int


def clock(sitting: Sitting) -> Clock | None:
    """None where no clock runs."""
    end, attempt, step = sitting.ends_at, sitting.attempt, sitting.whole.limit
    if end is None or attempt is None or attempt.limit is None or step is None or attempt.submitted_at is not None:
        return None
    left_over = end - timezone.now()
    minutes = max(0, ceil(left_over / timedelta(minutes=1)))
    return Clock(end, minutes, not minutes, extended(step, attempt.limit) > attempt.limit, step)


def dots(sitting: Sitting, number: int, answered: Any) -> list[str]:
    """One state a question: done, now, open."""
    return [
        "now" if place == number else "done" if question.key in answered else "open"
        for place, question in enumerate(sitting.spec.questions, 1)
    ]


def _next_open(sitting: Sitting, number: int, answered: Any) -> int | None:
    places = [place for place in sitting.open_numbers(answered) if place != number]
    return next((place for place in places if place > number), places[0] if places else None)


def _skip(page: Page, sitting: Sitting, number: int, answered: Any) -> str:
    following = _next_open(sitting, number, answered)
    return page.question_url(following) if following else ""


def whole_form_problem(sentence: str) -> Problem:
    """A problem that belongs to no single input."""
    return Problem(field_id="", message=sentence)


def feedback_context(page: Page, sitting: Sitting, number: int, responses: Mapping[str, Response]) -> dict[str, Any]:
    """What was answered, what is right and why, in a quiz that tells after each question."""
    spec = sitting.spec.questions[number - 1]
    response = responses[spec.key]
    closed = sitting.attempt is not None and sitting.attempt.submitted_at is not None
    following = None if closed else _next_open(sitting, number, responses)
    return (
        page.context()
        | reviewed(spec, response.answer, attempts.result_of(response, spec))
        | {
            "remark": response.remark,
            "read_again": read_again(page.outline, spec),
            "number": number,
            "count": sitting.count,
            "dots": dots(sitting, number, responses),
            "content_language": foreign(sitting.whole.language),
            "next_url": page.question_url(following) if following else page.result_url,
            "is_last": following is None,
        }
    )


def reviewed(spec: QuestionSpec, answer: Any, result: Result) -> dict[str, Any]:
    """A graded question in words."""
    found = review_of(spec, answer, result)
    return {"question_text": plain_text(spec), "question_type": spec.type, "review": found, "state": found.state}


def tells_solutions(sitting: Sitting) -> bool:
    """Whether a sitting that was handed in shows what is right."""
    review = sitting.whole.review
    return review == "full" or (review == "passed" and bool(sitting.attempt and sitting.attempt.passed))


def read_again(outline: CourseOutline, spec: QuestionSpec) -> Slot | None:
    """The lesson that explains a question, if it names one of this course."""
    return outline.slot_by_key(UUID(spec.lesson)) if spec.lesson else None
