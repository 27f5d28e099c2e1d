"""What all H5P screens have in common: who gets in, where they stand, and the uploads a person has waiting."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.cms.rights import APPROVE, RATE, UPLOAD
from courses.h5p import waiting

_SESSION = "h5p_uploads"
_MOST = 5  # uploads of one person that wait at the same time


class H5PScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen for those with one right; nobody else gets further than here."""

    request: HttpRequest
    header_icon = "media"
    permission: ClassVar[str] = UPLOAD
    #: the tab this screen belongs to
    room: ClassVar[str] = "contents"
    above: ClassVar[list[tuple[str, str | Promise]]] = [("h5p_contents", _("H5P"))]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": reverse(name), "label": label} for name, label in self.above]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rooms = [
            ("contents", _("Inhalte"), reverse("h5p_contents"), user.has_perm(UPLOAD)),
            ("libraries", _("Bibliotheken"), reverse("h5p_libraries"), user.has_perm(APPROVE)),
            ("types", _("Inhaltstypen"), reverse("h5p_types:index"), user.has_perm(RATE)),
        ]
        tabs = [(name == self.room, label, url) for name, label, url, shown in rooms if shown]
        return super().get_context_data(tabs=tabs if len(tabs) > 1 else [], **kwargs)


class Uploads:
    """The uploads that wait for one person; the session knows them, so nobody else gets at them."""

    def __init__(self, request: HttpRequest) -> None:
        self.session = request.session

    def add(self, file: UploadedFile, **facts: Any) -> str:
        """Keeps an upload; on the way, what people have left behind is swept out."""
        waiting.sweep(timezone.now())
        token = waiting.put(file)
        mine = {**self._mine(), token: {"file": file.name, **facts}}
        for old in list(mine)[:-_MOST]:
            waiting.drop(old)
            del mine[old]
        self.session[_SESSION] = mine
        return token

    def facts(self, token: str) -> dict[str, Any]:
        """What is known of an upload; 404 for one of somebody else."""
        if token not in self._mine():
            raise Http404
        facts: dict[str, Any] = self._mine()[token]
        return facts

    def drop(self, token: str) -> None:
        waiting.drop(token)
        self.session[_SESSION] = {key: facts for key, facts in self._mine().items() if key != token}

    def _mine(self) -> dict[str, Any]:
        mine: dict[str, Any] = self.session.get(_SESSION, {})
        return mine
