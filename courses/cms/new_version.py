"""The report on the next version of a content, and the button that makes it the current one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.cms.facts import Register
from courses.cms.forms import TitleForm
from courses.cms.rights import may_replace
from courses.cms.waiting_screen import WaitingScreen
from courses.h5p import library
from courses.h5p.contents import keep, used_by
from courses.h5p.models import H5PContent


class NewVersionScreen(WaitingScreen):
    """Learners who have begun keep their version; a version that cannot be played would leave the others with none."""

    template_name = "courses/cms/h5p_new_version.html"
    page_title = gettext_lazy("Neue Fassung")
    content: H5PContent
    lacking: list[library.Missing]

    def look(self) -> None:
        self.content = get_object_or_404(H5PContent, pk=self.upload.get("content"))
        if not may_replace(self.request.user, self.content):
            raise PermissionDenied
        self.lacking = library.missing(self.package)

    def get_page_subtitle(self) -> str:
        return self.content.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register, package, current = Register(), self.package, self.content.current
        now = current and register.facts(current.main_library, current.language, current.license)
        kwargs.setdefault("form", TitleForm(initial={"title": self.content.title}))
        return super().get_context_data(
            content=self.content,
            facts=register.facts(str(package.main), package.language, package.license),
            now=now,
            current=current,
            same=bool(current and current.sha256 == package.sha256),
            lacking=self.lacking,
            asked=bool(self.lacking) and library.asked_for(self.lacking),
            pages=used_by(self.content),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TitleForm(request.POST)
        if self.lacking or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        version = keep(self.package, title=form.cleaned_data["title"], user=request.user, content=self.content)
        self.uploads.drop(self.token)
        messages.success(
            request,
            _("Fassung %(n)d gilt ab jetzt. Wer schon begonnen hat, behält die bisherige.") % {"n": version.number},
        )
        return redirect("h5p_content", pk=self.content.pk)
