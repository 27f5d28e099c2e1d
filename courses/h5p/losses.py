"""What people are told about what does not come along."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from courses.h5p.convert.native import Loss

_SENTENCES: Mapping[str, str | Promise] = {
    "case": _("Große und kleine Buchstaben werden nicht mehr unterschieden."),
    "essay-scoring": _("Die freie Antwort bewertet ein Mensch. H5P zählt Wörter."),
    "feedback-range": _("Rückmeldungen nach Punktzahl und Erklärungen fallen weg."),
    "feedback-gap": _("Rückmeldungen zu einzelnen Lücken fallen weg."),
    "feedback-not-chosen": _("Rückmeldungen zu nicht gewählten Antworten fallen weg."),
    "first-try": _("H5P zählt nur den ersten Versuch. Hier zählt die Antwort, die abgeschickt wird."),
    "intro": _("Die Einleitung fällt weg. Schreiben Sie sie in eine Lektion davor."),
    "keywords": _("Andere Schreibweisen der Stichwörter fallen weg."),
    "length": _("Die Vorgabe, wie lang die Antwort sein soll, fällt weg."),
    "media": _("Bilder, Töne und Filme neben der Frage fallen weg. Fügen Sie sie in der Lektion ein."),
    "no-alt": _("Ein Bild hat keine Beschreibung. Ergänzen Sie sie vor dem Veröffentlichen."),
    "no-key": _("Es fehlt die richtige Antwort. Ergänzen Sie sie vor dem Veröffentlichen."),
    "not-in-h5p": _("Diese Art von Frage kennt H5P so nicht. Sie fehlt im Paket."),
    "one-choice": _("Es gibt zu wenige Antworten zum Auswählen. Ergänzen Sie welche."),
    "pass-mark": _("Die Hürde der einzelnen Frage fällt weg. Es zählen die Punkte."),
    "regex": _("Ein Stichwort ist ein Suchmuster. Schreiben Sie es in Worten auf."),
    "rules": _("Regeln zum Ablauf kommen nicht mit. Prüfen Sie die Einstellungen des Quiz."),
    "several-right": _("Mehrere Antworten sind richtig, aber nur eine kann gewählt werden. Hier zählt die erste."),
    "shape": _("Ein Teil der Gestaltung fällt weg. Sehen Sie sich das Ergebnis an."),
    "single-point": _("H5P gibt nur einen Punkt, wenn alles stimmt. Hier zählen auch Teile."),
    "split": _("Jede Aussage wird zu einer eigenen Frage."),
    "tip": _("Tipps und Hilfen fallen weg."),
    "timer": _("Es geht nicht mehr von selbst weiter: ohne Zeitdruck und ohne Töne."),
    "typos": _("Tippfehler in den Lücken werden nicht mehr verziehen. Ergänzen Sie andere Schreibweisen."),
    "unsupported": _("„%(name)s“ können wir nicht umwandeln. Dieser Teil fehlt."),
    "weight": _("Unterschiedliche Punkte für einzelne Antworten fallen weg."),
}


def loss_sentence(loss: Loss) -> str:
    """In plain words, with the number of the part it belongs to."""
    text = str(_SENTENCES[loss.kind]) % dict(loss.detail)
    return now("Teil %(number)s: %(text)s") % {"number": loss.where, "text": text} if loss.where else text
