"""The German words of the screens: states, tiles, health of cycles, and figures as they are written."""

from collections.abc import Mapping
from datetime import date

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learn.rules.deadlines import Health, State

__all__ = [
    "GROUP_NAMES",
    "HEALTH_MEANS",
    "HEALTH_NAMES",
    "STATE_MEANS",
    "group_names",
    "month_name",
    "number",
    "percent",
]

GROUP_NAMES: Mapping[str, Promise] = {
    "valid": _("gültig"),
    "open": _("offen"),
    "in-grace": _("in Nachfrist"),
    "overdue": _("überfällig"),
    "expired": _("abgelaufen"),
    "away": _("ruhend oder befreit"),
    "future": _("beginnt später"),
}
STATE_MEANS: Mapping[State, Promise] = {
    State.OVERDUE: _("Die Frist ist vorbei."),
    State.EXPIRED: _("War gültig. Auch die Nachfrist ist vorbei."),
    State.IN_GRACE: _("Gilt nicht mehr. Die Nachfrist läuft noch."),
    State.OPEN: _("Noch nicht gemacht. Die Frist läuft noch."),
    State.SUSPENDED: _("Abwesend: Die Frist steht still."),
    State.EXEMPT: _("Für eine Zeit ausgenommen."),
    State.FUTURE: _("Die Pflicht hat noch nicht begonnen."),
}
HEALTH_NAMES: Mapping[Health, Promise] = {
    Health.INTACT: _("intakt"),
    Health.SEVERAL: _("mehrfach"),
    Health.INTERRUPTED: _("unterbrochen"),
    Health.OPEN: _("offen"),
    Health.UNTRAINED: _("ohne Schulung"),
    Health.NOT_APPLICABLE: _("nicht anwendbar"),
}
HEALTH_MEANS: Mapping[Health, Promise] = {
    Health.INTACT: _("Heute gültig, und zwischen den gültigen Zeiten war nie eine Lücke."),
    Health.SEVERAL: _(
        "Heute gelten mehrere Nachweise zugleich, meist nach einer frühen Wiederholung. Das ist in Ordnung."
    ),
    Health.INTERRUPTED: _("Heute gültig, aber früher gab es eine Zeit ohne gültigen Nachweis."),
    Health.OPEN: _("War schon einmal gültig, ist es heute aber nicht. Die Wiederholung fehlt."),
    Health.UNTRAINED: _("Es gibt noch keinen gültigen Nachweis."),
    Health.NOT_APPLICABLE: _("Ruhend, befreit, entfallen oder noch nicht begonnen: Heute ist nichts zu tun."),
}


def group_names() -> dict[str, str]:
    """The names in the language of this moment, looked up once for many bars."""
    return {key: str(name) for key, name in GROUP_NAMES.items()}


def number(value: int) -> str:
    """A figure with its thousands set apart."""
    if -1000 < value < 1000:  # most are, and a page holds hundreds
        return str(value)
    return formats.number_format(value, force_grouping=True)


def percent(value: int) -> str:
    """A share with a space that does not break."""
    return f"{value}\u00a0%"


def month_name(start: date, *, short: bool = False) -> str:
    return formats.date_format(start, "M" if short else "F Y")
