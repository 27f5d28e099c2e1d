"""Requirement: HR's rule on what must be learnt, by whom and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Requirement(models.Model):
    """A rule of HR as it was written. `definition` holds audience, due, expiry and reminders as plain data.

    `course_keys` are the keys of all its courses, so that reports need not know their slugs.
    """

    personal_data = None
    retention = "as long as completions refer to it"

    key = models.SlugField(_("Kennwort"), max_length=80, unique=True)
    title = models.CharField(_("Titel"), max_length=200)
    reason = models.TextField(_("Begründung"))
    starts_on = models.DateField(_("gilt ab"))
    definition = models.JSONField(_("Regel"), default=dict)
    course_keys = models.JSONField(_("Kurse"), default=list)

    class Meta:
        verbose_name = _("Pflichtschulung")
        verbose_name_plural = _("Pflichtschulungen")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
