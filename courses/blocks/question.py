"""The fifteen question types as blocks; each knows its own public part and its key."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup, StructBlockValidationError

from courses import competences
from courses.blocks import question_parts as parts
from courses.blocks.examples import PICTURES, question_example
from courses.blocks.question_faults import question_faults, too_many_right
from courses.blocks.question_rows import (
    Category,
    Choice,
    Criterion,
    Gap,
    GapWithChoices,
    Pair,
    Picture,
    Statement,
    SurveyChoice,
    area,
    line,
    rows,
    tick,
)
from courses.blocks.question_spec import block_spec
from courses.grading.form import shown_question

Parts = tuple[dict[str, Any], dict[str, Any]]

#: headings of the chooser, in the order of the first block that names them
CHOOSE, IN_TEXT = _("Auswählen"), _("Im Text")
ARRANGE, WRITE = _("Ordnen und zuordnen"), _("Schreiben")
GAPS_IN_TEXT = _("Jede Lücke ist eine Nummer in doppelten eckigen Klammern: Eine E-Mail braucht einen [[1]].")
#: what few questions need, folded away below all others
RARE = ("hint", "points", "competence", "lesson")


def _folded(name: str, heading: Any, children: list[str]) -> BlockGroup:
    """A group that opens on demand. Its heading is set later: the group reads it at once, too early for a catalogue."""
    group = BlockGroup(children, heading=name, classname="collapsed", icon="cog", label_format="")
    group.heading = heading
    return group


class Question(blocks.StructBlock):
    """What every question has."""

    text = area(_("Frage"), rows=2)
    explain = area(
        _("Erklärung nach der Antwort"),
        required=False,
        rows=2,
        help_text=_("Warum ist das richtig? Lernende lesen es, sobald sie geantwortet haben."),
    )
    hint = area(
        _("Hilfe zum Aufklappen"), required=False, help_text=_("Ein kleiner Tipp, der die Antwort nicht verrät.")
    )
    points = blocks.DecimalBlock(
        label=_("Punkte"), default="1", min_value=0, max_value=100, help_text=_("Zählen nur in einer Prüfung.")
    )
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

    def get_form_layout(self) -> BlockGroup:
        """In the order in which one thinks: the question, its answers, why; what is rarely needed stays folded."""
        own = [name for name in self.child_blocks if name not in ("text", "explain", *RARE)]
        return BlockGroup(["text", *own, "explain", _folded("more", _("Hilfe, Punkte, Kompetenz, Lektion"), [*RARE])])

    def clean(self, value: Any) -> Any:
        """Drafts may have any fault; what is published may not."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        found = [*too_many_right(self, cleaned), *question_faults(block_spec(self, cleaned))]
        if found:
            raise StructBlockValidationError(non_block_errors=[ValidationError(fault) for fault in found])
        return cleaned

    def get_preview_value(self) -> Any:
        return self.to_python(question_example(self.name))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        shown = shown_question(block_spec(self, value), "", "example")
        return super().get_context(value, parent_context) | {"q": shown}

    class Meta:
        icon = "help"
        template = "courses/blocks/question.html"


class SingleQuestion(Question):
    choices = rows(Choice(label=_("Antwort")), _("Antworten"), 3, min_num=2)
    parts = parts.single

    class Meta:
        label = _("Eine Antwort wählen")
        icon = "radio-full"
        group = CHOOSE
        description = _("Mehrere Antworten, genau eine ist richtig.")


class MultipleQuestion(Question):
    choices = rows(Choice(label=_("Antwort")), _("Antworten"), 4, min_num=2)
    parts = parts.multiple

    class Meta:
        label = _("Mehrere Antworten wählen")
        icon = "tasks"
        group = CHOOSE
        description = _("Mehrere Antworten, eine oder mehr sind richtig.")


class TrueFalseQuestion(Question):
    text = area(_("Aussage"), rows=2)
    correct = tick(_("Die Aussage stimmt"), help_text=_("Ohne Häkchen ist „Stimmt nicht“ richtig."))
    feedback_true = area(_("Rückmeldung auf „Stimmt“"), required=False)
    feedback_false = area(_("Rückmeldung auf „Stimmt nicht“"), required=False)
    parts = parts.truefalse

    class Meta:
        label = _("Stimmt oder stimmt nicht")
        icon = "check"
        group = CHOOSE
        description = _("Eine Aussage, über die man entscheidet.")


class StatementsQuestion(Question):
    statements = rows(Statement(label=_("Aussage")), _("Aussagen"), 3, min_num=2)
    parts = parts.statements

    class Meta:
        label = _("Mehrere Aussagen prüfen")
        icon = "list-ul"
        group = CHOOSE
        description = _("Über jede Aussage einzeln entscheiden.")


class GapsQuestion(Question):
    text = area(_("Text mit Lücken"), rows=3, help_text=GAPS_IN_TEXT)
    gaps = rows(Gap(label=_("Lücke")), _("Lücken"), 1, min_num=1)
    parts = parts.gaps

    class Meta:
        label = _("Lückentext zum Schreiben")
        icon = "edit"
        group = IN_TEXT
        description = _("Wörter in Lücken schreiben.")


class GapsChoiceQuestion(Question):
    text = area(_("Text mit Lücken"), rows=3, help_text=GAPS_IN_TEXT)
    gaps = rows(GapWithChoices(label=_("Lücke")), _("Lücken"), 1, min_num=1)
    parts = parts.gaps_choice

    class Meta:
        label = _("Lückentext zum Auswählen")
        icon = "edit"
        group = IN_TEXT
        description = _("Für jede Lücke ein Wort auswählen.")


class ShortQuestion(Question):
    accept = area(_("Richtige Antworten"), help_text=_("Eine je Zeile. Die erste wird als Lösung gezeigt."), rows=3)
    ignore_case = blocks.BooleanBlock(label=_("Groß und klein ist gleich"), required=False, default=True)
    typos = blocks.IntegerBlock(
        label=_("Erlaubte Tippfehler"),
        default=0,
        min_value=0,
        max_value=3,
        help_text=_("0 bis 3. In kurzen Wörtern gelten weniger."),
    )
    parts = parts.short

    class Meta:
        label = _("Kurze Antwort schreiben")
        icon = "edit"
        group = WRITE
        description = _("Ein Wort oder ein kurzer Ausdruck.")


class NumberQuestion(Question):
    correct = blocks.DecimalBlock(label=_("Richtige Zahl"))
    unit = line(_("Einheit"), required=False, help_text=_("Zum Beispiel: Euro. Sie steht hinter dem Feld."))
    tolerance = blocks.DecimalBlock(
        label=_("Erlaubte Abweichung"),
        default="0",
        min_value=0,
        help_text=_("Bei 12 und einer Abweichung von 1 sind 11 bis 13 richtig."),
    )
    parts = parts.number

    class Meta:
        label = _("Zahl eingeben")
        icon = "decimal"
        group = WRITE
        description = _("Eine Zahl, wenn nötig mit Spielraum.")


class MatchQuestion(Question):
    pairs = rows(Pair(label=_("Paar")), _("Paare"), 3, min_num=2, help_text=_("Gezeigt wird gemischt."))
    extra = blocks.ListBlock(line(_("Passt zu nichts")), label=_("Weitere rechte Seiten, die nicht passen"), default=[])
    parts = parts.match

    class Meta:
        label = _("Zuordnen")
        icon = "link"
        group = ARRANGE
        description = _("Zu jedem linken Begriff den passenden rechten finden.")


class OrderQuestion(Question):
    items = rows(
        line(_("Schritt")), _("In der richtigen Reihenfolge"), 3, min_num=2, help_text=_("Gezeigt wird gemischt.")
    )
    parts = parts.order

    class Meta:
        label = _("In die richtige Reihenfolge bringen")
        icon = "list-ol"
        group = ARRANGE
        description = _("Schritte ordnen.")


class SortQuestion(Question):
    categories = rows(Category(label=_("Gruppe")), _("Gruppen"), 2, min_num=2)
    parts = parts.sort

    class Meta:
        label = _("In Gruppen sortieren")
        icon = "folder-open-inverse"
        group = ARRANGE
        description = _("Begriffe in Gruppen einordnen.")


class MarkQuestion(Question):
    sentence = area(
        _("Satz"), help_text=_("Richtige Stellen in doppelten eckigen Klammern: Bitte [[sofort]] klicken."), rows=3
    )
    parts = parts.mark

    class Meta:
        label = _("Wörter markieren")
        icon = "edit"
        group = IN_TEXT
        description = _("Im Satz die richtigen Wörter finden.")


class ImageQuestion(Question):
    choices = rows(Picture(label=_("Bild")), _("Bilder"), 2, min_num=2)
    parts = parts.image

    def get_preview_value(self) -> Any:
        value = super().get_preview_value()
        for choice, picture in zip(value["choices"], PICTURES, strict=True):
            choice["image"] = picture
        return value

    class Meta:
        label = _("Ein Bild wählen")
        icon = "image"
        group = CHOOSE
        description = _("Mehrere Bilder, genau eines ist richtig.")


class OpenQuestion(Question):
    sample = area(
        _("Beispiel für eine gute Antwort"), rows=3, help_text=_("Lernende sehen es, wenn sie geantwortet haben.")
    )
    rubric = blocks.ListBlock(
        Criterion(label=_("Kriterium")),
        label=_("Kriterien"),
        default=[],
        help_text=_("Nur für Prüfungen. Lernende sehen die Sätze vorher. Ihre Punkte ersetzen die der Frage."),
    )
    replies = blocks.ListBlock(
        area(_("Baustein")),
        label=_("Textbausteine für die Durchsicht"),
        default=[],
        help_text=_("Sätze, die Sie beim Durchsehen mit einem Klick als Rückmeldung geben."),
    )
    parts = parts.open_

    class Meta:
        label = _("Freie Antwort")
        icon = "pilcrow"
        group = WRITE
        description = _("In Übungen vergleichen Lernende selbst. In Prüfungen sehen Sie die Antwort durch.")


class SurveyQuestion(Question):
    choices = rows(SurveyChoice(label=_("Antwort")), _("Antworten"), 3, min_num=2)
    parts = parts.survey

    class Meta:
        label = _("Umfrage")
        icon = "user"
        group = CHOOSE
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
