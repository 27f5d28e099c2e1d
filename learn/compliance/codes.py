"""The reasons that may be given for an exemption or an absence; codes only, never what a doctor wrote."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import courses.api

__all__ = ["ABSENCES", "EXEMPTIONS", "names"]

EXEMPTIONS: Mapping[str, Promise] = MappingProxyType(
    {
        "no-device": _("kein Arbeitsgerät"),
        "secondment": _("Abordnung"),
        "other-tasks": _("zurzeit andere Aufgaben"),
        "leaving-soon": _("scheidet bald aus"),
        "hardship": _("Einzelfall"),
    }
)
ABSENCES: Mapping[str, Promise] = MappingProxyType(
    {
        "parental-leave": _("Elternzeit"),
        "care-leave": _("Pflegezeit"),
        "sabbatical": _("Sabbatzeit"),
        "leave": _("Beurlaubung"),
        "long-absence": _("längere Abwesenheit"),
    }
)


def names() -> dict[str, str]:
    """What sentences about duties call courses (by slug) and codes."""
    titles = {card.slug: card.title for card in courses.api.catalogue("de").courses}
    return titles | {code: str(name) for code, name in (*EXEMPTIONS.items(), *ABSENCES.items())}
