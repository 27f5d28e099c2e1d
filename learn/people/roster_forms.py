"""The form with which the personnel office hands in a list."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learn.people.intake import Options
from learn.rules.roster import MOST_BYTES

__all__ = ["RosterForm"]

_HELP = _("CSV oder XLSX, höchstens 20 MB.")
_EMPTY = {"empty": _("Die Datei ist leer. Bitte wählen Sie eine andere.")}


class RosterForm(forms.Form):
    """One file or two, and what it means to be missing in the list of people."""

    people = forms.FileField(label=_("Personalliste"), help_text=_HELP, required=False, error_messages=_EMPTY)
    units = forms.FileField(
        label=_("Liste der Einheiten"),
        help_text=_("Nur nötig, wenn sich Einheiten geändert haben. Wird vor den Personen gelesen."),
        required=False,
        error_messages=_EMPTY,
    )
    missing = forms.ChoiceField(
        label=_("Wer in der Personalliste fehlt"),
        choices=[
            ("stay", _("bleibt unverändert (die Liste ist nur ein Teil)")),
            ("leave", _("ist ausgeschieden (die Liste ist vollständig)")),
        ],
        widget=forms.RadioSelect,
        initial="stay",
        error_messages={"required": _("Bitte wählen Sie, was das Fehlen bedeutet.")},
    )
    last_day = forms.DateField(
        label=_("Letzter Tag im Dienst für alle, die fehlen"),
        help_text=_("Zum Beispiel 31.12.2026. Leer heißt: gestern."),
        required=False,
        error_messages={"invalid": _("Bitte schreiben Sie den Tag wie 31.12.2026.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.files.get("people") and not self.files.get("units"):
            self.add_error("people", _("Bitte wählen Sie eine Datei aus."))
        for name in ("people", "units"):
            file = self.files.get(name)
            if file is not None and file.size is not None and file.size > MOST_BYTES:
                self.add_error(name, _("Die Datei ist größer als 20 MB. Bitte teilen Sie die Liste."))
        day = data.get("last_day")
        if data.get("missing") == "leave" and day is not None and day >= timezone.localdate():
            self.add_error(
                "last_day",
                _("Der Tag muss vor heute liegen. Wer später ausscheidet, bekommt ein Austrittsdatum in der Liste."),
            )
        return data

    def uploads(self) -> dict[str, tuple[str, bytes]]:
        """Name and content of what was handed in."""
        files: dict[str, UploadedFile[Any]] = {name: file for name, file in self.cleaned_data.items() if name in FILES}
        return {name: (file.name or "", file.read()) for name, file in files.items() if file}

    def options(self) -> Options:
        """What missing means; the last day is yesterday unless somebody says another."""
        if self.cleaned_data["missing"] == "stay" or not self.cleaned_data.get("people"):
            return Options()
        return Options(self.cleaned_data["last_day"] or timezone.localdate() - timedelta(days=1))


FILES = ("people", "units")
