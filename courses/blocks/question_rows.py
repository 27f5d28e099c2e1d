"""What stands in the lists of a question: answers, statements, pictures, gaps, pairs, groups, criteria."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

#: text on the left, a tick on the right, feedback below: learn/static/learn/cms/editor.css
_TICKED = "struct-block row-ticked"
_PAIRED = "struct-block row-paired"
_GAP_NUMBER = _("Wie im Text, ohne Klammern. Leer: Es zählt der Platz in dieser Liste.")


def line(label: Any, required: bool = True, help_text: Any = "") -> blocks.CharBlock:
    """A field of one line."""
    return blocks.CharBlock(label=label, required=required, help_text=help_text, default="")


def area(label: Any, required: bool = True, help_text: Any = "", rows: int = 1) -> blocks.TextBlock:
    """A field that grows with its text."""
    return blocks.TextBlock(label=label, required=required, help_text=help_text, rows=rows, default="")


def tick(label: Any, help_text: Any = "") -> blocks.BooleanBlock:
    """A box to tick; empty to begin with, so that nothing is right by itself."""
    return blocks.BooleanBlock(label=label, required=False, help_text=help_text, default=False)


def rows(child: blocks.Block, label: Any, start: int, **options: Any) -> blocks.ListBlock:
    """A list that begins with so many empty rows. They are no part of the definition that migrations keep."""
    made = blocks.ListBlock(child, label=label, **options)
    made.meta.default = lambda: [child.get_default() for _each in range(start)]
    return made


class Choice(blocks.StructBlock):
    text = area(_("Antwort"))
    correct = tick(_("richtig"))
    feedback = area(_("Rückmeldung, wenn sie gewählt wurde"), required=False)

    class Meta:
        form_classname = _TICKED


class Statement(blocks.StructBlock):
    text = area(_("Aussage"))
    correct = tick(_("stimmt"))
    feedback = area(_("Rückmeldung"), required=False)

    class Meta:
        form_classname = _TICKED


class Picture(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Bild"))
    correct = tick(_("richtig"))
    alt = area(_("Bildbeschreibung"), help_text=_("Was ist zu sehen? Ohne zu verraten, ob es richtig ist."))
    feedback = area(_("Rückmeldung, wenn es gewählt wurde"), required=False)

    class Meta:
        form_classname = _TICKED


class SurveyChoice(blocks.StructBlock):
    text = area(_("Antwort"))


class Gap(blocks.StructBlock):
    key = line(_("Nummer der Lücke"), required=False, help_text=_GAP_NUMBER)
    label = line(_("Bezeichnung"), help_text=_("Was gehört in die Lücke? Das wird vorgelesen."))
    accept = area(_("Richtige Antworten"), help_text=_("Eine je Zeile. Groß und klein ist gleich."), rows=2)

    class Meta:
        form_classname = _PAIRED


class GapChoice(blocks.StructBlock):
    text = line(_("Auswahl"))
    correct = tick(_("richtig"))

    class Meta:
        form_classname = _TICKED


class GapWithChoices(blocks.StructBlock):
    key = line(_("Nummer der Lücke"), required=False, help_text=_GAP_NUMBER)
    label = line(_("Bezeichnung"), help_text=_("Was gehört in die Lücke? Das wird vorgelesen."))
    choices = rows(GapChoice(label=_("Auswahl")), _("Auswahl"), 3, min_num=2)

    class Meta:
        form_classname = _PAIRED


class Pair(blocks.StructBlock):
    left = line(_("Links"))
    right = line(_("Passt dazu"))

    class Meta:
        form_classname = _PAIRED


class Category(blocks.StructBlock):
    name = line(_("Gruppe"))
    items = rows(line(_("Begriff")), _("Begriffe dieser Gruppe"), 2)


class Criterion(blocks.StructBlock):
    text = line(_("Darauf kommt es an"))
    points = blocks.DecimalBlock(label=_("Punkte"), default="1", min_value=0, max_value=100)

    class Meta:
        form_classname = _TICKED
