"""What templates need to draw: icons, pictures, words for dates and durations, language links."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.api import CourseCard
from learn.templatetags import languages as site_languages

register = template.Library()


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary; `field_id` "" means the whole form."""

    field_id: str
    message: str


# A course without a picture of its own gets the drawing of its topic's tint.
_CARD_SHAPE = 5 / 3
_TOPIC_DRAWING = {
    "rose": "thema-phishing",
    "mint": "thema-smartphone",
    "sky": "thema-amt",
    "honey": "thema-ki",
    "lilac": "thema-video",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; it follows the colour of the text and is silent for screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("learn/img/icons.svg"),
        name,
    )


@register.simple_tag
def picture(pic: Any, alt: str | None = None, lazy: bool = True) -> SafeString:
    """A picture given by courses.api; its size keeps the page from jumping. `alt=""` makes it decoration."""
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}"{}>',
        pic.src,
        pic.alt if alt is None else alt,
        pic.width,
        pic.height,
        SafeString(' loading="lazy"') if lazy else "",
    )


@register.simple_tag
def course_picture(card: CourseCard | None, lazy: bool = True) -> SafeString:
    """The picture of a course as decoration; without one the drawing of its topic's tint.

    Pictures that are not about 5:3 are diagrams: they are shown whole, not cut.
    """
    pic = card.picture if card else None
    loading = SafeString(' loading="lazy"') if lazy else ""
    if pic is None:
        name = _TOPIC_DRAWING.get(card.tint if card else "", "thema-ki")
        source, width, height, shape = static(f"learn/img/{name}.svg"), 400, 240, ""
    else:
        source, width, height = pic.src, pic.width, pic.height
        shape = "" if abs(width / max(height, 1) - _CARD_SHAPE) < 0.06 else SafeString(' class="whole"')
    return format_html('<img src="{}" alt="" width="{}" height="{}"{}{}>', source, width, height, shape, loading)


@register.filter
def minutes(value: int | None) -> str:
    """A duration in words: 45 -> "45 Minuten", 95 -> "1 Stunde 35 Minuten"."""
    hours, rest = divmod(int(value or 0), 60)
    words = []
    if hours:
        words.append(ngettext("%(n)d Stunde", "%(n)d Stunden", hours) % {"n": hours})
    if rest or not hours:
        words.append(ngettext("%(n)d Minute", "%(n)d Minuten", rest) % {"n": rest})
    return " ".join(words)


@register.filter
def day(value: date | datetime | None) -> str:
    """A date as people write it: "22. November 2026"; moments are shown in local time."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "j. F Y" if site_languages.is_german() else "DATE_FORMAT")


@register.filter
def lessons(count: int) -> str:
    """A number of lessons in words."""
    return ngettext("%(n)d Lektion", "%(n)d Lektionen", count) % {"n": count}


@register.filter
def level_name(value: str) -> str:
    """The level of a course in words (bands of DigComp 3.0)."""
    return {"basic": _("Einstieg"), "intermediate": _("Aufbau"), "advanced": _("Vertiefung")}.get(value, value)


@register.filter
def audience_name(value: str) -> str:
    """For whom a course is made, in words."""
    return {"everyone": _("Für alle"), "staff": _("Für Mitarbeitende der Stadt")}.get(value, value)


@register.filter
def other_languages(course: Any) -> list[str]:
    """The other languages of a course, each as a phrase: "Auch in Leichter Sprache"."""
    return [site_languages.also_in(code) for code in course.languages if code != course.language]


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """Languages in words: "Deutsch, Leichte Sprache, Englisch"."""
    return ", ".join(site_languages.name_in_german(code) for code in codes)


@register.filter
def tel(number: str) -> str:
    """A German phone number as the address of a call; "" of signs that are no digits."""
    digits = re.sub(r"[^\d+]", "", number)
    return "tel:" + ("+49" + digits[1:] if digits.startswith("0") and not digits.startswith("00") else digits)


@register.filter
def nobreak(text: str) -> str:
    """A phone number that stays on one line."""
    return text.replace(" ", "\u00a0")


@register.filter
def note_kind(tags: str) -> str:
    """The look of a message: calm for errors too, since nothing here is the reader's fault."""
    return "ok" if "success" in tags else "warn" if "error" in tags or "warning" in tags else "soft"


@register.filter
def query(values: Iterable[tuple[str, str]]) -> str:
    """Pairs as the query of an address."""
    return urlencode(list(values))


@register.simple_tag
def field_input(field: BoundField) -> SafeString:
    """The input of a form field in the site's look, tied to its hint and its error."""
    ids = [f"{field.id_for_label}-hint"] if field.help_text else []
    if field.errors:
        ids.append(f"{field.id_for_label}-err")
    attributes: dict[str, str | bool] = {"class": "in"}
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    if field.errors:
        attributes["aria-invalid"] = "true"
    # the label and the hint say it; a grey example would vanish while typing
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs=attributes)


@register.filter
def problems(form: BaseForm) -> list[Problem]:
    """A form's errors in the shape of the error summary."""
    found = [Problem("", str(message)) for message in form.non_field_errors()]
    for field in form.visible_fields():
        found += [Problem(field.id_for_label, str(message)) for message in field.errors]
    return found


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether a field is a single box to tick."""
    return isinstance(field.field.widget, CheckboxInput)
