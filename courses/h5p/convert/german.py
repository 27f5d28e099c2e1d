"""Words of H5P's own screens, in German; by content type, as the fields are named there."""

from collections.abc import Mapping
from typing import Any

_CHECK = {
    "checkAnswerButton": "Antwort prüfen",
    "submitAnswerButton": "Absenden",
    "showSolutionButton": "Lösung zeigen",
    "tryAgainButton": "Noch einmal versuchen",
}
_TEXT = {
    "checkAnswer": "Antwort prüfen",
    "submitAnswer": "Absenden",
    "tryAgain": "Noch einmal versuchen",
    "showSolution": "Lösung zeigen",
}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "H5P.MultiChoice": {"UI": _CHECK | {"correctText": "Richtig", "incorrectText": "Nicht richtig"}},
    "H5P.TrueFalse": {"l10n": _TEXT | {"trueText": "Stimmt", "falseText": "Stimmt nicht"}},
    "H5P.Blanks": _TEXT | {"notFilledOut": "Bitte füllen Sie alle Lücken aus.", "inputLabel": "Lücke @num von @total"},
    "H5P.DragText": _TEXT | {"dropZoneIndex": "Lücke @index.", "empty": "Die Lücke @index ist leer."},
    "H5P.MarkTheWords": {
        "checkAnswerButton": "Antwort prüfen",
        "tryAgainButton": "Noch einmal versuchen",
        "showSolutionButton": "Lösung zeigen",
    },
    "H5P.Essay": _TEXT | {"notEnoughChars": "Schreiben Sie mindestens @chars Zeichen."},
    "H5P.QuestionSet": {
        "texts": {"prevButton": "Zurück", "nextButton": "Weiter", "finishButton": "Fertig", "questionLabel": "Frage"}
    },
}
