"""What a screen shows of a content: its kind, language, licence and how accessible it is, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.h5p.models import RATINGS, H5PContentType

_LICENSES: Mapping[str, str | Promise] = {
    "": gettext_lazy("nicht angegeben"),
    "U": gettext_lazy("nicht angegeben"),
    "C": gettext_lazy("alle Rechte vorbehalten"),
    "PD": gettext_lazy("gemeinfrei"),
    "CC PDM": gettext_lazy("gemeinfrei"),
}


@dataclass(frozen=True, slots=True)
class Light:
    """How accessible a content type is: one of four words, and why."""

    rating: str
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A content in a few words."""

    kind: str
    library: str
    language: str
    license: str
    light: Light


class Register:
    """The register of content types, read once for a screen."""

    def __init__(self) -> None:
        self.types = {each.machine_name: each for each in H5PContentType.objects.all()}

    def title(self, machine: str) -> str:
        found = self.types.get(machine)
        return found.title if found else machine

    def light(self, machine: str) -> Light:
        found = self.types.get(machine)
        rating, note = (found.rating, found.note) if found else ("unknown", "")
        return Light(rating, str(dict(RATINGS)[rating]), note)

    def facts(self, main: str, language: str, license: str) -> Facts:  # noqa: A002  the word of the format
        """`main` is a library with its version, as in "H5P.Blanks 1.14"."""
        machine = main.rpartition(" ")[0]
        return Facts(self.title(machine), main, language_name(language), license_name(license), self.light(machine))


def license_name(code: str) -> str:
    return str(_LICENSES.get(code, code))


def language_name(code: str) -> str:
    """The language in its own words; "und" is what H5P writes where nobody chose one."""
    if code in ("", "und"):
        return _("nicht angegeben")
    found: Any = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.lower().partition("-")[0]) or {}
    return str(found.get("name_local", code))
