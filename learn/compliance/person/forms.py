"""The forms of decisions about a person. Each asks why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learn.compliance.codes import ABSENCES, EXEMPTIONS
from learn.rules.roster import read_day

WHY_LENGTH = 500
EARLIEST, LATEST = 1940, 2100


class Day(forms.DateField):
    """A day in any of the ways people write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Bitte geben Sie einen Tag an, zum Beispiel 31.12.2027.")}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        day = read_day(str(value).strip())
        if day is None or not EARLIEST <= day.year <= LATEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class Nothing(forms.Form):
    """There is nothing to fill in."""


class Decision(forms.Form):
    """What all decisions ask: the reason, which stands in the record and which the person may read."""

    required_css_class = "required"
    why = forms.CharField(
        label=_("Begründung"),
        help_text=_("Sie steht im Protokoll. Die Person kann sie lesen. Bitte nichts über Krankheiten."),
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Bitte geben Sie eine Begründung an.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "why"), "why"])


class Exempt(Decision):
    reason_code = forms.ChoiceField(label=_("Grund"), choices=[("", _("Bitte wählen")), *EXEMPTIONS.items()])
    since = Day(label=_("Erster Tag"))
    until = Day(label=_("Letzter Tag"), help_text=_("Höchstens 24 Monate nach dem ersten Tag."))
    document = forms.CharField(
        label=_("Nachweis"),
        help_text=_("Name oder Aktenzeichen des Schriftstücks. Kann leer bleiben."),
        required=False,
        max_length=200,
    )


class Absent(Decision):
    reason_code = forms.ChoiceField(
        label=_("Art"),
        help_text=_("Nie der Name einer Krankheit."),
        choices=[("", _("Bitte wählen")), *ABSENCES.items()],
    )
    since = Day(label=_("Erster Tag"))
    until = Day(label=_("Letzter Tag"), help_text=_("Leer, wenn das Ende noch nicht bekannt ist."), required=False)
    days_after_return = forms.IntegerField(
        label=_("Tage nach der Rückkehr"),
        help_text=_("So viel Zeit bleibt danach mindestens. Leer: Die Frist verschiebt sich um die Abwesenheit."),
        required=False,
        min_value=0,
        max_value=365,
    )


class Back(Decision):
    until = Day(label=_("Letzter Tag der Abwesenheit"))


class Proof(Decision):
    completed_on = Day(
        label=_("Abgeschlossen am"), help_text=_("Der Tag auf dem Nachweis. Ab ihm zählt die Gültigkeit.")
    )
    source = forms.CharField(
        label=_("Quelle"), help_text=_("Wo der Abschluss gemacht wurde, zum Beispiel der Träger."), max_length=60
    )
    document = forms.CharField(
        label=_("Nachweis"), help_text=_("Name oder Aktenzeichen. Kann leer bleiben."), required=False, max_length=200
    )


class Revoke(Decision):
    since = Day(label=_("Ungültig ab"), help_text=_("Frühestens der Tag des Abschlusses, spätestens heute."))


class Extend(Decision):
    due_on = Day(label=_("Neue Frist"), help_text=_("Der letzte Tag, an dem der Abschluss rechtzeitig ist."))


class NewCycle(Decision):
    due_on = Day(
        label=_("Fällig am"),
        help_text=_("Der vorhandene Nachweis gilt weiter. Nie später als die reguläre Frist."),
    )
