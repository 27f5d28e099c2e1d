"""The language of a request: it stands in the address."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class SiteLocaleMiddleware(LocaleMiddleware):
    """The language is in the address; only "/" asks the browser. Sign-in pages speak the language one came from."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info == "/" or translation.get_language_from_path(request.path_info):
            super().process_request(request)
            return
        came_from = translation.get_language_from_path(request.GET.get("next", "") or request.POST.get("next", ""))
        translation.activate(came_from or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
