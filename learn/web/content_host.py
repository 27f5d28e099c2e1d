"""The second host, for H5P contents alone: nothing of the site answers there, so nothing of it can be taken there."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class ContentHostMiddleware:
    """404 for all but frames and their files; static files are served before. Without the setting it does nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = urlsplit(settings.H5P_URL).netloc
        if host and request.get_host() == host and not request.path_info.startswith(("/h5p/", settings.STATIC_URL)):
            return HttpResponse(status=404)
        return self.get_response(request)
