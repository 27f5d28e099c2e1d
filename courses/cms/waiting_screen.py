"""A screen about an upload that waits (`token` in the address): the file is read and checked afresh each time."""

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from courses.cms.screen import H5PScreen, Uploads
from courses.h5p.package import Package, Refused, read
from courses.h5p.refusals import sentence
from courses.h5p.waiting import Gone, take


class WaitingScreen(H5PScreen):
    """404 for an upload of somebody else; one that waited too long is asked for again."""

    package: Package
    uploads: Uploads
    upload: dict[str, Any]
    token: str
    #: where one goes if the upload is gone
    again = "h5p_upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(self.permission):
            self.uploads, self.token = Uploads(request), str(kwargs["token"])
            self.upload = self.uploads.facts(self.token)
            try:
                with take(self.token) as file:
                    self.package = read(cast(BinaryIO, file))
            except Gone:
                messages.warning(request, _("Die Datei liegt nicht mehr bereit. Bitte laden Sie sie noch einmal hoch."))
                return redirect(self.again)
            except Refused as refused:  # the rules have become stricter since
                messages.error(request, sentence(refused))
                return redirect(self.again)
            self.look()
        return super().dispatch(request, *args, **kwargs)

    def look(self) -> None:
        """What a screen wants to know before it answers; raises PermissionDenied or Http404."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = {"package": self.package, "file": self.upload["file"], "token": self.token}
        return super().get_context_data(**kwargs | known)
