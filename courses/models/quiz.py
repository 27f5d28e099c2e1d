"""A quiz: practice at the end of a module, or the final quiz that is assessed."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.blocks.practice import Questions
from courses.blocks.render import shown_questions, solved_questions
from courses.checks import COURSE_DEPTH
from courses.models.addresses import AtLearnersAddress
from courses.models.guarded import Guarded, StrictForm

MODES = [("practice", _("Übung: zählt nicht")), ("assessed", _("Prüfung: wird gewertet"))]
FEEDBACK = [("each", _("nach jeder Frage")), ("end", _("am Ende"))]
COUNTS = [("best", _("der beste Versuch")), ("last", _("der letzte Versuch")), ("first", _("der erste Versuch"))]
LAYOUTS = [("one", _("eine Frage je Seite")), ("all", _("alle Fragen auf einer Seite"))]
REVIEW = [
    ("full", _("Antworten und Lösungen")),
    ("passed", _("Antworten; Lösungen erst nach dem Bestehen")),
    ("own", _("Antworten ohne Lösungen")),
    ("none", _("nur das Ergebnis")),
]
LONGEST_WAIT = 30 * 24 * 60
#: the preview that shows what is right and why
SOLUTIONS = "solutions"


class QuizForm(StrictForm):
    """The form of a quiz: directly under a course a new one is the exam."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = getattr(self, "parent_page", None)
        if self.instance.pk is None and parent is not None and parent.depth == COURSE_DEPTH:
            self.initial["mode"] = "assessed"


class Quiz(Guarded, AtLearnersAddress, Page):
    """A quiz in one language. Directly under the course it is the final quiz."""

    personal_data = None
    retention = "until an editor deletes it"

    mode = models.CharField(_("Art"), max_length=8, choices=MODES, default="practice")
    pass_mark = models.DecimalField(
        _("Bestehensgrenze"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        default="0.80",
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(1))],
        help_text=_("Anteil der Punkte von 0,01 bis 1. 0,80 heißt: 80 Prozent. Nur bei einer Prüfung."),
    )
    attempts = models.PositiveSmallIntegerField(
        _("Versuche"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Leer: beliebig viele.")
    )
    counts = models.CharField(_("Es zählt"), max_length=5, choices=COUNTS, default="best")
    wait = models.PositiveIntegerField(
        _("Wartezeit in Minuten"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_WAIT)],
        help_text=_("Zwischen zwei Versuchen. Leer: keine. 1440 Minuten sind ein Tag."),
    )
    limit = models.PositiveSmallIntegerField(
        _("Zeitgrenze in Minuten"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Bitte nur, wenn es sein muss. Lernende können sie bis auf das Zehnfache verlängern oder abschalten."
        ),
    )
    draw = models.PositiveSmallIntegerField(
        _("Fragen je Versuch"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leer: alle. Sonst werden so viele Fragen gezogen."),
    )
    shuffle = models.BooleanField(_("Fragen mischen"), default=False)
    feedback = models.CharField(_("Rückmeldung"), max_length=4, choices=FEEDBACK, default="each")
    layout = models.CharField(
        _("Seiten"),
        max_length=3,
        choices=LAYOUTS,
        default="one",
        help_text=_(
            "Alle auf einer Seite: Rückmeldung gibt es am Ende. Was Lernende in den Lesehilfen wählen, geht vor."
        ),
    )
    review = models.CharField(_("Danach zu sehen"), max_length=6, choices=REVIEW, default="full")
    minutes = models.PositiveSmallIntegerField(_("Minuten"), default=5, validators=[MinValueValidator(1)])
    required = models.BooleanField(
        _("Pflicht"), default=False, help_text=_("Gilt für Übungen im Modul. Das Abschluss-Quiz ist immer Pflicht.")
    )
    questions = StreamField(Questions(), verbose_name=_("Fragen"))

    page_description = _("Ein Quiz. Direkt unter dem Kurs ist es das Abschluss-Quiz.")
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel(name) for name in ("mode", "pass_mark", "minutes", "required")], _("Wertung")),
        FieldPanel("questions"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("layout", "feedback", "review", "shuffle", "draw")],
            _("Ablauf"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("attempts", "counts", "wait", "limit")],
            _("Versuche und Zeit"),
            classname="collapsed",
        ),
    ]
    base_form_class = QuizForm
    parent_page_types = ["courses.Course", "courses.Module"]
    max_count_per_parent = 1
    subpage_types: list[str] = []
    template = "courses/preview/quiz.html"

    class Meta:
        verbose_name = _("Quiz")
        verbose_name_plural = _("Quiz")

    def learners_address(self) -> tuple[str, dict[str, str]]:
        return "step", {"course": self.course_slug(), "slot": self.slug}

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Wie Lernende es sehen")), (SOLUTIONS, _("Mit Lösungen"))]

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        if mode_name == SOLUTIONS:
            return self.get_context(request) | {"solved": solved_questions(self)}
        return self.get_context(request) | {"shown": shown_questions(self)}
