"""The form of a requirement: every part of the rule as a field with German words, and groups of people."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.compliance.requirements.checks import problems
from learn.compliance.requirements.choices import CREDITS, EXISTING_ANCHORS, EXPIRIES, MONTHS, NEW_ANCHORS, Offer
from learn.compliance.requirements.fields import DayList, Days, Names, Number, Ticks

__all__ = ["GROUPS", "GroupForm", "Groups", "RequirementForm"]

LONGEST_REASON = 2000
GROUPS = "gruppe"


class RequirementForm(forms.Form):
    """One requirement. Its groups of people stand beside it (`Groups`); `clean` looks at both."""

    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=200,
        help_text=gettext_lazy("So steht die Pflicht in Listen, Berichten und E-Mails."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Begründung und Rechtsgrund"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Beschäftigte lesen das. Ein bis zwei kurze Sätze: warum, und welche Vorschrift."),
    )
    courses = Ticks(
        label=gettext_lazy("Kurse"),
        help_text=gettext_lazy("Bei mehreren Kursen ist die Pflicht erfüllt, wenn alle abgeschlossen sind."),
    )
    named = Names(
        label=gettext_lazy("Einzelne Personen"),
        help_text=gettext_lazy("Eine Personalnummer oder E-Mail-Adresse je Zeile. Den Namen ergänzt die Plattform."),
    )
    except_units = Ticks(label=gettext_lazy("Ausgenommene Einheiten"))
    except_below = forms.BooleanField(label=gettext_lazy("auch alle Einheiten darunter ausnehmen"), required=False)
    except_people = Names(
        label=gettext_lazy("Ausgenommene Personen"),
        help_text=gettext_lazy("Eine Personalnummer oder E-Mail-Adresse je Zeile. Ausnahmen gehen immer vor."),
    )
    new_anchor = forms.ChoiceField(label=gettext_lazy("Tage nach"), choices=NEW_ANCHORS, widget=forms.RadioSelect)
    new_days = Number(label=gettext_lazy("Zahl der Tage"), required=False)
    new_date = Days(label=gettext_lazy("Fester Tag"), required=False)
    new_course = forms.ChoiceField(label=gettext_lazy("Anderer Kurs"), required=False)
    existing_same = forms.ChoiceField(
        label=gettext_lazy("Wer beim Beginn der Pflicht schon da ist"),
        choices=(("same", gettext_lazy("hat dieselbe Frist")), ("own", gettext_lazy("hat eine eigene Frist"))),
        widget=forms.RadioSelect,
    )
    existing_anchor = forms.ChoiceField(
        label=gettext_lazy("Tage nach"), choices=EXISTING_ANCHORS, widget=forms.RadioSelect, required=False
    )
    existing_days = Number(label=gettext_lazy("Zahl der Tage"), required=False)
    existing_date = Days(label=gettext_lazy("Fester Tag"), required=False)
    existing_course = forms.ChoiceField(label=gettext_lazy("Anderer Kurs"), required=False)
    minimum_days = Number(
        label=gettext_lazy("Mindestzeit in Tagen"),
        help_text=gettext_lazy("So viele Tage hat jede Person mindestens, auch wenn die Frist rechnerisch vorbei ist."),
    )
    expiry = forms.ChoiceField(
        label=gettext_lazy("Ein Abschluss gilt"), choices=EXPIRIES, widget=forms.RadioSelect, initial="unlimited"
    )
    months = Number(label=gettext_lazy("Zahl der Monate"), required=False, most=240, least=1)
    calendar_day = Number(label=gettext_lazy("Tag im Monat"), required=False, most=31, least=1)
    calendar_month = forms.TypedChoiceField(
        label=gettext_lazy("Monat"), choices=MONTHS, coerce=int, required=False, initial=12
    )
    calendar_years = Number(label=gettext_lazy("alle wie viele Jahre"), required=False, most=20, least=1)
    minimum_months = Number(
        label=gettext_lazy("Mindestgültigkeit in Monaten"),
        required=False,
        most=120,
        help_text=gettext_lazy("Bliebe bis zum Stichtag weniger Zeit, gilt der Abschluss bis zum folgenden Stichtag."),
    )
    grace_days = Number(
        label=gettext_lazy("Nachfrist in Tagen"),
        help_text=gettext_lazy("Nach dem Ende der Gültigkeit: zählt nicht als gültig, wird aber noch nicht eskaliert."),
    )
    repeats = forms.BooleanField(label=gettext_lazy("Die Schulung muss wiederholt werden"), required=False)
    lead_days = Number(
        label=gettext_lazy("Vorlauf in Tagen"),
        help_text=gettext_lazy("So lange vor dem Ende der Gültigkeit kann man schon wiederholen."),
    )
    repeat_days = Number(
        label=gettext_lazy("Fällig so viele Tage nach dem Ende der Gültigkeit"),
        required=False,
        help_text=gettext_lazy("0 heißt: spätestens am letzten gültigen Tag."),
    )
    repeat_same = forms.ChoiceField(
        label=gettext_lazy("Kurse der Wiederholung"),
        choices=(("same", gettext_lazy("dieselben Kurse")), ("other", gettext_lazy("andere Kurse"))),
        widget=forms.RadioSelect,
        required=False,
    )
    repeat_courses = Ticks(label=gettext_lazy("Andere Kurse"))
    credit = forms.ChoiceField(
        label=gettext_lazy("Zählt ein Abschluss von vor dem Beginn?"), choices=CREDITS, widget=forms.RadioSelect
    )
    credit_days = Number(label=gettext_lazy("Höchstens so viele Tage vorher"), required=False)
    remind_before = DayList(
        label=gettext_lazy("Erinnern: Tage vor der Frist"),
        help_text=gettext_lazy("Zum Beispiel: 28, 7, 1. Leer heißt: nicht erinnern."),
    )
    remind_after = DayList(label=gettext_lazy("Erinnern: Tage nach der Frist"))
    escalate_after = Number(
        label=gettext_lazy("Leitung benachrichtigen, Tage nach der Frist"),
        required=False,
        help_text=gettext_lazy("Leer heißt: nie."),
    )
    since = Days(label=gettext_lazy("Gilt ab"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, offer: Offer, groups: Any = None, starts_on: date | None = None, **kwargs: Any
    ) -> None:
        """`starts_on`: the first day of a requirement that runs already; fixed days may not lie before it."""
        super().__init__(*args, **kwargs)
        self.groups, self.offer, self.starts_on = groups, offer, starts_on
        self.audience_errors: list[str] = []
        choices: dict[str, Any] = {
            "courses": offer.courses,
            "repeat_courses": offer.courses,
            "except_units": offer.units,
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["except_units"].widget.depths = offer.depths  # type: ignore[attr-defined]
        for name in ("new_course", "existing_course"):
            self.fields[name].choices = [("", "–"), *offer.course_slugs]  # type: ignore[attr-defined]
        for name in ("new_anchor", "existing_anchor", "existing_same", "expiry", "credit", "title", "reason"):
            self.fields[name].error_messages["required"] = _("Bitte füllen Sie dieses Feld aus.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, value in (
            ("new_days", 0), ("existing_days", 0), ("repeat_days", 0), ("credit_days", 0), ("minimum_months", 0),
            ("calendar_month", 12),
            ("calendar_day", 31), ("calendar_years", 1), ("repeat_same", "same"),
        ):  # fmt: skip
            if name in data and data[name] in (None, ""):
                data[name] = value
        if data.get("existing_same") == "own" and not data.get("existing_anchor") and "existing_anchor" in data:
            self.add_error("existing_anchor", _("Bitte wählen Sie, womit die eigene Frist beginnt."))
        self._days_asked_for(data)
        chosen = [self.offer.slugs[key] for key in data.get("courses") or () if key in self.offer.slugs]
        known = data | {"course_slugs": chosen, "begins_on": self.starts_on or data.get("since")}
        groups: list[dict[str, Any]] = self.groups.chosen if self.groups is not None else []
        sound = self.groups is None or self.groups.is_valid()
        for name, sentence in problems(known, groups):
            if name == "audience":
                if sound:
                    self.audience_errors.append(sentence)
                    self.add_error(None, sentence)
            elif name not in self.errors:
                self.add_error(name, sentence)
        return data

    def _days_asked_for(self, data: Mapping[str, Any]) -> None:
        """A period of no days after an event is more often a gap in the form than meant."""
        own = ("new", "existing") if data.get("existing_same") == "own" else ("new",)
        for which in own:
            needs = data.get(f"{which}_anchor") not in (None, "", "fixed")
            if needs and not data.get(f"{which}_days") and f"{which}_days" not in self.errors:
                self.add_error(f"{which}_days", _("Bitte geben Sie an, wie viele Tage Zeit ist, mindestens 1."))


class GroupForm(forms.Form):
    """People by unit, position and day of entry; all that is given must hold."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    who = forms.ChoiceField(
        label=gettext_lazy("Wer"),
        choices=(("all", gettext_lazy("alle Beschäftigten")), ("units", gettext_lazy("bestimmte Einheiten"))),
        widget=forms.RadioSelect,
        required=False,
    )
    units = Ticks(label=gettext_lazy("Einheiten"))
    below = forms.BooleanField(label=gettext_lazy("mit allen Einheiten darunter"), required=False)
    roles = Ticks(
        label=gettext_lazy("Nur diese Stellen"), help_text=gettext_lazy("Ohne Auswahl gilt es für alle Stellen.")
    )
    entered = Days(
        label=gettext_lazy("Nur wer an diesem Tag oder später eingetreten ist"),
        required=False,
        help_text=gettext_lazy("Leer heißt: unabhängig vom Eintritt."),
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["units"].choices = offer.units  # type: ignore[attr-defined]
        self.fields["units"].widget.depths = offer.depths  # type: ignore[attr-defined]
        self.fields["roles"].choices = offer.roles  # type: ignore[attr-defined]

    @property
    def empty(self) -> bool:
        """Nothing chosen at all: such a group is passed over."""
        data = self.cleaned_data
        return not any(data.get(name) for name in ("who", "units", "roles", "entered"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") == "" and data.get("units"):
            data["who"] = "units"
        if data.get("who") == "units" and not data.get("units") and "units" not in self.errors:
            self.add_error("units", _("Bitte wählen Sie mindestens eine Einheit, oder „alle Beschäftigten“."))
        if data.get("who") == "" and (data.get("roles") or data.get("entered")):
            self.add_error("who", _("Bitte wählen Sie, ob alle Beschäftigten gemeint sind oder bestimmte Einheiten."))
        return data


class _Groups(BaseFormSet):
    """The groups of one audience, joined by "or"."""

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """What is filled in and not taken out; a group with a fault counts, so that nothing else is complained of."""
        if not self.is_bound:
            return []
        self.is_valid()
        found = []
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("DELETE") or (form.is_valid() and form.empty):
                continue
            found.append(data)
        return found


Groups = formset_factory(GroupForm, formset=_Groups, extra=0, can_delete=True, max_num=30, absolute_max=40)
