"""Ways on and back: restricted pages, steps that are not there any more, and where to go after a post."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page
from wagtail.wagtail_hooks import check_view_restrictions

from courses.api import Course, Slot


def refused(request: HttpRequest, slot: Slot) -> HttpResponse | None:
    """Wagtail's own answer (sign in, password) for a restricted page; None when the reader may see it."""
    if not slot.restricted:
        return None
    page = Page.objects.get(pk=slot.page_id).specific

    def callback(*_args: Any, **_kwargs: Any) -> None:
        return None

    return check_view_restrictions(callback)(page, request, (), {})  # type: ignore[no-any-return]


def gone(request: HttpRequest, course: Course, back: str = "") -> HttpResponse:
    """404 for a step that is not in the course (any more), with the way back; nothing learnt is lost."""
    course_url = reverse("course", kwargs={"course": course.card.slug})
    context = {"course": course, "back": back or course_url, "crumbs": [(course.card.title, course_url)]}
    return render(request, "learn/gone.html", context, status=404)


def see(address: str) -> HttpResponse:
    """303 after a post: the browser fetches the page by GET, and reloading it posts nothing."""
    return HttpResponse(status=303, headers={"Location": address})
