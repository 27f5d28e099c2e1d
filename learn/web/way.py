"""The way through a course as the pages draw it: each step with its address, state and words."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learn.templatetags.site import minutes


@dataclass(frozen=True, slots=True)
class WayStep:
    """One lesson or quiz; `state` is done, now or open, `words` says it with the time needed."""

    title: str
    url: str
    state: str
    words: str
    here: bool


@dataclass(frozen=True, slots=True)
class WayPart:
    """One module, or the final quiz at the end (number 0)."""

    number: int
    title: str
    steps: tuple[WayStep, ...]


def is_done(slot: Any, standing: Any) -> bool:
    """Whether a lesson is done or a quiz passed; a practice quiz has no result to show."""
    done: frozenset[UUID] = standing.done if slot.kind == "lesson" else standing.passed
    return slot.key in done


def way(outline: Any, standing: Any, here: str | None = None) -> tuple[WayPart, ...]:
    """The course as parts and steps.

    `standing` marks what is done and what comes next; `here` is the slug of the step whose page this is.
    """
    parts = [
        WayPart(number, module.title, tuple(_step(outline, slot, standing, here) for slot in module.slots))
        for number, module in enumerate(outline.modules, 1)
        if module.slots
    ]
    if outline.final_quiz:
        parts.append(WayPart(len(parts) + 1, _("Abschluss"), (_step(outline, outline.final_quiz, standing, here),)))
    return tuple(parts)


def _step(outline: Any, slot: Any, standing: Any, here: str | None) -> WayStep:
    begun = bool(standing.done or standing.passed)
    if is_done(slot, standing):
        state, words = "done", _("Erledigt")
    elif begun and standing.next is not None and slot.key == standing.next.key:
        state, words = "now", _("Hier geht es weiter")
    else:
        state, words = "open", _("Noch offen") if begun else ""
    if slot.slug == here and state != "done":
        state, words = "now", _("Sie sind hier")
    notes = [words] if words else []
    if slot.kind == "quiz" and slot.question_count:
        notes.append(ngettext("%(n)d Frage", "%(n)d Fragen", slot.question_count) % {"n": slot.question_count})
    if slot.minutes:
        notes.append(minutes(slot.minutes))
    if not slot.required:
        notes.append(_("freiwillig"))
    url = reverse("step", kwargs={"course": outline.slug, "slot": slot.slug})
    return WayStep(slot.title, url, state, " · ".join(notes), slot.slug == here)
