"""Blocks of a lesson that are words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.examples import WithExample

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul", "code"]
CALLOUTS = [
    ("tip", _("Tipp")),
    ("remember", _("Das merken wir uns")),
    ("warning", _("Vorsicht")),
    ("example", _("Beispiel")),
    ("encourage", _("Keine Sorge")),
]
#: look of a call-out: class of the box, name of the icon
CALLOUT_LOOKS = {
    "tip": ("alert", "bulb"),
    "remember": ("alert alert--ok", "note"),
    "warning": ("alert alert--warn", "warn"),
    "example": ("panel panel--tint t-lilac flow tight", ""),
    "encourage": ("alert alert--soft", "heart"),
}


class HeadingBlock(WithExample, blocks.CharBlock):
    """A heading inside the lesson (second level)."""

    class Meta:
        label = _("Überschrift")
        icon = "title"
        template = "courses/blocks/heading.html"
        description = _("Gliedert die Lektion. Eine Frage oder ein kurzer Satz.")


class TextBlock(WithExample, blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"features": TEXT_FEATURES} | kwargs))

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "courses/blocks/text.html"
        description = _("Absätze, Listen und Links. Kurze Sätze lesen sich leichter.")


class CalloutBlock(WithExample, blocks.StructBlock):
    """A box beside the text."""

    kind = blocks.ChoiceBlock(label=_("Art"), choices=CALLOUTS, default="tip")
    title = blocks.CharBlock(label=_("Titel"), required=False, help_text=_("Leer: Die Art steht als Titel da."))
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        look, icon = CALLOUT_LOOKS.get(value["kind"], CALLOUT_LOOKS["tip"])
        title = value["title"] or dict(CALLOUTS).get(value["kind"], "")
        return super().get_context(value, parent_context) | {"look": look, "icon": icon, "title": title}

    class Meta:
        label = _("Hinweis")
        icon = "help"
        template = "courses/blocks/callout.html"
        description = _("Tipp, Merksatz, Warnung, Beispiel oder Ermutigung.")


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Schritt"))
    text = blocks.RichTextBlock(label=_("Erklärung"), features=TEXT_FEATURES)


class StepsBlock(WithExample, blocks.StructBlock):
    """Numbered doing."""

    title = blocks.CharBlock(label=_("Titel"))
    items = blocks.ListBlock(StepBlock(label=_("Schritt")), label=_("Schritte"), min_num=1)

    class Meta:
        label = _("Schritte")
        icon = "list-ol"
        template = "courses/blocks/steps.html"
        description = _("Eine Anleitung, Schritt für Schritt.")


class GlossaryBlock(WithExample, blocks.StructBlock):
    """A word and what it means, to fold out."""

    term = blocks.CharBlock(label=_("Begriff"))
    text = blocks.RichTextBlock(label=_("Erklärung"), features=TEXT_FEATURES)

    class Meta:
        label = _("Worterklärung")
        icon = "openquote"
        template = "courses/blocks/glossary.html"
        description = _("Erklärt ein schweres Wort, zum Aufklappen.")


class SideBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titel"))
    items = blocks.ListBlock(blocks.CharBlock(label=_("Punkt")), label=_("Punkte"), min_num=1)


class CompareBlock(WithExample, blocks.StructBlock):
    """Two things side by side."""

    title = blocks.CharBlock(label=_("Titel"))
    left = SideBlock(label=_("Linke Seite"))
    right = SideBlock(label=_("Rechte Seite"))

    class Meta:
        label = _("Vergleich")
        icon = "table"
        template = "courses/blocks/compare.html"
        description = _("Stellt zwei Dinge nebeneinander.")


class TurnBlock(blocks.StructBlock):
    who = blocks.CharBlock(label=_("Wer spricht"))
    text = blocks.TextBlock(label=_("Was gesagt wird"), rows=2)


class DialogBlock(WithExample, blocks.StructBlock):
    """A short scene."""

    title = blocks.CharBlock(label=_("Titel"))
    turns = blocks.ListBlock(TurnBlock(label=_("Beitrag")), label=_("Gespräch"), min_num=1)

    class Meta:
        label = _("Gespräch")
        icon = "comment"
        template = "courses/blocks/dialog.html"
        description = _("Eine kurze Szene mit verteilten Rollen.")
