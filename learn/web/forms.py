"""Posted answers and their German sentences: the thin Django side of courses/grading/form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.grading import form
from courses.grading.form import Fault, Problem, ShownQuestion
from courses.grading.result import Result
from courses.grading.review import Review, review
from courses.grading.spec import QuestionSpec
from courses.grading.words import GERMAN, Words

__all__ = ["HalfFilled", "Problem", "ShownQuestion", "read_answer", "read_half_filled", "review_of", "shown_question"]

# What to do, by code; "code-type" wins over "code".
SENTENCES: Mapping[str, str | Promise] = {
    "missing": _("Wählen Sie eine Antwort aus."),
    "missing-multiple": _("Wählen Sie mindestens eine Antwort aus."),
    "missing-mark": _("Wählen Sie mindestens ein Wort aus."),
    "missing-statements": _("Entscheiden Sie bei „%(part)s“: Wählen Sie „Stimmt“ oder „Stimmt nicht“."),
    "missing-gaps": _("Füllen Sie Lücke %(number)s aus."),
    "missing-gaps_choice": _("Wählen Sie für Lücke %(number)s eine Antwort aus."),
    "missing-match": _("Wählen Sie aus, was zu „%(part)s“ gehört."),
    "missing-sort": _("Wählen Sie aus, wohin „%(part)s“ gehört."),
    "missing-order": _("Geben Sie „%(part)s“ einen Platz von 1 bis %(total)s."),
    "missing-short": _("Schreiben Sie Ihre Antwort in das Feld."),
    "missing-open": _("Schreiben Sie Ihre Antwort in das Feld."),
    "missing-number": _("Schreiben Sie eine Zahl in das Feld."),
    "several": _("Wählen Sie nur eine Antwort aus."),
    "unknown": _("Diese Antwort gibt es hier nicht. Wählen Sie eine Antwort aus der Liste aus."),
    "twice": _("Ihre Antwort kam doppelt an. Füllen Sie das Feld noch einmal aus."),
    "long": _("Ihr Text ist zu lang. Kürzen Sie ihn auf höchstens %(limit)s Zeichen."),
    "number": _("Schreiben Sie eine Zahl mit Ziffern, zum Beispiel 12 oder 4,5."),
    "place": _("Geben Sie „%(part)s“ einen Platz von 1 bis %(total)s."),
    "places": _("Jeder Platz von 1 bis %(total)s darf nur einmal vorkommen. Ändern Sie einen der Plätze."),
}


def read_answer(question: QuestionSpec, data: QueryDict, prefix: str, seed: str = "") -> tuple[Any, list[Problem]]:
    """The posted answer in the shape the grader takes, or None and what the learner has to mend. Never raises.

    With the seed of the page, problems come in the order of the page.
    """
    answer, faults = form.read(question, data.getlist, prefix, seed)
    return answer, [Problem(fault.field_id, _sentence(fault, question.type)) for fault in faults]


@dataclass(frozen=True, slots=True)
class HalfFilled:
    """A form that need not be filled yet: what can be `kept` of it, and what is to be mended before it is handed in.

    `lost` are the problems with what was filled in and cannot be kept.
    """

    kept: Any
    problems: list[Problem]
    lost: list[Problem]


def read_half_filled(question: QuestionSpec, data: QueryDict, prefix: str, seed: str) -> HalfFilled:
    """Like `read_answer`, for a page whose answers are kept before all of them are given. Never raises."""
    _answer, faults = form.read(question, data.getlist, prefix, seed)
    told = [(fault.code, Problem(fault.field_id, _sentence(fault, question.type))) for fault in faults]
    kept = form.keep(question, data.getlist, prefix)
    lost = [problem for code, problem in told if code not in (("missing",) if kept is None else ("missing", "number"))]
    return HalfFilled(kept, [problem for _code, problem in told], lost)


def shown_question(
    question: QuestionSpec,
    seed: str,
    prefix: str,
    data: QueryDict | None = None,
    problems: Sequence[Problem] = (),
    answer: Any = None,
) -> ShownQuestion:
    """Everything `components/question.html` needs. What was posted is shown again, else a kept `answer`."""
    return form.shown_question(question, seed, prefix, None if data is None else data.getlist, problems, answer)


def review_of(question: QuestionSpec, answer: Any, result: Result) -> Review:
    """Given, right and why, in the language of the page."""
    return review(question, answer, result, _words())


def _sentence(fault: Fault, question_type: str) -> str:
    sentence = SENTENCES.get(f"{fault.code}-{question_type}", SENTENCES[fault.code])
    limit = number_format(fault.params.get("limit", 0), force_grouping=True)
    return str(sentence) % {**fault.params, "limit": limit}


def _words() -> Words:
    return Words(**{field.name: gettext(getattr(GERMAN, field.name)) for field in fields(Words)})
