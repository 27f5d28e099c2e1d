"""What an administrator sees of the libraries in a package before they are approved, and the approval."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.cms.facts import Light, Register, license_name
from courses.cms.libraries import LibraryScreen, light_of
from courses.cms.waiting_screen import WaitingScreen
from courses.h5p import library
from courses.h5p.library import Changes, Stand
from courses.h5p.models import H5PContent
from courses.h5p.package import Library

_STANDS = {"new": gettext_lazy("neu"), "changed": gettext_lazy("geändert"), "equal": gettext_lazy("gleich")}


@dataclass(frozen=True, slots=True)
class Seen:
    """One library of the package beside the store."""

    library: Library
    version: str
    license: str
    light: Light | None
    stand: Stand
    changes: Changes
    size: int
    #: titles of contents that play with the approved one, if this one would replace it
    played_by: Sequence[str]

    @property
    def word(self) -> str:
        return str(_STANDS[self.stand])


class LibraryReviewScreen(LibraryScreen, WaitingScreen):
    """GET shows; POST approves what was shown: `gesehen` is the digest of it."""

    template_name = "courses/cms/h5p_library_review.html"
    page_title = gettext_lazy("Bibliotheken prüfen und freigeben")
    again = "h5p_library_upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register = Register()
        seen = [_seen(each, register) for each in self._playing()]
        return super().get_context_data(
            seen=seen,
            to_approve=sum(each.stand != "equal" for each in seen),
            absent=[each for each in library.missing(self.package) if each.patch is None],
            digest=self._digest(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("gesehen") != self._digest():
            messages.warning(
                request, _("Inzwischen hat sich etwas geändert. Bitte sehen Sie die Liste noch einmal durch.")
            )
            return redirect("h5p_library_review", token=self.token)
        chosen = [each for each in self._playing() if library.stand(each) != "equal"]
        for each in chosen:
            library.approve(each, request.user)
        self.uploads.drop(self.token)
        messages.success(
            request,
            ngettext("%(n)d Bibliothek ist freigegeben.", "%(n)d Bibliotheken sind freigegeben.", len(chosen))
            % {"n": len(chosen)},
        )
        return redirect("h5p_libraries")

    def _playing(self) -> list[Library]:
        """What learners get; code for editors is not taken in, as nobody writes H5P here."""
        return [each for each in self.package.libraries if not each.name.machine.startswith("H5PEditor.")]

    def _digest(self) -> str:
        """Of everything the decision stands on: the libraries, and how each stands to the store just now."""
        facts = [[str(each.name), each.patch, each.sha256, library.approved_hash(each)] for each in self._playing()]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _seen(each: Library, register: Register) -> Seen:
    kept = library.kept_as(each)
    titles = H5PContent.objects.filter(versions__libraries=kept).distinct() if kept else ()
    return Seen(
        library=each,
        version=f"{each.name.major}.{each.name.minor}.{each.patch}",
        license=license_name(each.license),
        light=light_of(register, each.metadata, each.name.machine),
        stand=library.stand(each),
        changes=library.changes(each),
        size=sum(map(len, each.files.values())),
        played_by=[content.title for content in titles] if kept and kept.sha256 != each.sha256 else [],
    )
