"""Certificate: a snapshot of what was proven, which outlives course, name and account."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_PRINTS = 5  # starts of the printing job before it gives up for a while


class Certificate(models.Model):
    """The credential given to a person. The row is valid before its PDF exists."""

    personal_data = "name, course, dates of a person"
    retention = "validity and 1 year; when the person asks for erasure only code, kind and dates stay"

    class Kind(models.TextChoices):
        PASS = "pass", _("bestanden")
        PARTICIPATION = "participation", _("teilgenommen")

    code = models.CharField(_("Prüf-Code"), max_length=28, unique=True)
    award_key = models.UUIDField(unique=True)
    holder = models.UUIDField(db_index=True)
    holder_name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    course_key = models.UUIDField(db_index=True)
    course_title = models.CharField(_("Kurs"), max_length=255)
    outcomes = models.JSONField(default=list)
    minutes = models.PositiveIntegerField(default=0)
    lessons = models.PositiveIntegerField(default=0)
    competences = models.JSONField(default=list)
    level = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=20)
    issuer = models.CharField(_("Ausgestellt von"), max_length=200)
    signatory = models.CharField(max_length=200, blank=True)
    signatory_role = models.CharField(max_length=200, blank=True)
    completed_on = models.DateField(_("Abgeschlossen am"))
    issued_on = models.DateField(_("Ausgestellt am"))
    valid_until = models.DateField(_("Gültig bis"), null=True)
    revoked_on = models.DateField(_("Widerrufen am"), null=True)
    revoked_reason = models.CharField(max_length=500, blank=True)
    replaced_on = models.DateField(_("Ersetzt am"), null=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="replaces")
    erased_on = models.DateField(null=True)

    created_at = models.DateTimeField(auto_now_add=True)
    prints = models.PositiveSmallIntegerField(default=0)
    print_started_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)
    print_error = models.TextField(blank=True)
    file_name = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("Zertifikat")
        verbose_name_plural = _("Zertifikate")
        ordering: ClassVar[list[str]] = ["-issued_on", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["created_at"], condition=models.Q(file_name=""), name="certificate_without_file")
        ]

    def __str__(self) -> str:
        return f"{self.course_title} ({self.code[:4]}…)"
