"""Reading comfort ("Lesehilfen"): how a reader wants to see pages and take quizzes; kept in one plain cookie."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEPT_SECONDS = 365 * 86_400


class Text(TextChoices):
    """Size of the text; the value of `data-text`."""

    NORMAL = "", _("Normal")
    LARGE = "2", _("Größer")
    LARGEST = "3", _("Sehr groß")


class Spacing(TextChoices):
    """Room between lines and letters; the value of `data-spacing`."""

    NORMAL = "", _("Normal")
    WIDE = "wide", _("Weit")


class Contrast(TextChoices):
    """The value of `data-contrast`."""

    NORMAL = "", _("Normal")
    MORE = "more", _("Mehr")


class Colours(TextChoices):
    """Light or dark; the value of `data-kern-theme`."""

    DEVICE = "", _("Wie mein Gerät")
    LIGHT = "light", _("Hell")
    DARK = "dark", _("Dunkel")


class Questions(TextChoices):
    """How many questions of a quiz stand on a page."""

    AS_MADE = "", _("Wie vorgesehen")
    ONE = "one", _("Eine Frage je Seite")
    ALL = "all", _("Alle Fragen auf einer Seite")


class Time(TextChoices):
    """What becomes of the time limit of a quiz."""

    AS_MADE = "", _("Wie vorgesehen")
    TEN = "ten", _("Zehnmal so viel Zeit")
    OFF = "off", _("Ohne Zeitgrenze")


@dataclass(frozen=True, slots=True)
class Group:
    """One question of the form: the words above it and its radios as (value, words, whether chosen)."""

    name: str
    legend: str | Promise
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Comfort:
    """What a reader has chosen; "" is always the normal one. Values are those of the attributes on `<html>`."""

    text: Text = Text.NORMAL
    spacing: Spacing = Spacing.NORMAL
    contrast: Contrast = Contrast.NORMAL
    colours: Colours = Colours.DEVICE
    questions: Questions = Questions.AS_MADE
    time: Time = Time.AS_MADE

    @property
    def looks(self) -> list[Group]:
        """What can be seen on every page, as questions of a form."""
        return [
            self._group("text", _("Schriftgröße")),
            self._group("spacing", _("Abstand im Text")),
            self._group("contrast", _("Kontrast")),
            self._group("colours", _("Farben")),
        ]

    @property
    def quizzes(self) -> list[Group]:
        """What matters in a quiz only, as questions of a form."""
        return [self._group("questions", _("Fragen im Quiz")), self._group("time", _("Zeit im Quiz"))]

    def _group(self, name: str, legend: str | Promise) -> Group:
        chosen = getattr(self, name)
        return Group(name, legend, [(value, words, value == chosen) for value, words in type(chosen).choices])


NORMAL = Comfort()
_KINDS: dict[str, type[TextChoices]] = {field.name: type(getattr(NORMAL, field.name)) for field in fields(Comfort)}


def comfort_of(request: HttpRequest) -> Comfort:
    """What the reader of this request has chosen. A missing, old or tampered cookie gives what is normal."""
    parts = request.COOKIES.get(settings.COMFORT_COOKIE, "").split(".")
    return changed(NORMAL, dict(part.partition(":")[::2] for part in parts))


def changed(before: Comfort, words: Mapping[str, str]) -> Comfort:
    """`before` with the new words for its fields; a word that nobody knows is the normal one."""
    new: dict[str, Any] = {
        name: kind(words[name] if words[name] in kind.values else "") for name, kind in _KINDS.items() if name in words
    }
    return replace(before, **new)


def keep(response: HttpResponse, comfort: Comfort) -> HttpResponse:
    """Give the reader the cookie, or take it away when all is back to normal."""
    chosen = ((name, getattr(comfort, name)) for name in _KINDS)
    text = ".".join(f"{name}:{value}" for name, value in chosen if value)
    if not text:
        response.delete_cookie(settings.COMFORT_COOKIE, samesite="Lax")
        return response
    response.set_cookie(
        settings.COMFORT_COOKIE,
        text,
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
