"""An example of each block, as the chooser of the CMS shows it to authors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of the site itself: examples need no picture in the collection."""

    name: str
    width: int = 400
    height: int = 240

    @property
    def url(self) -> str:
        return static(f"learn/img/{self.name}.svg")


PICTURES = (Drawing("thema-passwort"), Drawing("thema-video"))

QUESTIONS: Mapping[str, Mapping[str, Any]] = {
    "single": {
        "text": _("Sie haben Ihr Passwort vergessen. Was hilft?"),
        "choices": [
            {"text": _("Auf „Passwort vergessen“ klicken"), "correct": True},
            {"text": _("Ein neues Gerät kaufen")},
            {"text": _("Das Passwort der Nachbarin nehmen")},
        ],
        "explain": _("Dann schickt Ihnen die Seite eine E-Mail, und Sie wählen ein neues Passwort."),
    },
    "multiple": {
        "text": _("Was geben Sie niemals am Telefon weiter?"),
        "choices": [
            {"text": _("Meine PIN"), "correct": True},
            {"text": _("Mein Passwort"), "correct": True},
            {"text": _("Einen guten Tag")},
        ],
    },
    "truefalse": {"text": _("Ein Passwort darf ein ganzer Satz sein."), "correct": True},
    "statements": {
        "text": _("Was stimmt über Updates?"),
        "statements": [
            {"text": _("Sie schließen Sicherheitslücken."), "correct": True},
            {"text": _("Man braucht sie nur einmal im Leben.")},
        ],
    },
    "gaps": {
        "text": _("In jeder E-Mail-Adresse steht ein [[1]]."),
        "gaps": [{"key": "1", "label": _("Zeichen"), "accept": "@\nAt"}],
    },
    "gaps_choice": {
        "text": _("Nach der Arbeit [[1]] ich mich am Computer ab."),
        "gaps": [
            {
                "key": "1",
                "label": _("Verb"),
                "choices": [{"text": _("melde"), "correct": True}, {"text": _("male")}],
            }
        ],
    },
    "short": {"text": _("Mit welchem Programm sehen Sie Internetseiten an?"), "accept": _("Browser")},
    "number": {
        "text": _("Eine Fahrkarte kostet 3 Euro. Was kosten zwei?"),
        "correct": "6",
        "unit": _("Euro"),
    },
    "match": {
        "text": _("Was gehört zusammen?"),
        "pairs": [
            {"left": _("Drucker"), "right": _("Papier")},
            {"left": _("Kopfhörer"), "right": _("Ton")},
        ],
    },
    "order": {
        "text": _("Wie schreiben Sie eine E-Mail?"),
        "items": [_("Adresse eintragen"), _("Text schreiben"), _("Absenden")],
    },
    "sort": {
        "text": _("Was darf jeder wissen?"),
        "categories": [
            {"name": _("Darf jeder wissen"), "items": [_("Öffnungszeiten")]},
            {"name": _("Bleibt geheim"), "items": [_("PIN")]},
        ],
    },
    "mark": {
        "text": _("Welche Wörter machen Druck?"),
        "sentence": _("Klicken Sie [[sofort]], sonst ist Ihr Konto [[heute]] weg."),
    },
    "image": {
        "text": _("Welches Bild passt zum Thema Passwort?"),
        "choices": [{"alt": _("Ein Schloss"), "correct": True}, {"alt": _("Ein Gespräch per Video")}],
    },
    "open": {
        "text": _("Woran erkennen Sie eine gefälschte Nachricht?"),
        "sample": _("Sie macht Druck und fragt nach meinem Passwort."),
    },
    "survey": {
        "text": _("Wie sicher fühlen Sie sich im Internet?"),
        "choices": [{"text": _("Sehr sicher")}, {"text": _("Es geht so")}, {"text": _("Noch unsicher")}],
    },
}

LESSON: Mapping[str, Any] = {
    "heading": _("Was ist ein Browser?"),
    "text": _("<p>Mit einem <b>Browser</b> sehen Sie Internetseiten an. Er ist schon auf Ihrem Gerät.</p>"),
    "image": {"alt": _("Ein Schloss"), "caption": _("Ein gutes Passwort ist wie ein Schloss.")},
    "callout": {"kind": "tip", "text": _("<p>Ein langer Satz ist ein gutes Passwort.</p>")},
    "steps": {
        "title": _("So drucken Sie eine Seite"),
        "items": [
            {"title": _("Menü öffnen"), "text": _("<p>Klicken Sie oben auf „Datei“.</p>")},
            {"title": _("Drucken wählen"), "text": _("<p>Ein Fenster geht auf.</p>")},
        ],
    },
    "glossary": {"term": _("Update"), "text": _("<p>Eine neue Fassung eines Programms.</p>")},
    "compare": {
        "title": _("Brief oder E-Mail?"),
        "left": {"title": _("Brief"), "items": [_("Braucht eine Briefmarke")]},
        "right": {"title": _("E-Mail"), "items": [_("Ist sofort da")]},
    },
    "dialog": {
        "title": _("Am Telefon"),
        "turns": [
            {"who": _("Anruferin"), "text": _("Ich brauche Ihre PIN.")},
            {"who": _("Herr Aydin"), "text": _("Die sage ich niemandem.")},
        ],
    },
    "practice": [{"type": "single", "value": QUESTIONS["single"]}],
}


class WithExample:
    """A block of a lesson that shows itself in the chooser."""

    name: str
    to_python: Callable[[Any], Any]

    def get_preview_value(self) -> Any:
        return self.to_python(_said(LESSON[self.name]))


def question_example(kind: str) -> Any:
    """Stream data of a question of this type, in the language of the reader."""
    return _said(QUESTIONS[kind])


def _said(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _said(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_said(each) for each in value]
    return str(value) if isinstance(value, Promise) else value
