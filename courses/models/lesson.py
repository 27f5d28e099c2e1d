"""A lesson: some minutes of reading, seeing and trying."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.blocks.render import lesson_html
from courses.blocks.stream import LessonBody
from courses.models.addresses import AtLearnersAddress
from courses.models.guarded import Guarded


class Lesson(Guarded, AtLearnersAddress, Page):
    """One lesson in one language."""

    personal_data = None
    retention = "until an editor deletes it"

    minutes = models.PositiveSmallIntegerField(
        _("Minuten"), default=5, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    required = models.BooleanField(
        _("Pflicht"), default=True, help_text=_("Ohne diese Lektion ist der Kurs nicht geschafft.")
    )
    body = StreamField(LessonBody(), verbose_name=_("Inhalt"))

    page_description = _("Eine Lektion: Text, Bilder, Tipps und kleine Übungen.")
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("minutes"), FieldPanel("required")], _("Umfang")),
        FieldPanel("body"),
    ]
    parent_page_types = ["courses.Module"]
    subpage_types: list[str] = []
    template = "courses/preview/lesson.html"

    class Meta:
        verbose_name = _("Lektion")
        verbose_name_plural = _("Lektionen")

    def learners_address(self) -> tuple[str, dict[str, str]]:
        return "step", {"course": self.course_slug(), "slot": self.slug}

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return self.get_context(request) | {"body_html": lesson_html(self, preview=True)}
