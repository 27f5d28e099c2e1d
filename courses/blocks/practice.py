"""Streams of questions, and a question inside a lesson: the same partial as in a quiz, in a form of its own."""

from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.examples import WithExample
from courses.blocks.question import QUESTION_BLOCKS
from courses.blocks.question_spec import spec
from courses.grading.form import ShownQuestion, shown_question


def practice_prefix(key: UUID | str) -> str:
    """Name of a practice's inputs: several stand on one page, and their ids must differ."""
    return f"u{str(key).replace('-', '')[:8]}"


def practice_seed(key: UUID | str) -> str:
    """What a practice is shuffled by: always the same, since nothing about it is kept."""
    return f"practice:{key}"


def shown_practice(child: Any, key: UUID | str) -> ShownQuestion:
    """The question of a practice block; `key` is the id of the block it stands in."""
    return shown_question(spec(child), practice_seed(key), practice_prefix(key))


def practice_context(value: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What the practice template needs. Outside a lesson (the block's own preview) the form leads nowhere."""
    key, page = context.get("practice_key", ""), context.get("lesson")
    address = ""
    if page is not None and key:
        try:
            address = reverse("practice", kwargs={"course": page.course_slug(), "slot": page.slug, "key": UUID(key)})
        except (NoReverseMatch, ValueError):  # a draft without a slug; a key that is none
            address = ""
    shown = shown_practice(value[0], key) if len(value) else None
    return {"q": shown, "prefix": practice_prefix(key), "errors": [], "address": address}


def practice_questions(body: Any) -> dict[str, Any]:
    """The questions inside a lesson by the id of the block they stand in: of practice, and beside H5P activities."""
    asked = {"practice": lambda value: value, "activity": lambda value: value["question"]}
    streams = {child.id: asked[child.block_type](child.value) for child in body if child.block_type in asked}
    return {key: stream[0] for key, stream in streams.items() if len(stream)}


class Questions(blocks.StreamBlock):
    """The questions of a quiz."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__([(name, block()) for name, block in QUESTION_BLOCKS.items()], **kwargs)

    class Meta:
        label = _("Fragen")
        required = True
        collapsed = True  # a list of questions to begin with; a new one is open


class PracticeBlock(WithExample, Questions):
    """One question inside a lesson; its answer counts for nothing and is kept nowhere."""

    class Meta:
        label = _("Kurz ausprobieren")
        icon = "help"
        collapsed = False
        min_num = 1
        max_num = 1
        template = "courses/blocks/practice.html"
        description = _("Eine Frage zum Üben. Niemand sieht die Antwort.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        return context | practice_context(value, context)
