"""Faults of a roster as sentences that say where, what and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.rules.roster import Fault, Wrong

__all__ = ["sentence", "words"]

_SENTENCES: Mapping[Wrong, Promise] = {
    Wrong.EMPTY: gettext_lazy("Die Datei enthält keine Zeilen."),
    Wrong.NOT_TEXT: gettext_lazy("Die Datei ist keine Textdatei. Bitte speichern Sie die Liste als CSV oder XLSX."),
    Wrong.TOO_LARGE: gettext_lazy("Die Datei ist zu groß. Höchstens 20 MB sind möglich, ausgepackt 200 MB."),
    Wrong.TOO_MANY_LINES: gettext_lazy("Die Datei hat mehr als %(value)s Zeilen. Bitte teilen Sie die Liste."),
    Wrong.QUOTES: gettext_lazy("Ein Anführungszeichen ist nicht geschlossen, oder nach ihm folgt kein Trennzeichen."),
    Wrong.DAMAGED: gettext_lazy(
        "Die Datei ist beschädigt. Bitte öffnen und speichern Sie sie neu, oder speichern Sie als CSV."
    ),
    Wrong.OLD_OFFICE: gettext_lazy(
        "Die Datei hat ein Passwort oder das alte Format XLS. Bitte speichern Sie sie ohne Passwort als XLSX oder CSV."
    ),
    Wrong.OTHER_FORMAT: gettext_lazy(
        "Dieses Format wird nicht gelesen. Bitte speichern Sie die Liste als XLSX oder CSV."
    ),
    Wrong.COLUMN_MISSING: gettext_lazy("Die Spalte „%(column)s“ fehlt. Bitte ergänzen Sie sie in der ersten Zeile."),
    Wrong.COLUMN_TWICE: gettext_lazy(
        "Die Spalte „%(column)s“ gibt es zweimal, zuletzt als „%(value)s“. Bitte löschen Sie eine."
    ),
    Wrong.CELL_MISSING: gettext_lazy("Das Feld ist leer. Bitte füllen Sie es aus."),
    Wrong.CELL_TOO_LONG: gettext_lazy("Der Inhalt ist zu lang: „%(value)s“."),
    Wrong.TOO_MANY_CELLS: gettext_lazy("Die Zeile hat mehr Felder als die Überschrift, zuerst „%(value)s“."),
    Wrong.FORMULA: gettext_lazy("„%(value)s“ sieht wie eine Formel aus. Bitte schreiben Sie den Wert selbst."),
    Wrong.CONTROL_CHARACTER: gettext_lazy(
        "Das Feld enthält ein Zeichen, das man nicht sieht. Bitte tippen Sie den Inhalt neu."
    ),
    Wrong.NO_DATE: gettext_lazy("„%(value)s“ ist kein Tag. Möglich sind 2026-03-01, 01.03.2026 und 1.3.26."),
    Wrong.DATE_OUT_OF_RANGE: gettext_lazy("„%(value)s“ liegt vor 1940 oder nach 2100."),
    Wrong.NO_EMAIL: gettext_lazy("„%(value)s“ ist keine E-Mail-Adresse."),
    Wrong.LETTER_LOST: gettext_lazy(
        "In „%(value)s“ ist ein Buchstabe verloren gegangen. Bitte speichern Sie die Liste als XLSX oder in UTF-8."
    ),
    Wrong.NUMBER_LOST: gettext_lazy(
        "„%(value)s“ ist keine Personalnummer; das Tabellenprogramm hat sie als Zahl gelesen. "
        "Bitte stellen Sie die Spalte auf Text."
    ),
    Wrong.LEAVES_BEFORE_ENTRY: gettext_lazy("Der Austritt „%(value)s“ liegt vor dem Eintritt."),
    Wrong.NUMBER_TWICE: gettext_lazy(
        "Die Personalnummer %(value)s steht auch in Zeile %(other)s. Bitte löschen Sie eine der Zeilen."
    ),
    Wrong.EMAIL_TWICE: gettext_lazy("Die Adresse %(value)s steht auch in Zeile %(other)s."),
    Wrong.EMAIL_TAKEN: gettext_lazy(
        "Die Adresse %(value)s gehört schon zur Personalnummer %(name)s. Bitte prüfen Sie, wem sie gehört."
    ),
    Wrong.EMAIL_OF_ACCOUNT: gettext_lazy(
        "Die Adresse %(value)s gehört schon zu einem Konto ohne Personalnummer. Ist es dieselbe Person, "
        "lassen Sie die beiden Konten bitte zuerst zusammenführen."
    ),
    Wrong.EMAIL_GUARDED: gettext_lazy(
        "Die Adresse einer Person aus der Administration kann nur die Administration ändern."
    ),
    Wrong.ZEROS_LOST: gettext_lazy(
        "Die Personalnummer %(value)s gibt es als %(name)s. Vermutlich fehlen Nullen am Anfang; "
        "bitte stellen Sie die Spalte auf Text."
    ),
    Wrong.UNKNOWN_UNIT: gettext_lazy(
        "Die Einheit %(value)s gibt es nicht. Bitte berichtigen Sie sie, oder lesen Sie die Einheiten mit ein."
    ),
    Wrong.UNKNOWN_NUMBER: gettext_lazy("Zur Personalnummer %(value)s gibt es hier niemanden."),
    Wrong.UNKNOWN_DUTY: gettext_lazy(
        "„%(value)s“ ist keine Pflichtschulung und kein Kurs. Bitte schreiben Sie das Kennwort oder den Titel."
    ),
    Wrong.SEVERAL_DUTIES: gettext_lazy(
        "Der Kurs „%(value)s“ gehört zu mehreren Pflichtschulungen. Bitte schreiben Sie das Kennwort: %(name)s."
    ),
    Wrong.IN_FUTURE: gettext_lazy("„%(value)s“ liegt in der Zukunft."),
    Wrong.LINE_TWICE: gettext_lazy("Derselbe Abschluss steht auch in Zeile %(other)s. Bitte löschen Sie eine davon."),
    Wrong.UNIT_TWICE: gettext_lazy("Die Einheit %(value)s steht auch in Zeile %(other)s."),
    Wrong.UNKNOWN_PARENT: gettext_lazy("Die übergeordnete Einheit %(value)s gibt es nicht."),
    Wrong.UNIT_BELOW_ITSELF: gettext_lazy("Die Einheit %(value)s stünde unter sich selbst: %(name)s."),
}


def words(fault: Fault) -> str:
    """What is wrong and what to do, without the place."""
    facts = {"column": fault.column, "value": fault.value, "other": fault.other, "name": fault.name}
    return str(_SENTENCES[fault.code]) % facts


def sentence(fault: Fault) -> str:
    """A fault in words, as "Zeile 7, Spalte „E-Mail“: …"; of the file as a whole without a place."""
    if not fault.line:
        return words(fault)
    if fault.column and fault.code not in {Wrong.COLUMN_MISSING, Wrong.COLUMN_TWICE}:
        place = _("Zeile %(line)s, Spalte „%(column)s“") % {"line": fault.line, "column": fault.column}
    else:
        place = _("Zeile %(line)s") % {"line": fault.line}
    return f"{place}: {words(fault)}"
