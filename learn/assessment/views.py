"""The list of quizzes in the CMS, and what all screens of this room have in common."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.api import ManagedQuiz
from learn.accounts.guarded import Guarded
from learn.assessment.queries import managed_quiz, quiz_rows


def may_assess(user: Any) -> bool:
    """Whether somebody works on courses at all; which of them is asked for each quiz."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, {"change", "publish"}))


class AssessmentScreen(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """A screen for those who work on courses."""

    header_icon = "tasks"

    def allowed(self) -> bool:
        return may_assess(self.viewer)


class QuizList(AssessmentScreen):
    """All assessed quizzes the trainer answers for, with what waits there."""

    template_name = "learn/assessment/quizzes.html"
    page_title = gettext_lazy("Quizze")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=quiz_rows(self.viewer), **kwargs)


class QuizScreen(AssessmentScreen):
    """A screen about one quiz (`key` in the address); 404 for a quiz of somebody else's course."""

    quiz: ManagedQuiz

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may_assess(request.user):
            self.quiz = self._quiz(kwargs)
        return super().dispatch(request, *args, **kwargs)

    def _quiz(self, kwargs: dict[str, Any]) -> ManagedQuiz:
        key = kwargs["key"]
        found = managed_quiz(self.viewer, key) if isinstance(key, UUID) else None
        if found is None:
            raise Http404
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("quizzes"), "label": _("Quizze")},
            {"url": "", "label": self.page_title, "sublabel": self.quiz.title},
        ]

    def get_page_subtitle(self) -> str:
        return f"{self.quiz.course_title}: {self.quiz.title}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quiz=self.quiz, **kwargs)
