"""What the CMS asks of this room: guarded publishing, and a trainer's courses on the first page."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page

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
