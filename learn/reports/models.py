"""Reports that were made, and definitions of reports kept to be made again."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import User
from learn.reports.files.about import Format
from learn.rules.schedules import Rhythm


class ReportDefinition(models.Model):
    """A report with its choices under a name, made by hand or by the clock. `shared`: the personnel office sees it too.

    With a rhythm, `next_at` is when it runs next; `paused` says why it no longer does.
    """

    personal_data = "which reports a person keeps, and by which choices"
    retention = "until the owner deletes it, or with the account"

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    report = models.CharField(_("Bericht"), max_length=20)
    filters = models.JSONField(_("Auswahl"), default=dict)
    format = models.CharField(_("Format"), max_length=4, choices=[(each.value, each.name) for each in Format])
    shared = models.BooleanField(_("für die ganze Personalstelle"), default=False)
    rhythm = models.CharField(_("Wiederholung"), max_length=12, blank=True, choices=[(r.value, r.name) for r in Rhythm])
    day = models.PositiveSmallIntegerField(_("Tag der Wiederholung"), default=1)
    at = models.TimeField(_("Uhrzeit"), default="07:00")
    next_at = models.DateTimeField(_("läuft wieder am"), null=True, blank=True)
    paused = models.CharField(_("angehalten, weil"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("gespeicherter Bericht")
        verbose_name_plural = _("gespeicherte Berichte")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_definition_a_name")]
        indexes = [models.Index(fields=["next_at"])]

    def __str__(self) -> str:
        return self.name


class ReportRun(models.Model):
    """One file that was made of a report, or is being made: for whom, of what, how long it is, and its SHA-256.

    `units` are those its owner could see when it was made (null: all); who sees fewer later cannot load it any more.
    `starts` counts begun tries, `total` is the rows to come. Without `file_name` there is no file (any more).
    """

    personal_data = "who took which report out, and when; the file holds the data of the people in it"
    retention = "the file 7 days; the entry 12 months"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    definition = models.ForeignKey(ReportDefinition, on_delete=models.SET_NULL, null=True, related_name="runs")
    report = models.CharField(_("Bericht"), max_length=20)
    filters = models.JSONField(_("Auswahl"), default=dict)
    format = models.CharField(_("Format"), max_length=4)
    title = models.CharField(_("Titel"), max_length=200)
    created_at = models.DateTimeField(_("angefordert"))
    starts = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("fertig"), null=True)
    failed = models.CharField(_("nicht gelungen, weil"), max_length=300, blank=True)
    rows = models.PositiveIntegerField(_("Zeilen"), default=0)
    sha256 = models.CharField(_("Prüfsumme (SHA-256)"), max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField(_("bleibt bis"))
    units = models.JSONField(null=True)

    class Meta:
        verbose_name = _("erzeugte Datei")
        verbose_name_plural = _("erzeugte Dateien")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["owner", "created_at"])]

    def __str__(self) -> str:
        return self.title
