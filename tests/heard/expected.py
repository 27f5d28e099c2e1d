"""What must be heard: for each state and key the phrases, in German as Orca says them, in their order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from courses.grading.shown_question import Row, ShownQuestion
from courses.grading.spec import QuestionSpec
from tests.heard.answering import MOVE
from tests.heard.states import (
    AGAIN,
    NOTHING,
    OWN,
    READ,
    RIGHT,
    SEND,
    TO_BUTTON,
    TO_ERROR,
    TO_ERROR_FIELD,
    TO_FIELD,
    TO_LINK,
    WRONG,
)
from tests.heard.walk import OPENED, Walk

WORD = re.compile(r"[^\W_]+")
RADIO = "nicht ausgewählt Radioknopf"
BOX = "Kontrollkästchen nicht ausgewählt"
FIELD = "Eingabefeld"
LIST = "Kombinationsfeld. Bitte wählen"

# By type: how the first control is announced, the hint that goes with it, the sentence if it is left out.
# {part} is the text of a row, {number} its number.
WORDS = {
    "single": (RADIO, "Wählen Sie eine Antwort.", "Wählen Sie eine Antwort aus."),
    "multiple": (BOX, "Wählen Sie alle Antworten, die richtig sind.", "Wählen Sie mindestens eine Antwort aus."),
    "truefalse": (RADIO, "Stimmt dieser Satz?", "Wählen Sie eine Antwort aus."),
    "statements": (
        RADIO,
        "Entscheiden Sie bei jedem Satz: Stimmt er oder stimmt er nicht?",
        "Entscheiden Sie bei „{part}“: Wählen Sie „Stimmt“ oder „Stimmt nicht“.",
    ),
    "gaps": (FIELD, "Der Text heißt:", "Füllen Sie Lücke {number} aus."),
    "gaps_choice": (RADIO, "Lücke 1", "Wählen Sie für Lücke {number} eine Antwort aus."),
    "short": (
        FIELD,
        "Ein Wort oder wenige Wörter genügen. Große und kleine Buchstaben sind egal.",
        "Schreiben Sie Ihre Antwort in das Feld.",
    ),
    "number": (
        FIELD,
        "Einheit: Tage. Schreiben Sie eine Zahl mit Ziffern. Ein Komma ist erlaubt.",
        "Schreiben Sie eine Zahl in das Feld.",
    ),
    "match": (RADIO, "Wählen Sie überall aus, was dazu gehört.", "Wählen Sie aus, was zu „{part}“ gehört."),
    "match-select": (LIST, "Wählen Sie überall aus, was dazu gehört.", "Wählen Sie aus, was zu „{part}“ gehört."),
    "order": ("Druckknopf", "Schieben Sie die Schritte mit den Pfeilen nach oben oder unten.", ""),
    "order-no-script": (
        FIELD,
        "Schreiben Sie zu jedem Schritt seinen Platz: 1 kommt zuerst, 4 kommt zuletzt.",
        "Geben Sie „{part}“ einen Platz von 1 bis 4.",
    ),
    "sort": (RADIO, "Wählen Sie überall aus, wohin es gehört.", "Wählen Sie aus, wohin „{part}“ gehört."),
    "mark": (
        BOX,
        "Vor jedem Wort ist ein Kästchen. Kreuzen Sie die passenden Wörter an. Der Text heißt: „Ihr Paket wartet.",
        "Wählen Sie mindestens ein Wort aus.",
    ),
    "image": (RADIO, "Wählen Sie ein Bild.", "Wählen Sie eine Antwort aus."),
    "open": (
        FIELD,
        "Schreiben Sie in Ihren eigenen Worten. Danach sehen Sie ein Beispiel zum Vergleichen.",
        "Schreiben Sie Ihre Antwort in das Feld.",
    ),
    "survey": (RADIO, "Wählen Sie, was zu Ihnen passt.", "Wählen Sie eine Antwort aus."),
}
# By type: what the feedback says of each answer, wrong and right.
CHOSEN = (("Ihre Antwort – nicht richtig",), ("Ihre Antwort – richtig",))
PARTS = (("ist nicht richtig. Richtig ist:",) * 2, ("ist richtig",) * 2)
VERDICTS = {
    "single": (
        ("Ihre Antwort: „Wie bunt die Seite ist“", "Auch falsche Shops können hübsch sein.", *CHOSEN[0]),
        CHOSEN[1],
    ),
    "multiple": (
        ("Auch richtig – von Ihnen nicht gewählt", *CHOSEN[0], "Bei Vorkasse geht das Geld zuerst weg."),
        CHOSEN[1] * 2,
    ),
    "truefalse": (("Ihre Antwort: „Stimmt“", *CHOSEN[0], "Stimmt", "Richtige Antwort Stimmt nicht"), CHOSEN[1]),
    "statements": PARTS,
    "gaps": PARTS,
    "gaps_choice": PARTS,
    "short": (("Ihre Antwort: „etwas ganz anderes“", "Richtig ist: Impressum"), ("Ihre Antwort: „Impressum“",)),
    "number": (("Ihre Antwort: „987654 Tage“", "Richtig ist: 14 Tage"), ("Ihre Antwort: „14 Tage“",)),
    "match": PARTS,
    "order": (
        ("nicht richtig. Richtig ist Platz 1", "Richtig ist Platz 4"),
        ("Ihr Platz: 1 – richtig", "Ihr Platz: 4 – richtig"),
    ),
    "sort": PARTS,
    "mark": (("Auch richtig – von Ihnen nicht gewählt",), CHOSEN[1] * 2),
    "image": (("Ihre Antwort: „Ein Punkt mit drei Bögen darüber“", "Richtige Antwort", *CHOSEN[0]), CHOSEN[1]),
}
LEGENDS = {"gaps": "Füllen Sie die Lücken aus.", "gaps_choice": "Was gehört in die Lücken?"}  # instead of the text


@dataclass(frozen=True)
class Expected:
    """In this state, after this key: these phrases in this order. `first`: the first of them opens the speech."""

    state: str
    what_for: str
    phrases: tuple[str, ...]
    first: bool = False


def expected(kind: str, question: QuestionSpec, shown: ShownQuestion) -> list[Expected]:
    """Everything that must be heard on the walk through a question."""
    role, hint, missing = WORDS[kind]
    text = LEGENDS.get(kind, shown.text)
    name = _first_name(shown)
    asked = (text, *name, role) if role is not FIELD else (text, role)
    field = (*asked, hint) if kind != "gaps_choice" else asked
    found = [Expected(WRONG, MOVE, ("ist jetzt auf Platz 2 von 4",))] if kind == "order" else []
    found += [
        Expected(
            READ,
            OPENED,
            ("Frage", "von 16", shown.title, "Überschrift Ebene 1", *_all(shown, text), "Antwort prüfen Druckknopf"),
        ),
        Expected(READ, TO_FIELD, field),
    ]
    if missing:
        sentences = [missing.format(part=row.text, number=row.number) for row in shown.rows]
        told = [f"{sentence} Verknüpfung" for sentence in sentences]
        # Where the focus is set on a page with several lists, Orca 43 reads the lists and no more. Tab tells the rest.
        heard = () if kind == "match-select" else ("Fehler: Frage", *told, *(f"Fehler: {each}" for each in sentences))
        found += [
            Expected(NOTHING, TO_BUTTON, ("Antwort prüfen Druckknopf",)),
            Expected(NOTHING, SEND, ("Es fehlt noch etwas", *heard), True),
            Expected(NOTHING, TO_ERROR, (told[0],), True),
            Expected(NOTHING, TO_ERROR_FIELD, (*asked, f"Fehler: {sentences[0]}")),
        ]
    return found + list(_feedback(question, shown))


def _all(shown: ShownQuestion, text: str) -> Iterator[str]:
    yield text
    for row in shown.rows:
        if not row.options:
            yield FIELD if shown.type != "order" else row.text
        for option in () if row.select else row.options:
            yield option.text


def _first_name(shown: ShownQuestion) -> tuple[str, ...]:
    row: Row = shown.rows[0]
    part = (row.text,) if row.text and shown.type != "gaps" else ()
    option = row.options[0].text if row.options and not row.select else ""
    return (*part, option) if option else part


def _feedback(question: QuestionSpec, shown: ShownQuestion) -> Iterator[Expected]:
    explain = str(question.solution.get("explain", ""))
    again = "Noch einmal versuchen Verknüpfung"
    if not question.is_scored:
        sample = str(question.solution.get("sample", ""))
        yield Expected(OWN, SEND, ("Danke für Ihre Antwort", "Ihre Antwort", sample, explain, again), True)
        return
    wrong, right = VERDICTS[question.type]
    yield Expected(WRONG, SEND, ("Noch nicht richtig", "Nicht richtig: Frage", explain, shown.title, again), True)
    yield Expected(WRONG, SEND, wrong)
    yield Expected(AGAIN, TO_LINK, (again,), True)
    yield Expected(AGAIN, "noch einmal", (shown.title,))
    yield Expected(RIGHT, SEND, ("Richtig", "Richtig: Frage", explain, shown.title), True)
    yield Expected(RIGHT, SEND, right)


def unheard(walk: Walk, wanted: list[Expected]) -> list[str]:
    """What was not heard, readable; empty if all was."""
    found = []
    for each in wanted:
        steps = [step for step in walk.of(each.state) if each.what_for in (step.what_for, step.key)]
        heard = " ".join(line for step in steps for line in step.said)
        found += [f"{each.state}, {each.what_for}: not heard: {phrase}" for phrase in _missing(each, heard)]
    return found


def _missing(wanted: Expected, heard: str) -> Iterator[str]:
    rest = f" {plain(heard)} "
    for number, phrase in enumerate(filter(None, wanted.phrases)):
        before, found, after = rest.partition(f" {plain(phrase)} ")
        if not found:
            yield phrase
        elif wanted.first and not number and before:
            yield f"{phrase} (as the first words)"
        else:
            rest = f" {after}"


def plain(text: str) -> str:
    """Words alone: a full stop more or less is no difference to the ear."""
    return " ".join(WORD.findall(text))
