"""Faults in what is told after an answer: errors and feedback."""

from tests.seeded.fault import Fault, cut, swap

SUMMARY = '<div class="errors.*?</div>'
BLUR = "addEventListener('load', () => document.activeElement.blur());"

FAULTS = (
    Fault("error not tied to the input", "1.3.1", "single", cut(' error-a(?=")')),
    Fault("error message missing at the field", "3.3.1", "single", cut('<p class="err".*?</p>')),
    Fault("error summary missing", "3.3.1", "single", cut(SUMMARY)),
    Fault(
        "error summary without focus", "2.4.3", "single", swap('(class="errors[^"]*") tabindex="-1" autofocus', r"\1")
    ),
    Fault("error summary without links", "3.3.1", "single", swap('<a href="#a-1">(.*?)</a>', r"\1")),
    Fault("error summary leads nowhere", "2.4.3", "single", swap('href="#a-1"', 'href="#a-01"')),
    Fault(
        "error summary says something else",
        "3.3.1",
        "single",
        swap('(<a href="#a-1">)[^<]*', r"\1Eingabe ungültig (Code 17)."),
    ),
    Fault("errors without the name of the row", "3.3.1", "statements", swap("Entscheiden Sie bei „[^<“]*“: ", "")),
    Fault("title without error", "2.4.2", "single", swap("<title>Fehler: ", "<title>")),
    Fault("invalid entry not marked", "3.3.1", "short", cut(' aria-invalid="true"')),
    Fault(
        "silent feedback",
        "4.1.3",
        "single",
        swap('(<div class="alert[^>]*) tabindex="-1" autofocus', r"\1"),
    ),
    Fault("feedback without name", "4.1.2", "single", cut(' aria-labelledby="fb"')),
    Fault("title without verdict", "2.4.2", "single", swap("<title>(?:Richtig|Nicht richtig): ", "<title>")),
    Fault("verdict only as a picture", "1.1.1", "single", swap('<h2 id="fb">[^<]*</h2>', '<h2 id="fb"></h2>')),
    Fault("verdict only as a colour", "1.4.1", "truefalse", cut("<em>[^<]*</em>")),
    Fault(
        "explanation hidden from screen readers",
        "1.3.1",
        "single",
        swap('<p class="lines">', '<p class="lines" aria-hidden="true">'),
    ),
    Fault("the learner's answer is not repeated", "3.3.1", "single", cut('<p class="lines">Ihre Antwort.*?</p>')),
    Fault(
        "retry link without words",
        "2.4.4",
        "single",
        swap(
            "Noch einmal versuchen</a>",
            '<svg class="icon" aria-hidden="true" focusable="false"><use href="#x"></use></svg></a>',
        ),
    ),
    Fault("retry link says “hier”", "2.4.4", "single", swap("Noch einmal versuchen</a>", "hier</a>")),
    Fault("focus lost after sending", "2.4.3", "single", script=BLUR),
)
