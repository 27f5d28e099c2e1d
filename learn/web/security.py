"""Content security, forms on cacheable pages, and the second factor of people who work in the CMS."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core import checks
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from learn.settings.policies import CMS_CSP
from learn.web.readers import has_own_cookie, has_session

View = Callable[..., HttpResponseBase]

FRAMES = [settings.H5P_URL] if settings.H5P_URL else []
PERMISSIONS_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class SiteCSPMiddleware(CSPMiddleware):
    """A strict policy for the site, a looser one for the CMS, and what else the browser must not offer to a page."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_cms = request.path_info.startswith("/cms/") and not _shows_the_site(request)
        if is_cms and not hasattr(response, "_csp_config"):
            response._csp_config = CMS_CSP | {"frame-src": [SELF, *FRAMES]}  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return super().process_response(request, response)


def _shows_the_site(request: HttpRequest) -> bool:
    """A block in the chooser looks as on the site, and may load no more than there."""
    return request.resolver_match is not None and request.resolver_match.view_name == "wagtailadmin_block_preview"


def anonymous_form(view: View) -> View:
    """Mark a view whose form stands on a cacheable page: no token while the reader is unknown, but the same origin."""
    return _marked(view, "anonymous")


def stateless_form(view: View) -> View:
    """Mark a view that changes nothing of worth (practice, reading aids): never a token, always the same origin."""
    return _marked(view, "stateless")


def _marked(view: View, kind: str) -> View:
    @wraps(view)
    def inner(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    inner.form_without_token = kind  # type: ignore[attr-defined]
    return inner


class AnonymousFormsMiddleware:
    """Lets marked forms through without a token when the browser proves that they come from this site.

    It stands before Django's CsrfViewMiddleware, which still checks every other form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        kind = getattr(view, "form_without_token", "")
        if request.method != "POST" or not kind or getattr(request, "_dont_enforce_csrf_checks", False):
            return None
        if kind == "anonymous" and has_own_cookie(request):
            return None
        if not same_origin(request):
            raise PermissionDenied("form from another origin")
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        return None


def same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the request comes from a page of this site."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


class StaffSecondFactorMiddleware:
    """Nobody works in the CMS with a password alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._is_guarded(request) and request.user.is_authenticated:
            if not Authenticator.objects.filter(user=request.user).exists():
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
            # Without its second argument the function always gives an empty list and would lock everybody out.
            records = get_authentication_records(request, request.user)
            if not any(record.get("method") == "mfa" for record in records):
                query = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{query}")
        return self.get_response(request)

    @staticmethod
    def _is_guarded(request: HttpRequest) -> bool:
        return (
            settings.STAFF_SECOND_FACTOR
            and request.path_info.startswith("/cms/")
            and not request.path_info.startswith(("/cms/logout/", "/cms/login/"))
            and not getattr(request, "is_dummy", False)
            and has_session(request)
        )


@checks.register("security", deploy=True)
def second_factor_is_on(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """`check --deploy` fails where staff could sign in with a password alone."""
    if settings.STAFF_SECOND_FACTOR:
        return []
    return [
        checks.Error(
            "STAFF_SECOND_FACTOR is off: people with access to the CMS could sign in with a password alone.",
            hint="Remove STAFF_SECOND_FACTOR=False from the environment.",
            id="learn.E001",
        )
    ]
