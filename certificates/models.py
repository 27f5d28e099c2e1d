"""Certificate: a snapshot of what was proven, which outlives course, name and account. Designs, and files with many."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_PRINTS = 5  # starts of the printing job before it gives up for a while
BUNDLE_LASTS = timedelta(days=7)


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
    # How it looks: a `design.Look` of the day of issue, so that a reprint gives the same paper.
    design = models.JSONField(default=dict)

    created_at = models.DateTimeField(auto_now_add=True)
    prints = models.PositiveSmallIntegerField(default=0)
    print_started_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)
    print_error = models.TextField(blank=True)
    file_name = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    earlier_files = models.JSONField(default=list)  # SHA-256 of each file that was printed before this one

    class Meta:
        verbose_name = _("Zertifikat")
        verbose_name_plural = _("Zertifikate")
        ordering: ClassVar[list[str]] = ["-issued_on", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["created_at"], condition=models.Q(file_name=""), name="certificate_without_file")
        ]

    def __str__(self) -> str:
        return f"{self.course_title} ({self.code[:4]}…)"


class Design(models.Model):
    """How certificates look. Editors change the draft; certificates are issued with what was published last.

    Both are a `design.Look` as JSON. A draft is proofed by the queue: printed in all ways and checked.
    """

    # The signature is that of an official in office, chosen by the town; nothing here leads to an account.
    personal_data = None
    retention = "until an editor deletes it; certificates keep their own copy"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("Name der Vorlage"), max_length=80, unique=True)
    is_default = models.BooleanField(_("Standard"), default=False)
    draft = models.JSONField(default=dict)
    published = models.JSONField(null=True)
    published_at = models.DateTimeField(null=True)
    # The digest of the look that was asked to be proofed, and of the one whose proof is in the vault.
    proof_wanted = models.CharField(max_length=64, blank=True)
    proof_starts = models.PositiveSmallIntegerField(default=0)
    proof_of = models.CharField(max_length=64, blank=True)
    findings = models.JSONField(default=list)

    class Meta:
        verbose_name = _("Zertifikats-Vorlage")
        verbose_name_plural = _("Zertifikats-Vorlagen")
        ordering: ClassVar[list[str]] = ["-is_default", "title"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_design"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def proof_name(self) -> str:
        """Where the proof lies in the vault."""
        return f"proofs/{self.key}.pdf"


class Bundle(models.Model):
    """One ZIP with many certificates, packed by the queue for one person who may see them; gone after a week."""

    personal_data = "which certificates somebody has asked for"
    retention = "7 days"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=40, db_index=True)  # whoever asked, as the rooms above name people
    title = models.CharField(max_length=200)
    wanted = models.JSONField(default=list)  # primary keys of certificates
    missing = models.JSONField(default=dict)  # those that cannot be printed: primary key -> why
    done = models.PositiveIntegerField(default=0)
    starts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("Sammeldatei")
        verbose_name_plural = _("Sammeldateien")
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return self.title
