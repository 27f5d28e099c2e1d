"""Awards as other rooms hand them in."""

from datetime import date
from typing import Any
from uuid import uuid4

from certificates.api import Award


def award(**changes: Any) -> Award:
    facts: dict[str, Any] = {
        "award_key": uuid4(),
        "holder": uuid4(),
        "holder_name": "Ayşe Yılmaz",
        "kind": "pass",
        "course_title": "Phishing erkennen",
        "course_key": uuid4(),
        "outcomes": (
            "Ich erkenne eine gefälschte E-Mail an drei Merkmalen.",
            "Ich weiß, wo ich einen Verdacht melden kann.",
            "Ich kann mein Konto schützen, wenn ich doch geklickt habe.",
        ),
        "minutes": 35,
        "lessons": 7,
        "competences": ("4.1 Geräte schützen", "4.2 Personenbezogene Daten und Privatsphäre schützen"),
        "level": "basic",
        "language": "de",
        "issuer": "Stadt Krefeld",
        "signatory": "Dr. Muster Beispiel",
        "signatory_role": "Leitung Digitalisierung, Stadt Krefeld",
        "completed_on": date(2026, 11, 22),
        "valid_until": date(2028, 11, 22),
    }
    return Award(**{**facts, **changes})
