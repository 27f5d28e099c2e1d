"""The catalogue with search and filters, and the page of a course."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses import api
from courses.api import CourseCard
from learn.enrolments.progress import standing as standing_of
from learn.templatetags.languages import name_in_german
from learn.templatetags.site import audience_name, level_name
from learn.web import search
from learn.web.learner import learner_of
from learn.web.readers import has_own_cookie
from learn.web.way import way

COURSES_A_PAGE = 24
# A longer list of topics starts folded: on a phone it would push the courses away.
MOST_OPEN = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """One box of a filter."""

    value: str
    name: str
    checked: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One foldable group of boxes; open when something in it is chosen."""

    key: str
    name: str
    choices: tuple[Choice, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Active:
    """A chosen value with the address that takes it back."""

    name: str
    url: str


def catalogue(request: HttpRequest) -> HttpResponse:
    """All courses of the language, narrowed by words and boxes in the address."""
    language = get_language() or "de"
    found = api.catalogue(language)
    offers = _offers(found, language)
    allowed = {key: frozenset(value for value, _name, _lang in values) for key, _title, values in offers}
    query = search.read(request.GET.getlist, allowed, request.GET.get("q", ""))
    courses = search.find(found.courses, query, _outcomes)
    chosen = _chosen(query)
    pairs = _pairs(chosen, query.text)
    page = Paginator(courses, COURSES_A_PAGE).get_page(request.GET.get("seite"))
    context = {
        "query": query,
        "filters": _filters(offers, chosen),
        "active": _active(offers, chosen, query.text),
        "page": page,
        "page_urls": [(n, _address([*pairs, ("seite", str(n))])) for n in page.paginator.page_range],
        "count": len(courses),
    }
    return render(request, "learn/catalogue.html", context)


def course(request: HttpRequest, course: str) -> HttpResponse:
    """What one can do after the course, the way through it, and how far the reader has come."""
    found = api.course(get_language() or "de", course)
    if found is None:
        raise Http404
    learner = learner_of(request) if has_own_cookie(request) else None
    standing = standing_of(learner.pk if learner else None, found.outline)
    quiz = found.outline.final_quiz
    begun = standing.enrolment_id is not None
    next_slot = standing.next or (found.outline.slots[0] if found.outline.slots else None)
    context = {
        "course": found,
        "card": found.card,
        "outline": found.outline,
        "standing": standing,
        "begun": begun,
        "next": next_slot,
        "way": way(found.outline, standing),
        "is_guest": learner is not None and learner.is_guest,
        "quiz": quiz,
        "pass_percent": round(quiz.pass_mark * 100) if quiz and quiz.pass_mark is not None else 0,
        "course_languages": found.card.languages,
        "crumbs": [(_("Kurse"), reverse("catalogue"))],
    }
    return render(request, "learn/course.html", context)


def _outcomes(card: CourseCard) -> tuple[str, ...]:
    found = api.course(card.language, card.slug)
    return found.outcomes if found else ()


# key of the filter in the address, its title, and its values as (value, name, language of the name if another)
_Offer = tuple[str, str, list[tuple[str, str, str]]]


def _offers(found: Any, language: str) -> list[_Offer]:
    """The filters that can narrow this catalogue; one with a single value could not."""
    courses = found.courses
    offers: list[_Offer] = [
        ("thema", _("Thema"), [(t.key, t.name, "" if t.lang == language else t.lang) for t in found.topics]),
        ("niveau", _("Niveau"), _named(("basic", "intermediate", "advanced"), (c.level for c in courses), level_name)),
        ("dauer", _("Dauer"), _durations(courses)),
        ("fuer", _("Für wen"), _named(("everyone", "staff"), (c.audience for c in courses), audience_name)),
        ("sprache", _("Gibt es auch in"), _languages(courses, language)),
    ]
    return [offer for offer in offers if len(offer[2]) > 1 or (offer[0] == "sprache" and offer[2])]


def _named(order: Iterable[str], there: Iterable[str], name: Any) -> list[tuple[str, str, str]]:
    found = set(there)
    return [(value, name(value), "") for value in order if value in found]


def _durations(courses: Iterable[Any]) -> list[tuple[str, str, str]]:
    names = {"45": _("bis 45 Minuten"), "60": _("bis 1 Stunde"), "mehr": _("länger")}
    there = {search.duration_of(course.minutes) for course in courses}
    return [(value, names[value], "") for _limit, value in search.DURATIONS if value in there]


def _languages(courses: Iterable[Any], language: str) -> list[tuple[str, str, str]]:
    codes = {code for course in courses for code in course.languages if code != language}
    return [(code, name_in_german(code), "") for code in sorted(codes)]


def _chosen(query: search.Query) -> dict[str, frozenset[str]]:
    return {
        "thema": query.topics,
        "niveau": query.levels,
        "dauer": query.durations,
        "fuer": query.audiences,
        "sprache": query.languages,
    }


def _filters(offers: list[_Offer], chosen: dict[str, frozenset[str]]) -> list[Filter]:
    return [
        Filter(
            key,
            title,
            tuple(Choice(value, name, value in chosen[key], lang) for value, name, lang in values),
            open=bool(chosen[key]) or (not index and len(values) <= MOST_OPEN),
        )
        for index, (key, title, values) in enumerate(offers)
    ]


def _pairs(chosen: dict[str, frozenset[str]], text: str) -> list[tuple[str, str]]:
    pairs = [("q", text)] if text else []
    return pairs + [(key, value) for key, values in chosen.items() for value in sorted(values)]


def _active(offers: list[_Offer], chosen: dict[str, frozenset[str]], text: str) -> list[Active]:
    """What narrows the list now, each with the address without it."""
    pairs = _pairs(chosen, text)
    names = {(key, value): name for key, _title, values in offers for value, name, _lang in values}
    return [
        Active(
            _("„%s“") % value if key == "q" else names[key, value], _address([p for p in pairs if p != (key, value)])
        )
        for key, value in pairs
    ]


def _address(pairs: list[tuple[str, str]]) -> str:
    return reverse("catalogue") + (f"?{urlencode(pairs)}" if pairs else "") + "#h-erg"
