"""The languages of the site: which there are, their names, where this page is in each; links that lead back here."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from courses import api
from courses.api import CourseOutline, Slot

register = template.Library()

EASY = "de-simple"
# Pages with a slug of their own, found in the other language by the same slug.
_COURSE_PAGES = {"course", "step", "question", "result", "practice", "lesson_done"}
# Addresses that only take a POST lead to the page their form stands on.
_FORM_PAGES = {"practice": "step", "lesson_done": "step"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One entry of the language list; `lang` is the language its name is written in."""

    code: str
    name: str
    lang: str
    url: str
    current: bool


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[LanguageLink]:
    """The languages with courses, each with the address of this page in it."""
    return links(context.get("request"), context.get("course_languages"))


@register.simple_tag(takes_context=True)
def easy_language_url(context: template.Context) -> str:
    """The address of this page, or else of the home page, in Leichte Sprache; "" where there is none."""
    return easy_url(context.get("request"), context.get("course_languages"))


@register.simple_tag(takes_context=True)
def login_url(context: template.Context) -> str:
    """The log-in with the way back to this page."""
    return with_next("account_login", context.get("request"))


@register.simple_tag(takes_context=True)
def signup_url(context: template.Context) -> str:
    """The sign-up with the way back to this page."""
    return with_next("account_signup", context.get("request"))


@register.simple_tag(takes_context=True)
def account_url(context: template.Context, name: str) -> str:
    """A page of the account with the way back; from one to the next it is handed on, and with it the language."""
    return with_next(name, context.get("request"))


@register.simple_tag(takes_context=True)
def comfort_url(context: template.Context) -> str:
    """The reading aids with the way back to this page; from themselves there is none."""
    request = context.get("request")
    return reverse("comfort") if context.get("url_name") == "comfort" else with_next("comfort", request)


def is_german() -> bool:
    """Whether the page is in German of some kind."""
    return (translation.get_language() or "de").startswith("de")


def name_in_german(code: str) -> str:
    """The name of a language as German readers know it."""
    names = {
        "de": _("Deutsch"),
        EASY: _("Leichte Sprache"),
        "en": _("Englisch"),
        "tr": _("Türkisch"),
        "uk": _("Ukrainisch"),
        "ar": _("Arabisch"),
    }
    return names.get(code, code)


def also_in(code: str) -> str:
    """That a course exists in one more language."""
    if code == EASY:
        return _("Auch in Leichter Sprache")
    return _("Auch auf %(language)s") % {"language": name_in_german(code)}


def links(request: HttpRequest | None, course_languages: Iterable[str] | None = None) -> list[LanguageLink]:
    """The languages with at least one course, in the order of the settings.

    `course_languages`: the languages of the course this page belongs to; in the others the link leads to the catalogue.
    """
    there = set(api.languages())
    current = translation.get_language()
    found = []
    for code, _name in settings.LANGUAGES:
        if code in there or code == current:
            info = translation.get_language_info(code)
            url = _address(request, code, course_languages)
            found.append(LanguageLink(code, info["name_local"], code, url, code == current))
    return found


def easy_url(request: HttpRequest | None, course_languages: Iterable[str] | None = None) -> str:
    """Where this page is in Leichte Sprache; else the home page in it; "" where nothing is."""
    if translation.get_language() == EASY or EASY not in api.languages():
        return ""
    if course_languages and EASY in course_languages:
        return _address(request, EASY, course_languages)
    with translation.override(EASY):
        return reverse("home")


def with_next(name: str, request: HttpRequest | None) -> str:
    """A page of the account with the way back; only pages of the site itself are worth coming back to."""
    if request is not None and getattr(request, "resolver_match", None) is not None:
        back = request.path if _has_prefix(request) else came_from(request)
        if back:
            return f"{reverse(name)}?{urlencode({'next': back}, safe='/')}"
    return reverse(name)


def came_from(request: HttpRequest) -> str:
    """The page of the site that leads back from a page of the account; "" if none is named."""
    back: str = request.GET.get("next") or request.POST.get("next") or ""
    return back if translation.get_language_from_path(back) else ""


def _address(request: HttpRequest | None, code: str, course_languages: Iterable[str] | None) -> str:
    """This page in the language `code`."""
    match = getattr(request, "resolver_match", None)
    with translation.override(code):
        if match is None or not match.url_name or match.namespaces or not _has_prefix(request):
            return reverse("home")
        if match.url_name in _COURSE_PAGES:
            if course_languages is not None and code not in course_languages:
                return reverse("catalogue")
            name = _FORM_PAGES.get(match.url_name, match.url_name)
            kwargs = {key: value for key, value in match.kwargs.items() if name == match.url_name or key != "key"}
            return reverse(name, kwargs=kwargs)
        if match.url_name == "info" and api.info(code, match.kwargs["slug"]) is None:
            return reverse("home")
        return reverse(match.url_name, args=match.args, kwargs=match.kwargs)


def _has_prefix(request: HttpRequest | None) -> bool:
    return request is not None and bool(translation.get_language_from_path(request.path_info))


@register.simple_tag
def course_url(outline: CourseOutline) -> str:
    """The page of a course in the language its outline is in."""
    with translation.override(outline.language):
        return reverse("course", kwargs={"course": outline.slug})


@register.simple_tag
def step_url(outline: CourseOutline, slot: Slot) -> str:
    """A lesson or quiz in the language its outline is in."""
    with translation.override(outline.language):
        return reverse("step", kwargs={"course": outline.slug, "slot": slot.slug})
