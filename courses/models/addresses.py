"""Pages of the CMS stand at the learners' addresses."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override
from wagtail_localize.fields import SynchronizedField

_Base: Any = object  # mixed into pages; a model class here would be a table of its own


class AtLearnersAddress(_Base):
    """A page that is stored and previewed by Wagtail and served by plain views."""

    # addresses are the same in all languages: learners switch language by the prefix alone
    override_translatable_fields: ClassVar = [SynchronizedField("slug", overridable=False)]

    def learners_address(self) -> tuple[str, dict[str, str]]:
        """Name and arguments of the learners' address."""
        raise NotImplementedError

    def course_slug(self) -> str:
        """Slug of the course this page stands in, read from its place in the tree; no query."""
        return self.url_path.split("/")[2]

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str | None, str | None] | None:
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        name, kwargs = self.learners_address()
        try:
            with override(self.locale.language_code):
                return parts[0], parts[1], reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            return parts[0], None, None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Addresses of the tree still lead to the page."""
        return HttpResponseRedirect(self.get_url(request) or "/")
