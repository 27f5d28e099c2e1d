"""DigComp 3.0: areas, competences and bands as data (pure). Courses and questions carry the numbers.

Source: Cosgrove & Cachia, DigComp 3.0 (JRC144121, CC BY 4.0). No official German edition exists: the German names
follow the EU project translation of 2.2 where there is one, and are our own working translation elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

FRAMEWORK: Final = "digcomp"
VERSION: Final = "3.0"
#: Bands a course may state, in rising order, with their German and English names.
LEVELS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"basic": ("Einstieg", "Basic"), "intermediate": ("Aufbau", "Intermediate"), "advanced": ("Vertiefung", "Advanced")}
)


@dataclass(frozen=True, slots=True)
class Competence:
    """One competence; `code` is its number in every version since 2.0."""

    code: str
    de: str
    en: str

    @property
    def area(self) -> str:
        return self.code.split(".")[0]


AREAS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "1": ("Informations- und Datenkompetenz", "Information search, evaluation and management"),
        "2": ("Kommunikation und Zusammenarbeit", "Communication and collaboration"),
        "3": ("Erstellung digitaler Inhalte", "Content creation"),
        "4": ("Sicherheit", "Safety, wellbeing and responsible use"),
        "5": ("Problemlösung", "Problem identification and solving"),
    }
)
_ROWS = (
    ("1.1", "Informationen suchen und filtern", "Browsing, searching and filtering information"),
    ("1.2", "Informationen bewerten", "Evaluating information"),
    ("1.3", "Informationen verwalten", "Managing information"),
    ("2.1", "Sich mit digitalen Technologien austauschen", "Interacting through and with digital technologies"),
    ("2.2", "Mit digitalen Technologien teilen", "Sharing through digital technologies"),
    ("2.3", "Sich digital in der Gesellschaft beteiligen", "Engaging in citizenship through digital technologies"),
    ("2.4", "Digital zusammenarbeiten", "Collaborating through digital technologies"),
    ("2.5", "Digitales Verhalten (Netiquette)", "Digital behaviour"),
    ("2.6", "Digitale Identität verwalten", "Managing digital identity"),
    ("3.1", "Digitale Inhalte entwickeln", "Developing digital content"),
    ("3.2", "Digitale Inhalte integrieren und überarbeiten", "Integrating and re-elaborating digital content"),
    ("3.3", "Urheberrecht und Lizenzen", "Copyright and licences"),
    ("3.4", "Informatisches Denken und Programmieren", "Computational thinking and programming"),
    ("4.1", "Geräte schützen", "Protecting devices"),
    ("4.2", "Personenbezogene Daten und Privatsphäre schützen", "Protecting personal data and privacy"),
    ("4.3", "Wohlbefinden unterstützen", "Supporting wellbeing"),
    ("4.4", "Umweltwirkungen digitaler Technologien", "Environmental impacts of digital technologies"),
    ("5.1", "Technische Probleme erkennen und lösen", "Identifying and solving technical problems"),
    ("5.2", "Bedarf und digitale Antworten erkennen", "Identifying needs and digital technological responses"),
    (
        "5.3",
        "Mit digitalen Technologien kreative Lösungen finden",
        "Identifying creative solutions using digital technologies",
    ),
    ("5.4", "Digitalen Lernbedarf erkennen und decken", "Identifying and addressing digital competence needs"),
)
COMPETENCES: Final[Mapping[str, Competence]] = MappingProxyType({c: Competence(c, de, en) for c, de, en in _ROWS})


def competence_name(code: str, language: str) -> str:
    """The name of a competence; an unknown code stands for itself. Languages without a name of their own get German."""
    found = COMPETENCES.get(code)
    if found is None:
        return code
    return found.en if language == "en" else found.de


def choices() -> list[tuple[str, str]]:
    """All competences for a form, in German."""
    return [(c.code, f"{c.code} {c.de}") for c in COMPETENCES.values()]
