"""The screen on how the questions of a quiz work: numbers, and what they mean for whoever writes questions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import courses.api
from courses.grading.layout import plain_text
from courses.grading.text import unquoted
from learn.assessment.counts import counted
from learn.assessment.findings import findings
from learn.assessment.statistics import FALSE, WEAK, WRONG, Figures, Line, Tally, figures
from learn.assessment.views import QuizScreen

LEVELS: Mapping[str, str | Promise] = {
    "easy": gettext_lazy("leicht"),
    "medium": gettext_lazy("mittel"),
    "hard": gettext_lazy("schwer"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question: its figures in words, what they mean, and how often each answer was chosen."""

    number: int
    text: str
    figures: Figures
    level: str
    percent: str
    discrimination: str
    readings: list[str]
    lines: list[tuple[str, Line, str]]


class StatisticsScreen(QuizScreen):
    """All questions of the quiz as it is today."""

    template_name = "learn/assessment/statistics.html"
    page_title = gettext_lazy("Auswertung")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        spec = courses.api.quiz_spec(self.quiz.key, self.quiz.language)
        tallies = counted(self.quiz.key)
        questions = spec.questions if spec else ()
        rows = [
            _row(number, figures(question, tallies.get(question.key, Tally())))
            for number, question in enumerate(questions, 1)
        ]
        mended = len(findings(self.quiz.key).mended)
        return super().get_context_data(rows=rows, mended=mended, **kwargs)


def _row(number: int, found: Figures) -> Row:
    r = found.discrimination
    lines = [(_text(line), line, _percent(line.count, found.answers)) for line in found.lines if _matters(found, line)]
    return Row(
        number=number,
        text=plain_text(found.question),
        figures=found,
        level=str(LEVELS.get(found.level, "")),
        percent="" if found.share is None else f"{found.share * 100:.0f}\u00a0%",
        discrimination="" if r is None else f"{r:.2f}".replace(".", ",").replace("-", "−"),
        readings=list(_readings(found)),
        lines=lines,
    )


def _matters(found: Figures, line: Line) -> bool:
    """Of a sentence's words only those that are right or were marked."""
    return found.question.type != "mark" or line.cell.right or line.count != 0


def _text(line: Line) -> str:
    word = line.cell.text or (_("Stimmt nicht") if line.cell.key.endswith(FALSE) else _("Stimmt"))
    return f"{line.text} – {word}" if line.text else word


def _percent(count: int | None, answers: int | None) -> str:
    return f"{count / answers * 100:.0f}\u00a0%" if count is not None and answers else ""


def _readings(found: Figures) -> Iterator[str]:
    """What the figures mean. Only what is shown is read, so that no sentence tells a hidden number."""
    if found.answers is None:
        return
    if found.few:
        yield _("Noch wenige Antworten: Die Werte können sich stark ändern.")
        return
    r = found.discrimination
    if r is not None and r < WRONG:
        yield _("Wer sonst viel richtig hat, liegt hier öfter falsch. Prüfen Sie, ob die Lösung stimmt.")
    elif r is not None and r < WEAK:
        yield _("Diese Frage unterscheidet kaum zwischen denen, die viel wissen, und denen, die wenig wissen.")
    if found.level == "easy":
        yield _("Die meisten haben sie richtig. Das macht Mut, prüft aber wenig.")
    elif found.level == "hard":
        yield _("Nur wenige haben sie richtig. Ist sie klar gestellt, und kommt die Antwort im Kurs vor?")
    if found.question.type in ("single", "image", "multiple"):
        for line in found.lines:
            if line.count == 0 and not line.cell.right:
                yield _("Die Antwort „%(text)s“ wählt niemand. Ersetzen Sie sie durch eine, die naheliegt.") % {
                    "text": unquoted(_text(line))
                }
