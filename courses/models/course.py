"""Course and module: what stands above the lessons."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses import competences
from courses.models.addresses import AtLearnersAddress
from courses.models.guarded import Guarded, StrictForm

AUDIENCES = [("everyone", _("alle")), ("staff", _("Beschäftigte der Stadt"))]
LEVELS = [("basic", _("Einstieg")), ("intermediate", _("Aufbau")), ("advanced", _("Vertiefung"))]
CERTIFICATES = [
    ("pass", _("Zertifikat nach bestandenem Abschluss-Quiz")),
    ("participation", _("Teilnahmebescheinigung nach allen Lektionen")),
]


def designs() -> list[tuple[str, Any]]:
    """What a certificate may look like. Courses know no certificates: whoever knows them is named in the settings."""
    return [("", _("Standard")), *import_string(settings.CERTIFICATE_DESIGNS)()]


class CourseForm(StrictForm):
    """The course form; competences are ticked, not typed."""

    competences = forms.MultipleChoiceField(
        label=_("Kompetenzen (DigComp)"),
        choices=competences.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Was der Kurs nach dem europäischen Rahmen DigComp 3.0 fördert. Wenige, die wirklich zutreffen."),
    )
    certificate_design = forms.TypedChoiceField(
        label=_("Vorlage des Zertifikats"),
        choices=designs,
        coerce=lambda key: UUID(str(key)),
        empty_value=None,
        required=False,
    )


class Course(Guarded, AtLearnersAddress, Page):
    """One course in one language; all language versions share the translation key."""

    personal_data = "owner: the trainer who made it"
    retention = "until an editor deletes it"

    teaser = models.CharField(
        _("Kurzbeschreibung"), max_length=200, help_text=_("Ein Satz, der Lust macht. Er steht auf der Kurskarte.")
    )
    audience = models.CharField(_("Für wen"), max_length=10, choices=AUDIENCES, default="everyone")
    level = models.CharField(_("Niveau"), max_length=12, choices=LEVELS, default="basic")
    minutes = models.PositiveSmallIntegerField(
        _("Dauer in Minuten"),
        validators=[MinValueValidator(1)],
        default=30,
        help_text=_("Alle Lektionen und das Quiz."),
    )
    outcomes = models.TextField(
        _("Das können Lernende danach"),
        help_text=_("Ein „Ich kann …“-Satz je Zeile. Die Sätze stehen auch auf dem Zertifikat."),
    )
    competences = models.JSONField(_("Kompetenzen"), default=list, blank=True)
    picture = models.ForeignKey(
        "courses.CourseImage",
        verbose_name=_("Bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt = models.CharField(
        _("Bildbeschreibung"), max_length=300, blank=True, help_text=_("Leer lassen, wenn das Bild nur schmückt.")
    )
    certificate_kind = models.CharField(_("Nachweis"), max_length=14, choices=CERTIFICATES, default="participation")
    valid_months = models.PositiveSmallIntegerField(
        _("Gültig für Monate"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Leer lassen, wenn der Nachweis nicht abläuft."),
    )

    certificate_design = models.UUIDField(
        _("Vorlage des Zertifikats"),
        null=True,
        blank=True,
        help_text=_("Wie das Zertifikat aussieht. Es gilt, was in der deutschen Fassung des Kurses steht."),
    )

    base_form_class = CourseForm
    page_description = _("Ein Kurs mit Modulen, Lektionen und Quiz.")
    content_panels = [
        *Page.content_panels,
        FieldPanel("teaser"),
        FieldPanel("outcomes"),
        InlinePanel("topic_links", label=_("Thema"), heading=_("Themen")),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], _("Bild")),
        MultiFieldPanel([FieldPanel("audience"), FieldPanel("level"), FieldPanel("minutes")], _("Einordnung")),
        FieldPanel("competences"),
        MultiFieldPanel(
            [FieldPanel("certificate_kind"), FieldPanel("valid_months"), FieldPanel("certificate_design")],
            _("Nachweis"),
        ),
    ]
    parent_page_types = ["courses.Catalogue"]
    subpage_types = ["courses.Module", "courses.Quiz"]
    template = "courses/preview/course.html"

    class Meta:
        verbose_name = _("Kurs")
        verbose_name_plural = _("Kurse")

    def learners_address(self) -> tuple[str, dict[str, str]]:
        return "course", {"course": self.slug}

    def outcome_list(self) -> list[str]:
        """The outcomes, one sentence each."""
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return self.get_context(request)


def publishable_courses(user: Any) -> models.QuerySet[Course]:
    """All courses in which the user may publish: by right, or as the owner who may edit (as `OwnCourseTester` says)."""
    policy = PagePermissionPolicy()
    by_right = policy.instances_user_has_permission_for(user, "publish")
    may_edit = policy.instances_user_has_permission_for(user, "change")
    return Course.objects.filter(
        models.Q(pk__in=by_right.values("pk")) | models.Q(owner=user, pk__in=may_edit.values("pk"))
    )


class CourseTopic(Orderable):
    """A topic of a course; the first one gives the card its colour."""

    personal_data = None
    retention = "as its course"

    course = ParentalKey(Course, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey("courses.Topic", verbose_name=_("Thema"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "topic"], name="a_topic_once_a_course")]


class Module(Guarded, AtLearnersAddress, Page):
    """A part of a course; or a reference to a module of another course, whose lessons then appear here too."""

    personal_data = None
    retention = "until an editor deletes it"

    reuses = models.ForeignKey(
        "self",
        verbose_name=_("Übernimmt Modul"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reused_by",
        help_text=_("Zeigt die Lektionen eines anderen Moduls. Dann hat dieses Modul keine eigenen."),
    )

    page_description = _("Ein Abschnitt des Kurses. Lektionen legen Sie als Unterseiten an.")
    content_panels = [*Page.content_panels, PageChooserPanel("reuses", "courses.Module")]
    parent_page_types = ["courses.Course"]
    subpage_types = ["courses.Lesson", "courses.Quiz"]
    template = "courses/preview/plain.html"

    class Meta:
        verbose_name = _("Modul")
        verbose_name_plural = _("Module")

    def learners_address(self) -> tuple[str, dict[str, str]]:
        return "course", {"course": self.course_slug()}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, str | dt.datetime]]:
        """A module has no page of its own."""
        return []
