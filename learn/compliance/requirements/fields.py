"""Fields for the form: days as lists of numbers, people by personnel number, ticks for units and positions."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts.models import Membership

__all__ = ["DayList", "Days", "Names", "Number", "Ticks", "named_people"]

LONGEST_DAYS = 3660
MOST_DAYS_IN_LIST = 10


class Days(forms.DateField):
    """A day, written as the browser's calendar gives it or as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)
        self.error_messages["invalid"] = gettext_lazy(
            "Diesen Tag gibt es nicht. Bitte schreiben Sie ihn wie 31.12.2027 und prüfen Sie, ob der Monat ihn hat."
        )
        self.error_messages["required"] = gettext_lazy("Bitte geben Sie einen Tag an.")


class Number(forms.IntegerField):
    """A whole number of days, months or years."""

    def __init__(self, *, most: int = LONGEST_DAYS, least: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.NumberInput(attrs={"inputmode": "numeric", "min": least, "max": most}))
        super().__init__(min_value=least, max_value=most, **kwargs)
        self.error_messages |= {
            "invalid": gettext_lazy("Bitte geben Sie eine ganze Zahl ein, zum Beispiel 14."),
            "required": gettext_lazy("Bitte geben Sie eine Zahl ein. 0 heißt: keine."),
        }


class DayList(forms.CharField):
    """Several numbers of days, as "28, 7, 1"; each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=80, widget=forms.TextInput(attrs={"inputmode": "text"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(days) for days in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        parts = [part for part in re.split(r"[\s,;]+", str(value or "").strip()) if part]
        wrong = next((part for part in parts if not part.isdecimal() or int(part) > LONGEST_DAYS), None)
        if wrong is not None:
            raise ValidationError(
                _("„%(part)s“ ist keine Zahl von Tagen. Schreiben Sie zum Beispiel: 28, 7, 1") % {"part": wrong}
            )
        if len(parts) > MOST_DAYS_IN_LIST:
            raise ValidationError(_("Das sind zu viele Erinnerungen. Höchstens %(n)d.") % {"n": MOST_DAYS_IN_LIST})
        return list(dict.fromkeys(int(part) for part in parts))


class TreeOfTicks(forms.CheckboxSelectMultiple):
    """Ticks that know how deep each stands in a tree, for the style sheet; `depths` by value."""

    depths: Mapping[str, int] = MappingProxyType({})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-depth"] = self.depths.get(str(value), 0)
        return option


class Ticks(forms.MultipleChoiceField):
    """Several of a list, as ticks."""

    widget = TreeOfTicks

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.error_messages["invalid_choice"] = gettext_lazy("„%(value)s“ gibt es nicht mehr. Bitte wählen Sie neu.")


class Names(forms.CharField):
    """People by personnel number or e-mail address, one a line; what follows a number in its line is for the eye.

    Holds the ids of learners as text. One query.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=100_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        known = named_people(value)
        return "\n".join(known[key] for key in value if key in known)

    def to_python(self, value: Any) -> Any:
        lines = [(n, line.split()[0]) for n, line in enumerate(str(value or "").splitlines(), 1) if line.split()]
        found = _by_number([text for _n, text in lines])
        keys = []
        missing = []
        for n, text in lines:
            key = found.get(text.lower())
            if key is None:
                missing.append(_("Zeile %(n)d: „%(text)s“") % {"n": n, "text": text[:60]})
            else:
                keys.append(key)
        if missing:
            raise ValidationError(
                _(
                    "Zu diesen Angaben gibt es niemanden: %(lines)s. Bitte prüfen Sie die Personalnummern, "
                    "oder nehmen Sie die Zeilen heraus."
                )
                % {"lines": "; ".join(missing[:5]) + (" …" if len(missing) > 5 else "")}
            )
        return list(dict.fromkeys(keys))


def named_people(keys: Sequence[str]) -> Mapping[str, str]:
    """By learner id, the line of the form: personnel number and name. One query."""
    if not keys:
        return {}
    rows = Membership.objects.filter(user__learner__in=list(keys)).order_by("starts_on", "pk")
    found = rows.values_list("user__learner", "personnel_no", "user__first_name", "user__last_name")
    return {str(key): f"{number} {first} {last}".strip() for key, number, first, last in found}


def _by_number(written: Sequence[str]) -> dict[str, str]:
    """Learner ids by personnel number and by e-mail address; who works here now comes before who did."""
    if not written:
        return {}
    lower = [text.lower() for text in written]
    rows = Membership.objects.filter(personnel_no__in=written) | Membership.objects.filter(user__email__in=lower)
    found: dict[str, str] = {}
    known = rows.filter(user__learner__isnull=False).values_list(
        "personnel_no", "user__email", "user__learner", "ends_on"
    )
    for number, email, learner, _ends in sorted(known, key=lambda row: row[3] or date.max):
        found[number.lower()] = found[email.lower()] = str(learner)
    return found
