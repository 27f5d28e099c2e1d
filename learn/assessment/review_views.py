"""The queue of free answers, and one answer to read and mark."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.assessment.queries import read_responses, waiting_responses
from learn.assessment.reviews import Criterion, ReadAnswer, mark, next_waiting, read_answer
from learn.assessment.views import QuizScreen
from learn.enrolments.errors import NotInAttempt

LONGEST_REMARK = 4_000
RECENT = 20


class ReviewForm(forms.Form):
    """A level for each criterion, ready sentences, and a remark of one's own."""

    remark = forms.CharField(
        label=gettext_lazy("Eigene Rückmeldung"),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Sagen Sie zuerst, was gut ist. Die Lernenden lesen diesen Text."),
        error_messages={"max_length": gettext_lazy("Bitte kürzen Sie den Text auf höchstens %(limit_value)d Zeichen.")},
    )

    def __init__(self, answer: ReadAnswer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer = answer
        for number, criterion in enumerate(answer.criteria):
            self.fields[f"level-{number}"] = forms.ChoiceField(
                label=criterion.text,
                choices=_levels(criterion),
                widget=forms.RadioSelect,
                initial=criterion.level_of(answer.response.marks.get(criterion.key)),
                error_messages={"required": _("Bitte wählen Sie, wie weit das erfüllt ist: %s") % criterion.text},
            )
        if answer.replies:
            self.fields["replies"] = forms.MultipleChoiceField(
                label=_("Textbausteine"),
                choices=[(str(number), text) for number, text in enumerate(answer.replies)],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=_("Angekreuzte Sätze stehen vor Ihrer eigenen Rückmeldung."),
            )
        self.fields["remark"].initial = answer.response.remark
        self.order_fields([*(f"level-{n}" for n in range(len(answer.criteria))), "replies", "remark"])

    @property
    def levels(self) -> dict[str, str]:
        """The chosen level by criterion."""
        return {each.key: self.cleaned_data[f"level-{n}"] for n, each in enumerate(self.answer.criteria)}

    @property
    def text(self) -> str:
        """Ready sentences, then one's own."""
        ready = [self.answer.replies[int(number)] for number in self.cleaned_data.get("replies", ())]
        own = self.cleaned_data["remark"].strip()
        return "\n".join(text for text in (*(each for each in ready if each not in own), own) if text)


def _levels(criterion: Criterion) -> list[tuple[str, str]]:
    words = {"full": _("ganz erfüllt"), "half": _("zum Teil erfüllt"), "none": _("nicht erfüllt")}
    return [(level, f"{text} ({_points(criterion.worth(level))})") for level, text in words.items()]


def _points(points: Decimal) -> str:
    if points == 1:
        return _("1 Punkt")
    return _("%(points)s Punkte") % {"points": number_format(points.normalize(), use_l10n=True)}


class ReviewQueue(QuizScreen):
    """What waits to be read, the oldest first, and what was read last."""

    template_name = "learn/assessment/review_queue.html"
    page_title = gettext_lazy("Antworten durchsehen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = [found for each in waiting_responses(self.quiz.key) if (found := read_answer(each))]
        recent = [found for each in read_responses(self.quiz.key)[:RECENT] if (found := read_answer(each))]
        return super().get_context_data(waiting=waiting, recent=recent, **kwargs)


class ReviewAnswer(QuizScreen):
    """One answer with its criteria; POST keeps the marks and goes on to the next answer."""

    template_name = "learn/assessment/review_answer.html"
    page_title = gettext_lazy("Antwort durchsehen")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = self._answer()
        return self.render_to_response(self.get_context_data(answer=answer, form=ReviewForm(answer)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = self._answer()
        form = ReviewForm(answer, request.POST)
        if not form.is_valid():
            messages.error(request, _("Es fehlt noch etwas. Ihre Eingaben stehen noch da."))
            return self.render_to_response(self.get_context_data(answer=answer, form=form), status=422)
        was_read = answer.response.reviewed
        try:
            mark(answer, form.levels, form.text, self.viewer, timezone.now())
        except NotInAttempt:
            messages.warning(request, _("Diese Antwort gibt es nicht mehr. Sie wurde inzwischen gelöscht."))
            return redirect("review_queue", key=self.quiz.key)
        messages.success(request, _("Gespeichert. Danke fürs Lesen."))
        following = None if was_read else next_waiting(self.quiz.key, answer.response)
        return redirect("review_answer", key=self.quiz.key, response=following) if following else self._queue()

    def _answer(self) -> ReadAnswer:
        pk = self.kwargs["response"]
        waiting = waiting_responses(self.quiz.key).filter(pk=pk).first()
        response = waiting or read_responses(self.quiz.key).filter(pk=pk).first()
        answer = read_answer(response) if response else None
        if answer is None:
            raise Http404
        return answer

    def _queue(self) -> HttpResponse:
        return redirect("review_queue", key=self.quiz.key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answer: ReadAnswer = kwargs["answer"]
        following = next_waiting(self.quiz.key, answer.response)
        later = reverse("review_answer", kwargs={"key": self.quiz.key, "response": following}) if following else ""
        return super().get_context_data(later_url=later, **kwargs)
