"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from courses import api
from courses.api import CourseCard

STARTERS = 3


def home(request: HttpRequest) -> HttpResponse:
    """Search, promises, three courses to begin with, how it works."""
    courses = api.catalogue(get_language() or "de").courses
    context = {"starters": starters(courses), "course_count": len(courses)}
    return render(request, "learn/home.html", context)


def starters(courses: tuple[CourseCard, ...]) -> list[CourseCard]:
    """Courses to begin with: for everybody and easy, those in most languages first."""

    def order(course: CourseCard) -> tuple[bool, bool, int]:
        return course.audience != "everyone", course.level != "basic", -len(course.languages)

    return sorted(courses, key=order)[:STARTERS]
