"""What people are told about what does not come along."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.h5p.convert.native import Loss

_SENTENCES: Mapping[str, str | Promise] = {
    "all-right": _("Alle Antworten sind richtig. Ergänzen Sie vor dem Veröffentlichen eine falsche."),
    "case": _("Große und kleine Buchstaben werden nicht mehr unterschieden."),
    "competence": _("Die Zuordnung zu einer Kompetenz fällt weg."),
    "cut": _("Ein Text ist zu lang. Sein Ende fehlt."),
    "empty": _("Eine leere Frage fällt weg."),
    "empty-answer": _("Eine Antwort ohne Text fällt weg."),
    "essay-scoring": _("Die freie Antwort bewertet ein Mensch. H5P zählt Wörter."),
    "feedback-range": _("Rückmeldungen nach Punktzahl und Erklärungen fallen weg."),
    "feedback-gap": _("Rückmeldungen zu einzelnen Lücken fallen weg."),
    "feedback-keyword": _("Rückmeldungen zu einzelnen Stichwörtern fallen weg."),
    "feedback-not-chosen": _("Rückmeldungen zu nicht gewählten Antworten fallen weg."),
    "first-try": _("H5P zählt nur den ersten Versuch. Hier zählt die Antwort, die abgeschickt wird."),
    "intro": _("Die Einleitung fällt weg. Schreiben Sie sie in eine Lektion davor."),
    "keywords": _("Andere Schreibweisen der Stichwörter fallen weg."),
    "length": _("Die Vorgabe, wie lang die Antwort sein soll, fällt weg."),
    "lesson-link": _("Der Verweis auf eine Lektion fällt weg."),
    "mastery": _("In H5P reichen %(percent)s %% der Stichwörter für alle Punkte. Hier braucht es dafür alle."),
    "media": _("Bilder, Töne und Filme neben der Frage fallen weg. Fügen Sie sie in der Lektion ein."),
    "more": _("Es geht noch mehr verloren. Sehen Sie sich das Ergebnis genau an."),
    "nested": _("Ein Text hat zu viel Gestaltung. Nur seine Wörter kommen mit."),
    "no-alt": _("Ein Bild hat keine Beschreibung. Ergänzen Sie sie vor dem Veröffentlichen."),
    "no-file": _("Ein Bild fehlt in der Datei. Es fällt weg."),
    "no-key": _("Es fehlt die richtige Antwort. Ergänzen Sie sie vor dem Veröffentlichen."),
    "no-score": _("In H5P bringt die Antwort keine Punkte. In einem bewerteten Quiz bringt sie hier einen."),
    "no-text": _("Der Text der Frage fehlt. Ergänzen Sie ihn vor dem Veröffentlichen."),
    "not-in-h5p": _("Diese Art von Frage kennt H5P so nicht. Sie fehlt im Paket."),
    "one-choice": _("Es gibt zu wenige Antworten zum Auswählen. Ergänzen Sie welche."),
    "pass-mark": _("Die Hürde der einzelnen Frage fällt weg. Es zählen die Punkte."),
    "points": _("Die Punkte ändern sich. Prüfen Sie, wie viele es geben soll."),
    "regex": _("Ein Stichwort ist ein Suchmuster. Schreiben Sie es in Worten auf."),
    "replies": _("Vorbereitete Rückmeldungen fallen weg."),
    "rules": _("Regeln zum Ablauf kommen nicht mit. Prüfen Sie die Einstellungen des Quiz."),
    "several-right": _("Mehrere Antworten sind richtig, aber nur eine kann gewählt werden. Hier zählt die erste."),
    "shape": _("Ein Teil der Gestaltung fällt weg. Sehen Sie sich das Ergebnis an."),
    "signs": _("Wörter mit Stern, Schrägstrich oder Doppelpunkt kann H5P in Lücken nicht. Sie fallen weg."),
    "single-point": _("H5P gibt nur einen Punkt, wenn alles stimmt. Hier zählen auch Teile."),
    "split": _("Jede Aussage wird zu einer eigenen Frage."),
    "tip": _("Tipps und Hilfen fallen weg."),
    "timer": _("Es geht nicht mehr von selbst weiter: ohne Zeitdruck und ohne Töne."),
    "too-deep": _("Inhalte stecken zu tief ineinander. Die innersten fallen weg."),
    "too-many-answers": _("Es sind zu viele Antworten oder Stichwörter. Nur die ersten %(most)s kommen mit."),
    "too-many-gaps": _("Es sind zu viele Lücken. Nach den ersten %(most)s stehen die Wörter im Text."),
    "too-many-parts": _("Der Inhalt hat zu viele Teile. Nur die ersten %(most)s kommen mit."),
    "twins": _("Zwei Antworten lauten gleich. Ändern Sie eine vor dem Veröffentlichen."),
    "typos": _("Tippfehler in den Lücken werden nicht mehr verziehen. Ergänzen Sie andere Schreibweisen."),
    "unsupported": _("„%(name)s“ können wir nicht umwandeln. Dieser Teil fehlt."),
    "unsupported-titled": _("„%(title)s“ (%(name)s) können wir nicht umwandeln. Dieser Teil fehlt."),
    "weight": _("Unterschiedliche Punkte für einzelne Antworten fallen weg."),
    "words-for-all": _("H5P zeigt bei jeder Lücke die Wörter aller Lücken."),
}
_MOST_NUMBERS = 6


def loss_sentences(losses: Iterable[Loss], *, questions: bool = True, kind: Callable[[str], str] = str) -> list[str]:
    """In plain words, one line for the same loss in several parts, in the order in which each comes up first.

    `questions`: the parts are questions, not questions and texts mixed. `kind` names a library in words.
    """
    places: dict[str, list[str]] = {}
    for loss in losses:
        found = places.setdefault(_sentence(loss, kind), [])
        if loss.where and loss.where not in found:
            found.append(loss.where)
    return [_placed(sentence, found, questions) for sentence, found in places.items()]


def _sentence(loss: Loss, kind: Callable[[str], str]) -> str:
    detail = dict(loss.detail)
    if "name" in detail:
        detail["name"] = kind(detail["name"])
    return str(_SENTENCES[loss.kind]) % detail


def _placed(sentence: str, places: list[str], questions: bool) -> str:
    """The sentence behind the numbers of its parts; of many only how many they are."""
    if not places:
        return sentence
    if len(places) == 1:
        form = gettext("Frage %(number)s: %(text)s") if questions else gettext("Teil %(number)s: %(text)s")
        return form % {"number": places[0], "text": sentence}
    if len(places) > _MOST_NUMBERS:
        form = gettext("In %(count)s Fragen: %(text)s") if questions else gettext("In %(count)s Teilen: %(text)s")
        return form % {"count": len(places), "text": sentence}
    form = (
        gettext("In %(count)s Fragen (%(numbers)s): %(text)s")
        if questions
        else gettext("In %(count)s Teilen (%(numbers)s): %(text)s")
    )
    return form % {"count": len(places), "numbers": ", ".join(places), "text": sentence}
