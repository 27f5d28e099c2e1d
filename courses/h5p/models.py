"""What is kept of H5P: approved libraries, contents with their versions, what trainers have asked for.

Libraries are code and belong to administrators; contents are data and belong to trainers. Who did what stands in
the log of the CMS, not here.
"""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

RATINGS = [
    ("good", _("gut nutzbar")),
    ("partly", _("mit Einschränkungen")),
    ("poor", _("nicht barrierefrei")),
    ("unknown", _("noch nicht geprüft")),
]


class H5PContentType(models.Model):
    """How accessible a content type is; the register is the administrators' to edit."""

    personal_data = None
    retention = "as long as the site"

    machine_name = models.CharField(_("Name der Bibliothek"), max_length=255, unique=True)
    title = models.CharField(_("Titel"), max_length=255)
    rating = models.CharField(_("Barrierefreiheit"), max_length=10, choices=RATINGS, default="unknown")
    note = models.TextField(_("Anmerkung"), blank=True)

    class Meta:
        verbose_name = _("H5P-Inhaltstyp")
        verbose_name_plural = _("H5P-Inhaltstypen")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class H5PLibrary(models.Model):
    """One version of a library an administrator has approved, pinned by the hash of its files.

    `sha256` is `package.library_hash` of its files, `folder` where they lie in the store.
    """

    personal_data = None
    retention = "as long as a content needs it"

    machine_name = models.CharField(max_length=255)
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    license = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=400)
    metadata = models.JSONField(default=dict)
    approved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("H5P-Bibliothek")
        verbose_name_plural = _("H5P-Bibliotheken")
        ordering = ["machine_name", "major", "minor", "patch"]
        constraints = [
            models.UniqueConstraint(
                fields=["machine_name", "major", "minor", "patch"], name="one_h5p_library_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.machine_name} {self.major}.{self.minor}.{self.patch}"


class H5PContent(models.Model):
    """A content that trainers use in lessons. Its versions are never changed; a lesson names the content."""

    personal_data = None
    retention = "until it is deleted, which is possible once no page uses it"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("Titel"), max_length=255)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("H5P-Inhalt")
        verbose_name_plural = _("H5P-Inhalte")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> "H5PVersion | None":
        """What a learner who begins now gets."""
        return self.versions.order_by("-number").first()

    @property
    def is_playable(self) -> bool:
        """Whether all libraries of the current version are approved."""
        current = self.current
        return current is not None and current.libraries.exists()


class H5PVersion(models.Model):
    """One upload: cleaned content in the store, the libraries it plays with, what conversion makes of it.

    `libraries` is empty where the content cannot be played here and is only converted.
    """

    personal_data = None
    retention = "as its content"

    content = models.ForeignKey(H5PContent, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=400)
    main_library = models.CharField(max_length=280)
    language = models.CharField(max_length=10)
    license = models.CharField(max_length=80, blank=True)
    metadata = models.JSONField(default=dict)
    libraries = models.ManyToManyField(H5PLibrary, related_name="versions", blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["content", "number"]
        constraints = [models.UniqueConstraint(fields=["content", "number"], name="one_h5p_version_a_number")]

    def __str__(self) -> str:
        return f"{self.content} ({self.number})"


class H5PLibraryRequest(models.Model):
    """A library that trainers have asked the administrators for."""

    personal_data = None
    retention = "until it is answered"

    machine_name = models.CharField(max_length=255)
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["machine_name", "major", "minor"], name="one_h5p_request_a_library")
        ]

    def __str__(self) -> str:
        return f"{self.machine_name} {self.major}.{self.minor}"
