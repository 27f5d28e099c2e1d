"""A question inside a lesson as the browser gets it: the same partial as in a quiz, in a form of its own."""

from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

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
