"""The contents trainers have: the list, one content with its versions and pages, and its end."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from courses.cms.facts import Facts, Register
from courses.cms.rights import DELETE, may_replace
from courses.cms.screen import H5PScreen
from courses.h5p.contents import Used, remove, usage, used_by
from courses.h5p.convert import convertible
from courses.h5p.models import H5PContent, H5PVersion


@dataclass(frozen=True, slots=True)
class Row:
    """One content in the list."""

    content: H5PContent
    version: H5PVersion | None
    facts: Facts | None
    versions: int
    playable: bool
    pages: list[Page]


def rows() -> list[Row]:
    """All contents with what is known of their current version, in a fixed number of queries."""
    register, used = Register(), usage()
    latest = H5PVersion.objects.order_by("-number").annotate(plays_with=Count("libraries"))
    contents = H5PContent.objects.prefetch_related(Prefetch("versions", queryset=latest, to_attr="all_versions"))
    found = []
    for content in contents:
        versions: list[Any] = content.all_versions  # type: ignore[attr-defined]
        version = versions[0] if versions else None
        facts = version and register.facts(version.main_library, version.language, version.license)
        playable = bool(version and version.plays_with)
        found.append(Row(content, version, facts, len(versions), playable, used.get(content.pk, [])))
    return found


class ContentList(H5PScreen):
    """All contents, by title."""

    template_name = "courses/cms/h5p_contents.html"
    page_title = gettext_lazy("H5P")
    above = []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=rows(), **kwargs)


class ContentScreen(H5PScreen):
    """A screen about one content (`pk` in the address)."""

    template_name = "courses/cms/h5p_content.html"
    page_title = gettext_lazy("H5P-Inhalt")
    content: H5PContent

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(self.permission):
            self.content = get_object_or_404(H5PContent, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.content.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register = Register()
        versions = [
            (version, register.facts(version.main_library, version.language, version.license))
            for version in self.content.versions.order_by("-number").annotate(plays_with=Count("libraries"))
        ]
        version, facts = versions[0] if versions else (None, None)
        return super().get_context_data(
            content=self.content,
            version=version,
            facts=facts,
            versions=versions,
            pages=used_by(self.content),
            may_replace=may_replace(self.request.user, self.content),
            may_remove=self.request.user.has_perm(DELETE),
            convertible=bool(version and convertible(version.main_library)),
            **kwargs,
        )


class RemoveScreen(ContentScreen):
    """GET asks; POST deletes, unless a page uses the content."""

    permission = DELETE
    template_name = "courses/cms/h5p_remove.html"
    page_title = gettext_lazy("Inhalt löschen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = used_by(self.content)
        return super().get_context_data(refusal=Used(pages).sentence if pages else "", **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        title = self.content.title
        try:
            remove(self.content, request.user)
        except Used:
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("„%(title)s“ ist gelöscht.") % {"title": title})
        return redirect("h5p_contents")
