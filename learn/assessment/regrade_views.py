"""The screen on which a quiz is graded anew: what was mended, what it would change, and the button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.grading.grade import grade
from courses.grading.layout import plain_text
from courses.grading.mend import Refusal
from courses.grading.review import review
from courses.grading.spec import QuestionSpec
from learn.assessment.findings import Findings, Keys, findings
from learn.assessment.regrade import history, preview, start
from learn.assessment.views import QuizScreen

REASONS: Mapping[Refusal, str | Promise] = {
    Refusal.GONE: gettext_lazy("Sie steht nicht mehr im Quiz."),
    Refusal.TYPE: gettext_lazy("Sie ist jetzt eine andere Art von Frage."),
    Refusal.PARTS: gettext_lazy("Antworten oder Teile sind dazugekommen oder weggefallen."),
    Refusal.READ: gettext_lazy("Freie Antworten bewerten Menschen. Ihre Punkte bleiben."),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One question to grade anew: what was right and what is now. `reworded`: it asks in other words today."""

    key: str
    text: str
    before: Sequence[str]
    now: Sequence[str]
    chosen: bool
    reworded: bool


class RegradeScreen(QuizScreen):
    """GET tells what would change and changes nothing; POST hands the work to the queue."""

    template_name = "learn/assessment/regrade.html"
    page_title = gettext_lazy("Neu bewerten")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = findings(self.quiz.key)
        chosen = _chosen(found, self.request.GET)
        past = history(self.quiz.key)
        return super().get_context_data(
            changes=[_change(key, pairs, found, chosen) for key, pairs in found.mended.items()],
            refused=[(plain_text(question), REASONS[reason]) for question, reason in found.refused.values()],
            closed=[name for code, name in settings.LANGUAGES if code in found.closed],
            numbers=preview(found, chosen) if chosen else None,
            chosen=sorted(chosen),
            stand=found.stand,
            running=any(each.state == "open" for each in past),
            past=past,
            kept_days=settings.ANSWERS_KEPT_DAYS,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = findings(self.quiz.key)
        keys = _chosen(found, request.POST)
        if any(each.state == "open" for each in history(self.quiz.key)):
            messages.warning(request, _("Dieses Quiz wird gerade schon neu bewertet."))
        elif request.POST.get("stand") != found.stand:
            messages.warning(request, _("Das Quiz wurde gerade neu veröffentlicht. Hier ist die neue Vorschau."))
        elif not keys:
            messages.warning(request, _("Es gibt nichts neu zu bewerten."))
        else:
            start(self.quiz, keys, self.viewer, timezone.now())
            messages.success(request, _("Die Antworten werden jetzt neu bewertet. Unten sehen Sie, wie weit es ist."))
        return redirect("quiz_regrade", key=self.quiz.key)


def _chosen(found: Findings, data: QueryDict) -> Keys:
    """The ticked questions. At first all, without those that ask in other words: old answers may not fit them."""
    if "stand" in data:
        return frozenset(data.getlist("frage")) & found.mended.keys()
    return frozenset(found.mended) - found.reworded


def _change(key: str, pairs: Sequence[tuple[QuestionSpec, QuestionSpec]], found: Findings, chosen: Keys) -> Change:
    before = dict.fromkeys(_right(old) for old, _new in pairs)
    now = dict.fromkeys(_right(new) for _old, new in pairs)
    return Change(key, plain_text(pairs[0][0]), list(before), list(now), key in chosen, key in found.reworded)


def _right(question: QuestionSpec) -> str:
    """What is right, in one line, with the points if they are not one."""
    right = ", ".join(review(question, None, grade(question, None)).right)
    points = f"{question.points.normalize():f}".replace(".", ",")
    return right if question.points == 1 else _("%(right)s (%(points)s Punkte)") % {"right": right, "points": points}
