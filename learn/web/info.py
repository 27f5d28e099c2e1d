"""Pages of the town: imprint, privacy, accessibility."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from courses import api


def info(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the town, kept in the CMS."""
    page = api.info(get_language() or "de", slug)
    if page is None:
        raise Http404
    return render(request, "learn/info.html", {"page": page})
