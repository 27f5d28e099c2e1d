"""The catalogue, its topics, and the few pages about the site itself."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, TranslatableMixin
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField

from courses.models.addresses import AtLearnersAddress
from courses.models.guarded import OfTheSite

TINTS = [
    ("honey", _("Honig")),
    ("mint", _("Minze")),
    ("sky", _("Himmel")),
    ("lilac", _("Flieder")),
    ("rose", _("Rose")),
]
TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


@register_snippet
class Topic(TranslatableMixin, models.Model):
    """What a course is about, as the catalogue sorts it. `key`: slug of the German name, equal in all languages."""

    personal_data = None
    retention = "until an editor deletes it"

    key = models.SlugField(_("Schlüssel"), max_length=80, help_text=_("In allen Sprachen gleich. Bitte nicht ändern."))
    name = models.CharField(_("Name"), max_length=80)
    tint = models.CharField(_("Farbe"), max_length=8, choices=TINTS, default="honey")

    panels = [FieldPanel("name"), FieldPanel("key"), FieldPanel("tint")]
    override_translatable_fields: ClassVar = [SynchronizedField("key", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="one_topic_a_key_and_language")]

    def __str__(self) -> str:
        return self.name


class Catalogue(OfTheSite, AtLearnersAddress, Page):
    """All courses of one language; the site's root in that language."""

    personal_data = None
    retention = "as long as the site stands"

    page_description = _("Alle Kurse einer Sprache. Kurse legen Sie als Unterseiten an.")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.Course", "courses.InfoPage"]
    max_count_per_parent = 6
    template = "courses/preview/plain.html"

    class Meta:
        verbose_name = _("Katalog")
        verbose_name_plural = _("Kataloge")

    def learners_address(self) -> tuple[str, dict[str, str]]:
        return "catalogue", {}


class InfoPage(OfTheSite, AtLearnersAddress, Page):
    """A page about the site itself: imprint, privacy, accessibility."""

    personal_data = None
    retention = "until an editor deletes it"

    body = RichTextField(_("Text"), features=["h2", "h3", *TEXT_FEATURES])

    page_description = _("Impressum, Datenschutz, Barrierefreiheit und Ähnliches.")
    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["courses.Catalogue"]
    subpage_types: list[str] = []
    template = "courses/preview/info.html"

    class Meta:
        verbose_name = _("Seite über das Angebot")
        verbose_name_plural = _("Seiten über das Angebot")

    def learners_address(self) -> tuple[str, dict[str, str]]:
        return "info", {"slug": self.slug}

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return self.get_context(request)
