"""Blocks of a lesson that show or hand out a file."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.blocks.examples import PICTURES, Drawing, WithExample

#: pictures of trainers are sent in this size; drawings (SVG) as they are
PICTURE_SPEC = "max-1440x1440|format-webp"


def sent_picture(image: Any) -> Mapping[str, Any]:
    """Address and size of a picture as readers get it."""
    if image is None:
        return {"src": "", "width": 0, "height": 0}
    if isinstance(image, Drawing):
        return {"src": image.url, "width": image.width, "height": image.height}
    shown = image if image.is_svg() else image.get_rendition(PICTURE_SPEC)
    return {"src": shown.file.url, "width": shown.width, "height": shown.height}


class ImageBlock(WithExample, blocks.StructBlock):
    """A picture with a decision about its description."""

    image = ImageChooserBlock(label=_("Bild"))
    alt = blocks.TextBlock(
        label=_("Bildbeschreibung"),
        required=False,
        rows=2,
        help_text=_("Was sagt das Bild an dieser Stelle? Für Menschen, die es nicht sehen."),
    )
    decorative = blocks.BooleanBlock(label=_("Das Bild schmückt nur"), required=False)
    caption = blocks.TextBlock(label=_("Bildunterschrift"), required=False, rows=2)
    credit = blocks.CharBlock(label=_("Quelle und Lizenz"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not cleaned["decorative"] and not cleaned["alt"].strip():
            message = gettext("Bitte beschreiben Sie das Bild, oder geben Sie an, dass es nur schmückt.")
            raise StructBlockValidationError(block_errors={"alt": ValidationError(message)})
        return cleaned

    def get_preview_value(self) -> Any:
        value = super().get_preview_value()
        value["image"] = PICTURES[0]
        return value

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        alt = "" if value["decorative"] else value["alt"]
        return super().get_context(value, parent_context) | {"picture": sent_picture(value["image"]), "alt": alt}

    class Meta:
        label = _("Bild")
        icon = "image"
        template = "courses/blocks/image.html"
        description = _("Ein Bild mit Beschreibung.")


class DownloadBlock(blocks.StructBlock):
    """A file to take away."""

    title = blocks.CharBlock(label=_("Titel"))
    document = DocumentChooserBlock(label=_("Datei"))

    class Meta:
        label = _("Datei zum Mitnehmen")
        icon = "download"
        template = "courses/blocks/download.html"
        description = _("Eine Datei zum Herunterladen, am besten ein barrierefreies PDF.")
