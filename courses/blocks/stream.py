"""Which blocks a lesson and a quiz are made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.examples import WithExample
from courses.blocks.media import DownloadBlock, ImageBlock
from courses.blocks.practice import practice_context
from courses.blocks.question import QUESTION_BLOCKS
from courses.blocks.text import (
    CalloutBlock,
    CompareBlock,
    DialogBlock,
    GlossaryBlock,
    HeadingBlock,
    StepsBlock,
    TextBlock,
)


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


class LessonBody(blocks.StreamBlock):
    """The body of a lesson."""

    heading = HeadingBlock()
    text = TextBlock()
    image = ImageBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    glossary = GlossaryBlock()
    compare = CompareBlock()
    dialog = DialogBlock()
    download = DownloadBlock()
    practice = PracticeBlock()

    class Meta:
        label = _("Inhalt")
        required = True
