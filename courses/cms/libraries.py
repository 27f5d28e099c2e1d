"""The approved libraries and those that are wanted; the administrators' list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.cms.facts import Light, Register, license_name
from courses.cms.rights import APPROVE
from courses.cms.screen import H5PScreen
from courses.h5p import library
from courses.h5p.models import H5PContent, H5PLibrary, H5PLibraryRequest


@dataclass(frozen=True, slots=True)
class Row:
    """One approved library in the list."""

    library: H5PLibrary
    license: str
    #: what the register says, of content types alone: what only helps others has nothing to be rated
    light: Light | None
    contents: int


class LibraryScreen(H5PScreen):
    """A screen of this room."""

    permission = APPROVE
    room = "libraries"
    above = [*H5PScreen.above, ("h5p_libraries", gettext_lazy("Bibliotheken"))]


class LibraryList(LibraryScreen):
    """All approved libraries, and what trainers have asked for. POST: a request is declined."""

    template_name = "courses/cms/h5p_libraries.html"
    page_title = gettext_lazy("Bibliotheken")
    above = H5PScreen.above

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register = Register()
        counted = H5PLibrary.objects.annotate(contents=Count("versions__content", distinct=True))
        rows = [
            Row(each, license_name(each.license), light_of(register, each.metadata, each.machine_name), each.contents)
            for each in counted
        ]
        wanted = H5PLibraryRequest.objects.order_by("asked_at")
        return super().get_context_data(rows=rows, wanted=wanted, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = H5PLibraryRequest.objects.filter(pk=_number(request.POST.get("wunsch", ""))).first()
        if wanted is not None:
            library.decline(wanted, request.user)
            messages.success(request, _("Die Anfrage nach %(library)s ist erledigt.") % {"library": wanted})
        return redirect("h5p_libraries")


class WithdrawScreen(LibraryScreen):
    """GET tells what an approval's end would stop; POST ends it."""

    template_name = "courses/cms/h5p_withdraw.html"
    page_title = gettext_lazy("Freigabe zurücknehmen")
    library: H5PLibrary

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(self.permission):
            self.library = get_object_or_404(H5PLibrary, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stopped = H5PContent.objects.filter(versions__libraries=self.library).distinct()
        return super().get_context_data(library=self.library, stopped=stopped, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = str(self.library)
        library.withdraw(self.library, request.user)
        messages.success(request, _("Die Freigabe von %(library)s ist zurückgenommen.") % {"library": name})
        return redirect("h5p_libraries")


def light_of(register: Register, metadata: Mapping[str, Any], machine: str) -> Light | None:
    """`runnable` marks what is a content by itself."""
    return register.light(machine) if metadata.get("runnable") in (1, "1", True) else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
