"""Small doors: the root, the log-ins of other parts, and a closed one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from learn.web.errors import forbidden


def to_language(request: HttpRequest) -> HttpResponseRedirect:
    """The home page in the browser's language; never kept, since it differs by reader."""
    with translation.override(translation.get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("home"))
    patch_vary_headers(response, ["Accept-Language"])
    response["Cache-Control"] = "no-store"
    return response


def cms_login(request: HttpRequest) -> HttpResponse:
    """The CMS has no log-in of its own: the site's knows the second factor and the limits on guessing.

    Whoever is signed in and still sent here has no access to the CMS; the log-in would send them straight back.
    """
    if request.user.is_authenticated:
        list(messages.get_messages(request))  # Wagtail's own remark would say the same once more
        return forbidden(request)
    query = urlencode({"next": request.GET.get("next") or reverse("wagtailadmin_home")})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def page_login(request: HttpRequest) -> HttpResponseRedirect:
    """Wagtail's log-in for restricted pages: the site's is used instead."""
    query = urlencode({"next": request.GET.get("next") or reverse("my_learning")})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def favicon(request: HttpRequest) -> HttpResponse:
    """Some browsers ask for this address whatever the page says."""
    return HttpResponseRedirect(static("learn/img/logo.svg"), headers={"Cache-Control": "max-age=86400"})


def closed(request: HttpRequest) -> HttpResponseRedirect:
    """An address nobody may use."""
    raise PermissionDenied
