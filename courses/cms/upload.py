"""The screen on which a package is uploaded, as a new content or as the next version of one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.cms.forms import UploadForm
from courses.cms.rights import APPROVE, may_replace
from courses.cms.screen import H5PScreen, Uploads
from courses.h5p.models import H5PContent
from courses.h5p.package import Limits


class UploadScreen(H5PScreen):
    """GET shows the form; POST checks the file, and keeps nothing of one that is refused."""

    template_name = "courses/cms/h5p_upload.html"
    page_title: str | Promise = _("H5P hochladen")
    next_screen = "h5p_report"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UploadForm())
        return super().get_context_data(limits=Limits(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        token = Uploads(request).add(form.cleaned_data["file"], **self.upload_facts())
        return redirect(self.next_screen, token=token)

    def upload_facts(self) -> dict[str, Any]:
        """What the next screen has to know of the upload."""
        return {}


class ReplaceScreen(UploadScreen):
    """The next version of a content."""

    page_title = _("Neue Fassung hochladen")
    next_screen = "h5p_new_version"
    content: H5PContent

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(self.permission):
            self.content = get_object_or_404(H5PContent, pk=kwargs["pk"])
            if not may_replace(request.user, self.content):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.content.title

    def upload_facts(self) -> dict[str, Any]:
        return {"content": self.content.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(content=self.content, **kwargs)


class LibraryUploadScreen(UploadScreen):
    """A full package whose libraries an administrator wants to approve."""

    permission = APPROVE
    room = "libraries"
    template_name = "courses/cms/h5p_library_upload.html"
    page_title = _("Bibliotheken einspielen")
    above = [*H5PScreen.above, ("h5p_libraries", _("Bibliotheken"))]
    next_screen = "h5p_library_review"
