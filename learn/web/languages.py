"""The language of a request: it stands in the address."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from learn.templatetags.languages import came_from

# Addresses that have no language: what is not there is not there in German either.
WITHOUT_LANGUAGE = ("/cms/", "/konto/", "/medien/", "/dokumente/", "/static/", "/z/", "/h5p/")


class SiteLocaleMiddleware(LocaleMiddleware):
    """The language is in the address; only "/" asks the browser. Sign-in pages speak the language one came from."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info == "/" or translation.get_language_from_path(request.path_info):
            super().process_request(request)
            return
        translation.activate(translation.get_language_from_path(came_from(request)) or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            return response
        response = super().process_response(request, response)
        # From one sign-in page to the next the way back goes along, and with it the language.
        location = response.get("Location", "")
        if location.startswith("/konto/") and "?" not in location and (back := came_from(request)):
            response["Location"] = f"{location}?{urlencode({'next': back}, safe='/')}"
        return response
