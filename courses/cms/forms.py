"""The forms of the H5P screens: a file, and what shall become of it."""

from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.cms.places import QUIZ, Place, choices, refusal
from courses.h5p.package import Limits, Package, Refused, read
from courses.h5p.refusals import sentence

NATIVE, PLAYER, BOTH = "fragen", "player", "beides"


class UploadForm(forms.Form):
    """One .h5p file. A form without faults has it read and checked: `package`."""

    file = forms.FileField(
        label=gettext_lazy("H5P-Datei"),
        widget=forms.FileInput(attrs={"accept": ".h5p"}),
        error_messages={
            "required": gettext_lazy("Bitte wählen Sie eine Datei aus."),
            "empty": gettext_lazy("Die Datei ist leer. Bitte laden Sie sie an der Quelle noch einmal herunter."),
        },
    )
    package: Package

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(".h5p"):
            raise forms.ValidationError(
                _("„%(name)s“ ist keine H5P-Datei. Der Name muss auf „.h5p“ enden.") % {"name": file.name}
            )
        limit = Limits().upload
        if (file.size or 0) > limit:
            raise forms.ValidationError(
                _("„%(name)s“ ist zu groß: höchstens %(limit)s sind erlaubt.")
                % {"name": file.name, "limit": filesizeformat(limit)}
            )
        try:
            self.package = read(cast(BinaryIO, file))
        except Refused as refused:
            raise forms.ValidationError(sentence(refused)) from refused
        return file


class TitleForm(forms.Form):
    """What every kept content has."""

    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=255,
        error_messages={"required": gettext_lazy("Bitte geben Sie einen Titel ein.")},
    )


class ChoiceForm(TitleForm):
    """What shall become of a content, and where the questions shall go."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Was soll entstehen?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Bitte wählen Sie aus, was entstehen soll.")},
    )
    place = forms.ChoiceField(label=gettext_lazy("Wohin?"), required=False)

    def __init__(
        self, *args: Any, outcomes: list[tuple[str, Any]], found: list[Place], user: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        self.fields["outcome"].initial = outcomes[0][0]
        self.fields["place"].choices = [("", _("Bitte wählen")), *choices(found)]  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        """A place that has gone since it was offered is refused with the reason."""
        place: Any = self.fields["place"]
        if self.is_bound:
            chosen = str(self.data.get(self.add_prefix("place"), ""))
            place.error_messages["invalid_choice"] = refusal(chosen, self.user).replace("%", "%%")
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") in (NATIVE, BOTH) and not data.get("place") and "place" not in self.errors:
            self.add_error("place", _("Bitte wählen Sie, wohin die Fragen sollen."))
        if data.get("outcome") == PLAYER and str(data.get("place", "")).startswith(f"{QUIZ}:"):
            self.add_error("place", _("Bitte wählen Sie eine Lektion: Eine H5P-Aufgabe gehört nicht in ein Quiz."))
        return data
