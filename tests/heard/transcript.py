"""A walk as a text in German that can be read, and read out, without any tool; and the page that lists all of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.heard.walk import OPENED, Step, Walk, sentences

TITLES = {
    "single": "Eine Antwort auswählen",
    "multiple": "Mehrere Antworten auswählen",
    "truefalse": "Stimmt oder stimmt nicht",
    "statements": "Sätze beurteilen",
    "gaps": "Lücken füllen",
    "gaps_choice": "Lücken auswählen",
    "short": "Kurz antworten",
    "number": "Eine Zahl schreiben",
    "match": "Zuordnen",
    "match-select": "Zuordnen aus einer Liste",
    "order": "Reihenfolge mit Knöpfen",
    "order-no-script": "Reihenfolge mit Zahlen, ohne Skript",
    "sort": "In Gruppen sortieren",
    "mark": "Wörter markieren",
    "image": "Ein Bild auswählen",
    "open": "Frei antworten",
    "survey": "Die eigene Meinung",
    "activity": "H5P-Aufgabe im eigenen Rahmen",
    "certificate": "Ein Zertifikat",
}
KEYS = {
    "Tab": "Tabulator",
    "Return": "Eingabetaste",
    "space": "Leertaste",
    "Down": "Pfeil nach unten",
    "r": "R (nächster Radioknopf)",
    OPENED: "Die Seite öffnet sich",
}
# Every page has the same head and foot. Where the screen reader goes on to read them, they are not written out.
HEAD = ("Zum Inhalt springen", "Zertifikat prüfen")
FOOT = ("Hauptinhalt wird verlassen.", "Die Kurse stehen unter freier Lizenz (CC BY 4.0).")
LIST = """# So klingt es

Ein Screenreader (Orca mit Chromium, auf Deutsch) geht allein mit der Tastatur durch jede Art von Aufgabe.
Hier steht Wort für Wort, was er dabei sagt: nach jeder Taste eine Zeile. Die Texte entstehen mit `make hear`;
zum Lesen oder Vorlesen-Lassen braucht man nichts weiter.

* Jede Aufgabe wird gelesen, ohne Antwort abgeschickt, falsch beantwortet, noch einmal versucht und richtig beantwortet.
* „Nichts Neues“ heißt: Auf diese Taste folgt keine Ansage. Getippter Text wird nicht wiederholt.
* „Kopf der Seite“ und „Fuß der Seite“ sind auf allen Seiten gleich und stehen nur einmal, unten auf dieser Seite.
* „Es wird geladen. Bitte warten.“ ist weggelassen: Wann es kommt, liegt am Gerät und nicht an der Seite.
* „Panel“ nennt Orca eine Gruppe, „Druckknopf“ einen Knopf, „Auslöseknopf“ einen Text zum Aufklappen.

| Aufgabe | Tasten | Gesprochene Wörter |
|---|---|---|
{rows}

Tasten und Wörter gelten für den ganzen Weg durch alle Zustände: bis zu fünf Seiten, und jede wird ganz vorgelesen.

## Kopf der Seite

{head}

## Fuß der Seite

{foot}
"""


def markdown(walk: Walk) -> str:
    parts = [f"# {TITLES[walk.title]}", "", f"{walk.keys} Tasten, {walk.words} gesprochene Wörter.", ""]
    state = ""
    for step in walk.steps:
        if step.state != state:
            state = step.state
            parts += ["", f"## {state}", ""] if parts[-1] else [f"## {state}", ""]
        parts.append(_line(step))
    return "\n".join(parts) + "\n"


def overview(walks: Mapping[str, Mapping[str, Any]], opened: Sequence[str]) -> str:
    """The list of all walks. `opened` is the reading of any page, for its head and foot."""
    rows = [f"| [{TITLES[name]}]({name}.md) | {walk['keys']} | {walk['words']} |" for name, walk in walks.items()]
    head, foot = (sentences(opened[slice(*_place(opened, *frame))]) for frame in (HEAD, FOOT))
    return LIST.format(rows="\n".join(rows), head=head, foot=foot)


def _line(step: Step) -> str:
    key = KEYS.get(step.key, step.key)
    what_for = f" ({step.what_for})" if step.what_for else ""
    said = list(step.said)
    for frame, instead in ((HEAD, "(Kopf der Seite.)"), (FOOT, "(Fuß der Seite.)")):
        begin, end = _place(said, *frame)
        said[begin:end] = [instead] if end else []
    return f"- **{key}**{what_for}: {sentences(said) or '(Nichts Neues.)'}"


def _place(lines: Sequence[str], first: str, last: str) -> tuple[int, int]:
    """Where head or foot begin and end in what was said; (0, 0) if they are not there."""
    begin = next((n for n, line in enumerate(lines) if line == first), None)
    if begin is None or last not in lines[begin:]:
        return 0, 0
    return begin, begin + list(lines[begin:]).index(last) + 1
