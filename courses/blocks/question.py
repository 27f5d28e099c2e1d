"""The fifteen question types as blocks; each knows its own public part and its key."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from courses import competences
from courses.blocks import question_parts as parts

Parts = tuple[dict[str, Any], dict[str, Any]]


def _line(label: Any, required: bool = True, help_text: Any = "") -> blocks.CharBlock:
    return blocks.CharBlock(label=label, required=required, help_text=help_text)


def _area(label: Any, required: bool = True, help_text: Any = "", rows: int = 2) -> blocks.TextBlock:
    return blocks.TextBlock(label=label, required=required, help_text=help_text, rows=rows)


class _Choice(blocks.StructBlock):
    text = _area(_("Antwort"))
    correct = blocks.BooleanBlock(label=_("richtig"), required=False)
    feedback = _area(_("Rückmeldung, wenn sie gewählt wurde"), required=False)


class _Statement(blocks.StructBlock):
    text = _area(_("Aussage"))
    correct = blocks.BooleanBlock(label=_("Die Aussage stimmt"), required=False)
    feedback = _area(_("Rückmeldung"), required=False)


class _Picture(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Bild"))
    alt = _area(_("Bildbeschreibung"), help_text=_("Was ist zu sehen? Ohne zu verraten, ob es richtig ist."))
    correct = blocks.BooleanBlock(label=_("richtig"), required=False)
    feedback = _area(_("Rückmeldung, wenn es gewählt wurde"), required=False)


class _SurveyChoice(blocks.StructBlock):
    text = _area(_("Antwort"))


class _Gap(blocks.StructBlock):
    key = _line(_("Nummer der Lücke"), help_text=_("Im Text steht sie in doppelten eckigen Klammern: [[1]]."))
    label = _line(_("Bezeichnung"), help_text=_("Was gehört in die Lücke? Das wird vorgelesen."))
    accept = _area(_("Richtige Antworten"), help_text=_("Eine je Zeile. Groß und klein ist gleich."))


class _GapChoice(blocks.StructBlock):
    text = _line(_("Auswahl"))
    correct = blocks.BooleanBlock(label=_("richtig"), required=False)


class _GapWithChoices(blocks.StructBlock):
    key = _line(_("Nummer der Lücke"), help_text=_("Im Text steht sie in doppelten eckigen Klammern: [[1]]."))
    label = _line(_("Bezeichnung"), help_text=_("Was gehört in die Lücke? Das wird vorgelesen."))
    choices = blocks.ListBlock(_GapChoice(label=_("Auswahl")), label=_("Auswahl"), min_num=2)


class _Pair(blocks.StructBlock):
    left = _line(_("Links"))
    right = _line(_("Passt dazu"))


class _Category(blocks.StructBlock):
    name = _line(_("Gruppe"))
    items = blocks.ListBlock(_line(_("Begriff")), label=_("Begriffe dieser Gruppe"), default=[])


class _Criterion(blocks.StructBlock):
    text = _line(_("Darauf kommt es an"))
    points = blocks.DecimalBlock(label=_("Punkte"), default="1", min_value=0, max_value=100)


class Question(blocks.StructBlock):
    """What every question has."""

    text = _area(_("Frage"), rows=3)
    hint = _area(_("Hilfe zum Aufklappen"), required=False)
    explain = _area(_("Erklärung nach der Antwort"), required=False)
    points = blocks.DecimalBlock(label=_("Punkte"), default="1", min_value=0, max_value=100)
    competence = blocks.ChoiceBlock(label=_("Kompetenz (DigComp)"), choices=competences.choices, required=False)
    lesson = blocks.PageChooserBlock(
        label=_("Hier nachlesen"),
        page_type="courses.Lesson",
        required=False,
        help_text=_("Die Lektion dieses Kurses, die es erklärt. Nach einer falschen Antwort führt ein Link dorthin."),
    )

    def parts(self, value: Any) -> Parts:
        """The public part and the solution, without text, hint and explanation."""
        raise NotImplementedError

    class Meta:
        icon = "help"


class SingleQuestion(Question):
    choices = blocks.ListBlock(_Choice(label=_("Antwort")), label=_("Antworten"), min_num=2)
    parts = parts.single

    class Meta:
        label = _("Eine Antwort wählen")
        icon = "radio-full"
        description = _("Mehrere Antworten, genau eine ist richtig.")


class MultipleQuestion(Question):
    choices = blocks.ListBlock(_Choice(label=_("Antwort")), label=_("Antworten"), min_num=2)
    parts = parts.multiple

    class Meta:
        label = _("Mehrere Antworten wählen")
        icon = "tasks"
        description = _("Mehrere Antworten, eine oder mehr sind richtig.")


class TrueFalseQuestion(Question):
    correct = blocks.BooleanBlock(label=_("Die Aussage stimmt"), required=False)
    feedback_true = _area(_("Rückmeldung auf „Stimmt“"), required=False)
    feedback_false = _area(_("Rückmeldung auf „Stimmt nicht“"), required=False)
    parts = parts.truefalse

    class Meta:
        label = _("Stimmt oder stimmt nicht")
        icon = "check"
        description = _("Eine Aussage, über die man entscheidet.")


class StatementsQuestion(Question):
    statements = blocks.ListBlock(_Statement(label=_("Aussage")), label=_("Aussagen"), min_num=2)
    parts = parts.statements

    class Meta:
        label = _("Mehrere Aussagen prüfen")
        icon = "list-ul"
        description = _("Über jede Aussage einzeln entscheiden.")


class GapsQuestion(Question):
    gaps = blocks.ListBlock(_Gap(label=_("Lücke")), label=_("Lücken"), min_num=1)
    parts = parts.gaps

    class Meta:
        label = _("Lückentext zum Schreiben")
        icon = "edit"
        description = _("Wörter in Lücken schreiben.")


class GapsChoiceQuestion(Question):
    gaps = blocks.ListBlock(_GapWithChoices(label=_("Lücke")), label=_("Lücken"), min_num=1)
    parts = parts.gaps_choice

    class Meta:
        label = _("Lückentext zum Auswählen")
        icon = "edit"
        description = _("Für jede Lücke ein Wort auswählen.")


class ShortQuestion(Question):
    accept = _area(_("Richtige Antworten"), help_text=_("Eine je Zeile."))
    ignore_case = blocks.BooleanBlock(label=_("Groß und klein ist gleich"), required=False, default=True)
    typos = blocks.IntegerBlock(label=_("Erlaubte Tippfehler"), default=0, min_value=0, max_value=3)
    parts = parts.short

    class Meta:
        label = _("Kurze Antwort schreiben")
        icon = "edit"
        description = _("Ein Wort oder ein kurzer Ausdruck.")


class NumberQuestion(Question):
    correct = blocks.DecimalBlock(label=_("Richtige Zahl"))
    tolerance = blocks.DecimalBlock(label=_("Erlaubte Abweichung"), default="0", min_value=0)
    unit = _line(_("Einheit"), required=False)
    parts = parts.number

    class Meta:
        label = _("Zahl eingeben")
        icon = "decimal"
        description = _("Eine Zahl, wenn nötig mit Spielraum.")


class MatchQuestion(Question):
    pairs = blocks.ListBlock(_Pair(label=_("Paar")), label=_("Paare"), min_num=2)
    extra = blocks.ListBlock(
        _line(_("Passt zu nichts")), label=_("Weitere rechte Seiten, die nicht passen"), default=[]
    )
    parts = parts.match

    class Meta:
        label = _("Zuordnen")
        icon = "link"
        description = _("Zu jedem linken Begriff den passenden rechten finden.")


class OrderQuestion(Question):
    items = blocks.ListBlock(
        _line(_("Schritt")), label=_("In der richtigen Reihenfolge"), min_num=2, help_text=_("Gezeigt wird gemischt.")
    )
    parts = parts.order

    class Meta:
        label = _("In die richtige Reihenfolge bringen")
        icon = "list-ol"
        description = _("Schritte ordnen.")


class SortQuestion(Question):
    categories = blocks.ListBlock(_Category(label=_("Gruppe")), label=_("Gruppen"), min_num=2)
    parts = parts.sort

    class Meta:
        label = _("In Gruppen sortieren")
        icon = "folder-open-inverse"
        description = _("Begriffe in Gruppen einordnen.")


class MarkQuestion(Question):
    sentence = _area(
        _("Satz"), help_text=_("Richtige Stellen in doppelten eckigen Klammern: Bitte [[sofort]] klicken."), rows=3
    )
    parts = parts.mark

    class Meta:
        label = _("Wörter markieren")
        icon = "edit"
        description = _("Im Satz die richtigen Wörter finden.")


class ImageQuestion(Question):
    choices = blocks.ListBlock(_Picture(label=_("Bild")), label=_("Bilder"), min_num=2)
    parts = parts.image

    class Meta:
        label = _("Ein Bild wählen")
        icon = "image"
        description = _("Mehrere Bilder, genau eines ist richtig.")


class OpenQuestion(Question):
    sample = _area(_("Beispiel für eine gute Antwort"), rows=4)
    rubric = blocks.ListBlock(
        _Criterion(label=_("Kriterium")),
        label=_("Kriterien"),
        default=[],
        help_text=_("Nur für Prüfungen. Lernende sehen die Sätze vorher. Ihre Punkte ersetzen die der Frage."),
    )
    replies = blocks.ListBlock(
        _area(_("Baustein")),
        label=_("Textbausteine für die Durchsicht"),
        default=[],
        help_text=_("Sätze, die Sie beim Durchsehen mit einem Klick als Rückmeldung geben."),
    )
    parts = parts.open_

    class Meta:
        label = _("Freie Antwort")
        icon = "pilcrow"
        description = _("In Übungen vergleichen Lernende selbst. In Prüfungen sehen Sie die Antwort durch.")


class SurveyQuestion(Question):
    choices = blocks.ListBlock(_SurveyChoice(label=_("Antwort")), label=_("Antworten"), min_num=2)
    parts = parts.survey

    class Meta:
        label = _("Umfrage")
        icon = "user"
        description = _("Nach der Meinung fragen. Es gibt kein Richtig und zählt nicht.")


#: the fifteen names, in the order in which editors find them
QUESTION_BLOCKS: dict[str, type[Question]] = {
    "single": SingleQuestion,
    "multiple": MultipleQuestion,
    "truefalse": TrueFalseQuestion,
    "statements": StatementsQuestion,
    "gaps": GapsQuestion,
    "gaps_choice": GapsChoiceQuestion,
    "short": ShortQuestion,
    "number": NumberQuestion,
    "match": MatchQuestion,
    "order": OrderQuestion,
    "sort": SortQuestion,
    "mark": MarkQuestion,
    "image": ImageQuestion,
    "open": OpenQuestion,
    "survey": SurveyQuestion,
}
