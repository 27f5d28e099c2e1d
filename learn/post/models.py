"""Mail: one row a mail, claimed before it is sent."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """A mail to one person. It is sent at most once; what cannot be known after a crash stands as "ungewiss"."""

    personal_data = "e-mail address and text of a mail"
    retention = "30 days"

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        SENDING = "sending", _("wird gesendet")
        SENT = "sent", _("gesendet")
        UNCERTAIN = "uncertain", _("ungewiss")
        FAILED = "failed", _("nicht zustellbar")
        DROPPED = "dropped", _("nicht mehr nötig")

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("Art"), max_length=40)
    to = models.EmailField(_("An"))
    subject = models.CharField(_("Betreff"), max_length=255)
    text = models.TextField(_("Text"))
    html = models.TextField(blank=True)
    # The code of a certificate whose file goes along; the file itself stays where it is until then.
    certificate = models.CharField(max_length=28, blank=True)
    # An iCalendar file that goes along.
    calendar = models.TextField(blank=True)
    state = models.CharField(_("Zustand"), max_length=10, choices=State, default=State.WAITING)
    message_id = models.CharField(_("Message-ID"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("geschrieben"), auto_now_add=True)
    next_try_at = models.DateTimeField(_("nächster Versuch"), null=True)
    claimed_at = models.DateTimeField(_("übernommen"), null=True)
    sent_at = models.DateTimeField(_("gesendet"), null=True)
    tries = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    error = models.TextField(_("Fehler"), blank=True)

    class Meta:
        verbose_name = _("E-Mail")
        verbose_name_plural = _("E-Mails")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "claimed_at"])]

    def __str__(self) -> str:
        return self.subject
