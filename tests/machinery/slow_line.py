"""Middleware that holds answers back for a moment, as a slow line does: what they tell of is committed already."""

import random
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tests.machinery.processes import pause

LONGEST = 0.2  # seconds


class SlowLineMiddleware:
    """Stands outside of all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST":
            pause(random.uniform(0, LONGEST))
        return response
