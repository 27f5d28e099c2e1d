"""The page of the reading aids, and where their forms lead back to."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from learn.web.comfort import NORMAL, changed, comfort_of, keep
from learn.web.gate import see

_SAVED = "gespeichert"


def comfort(request: HttpRequest) -> HttpResponse:
    """All reading aids in one form; POST keeps what was chosen, here or in the fold-out of a lesson."""
    if request.method == "POST":
        new = NORMAL if "normal" in request.POST else changed(comfort_of(request), request.POST)
        return keep(see(own_address(request.POST.get("next", "")) or _saved(request, "")), new)
    back = own_address(request.GET.get("next", ""))
    context = {
        "back": back,
        "saved": _SAVED in request.GET,
        "saved_url": _saved(request, back),
        "is_normal": comfort_of(request) == NORMAL,
    }
    return render(request, "learn/comfort.html", context)


def own_address(text: str) -> str:
    """An address of this site without its host, fit for a redirect; "" for any other."""
    own = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return iri_to_uri(text) if own else ""


def _saved(request: HttpRequest, back: str) -> str:
    """This page, saying that the choice is kept, with the way back to where the reader came from."""
    return f"{request.path}?{urlencode({_SAVED: 1} | ({'next': back} if back else {}))}"
