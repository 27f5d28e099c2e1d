"""What the CMS asks of this room: guarded publishing, a trainer's courses on the first page, and the H5P screens."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from courses.cms import log, urls
from courses.cms.content_types import content_types
from courses.cms.export import export_button
from courses.cms.rights import may_upload
from courses.cms.snippet import ContentSnippet
from courses.models import Course
from courses.models.guarded import GuardedPublish


@hooks.register("register_actions")
def guard_publishing(registry: Any) -> None:
    """Wagtail's API builds its actions by this registry, and asks with Page itself."""
    registry.register(Page, GuardedPublish)


@hooks.register("insert_global_admin_css")
def editor_css() -> str:
    """Rows of a question side by side."""
    return format_html('<link rel="stylesheet" href="{}">', static("learn/cms/editor.css"))


class OwnCoursesPanel(Component):
    """The courses a trainer owns, each with its language versions."""

    order = 60
    template_name = "courses/cms/own_courses.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        owner = parent_context["request"].user
        # The source language comes first, and gives the course its place in the alphabet.
        found = Course.objects.filter(owner=owner).select_related("locale").order_by("locale_id", "title")
        order = {key: place for place, key in reversed(list(enumerate(c.translation_key for c in found)))}
        together = sorted(found, key=lambda course: order[course.translation_key])
        return {"courses": [list(versions) for _, versions in groupby(together, lambda c: c.translation_key)]}


@hooks.register("construct_homepage_panels")
def own_courses_panel(request: HttpRequest, panels: list[Any]) -> None:
    if Course.objects.filter(owner=request.user).exists():  # type: ignore[misc]
        panels.append(OwnCoursesPanel())


register_snippet(ContentSnippet)


@hooks.register("register_admin_urls")
def h5p_urls() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("register_admin_viewset")
def h5p_register() -> Sequence[ModelViewSet]:
    return [content_types]


class H5PItem(MenuItem):
    """A menu item for those who may upload H5P."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_upload(request.user)


@hooks.register("register_admin_menu_item")
def h5p_item() -> MenuItem:
    return H5PItem(_("H5P"), reverse_lazy("h5p_contents"), name="h5p", icon_name="media", order=155)


@hooks.register("register_page_header_buttons")
def h5p_of_an_open_quiz(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from export_button(page, user)


@hooks.register("register_page_listing_more_buttons")
def h5p_of_a_listed_quiz(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from export_button(page, user)


hooks.register("register_log_actions", log.register)
