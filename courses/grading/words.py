"""The few words of our own that a review needs. German is the source; the caller hands in another language."""

from __future__ import annotations

from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue of strings; it is translated where the language is known."""
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences with {given}, {right}, {number} to fill in."""

    true: str = gettext_noop("Stimmt")
    false: str = gettext_noop("Stimmt nicht")
    chosen: str = gettext_noop("Ihre Antwort")
    chosen_right: str = gettext_noop("Ihre Antwort – richtig")
    chosen_wrong: str = gettext_noop("Ihre Antwort – nicht richtig")
    missed: str = gettext_noop("Richtige Antwort")
    missed_too: str = gettext_noop("Auch richtig – von Ihnen nicht gewählt")
    part_right: str = gettext_noop("Ihre Antwort „{given}“ ist richtig.")
    part_wrong: str = gettext_noop("Ihre Antwort „{given}“ ist nicht richtig. Richtig ist: „{right}“")
    part_empty: str = gettext_noop("Keine Antwort. Richtig ist: „{right}“")
    place_right: str = gettext_noop("Ihr Platz: {given} – richtig")
    place_follows: str = gettext_noop("Ihr Platz: {given} – die Reihenfolge passt")
    place_wrong: str = gettext_noop("Ihr Platz: {given} – nicht richtig. Richtig ist Platz {right}")
    place_empty: str = gettext_noop("Kein Platz. Richtig ist Platz {right}")
    gap: str = gettext_noop("Lücke {number}")


GERMAN = Words()
