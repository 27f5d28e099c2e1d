"""What every template may use. Nothing here looks at the session unless the reader has one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from courses import api
from learn.web.comfort import comfort_of
from learn.web.readers import has_own_cookie, has_session, is_guest, may_have_notes

# Which entry of the main menu a page belongs to.
_SECTIONS = {
    "catalogue": "catalogue",
    "course": "catalogue",
    "step": "catalogue",
    "question": "catalogue",
    "result": "catalogue",
    "practice": "catalogue",
    "my_learning": "my_learning",
    "my_duty": "my_learning",
    "certificate": "my_learning",
    "verify": "verify",
    "verify_code": "verify",
}


def site(request: HttpRequest) -> dict[str, Any]:
    """The town, who reads, and where in the site the page stands."""
    match = request.resolver_match
    name = (match.url_name or "") if match and not match.namespaces else ""
    return {
        "town": settings.TOWN,
        "signed_in": has_session(request) and request.user.is_authenticated,
        "is_guest_cookie": is_guest(request),
        "own_cookie": has_own_cookie(request),
        "has_notes": may_have_notes(request),
        "comfort": comfort_of(request),
        "url_name": name,
        "section": _SECTIONS.get(name, ""),
        "info_pages": lambda: api.info_pages(translation.get_language() or settings.LANGUAGE_CODE),
    }
