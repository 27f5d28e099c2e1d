"""The questions of a sitting as a list: what was answered, right or not and why, and what is still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.api import Slot
from courses.grading.grade import grade
from courses.grading.layout import plain_text
from courses.grading.review import Review
from learn.enrolments import attempts
from learn.enrolments.attempts import Response, Sitting
from learn.web.forms import review_of
from learn.web.quiz_pages import Page, clock, read_again, tells_solutions

_WORDS: Mapping[str, str | Promise] = {
    "right": gettext_lazy("Richtig"),
    "partly": gettext_lazy("Teilweise"),
    "wrong": gettext_lazy("Nicht richtig"),
    "waiting": gettext_lazy("Wird noch gelesen"),
    "unscored": gettext_lazy("Ohne Wertung"),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a person gave for one criterion of a free answer."""

    text: str
    points: str
    most: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question of a sitting that was handed in.

    `parts` is "3 von 4 richtig" for a question of several parts, whose answers are too long for a line. `review` is
    None where the quiz does not tell what is right. `lesson` explains it; `remark` is what a person wrote to it.
    """

    number: int
    text: str
    given: str
    state: str
    words: str
    parts: str
    review: Review | None
    lesson: Slot | None
    remark: str
    criteria: tuple[Criterion, ...]


def answer_rows(page: Page, sitting: Sitting, responses: Mapping[str, Response]) -> list[AnswerRow]:
    """All questions with what was answered, graded again in words; none where the quiz shows the score alone."""
    told = tells_solutions(sitting) or not sitting.tells_at_end
    if sitting.whole.review == "none":
        return []
    rows = []
    for number, spec in enumerate(sitting.spec.questions, 1):
        response = responses.get(spec.key)
        mark = response.raw if response and response.reviewed else None
        graded = grade(spec, response.answer if response else None, mark)
        found = review_of(spec, response.answer if response else None, graded)
        parts = ""
        if len(found.right) > 1:
            right = sum(row.mark == "ok" for row in found.rows)
            parts = _("%(right)s von %(all)s richtig") % {"right": right, "all": len(found.right)}
        rows.append(
            AnswerRow(
                number=number,
                text=plain_text(spec),
                given=", ".join(found.given),
                state=found.state,
                words=str(_WORDS[found.state]) if response else _("Nicht beantwortet"),
                parts=parts,
                review=found if told else None,
                lesson=read_again(page.outline, spec) if found.state in ("wrong", "partly") else None,
                remark=response.remark if response else "",
                criteria=_criteria(spec.solution.get("rubric", ()), response),
            )
        )
    return rows


def _criteria(rubric: Any, response: Response | None) -> tuple[Criterion, ...]:
    if response is None or not response.reviewed:
        return ()
    return tuple(Criterion(each["text"], str(response.marks.get(each["key"], 0)), each["points"]) for each in rubric)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One question of a running sitting. `url` is empty where an answer is final."""

    number: int
    text: str
    answered: bool
    url: str


def open_context(page: Page, sitting: Sitting) -> dict[str, Any]:
    """The overview of a running sitting, from which it is handed in."""
    answered = attempts.responses_of(sitting.attempt) if sitting.attempt else {}
    rows = [
        OpenRow(
            number,
            plain_text(spec),
            spec.key in answered,
            page.question_url(number) if sitting.tells_at_end or spec.key not in answered else "",
        )
        for number, spec in enumerate(sitting.spec.questions, 1)
    ]
    left = sum(not row.answered for row in rows)
    words = ngettext("%(n)d Frage ist noch offen.", "%(n)d Fragen sind noch offen.", left) % {"n": left}
    return page.context() | {
        "rows": rows,
        "left": left,
        "words": words if left else _("Sie haben alle Fragen beantwortet."),
        "first_open": next((row.url for row in rows if not row.answered), ""),
        "together_url": page.together_url if sitting.tells_at_end and page.layout == "all" else "",
        "clock": clock(sitting),
        "may_change": sitting.tells_at_end,
    }
