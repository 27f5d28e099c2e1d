"""The form of a design: a draft that may be incomplete but never holds what nobody can print."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import pictures, proof
from certificates.design import INKS, ORIENTATIONS, TEXTS, VELVET, Look, Picture, UnknownPlaceholder, check
from certificates.letters import unprintable
from certificates.models import Design

DECORATION, WORDS = "schmuck", "text"
PICTURES = ("logo", "signature")
_USES = [
    (DECORATION, gettext_lazy("Es schmückt nur: Vorleseprogramme übergehen es.")),
    (WORDS, gettext_lazy("Es sagt etwas: Vorleseprogramme lesen den Text darunter vor.")),
]


class _Name(forms.CharField):
    def validate(self, value: str) -> None:
        super().validate(value)
        if strange := unprintable(value or ""):
            raise ValidationError(
                _("Für diese Zeichen haben wir keine Schrift: %(signs)s. Bitte ersetzen Sie sie.")
                % {"signs": " ".join(strange)}
            )


class _Text(_Name):
    """A text that may have placeholders."""

    def validate(self, value: str) -> None:
        super().validate(value)
        try:
            check(value or "")
        except UnknownPlaceholder as error:
            raise ValidationError(proof.unknown_placeholder(error)) from error


def _text(label: Any, most: int, **more: Any) -> _Text:
    return _Text(label=label, max_length=most, required=False, **more)


def _file(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"empty": gettext_lazy("Die Datei ist leer.")},
        help_text=gettext_lazy("PNG, JPEG oder WebP, höchstens 3 MB. Zeichnungen (SVG) nehmen wir nicht an."),
    )


def _use() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Was ist das Bild?"), choices=_USES, widget=forms.RadioSelect, required=False
    )


class DesignForm(forms.Form):
    """A form without faults gives the new `look`; pictures are kept on the way."""

    title = forms.CharField(
        label=gettext_lazy("Name der Vorlage"),
        max_length=80,
        error_messages={"required": gettext_lazy("Bitte geben Sie der Vorlage einen Namen.")},
    )
    orientation = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=list(zip(ORIENTATIONS, (gettext_lazy("A4 quer"), gettext_lazy("A4 hoch")), strict=True)),
        widget=forms.RadioSelect,
    )
    ink = forms.ChoiceField(
        label=gettext_lazy("Druck"),
        choices=list(zip(INKS, (gettext_lazy("farbig"), gettext_lazy("schwarz-weiß")), strict=True)),
        widget=forms.RadioSelect,
    )
    accent = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=gettext_lazy("Farbe der Überschrift und des Rahmens"),
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": gettext_lazy("Bitte wählen Sie eine Farbe, zum Beispiel #43204a.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Sprache der festen Texte"),
        choices=[("", gettext_lazy("wie der Kurs")), ("de", "Deutsch"), ("en", "English")],
        required=False,
    )
    headline_pass = _text(gettext_lazy("Überschrift nach bestandenem Quiz"), 60)
    says_pass = _text(gettext_lazy("Satz unter dem Namen nach bestandenem Quiz"), 200)
    headline_participation = _text(gettext_lazy("Überschrift für die Teilnahme"), 60)
    says_participation = _text(gettext_lazy("Satz unter dem Namen für die Teilnahme"), 200)
    closing = _text(gettext_lazy("Schlusssatz"), 200)
    signatory = _Name(label=gettext_lazy("Wer unterschreibt"), max_length=120, required=False)
    signatory_role = _Name(label=gettext_lazy("Amt oder Aufgabe"), max_length=120, required=False)
    logo = _file(gettext_lazy("Logo"))
    logo_use = _use()
    logo_alt = _Name(label=gettext_lazy("Text zum Logo"), max_length=200, required=False)
    logo_remove = forms.BooleanField(label=gettext_lazy("Logo entfernen"), required=False)
    signature = _file(gettext_lazy("Bild der Unterschrift"))
    signature_use = _use()
    signature_alt = _Name(label=gettext_lazy("Text zur Unterschrift"), max_length=200, required=False)
    signature_remove = forms.BooleanField(label=gettext_lazy("Unterschrift entfernen"), required=False)

    def __init__(self, *args: Any, design: Design | None = None, **kwargs: Any) -> None:
        self.design = design
        self.before = Look.of(design.draft) if design else Look()
        initial = {**self.before.as_json(), "accent": self.before.accent or VELVET}
        initial["title"] = design.title if design else ""
        for name in PICTURES:
            picture: Picture | None = initial.pop(name) and getattr(self.before, name)
            initial[f"{name}_use"] = "" if picture is None else WORDS if picture.alt else DECORATION
            initial[f"{name}_alt"] = picture.alt if picture else ""
        super().__init__(*args, **{**kwargs, "initial": initial})

    @property
    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields as they are shown, under headings."""
        yield _("Vorlage"), [self[name] for name in ("title", "orientation", "ink", "accent", "language")]
        yield (
            _("Texte"),
            [self[name] for name in ("headline_pass", "says_pass", *TEXTS[1:2], "says_participation", "closing")],
        )
        yield _("Unterschrift"), self._with("signatory", "signatory_role", picture="signature")
        yield _("Logo"), self._with(picture="logo")

    def _with(self, *names: str, picture: str) -> list[forms.BoundField]:
        parts = [picture, f"{picture}_use", f"{picture}_alt"]
        if getattr(self.before, picture):
            parts.append(f"{picture}_remove")
        return [self[name] for name in (*names, *parts)]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if Design.objects.filter(title=title).exclude(pk=self.design.pk if self.design else 0).exists():
            raise ValidationError(_("Eine Vorlage mit diesem Namen gibt es schon."))
        return title

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in PICTURES:
            if name not in self.errors:
                cleaned[f"{name}_kept"] = self._picture(name, cleaned)
        return cleaned

    def _picture(self, name: str, cleaned: dict[str, Any]) -> Picture | None:
        """The picture the design will have; what has to be decided about it is asked for at its own field."""
        file, before = cleaned.get(name), getattr(self.before, name)
        if not file and (before is None or cleaned.get(f"{name}_remove")):
            return None
        use, alt = cleaned.get(f"{name}_use"), cleaned.get(f"{name}_alt", "").strip()
        if not use:
            self.add_error(f"{name}_use", _("Bitte sagen Sie, ob das Bild nur schmückt."))
            return None
        if use == WORDS and not alt:
            self.add_error(f"{name}_alt", _("Bitte schreiben Sie, was Vorleseprogramme vorlesen sollen."))
            return None
        alt = alt if use == WORDS else ""
        if not file:
            return Picture(before.sha256, before.kind, before.width, before.height, alt)
        try:
            return pictures.keep(file, alt)
        except pictures.BadPicture as error:
            self.add_error(name, str(error.sentence))
            return None

    @property
    def look(self) -> Look:
        """What the form says, once it is valid."""
        plain = {name: self.cleaned_data[name] for name in (*TEXTS, "orientation", "ink", "language")}
        return Look(
            **plain,
            accent=self.cleaned_data["accent"].lower(),
            signatory=self.cleaned_data["signatory"],
            signatory_role=self.cleaned_data["signatory_role"],
            logo=self.cleaned_data["logo_kept"],
            signature=self.cleaned_data["signature_kept"],
        )
