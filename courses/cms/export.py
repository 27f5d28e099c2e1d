"""A native quiz as an .h5p file: what is lost on the way is shown first."""

from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import Button

from courses.cms.rights import may_upload
from courses.cms.screen import H5PScreen
from courses.exchange.h5p import export_quiz
from courses.h5p.losses import loss_sentences
from courses.models import Quiz


class ExportScreen(H5PScreen):
    """The losses and the button, for whoever may edit the quiz."""

    template_name = "courses/cms/h5p_export.html"
    page_title = _("Als H5P herunterladen")
    quiz: Quiz

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(self.permission):
            self.quiz = get_object_or_404(Quiz, pk=kwargs["pk"])
            if not self.quiz.permissions_for_user(request.user).can_edit():
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def made(self) -> tuple[str, bytes, tuple[Any, ...]]:
        """Of what the editor shows, which may be a draft. No bytes where no question can be said in H5P."""
        name, data, losses = export_quiz(self.quiz.get_latest_revision_as_object())
        return name, data, losses

    def get_page_subtitle(self) -> str:
        return self.quiz.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name, data, losses = self.made
        return super().get_context_data(
            quiz=self.quiz, name=name, size=len(data), losses=loss_sentences(losses), **kwargs
        )


class ExportFile(ExportScreen):
    """The file itself; where it would be empty, the screen that says why."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        name, data, _losses = self.made
        if not data:
            return redirect("h5p_export", pk=self.quiz.pk)
        return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type="application/zip")


def export_button(page: Any, user: Any) -> list[Button]:
    """Beside a quiz in the CMS, for those who may have it."""
    if not isinstance(page.specific_deferred, Quiz) or not may_upload(user):
        return []
    return [
        Button(_("Als H5P herunterladen"), reverse("h5p_export", args=[page.pk]), icon_name="download", priority=35)
    ]
