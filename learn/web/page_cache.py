"""Anonymous pages from the cache, keyed by the site stamp: a new stamp after each publish is the purge."""

from collections.abc import Callable
from urllib.parse import quote

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

from courses import api
from learn.web.comfort import NORMAL, comfort_of
from learn.web.readers import has_own_cookie, may_have_notes

# Addresses that are never the same for everybody.
PASSED_BY = ("/cms/", "/konto/", "/h5p/", "/healthz", "/readyz", "/static/", "/medien/")
KEPT_SECONDS = 24 * 60 * 60
LONGEST_ADDRESS = 300


class PageCacheMiddleware:
    """Answers anonymous readers without SQL. It stands outside of everything that could look at a session.

    Django's own pair of middlewares is not enough: a public page has no `Vary: Cookie`, so a signed-in reader
    would be given the anonymous copy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_come_from_cache(request):
            response = self.get_response(request)
            if comfort_of(request) != NORMAL:  # the page looks as this reader has chosen, and is for nobody else
                response.headers.setdefault("Cache-Control", "private, no-cache")
            return _without_body(response) if request.method == "HEAD" else response
        cache, key = caches["pages"], _key(request)
        kept: HttpResponse | None = cache.get(key) if key else None
        if kept is not None:
            return kept
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _may_be_kept(response):
            # Browsers keep the page but ask each time: else it would look signed-out after the log-in.
            response["Cache-Control"] = "no-cache"
            if key:
                cache.set(key, response, KEPT_SECONDS)
        return response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """HEAD asks for the headers alone; the length stays that of the page."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    elif isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response


def _may_come_from_cache(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and not getattr(request, "is_dummy", False)  # a preview in the CMS
        and request.path_info != "/"  # a redirect by the browser's language
        and not request.path_info.startswith(PASSED_BY)
        and not has_own_cookie(request)
        and not may_have_notes(request)
        and comfort_of(request) == NORMAL  # a copy of each page for 324 looks would push all others out
        and len(request.path) <= LONGEST_ADDRESS
    )


def _key(request: HttpRequest) -> str:
    """Where the page is kept; empty for an address with a query, or anybody could fill the cache with made-up searches.

    The port is left out for the same reason: any port passes ALLOWED_HOSTS, and no page shows it.
    """
    if request.META.get("QUERY_STRING"):
        return ""
    host, _port = split_domain_port(request.get_host())
    return f"page:{api.stamp()}:{request.scheme}:{host}:{quote(request.path)}"


def _may_be_kept(response: HttpResponse) -> bool:
    control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
        and "no-store" not in control
        and "private" not in control
    )
