"""One question of every type, and the right answer to it, for the tests of this room and its neighbours."""

from decimal import Decimal
from typing import Any

from courses.grading.quiz import scrambled
from courses.grading.spec import QuestionSpec, QuizSpec


def items(*texts: str, stem: str = "k") -> list[dict[str, str]]:
    """Texts with keys that tell nothing."""
    return [{"key": f"{stem}{index}", "text": text} for index, text in enumerate(texts)]


def spec(type_: str, public: dict[str, Any], solution: dict[str, Any], points: str = "1") -> QuestionSpec:
    """A question with the fields that every type has."""
    return QuestionSpec(
        key=f"q-{type_}",
        type=type_,
        public={"text": f"Frage {type_}", "hint": "", **public},
        solution={"explain": "GEHEIM-erklärung", **solution},
        points=Decimal(points),
    )


CHOICES = items("Der Name meines Haustiers", "Vier zufällige Wörter", "Mein Geburtsdatum rückwärts")
FEEDBACK = {"k0": "GEHEIM-a", "k1": "GEHEIM-b", "k2": "GEHEIM-c"}
PICTURES = [
    {"key": f"k{i}", "alt": f"Foto {i}", "src": f"/static/learn/img/thema-{name}.svg", "width": 400, "height": 280}
    for i, name in enumerate(("phishing", "amt", "ki"))
]
TOKENS = [
    {"key": "t0", "text": "Bitte"},
    {"key": None, "text": " "},
    {"key": "t1", "text": "sofort"},
    {"key": None, "text": " "},
    {"key": "t2", "text": "hier"},
    {"key": None, "text": " "},
    {"key": "t3", "text": "klicken"},
    {"key": None, "text": ", sonst wird Ihr "},
    {"key": "t4", "text": "Konto"},
    {"key": None, "text": " "},
    {"key": "t5", "text": "gesperrt"},
    {"key": None, "text": "."},
]
GAP_TEXT = "Ein gutes Passwort hat mindestens [[g0]] Zeichen und kommt nur bei [[g1]] Konto vor."
GAPS = [{"key": "g0", "label": "Zahl der Zeichen"}, {"key": "g1", "label": "Zahl der Konten"}]
WAYS = items("Exportieren als PDF", "Drucken", "Scannen", stem="w")
PLACES = items("im Dokument", "im Browser", stem="p")
TERMS = items("Phishing", "Trojaner", "Zwei-Faktor-Anmeldung", stem="l")
MEANINGS = items("Betrug per E-Mail", "Schad-Programm", "Zweiter Schlüssel", "Werbung", stem="r")
STEPS = items("Ruhe bewahren", "Passwort ändern", "Bank anrufen", "Anzeige erstatten", stem="s")
LINKS = items("„Termin buchen“", "„Mehr erfahren“", "„Müllkalender (PDF)“", stem="i")

SPECS: dict[str, QuestionSpec] = {
    "single": spec("single", {"choices": CHOICES}, {"correct": "k1", "feedback": FEEDBACK}),
    "multiple": spec("multiple", {"choices": CHOICES}, {"correct": ["k1", "k2"], "feedback": FEEDBACK}),
    "truefalse": spec(
        "truefalse", {}, {"correct": False, "feedback_true": "GEHEIM-wahr", "feedback_false": "GEHEIM-falsch"}
    ),
    "statements": spec(
        "statements",
        {"statements": CHOICES},
        {"correct": {"k0": True, "k1": False, "k2": True}, "feedback": FEEDBACK},
    ),
    "gaps": spec(
        "gaps", {"text": GAP_TEXT, "gaps": GAPS}, {"accept": {"g0": ["12", "zwölf"], "g1": ["einem GEHEIM", "einem"]}}
    ),
    "gaps_choice": spec(
        "gaps_choice",
        {
            "text": "Sie wählen [[g0]]. Fehler beheben Sie [[g1]].",
            "gaps": [{**GAPS[0], "choices": WAYS}, {**GAPS[1], "choices": PLACES}],
        },
        {"correct": {"g0": "w0", "g1": "p0"}},
    ),
    "short": spec("short", {}, {"accept": ["Phishing-GEHEIM", "Phishing-Mail"], "ignore_case": True, "typos": 1}),
    "number": spec("number", {"unit": "Zeichen"}, {"correct": "4.5", "tolerance": "0.1"}),
    "match": spec("match", {"left": TERMS, "right": MEANINGS}, {"correct": {"l0": "r0", "l1": "r1", "l2": "r2"}}),
    "order": spec("order", {"items": scrambled(STEPS)}, {"correct": ["s0", "s1", "s2", "s3"]}),
    "sort": spec(
        "sort",
        {"categories": items("gut", "zu ungenau", stem="c"), "items": LINKS},
        {"correct": {"i0": "c0", "i1": "c1", "i2": "c0"}},
    ),
    "mark": spec("mark", {"tokens": TOKENS}, {"correct": ["t1", "t5"]}),
    "image": spec("image", {"choices": PICTURES}, {"correct": "k2", "feedback": FEEDBACK}),
    "open": spec("open", {}, {"sample": "GEHEIM-beispiel"}, points="0"),  # as in practice; see READ
    "survey": spec("survey", {"choices": CHOICES}, {}),
}

RIGHT: dict[str, Any] = {
    "single": "k1",
    "multiple": ["k1", "k2"],
    "truefalse": False,
    "statements": {"k0": True, "k1": False, "k2": True},
    "gaps": {"g0": "zwölf", "g1": "Einem"},
    "gaps_choice": {"g0": "w0", "g1": "p0"},
    "short": "phishing-mail",
    "number": "4,5",
    "match": {"l0": "r0", "l1": "r1", "l2": "r2"},
    "order": ["s0", "s1", "s2", "s3"],
    "sort": {"i0": "c0", "i1": "c1", "i2": "c0"},
    "mark": ["t1", "t5"],
    "image": "k2",
    "open": "Ein Satz.",
    "survey": "k0",
}

WRONG: dict[str, Any] = {
    "single": "k0",
    "multiple": ["k0"],
    "truefalse": True,
    "statements": {"k0": False, "k1": True, "k2": False},
    "gaps": {"g0": "7", "g1": "x"},
    "gaps_choice": {"g0": "w1", "g1": "p1"},
    "short": "Werbung",
    "number": "12",
    "match": {"l0": "r3", "l1": "r2", "l2": "r1"},
    "order": ["s3", "s2", "s1", "s0"],
    "sort": {"i0": "c1", "i1": "c0", "i2": "c1"},
    "mark": ["t0"],
    "image": "k0",
    "open": "Ein Satz.",
    "survey": "k0",
}


# Free text that a person reads and marks.
READ = spec(
    "open",
    {"criteria": ["Nennt zwei Wege"]},
    {"sample": "GEHEIM-beispiel", "rubric": [{"key": "r0", "text": "Nennt zwei Wege", "points": "2"}]},
    points="2",
)


def quiz(*questions: QuestionSpec, **changes: Any) -> QuizSpec:
    """An assessed quiz of these questions, or of one of each type."""
    values: dict[str, Any] = {
        "key": "z",
        "title": "Abschluss",
        "mode": "assessed",
        "pass_mark": Decimal("0.7"),
        "attempts": None,
        "draw": None,
        "shuffle": False,
        "feedback": "end",
        "questions": questions or tuple(SPECS.values()),
        "language": "de",
    }
    return QuizSpec(**values | changes)
