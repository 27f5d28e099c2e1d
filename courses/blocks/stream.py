"""Which blocks a lesson is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.activity import ActivityBlock
from courses.blocks.media import DownloadBlock, ImageBlock
from courses.blocks.practice import PracticeBlock
from courses.blocks.text import (
    CalloutBlock,
    CompareBlock,
    DialogBlock,
    GlossaryBlock,
    HeadingBlock,
    StepsBlock,
    TextBlock,
)


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
    activity = ActivityBlock()

    class Meta:
        label = _("Inhalt")
        required = True
