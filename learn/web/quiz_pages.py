"""What the quiz templates are handed: everything worked out, so that templates hold no rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from courses.api import Course, CourseOutline, Quiz, Slot
from courses.grading.grade import grade
from courses.grading.layout import plain_text
from courses.grading.result import Result
from courses.grading.review import Review
from courses.grading.spec import QuestionSpec, QuizSpec
from learn.enrolments import attempts
from learn.enrolments.attempts import Attempt, Response, Sitting
from learn.rules.attempts import Sat, best, left, needed
from learn.web.forms import Problem, review_of, shown_question

PREFIX = "a"
# By state of a review: kind of alert, icon, words.
STATE_WORDS: Mapping[str, tuple[str, str, str | Promise]] = {
    "right": ("ok", "check", gettext_lazy("Richtig")),
    "partly": ("warn", "bulb", gettext_lazy("Teilweise richtig")),
    "wrong": ("warn", "bulb", gettext_lazy("Noch nicht richtig")),
    "unscored": ("", "info", gettext_lazy("Danke für Ihre Antwort")),
}


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

    def question_url(self, number: int) -> str:
        return self._url("question", number=number)

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


def start_context(page: Page, sat: Sequence[Attempt]) -> dict[str, Any]:
    """The start page: facts, what was reached before, and where to go on."""
    spec = page.quiz.spec
    running = next((attempt for attempt in sat if attempt.submitted_at is None), None)
    go_on = None
    if running is not None:
        sitting = attempts.of_attempt(running)
        open_numbers = sitting.open_numbers(attempts.responses_of(running))
        go_on = page.question_url(open_numbers[0]) if open_numbers else page.result_url
    counts = best_of(sat)
    return page.context() | {
        "count": count_of(spec),
        "practice": spec.mode != "assessed",
        "pass_words": pass_words(spec),
        "attempts_allowed": spec.attempts,
        "attempts_left": attempts_left(page, sat),
        "best": counts,
        "best_words": score_words(counts.raw, counts.max) if counts else "",
        "go_on_url": go_on,
        "first_url": page.question_url(1),
        "previous_slot": page.outline.before(page.slot),
    }


def best_of(sat: Sequence[Attempt]) -> Any:
    """The handed-in sitting that counts, if there is one."""
    closed = {a.number: a for a in sat if a.submitted_at is not None and a.raw is not None and a.max is not None}
    chosen = best(Sat(n, a.raw / a.max if a.max else Decimal(0), a.passed) for n, a in closed.items())  # type: ignore[operator]
    return closed[chosen.number] if chosen else None


def question_context(
    page: Page,
    sitting: Sitting,
    number: int,
    answered: Any,
    problems: Sequence[Problem],
    data: QueryDict | None,
) -> dict[str, Any]:
    """A question to answer; what was typed stands in it again."""
    spec = sitting.spec.questions[number - 1]
    shown = shown_question(spec, sitting.seed, PREFIX, data, problems)
    return page.context() | {
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
    """What was answered, and (if the quiz tells after each question, or is over) what is right and why."""
    spec = sitting.spec.questions[number - 1]
    response = responses[spec.key]
    closed = sitting.attempt is not None and sitting.attempt.submitted_at is not None
    following = None if closed else _next_open(sitting, number, responses)
    told = sitting.whole.feedback == "each" or closed
    return (
        page.context()
        | reviewed(spec, response.answer, attempts.result_of(response, spec), told)
        | {
            "number": number,
            "count": sitting.count,
            "dots": dots(sitting, number, responses),
            "content_language": foreign(sitting.whole.language),
            "next_url": page.question_url(following) if following else page.result_url,
            "is_last": following is None,
        }
    )


def reviewed(spec: QuestionSpec, answer: Any, result: Result, told: bool = True) -> dict[str, Any]:
    """A graded question in words. With `told` False only the learner's own answer: the quiz tells at the end."""
    found = review_of(spec, answer, result)
    kind, icon, words = STATE_WORDS[found.state]
    return {
        "question_text": plain_text(spec),
        "question_type": spec.type,
        "told": told,
        "review": found if told else None,
        "given": ", ".join(found.given),
        "state": found.state if told else "",
        "state_words": words if told else _("Ihre Antwort ist gespeichert"),
        "state_kind": kind if told else "",
        "state_icon": icon if told else "check",
    }


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of the result table."""

    number: int
    text: str
    given: str
    state: str
    words: str
    parts: str
    review: Review


_TABLE_WORDS = {
    "right": gettext_lazy("Richtig"),
    "partly": gettext_lazy("Teilweise"),
    "wrong": gettext_lazy("Nicht richtig"),
    "unscored": gettext_lazy("Ohne Wertung"),
}


def answer_rows(sitting: Sitting, responses: Mapping[str, Response]) -> list[AnswerRow]:
    """All questions of a closed sitting with what was answered, graded again in words.

    `parts` is "3 von 4 richtig" for a question of several parts, whose answers are too long for a line.
    """
    rows = []
    for number, spec in enumerate(sitting.spec.questions, 1):
        response = responses.get(spec.key)
        answer = response.answer if response else None
        graded = grade(spec, answer)
        found = review_of(spec, answer, graded)
        words = _TABLE_WORDS[found.state] if response else _("Nicht beantwortet")
        parts = ""
        if len(found.right) > 1:
            right = sum(row.mark == "ok" for row in found.rows)
            parts = _("%(right)s von %(all)s richtig") % {"right": right, "all": len(found.right)}
        given = ", ".join(found.given)
        rows.append(AnswerRow(number, plain_text(spec), given, found.state, str(words), parts, found))
    return rows


def open_context(page: Page, sitting: Sitting) -> dict[str, Any]:
    """What is still open in a running attempt."""
    answered = attempts.responses_of(sitting.attempt) if sitting.attempt else {}
    places = sitting.open_numbers(answered)
    rows = []
    for number in places:
        title = plain_text(sitting.spec.questions[number - 1])
        rows.append((number, title, page.question_url(number)))
    words = ngettext("%(n)d Frage ist noch offen.", "%(n)d Fragen sind noch offen.", len(places)) % {"n": len(places)}
    return page.context() | {"open": rows, "words": words, "count": sitting.count}
