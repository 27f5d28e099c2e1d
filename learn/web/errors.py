"""Errors shown to people: what happened, that nothing is lost, and where to go on."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token

from learn.web.security import same_origin

_MOST_FIELDS = 500
_LAST_RESORT = (
    "<!doctype html><html lang=de><meta charset=utf-8><title>Fehler</title>"
    "<h1>Das hat nicht geklappt</h1><p>Bitte versuchen Sie es in ein paar Minuten noch einmal.</p>"
)


class DomainErrorMiddleware:
    """Shows the sentence of a domain error instead of a server error. A domain error is one with a `sentence`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        sentences = _sentences(exception)
        if request.path_info.startswith("/cms/"):
            # Publishing outside of the page form (bulk, workflow) raises a ValidationError: back to where it was asked.
            if not sentences and isinstance(exception, ValidationError):
                sentences = list(exception.messages)
            if not sentences:
                return None
            for sentence in sentences:
                messages.error(request, sentence)
            return HttpResponseRedirect(_back(request, exception) or "/cms/")
        if not sentences:
            return None
        status = int(getattr(exception, "status", 409))
        context = {"sentences": sentences, "back": _back(request, exception)}
        return render(request, "learn/refused.html", context, status=status)


def _sentences(exception: Exception) -> list[str]:
    sentence = getattr(exception, "sentence", "")
    sentence = sentence() if callable(sentence) else sentence
    return [str(sentence)] if sentence else []


def _back(request: HttpRequest, exception: Exception) -> str:
    """Where the person came from, if that is this site."""
    for url in (str(getattr(exception, "back", "") or ""), request.headers.get("Referer", "")):
        if url and url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
            return url
    return ""


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No page at this address."""
    return render(request, "404.html", status=404)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person may not see this page."""
    return render(request, "403.html", status=403)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request no browser would send by itself. It asks nothing of the request, whose host may be false."""
    return HttpResponse(_plain(request, "400.html"), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: open for too long, or from before a log-in in another window.

    What was typed on a page of this site is kept and can be sent again with one button.
    """
    fields = _typed(request) if same_origin(request) else []
    context = {"fields": fields, "action": request.get_full_path(), "back": _back(request, PermissionError())}
    return render(request, "403_csrf.html", context, status=403)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form as pairs; nothing of forms with a password or a file."""
    if request.FILES or any("password" in name for name in request.POST) or request.path_info.startswith("/cms/"):
        return []
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in pairs if name != "csrfmiddlewaretoken"][:_MOST_FIELDS]


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. The page needs no database, no session and no cache."""
    return HttpResponse(_plain(request, "500.html"), status=500)


def _plain(request: HttpRequest, template: str) -> str:
    """A page drawn from the settings and the language in the address; a bare sentence if even that fails."""
    context: dict[str, Any] = {"town": settings.TOWN, "plain": True}
    try:
        with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
            return render_to_string(template, context)
    except Exception:  # noqa: BLE001 - whatever broke the page before may break this one too
        return _LAST_RESORT
