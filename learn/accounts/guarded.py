"""What every screen of the CMS about people begins with: who may see it, and that no cache keeps it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from learn.accounts.models import User

__all__ = ["Guarded"]


class Guarded:
    """For a view of the CMS, before its other bases. Nobody who is not `allowed` gets further than here."""

    request: HttpRequest

    def allowed(self) -> bool:
        """Whether the viewer may see this screen at all; whom it shows is another question."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allowed():
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["Cache-Control"] = "private, no-store"
        return response

    @property
    def viewer(self) -> User:
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101  the CMS lets nobody in without a log-in
        return user
