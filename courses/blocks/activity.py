"""An H5P content inside a lesson: played in its own frame, with a version beside it that needs no script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.blocks.practice import Questions, practice_context
from courses.blocks.text import TEXT_FEATURES
from courses.h5p.play import NotPlayable, play

NEVER, VIEWED, ATTEMPTED, SCORED = "never", "viewed", "attempted", "scored"
DONE_WHEN = [
    (NEVER, _("nie: Lernende haken die Lektion selbst ab")),
    (VIEWED, _("sobald sie gestartet ist")),
    (ATTEMPTED, _("sobald jemand eine Antwort abgegeben hat")),
    (SCORED, _("sobald genug Punkte erreicht sind")),
]


@dataclass(frozen=True, slots=True)
class Activity:
    """What the learners' side has to know of an activity. `share` of the points, 0 to 1, counts for "scored" alone."""

    key: UUID
    title: str
    content_key: UUID
    done_when: str
    share: Decimal


class ActivityBlock(blocks.StructBlock):
    """The player beside its native twin: nobody has to use the frame."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    content = SnippetChooserBlock("courses.H5PContent", label=_("H5P-Inhalt"))
    question = Questions(
        label=_("Dieselbe Aufgabe als Frage"),
        required=False,
        max_num=1,
        help_text=_("Ohne JavaScript und gut vorzulesen. „In Fragen umwandeln“ beim H5P-Inhalt hilft Ihnen dabei."),
    )
    text = blocks.RichTextBlock(
        label=_("Dieselbe Aufgabe als Text"),
        features=TEXT_FEATURES,
        required=False,
        help_text=_("Für alle, die den Rahmen nicht nutzen können: Was ist zu tun, was ist richtig, und warum?"),
    )
    done_when = blocks.ChoiceBlock(label=_("Die Aufgabe gilt als erledigt"), choices=DONE_WHEN, default=NEVER)
    percent = blocks.IntegerBlock(
        label=_("Genug Punkte sind (in Prozent)"), min_value=1, max_value=100, default=60, required=False
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        errors = {}
        if not len(cleaned["question"]) and not cleaned["text"].source.strip():
            errors["text"] = ValidationError(
                gettext("Bitte geben Sie dieselbe Aufgabe auch als Frage oder als Text an: für alle ohne den Rahmen.")
            )
        if not cleaned["content"].is_playable:
            errors["content"] = ValidationError(
                gettext(
                    "Dieser Inhalt lässt sich noch nicht abspielen: Eine Bibliothek ist nicht freigegeben. "
                    "Bitte fragen Sie die Freigabe an, oder wählen Sie einen anderen Inhalt."
                )
            )
        if cleaned["done_when"] == SCORED and not cleaned["percent"]:
            errors["percent"] = ValidationError(gettext("Bitte geben Sie an, wie viele Prozent der Punkte genug sind."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        twin = practice_context(value["question"], context)
        if context.get("preview"):
            return context | twin | {"trial": _trial(value["content"])}
        return context | twin | {"activity_address": _address(context)}

    class Meta:
        label = _("H5P-Aufgabe")
        icon = "media"
        template = "courses/blocks/activity.html"
        description = _("Ein H5P-Inhalt zum Üben, mit einer Fassung für alle.")


def _trial(content: Any) -> str:
    """The frame of the current version, to be tried in a preview; nowhere if it cannot be played."""
    try:
        return play(content.key).address if content else ""
    except NotPlayable:
        return ""


def _address(context: Mapping[str, Any]) -> str:
    """Where the activity is begun; nowhere outside of a lesson."""
    page, key = context.get("lesson"), context.get("practice_key", "")
    if page is None:
        return ""
    try:
        place = {"course": page.course_slug(), "slot": page.slug, "key": UUID(key)}
        return reverse("activity_begin", kwargs=place).removesuffix("beginnen/")
    except (NoReverseMatch, ValueError):
        return ""


def activities(body: Any) -> Iterator[Activity]:
    """The activities of a lesson's body, in order; one whose content is deleted is none."""
    for child in body:
        if child.block_type == "activity" and child.value["content"] is not None:
            value = child.value
            share = Decimal(value["percent"] or 0) / 100
            yield Activity(UUID(child.id), value["title"], value["content"].key, value["done_when"], share)
