"""The words of reminders where a town has its own, and the times in which nobody gets one."""

from datetime import timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import User

LONGEST_QUIET = timedelta(days=42)


class ReminderText(models.Model):
    """One change to a part of a mail's text: the latest of a part counts, an empty one means the standard text.

    Nothing is changed or deleted, so the rows are the history as well.
    """

    personal_data = "who changed the text of a mail, and when"
    retention = "as long as the town sends reminders"

    kind = models.CharField(_("E-Mail"), max_length=12)
    part = models.CharField(_("Teil"), max_length=12)
    text = models.TextField(_("Text"), blank=True)
    at = models.DateTimeField(_("geändert"), auto_now_add=True)
    by = models.ForeignKey(User, verbose_name=_("geändert von"), null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("Text der Erinnerungen")
        verbose_name_plural = _("Texte der Erinnerungen")
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "part"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.part}"


class QuietPeriod(models.Model):
    """Days without reminders, beside weekends and public holidays; the first and the last belong to them."""

    personal_data = None
    retention = "until the personnel office deletes it"

    name = models.CharField(_("Bezeichnung"), max_length=80, help_text=_("Zum Beispiel: Zwischen den Jahren"))
    first = models.DateField(_("erster Tag"))
    last = models.DateField(_("letzter Tag"))
    every_year = models.BooleanField(
        _("jedes Jahr"), default=False, help_text=_("Gilt jedes Jahr an denselben Tagen, auch über Neujahr hinweg.")
    )

    class Meta:
        verbose_name = _("Ruhezeit")
        verbose_name_plural = _("Ruhezeiten")
        ordering: ClassVar[list[str]] = ["first", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")),
                name="quiet_period_ends_after_it_begins",
                violation_error_message=_("Der letzte Tag liegt vor dem ersten."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a time so long that people would miss their dates without a word."""
        super().clean()
        if self.first and self.last and self.last - self.first >= LONGEST_QUIET:
            message = _("Eine Ruhezeit dauert höchstens %(most)d Tage. Bitte wählen Sie einen früheren letzten Tag.")
            raise ValidationError({"last": message % {"most": LONGEST_QUIET.days}})
