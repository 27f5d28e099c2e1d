"""What people are told when a package is not taken: which file, what is wrong, what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.h5p.package.refused import Refused

_SENTENCES: Mapping[str, str | Promise] = {
    "not-a-zip": _("Das ist keine H5P-Datei. Laden Sie eine Datei mit der Endung .h5p hoch."),
    "too-large": _("Die Datei ist zu groß. Erlaubt sind %(most)s MB. Verkleinern Sie Bilder und Videos."),
    "too-many-files": _("Im Paket sind zu viele Dateien. Erlaubt sind %(most)s."),
    "file-too-large": _("„%(file)s“ ist zu groß. Eine einzelne Datei darf höchstens %(most)s MB haben."),
    "too-much-in-all": _("Ausgepackt ist das Paket zu groß. Erlaubt sind zusammen %(most)s MB."),
    "squeezed": _("„%(file)s“ ist ungewöhnlich stark gepackt. Solche Dateien nehmen wir aus Vorsicht nicht an."),
    "encrypted": _("„%(file)s“ ist mit einem Passwort geschützt. Speichern Sie das Paket ohne Passwort."),
    "compression": _("„%(file)s“ ist in einer Art gepackt, die H5P nicht kennt. Speichern Sie das Paket neu."),
    "zip64": _("Das Paket ist in einer Art gespeichert, die H5P nicht kennt (ZIP64). Speichern Sie es neu."),
    "broken": _("Das Paket ist beschädigt. Laden Sie es noch einmal herunter und versuchen Sie es wieder."),
    "data-before": _("Vor dem Paket stehen fremde Daten in der Datei. Erstellen Sie das Paket neu."),
    "data-behind": _("Hinter dem Paket stehen fremde Daten in der Datei. Erstellen Sie das Paket neu."),
    "two-lists": _("Im Kommentar der Datei steckt ein zweites Paket. Erstellen Sie das Paket neu, ohne Kommentar."),
    "list-count": _(
        "Das Verzeichnis des Pakets nennt eine andere Zahl von Dateien, als es enthält. Erstellen Sie das Paket neu."
    ),
    "several-parts": _("Das Paket ist nur ein Teil von mehreren. Speichern Sie es als eine einzige Datei."),
    "unlisted": _(
        "Hinter „%(file)s“ liegen im Paket Daten, die in keinem Verzeichnis stehen. Erstellen Sie das Paket neu."
    ),
    "overlap": _("„%(file)s“ liegt im Paket über einer anderen Datei. Erstellen Sie das Paket neu."),
    "sizes": _("„%(file)s“ ist anders groß oder anders gepackt, als das Paket angibt. Erstellen Sie das Paket neu."),
    "two-names": _("„%(file)s“ trägt im Paket zwei verschiedene Namen. Erstellen Sie das Paket neu."),
    "name": _("Der Name „%(file)s“ enthält Zeichen, die nicht erlaubt sind. Benennen Sie die Datei um."),
    "name-too-long": _("Der Name „%(file)s …“ ist zu lang. Erlaubt sind %(most)s Zeichen."),
    "name-bytes": _(
        "Der Name „%(file)s“ braucht mehr als %(most)s Bytes. Umlaute und andere Schriften zählen "
        "mehrfach. Kürzen Sie ihn."
    ),
    "device": _("Der Name „%(file)s“ ist unter Windows für Geräte vergeben. Benennen Sie die Datei um."),
    "path": _("„%(file)s“ führt aus dem Paket hinaus. Solche Pakete nehmen wir nicht an."),
    "link": _("„%(file)s“ ist keine gewöhnliche Datei, sondern ein Verweis. Entfernen Sie ihn."),
    "twice": _("„%(file)s“ gibt es zweimal, vielleicht groß und klein geschrieben. Entfernen Sie eine davon."),
    "file-and-folder": _("„%(file)s“ ist im Paket zugleich Datei und Ordner. Benennen Sie eines davon um."),
    "nested": _("„%(file)s“ ist selbst ein Paket. Packen Sie die Dateien aus, bevor Sie sie einfügen."),
    "virus": _("„%(file)s“ hält unser Schutz für Schadsoftware. Prüfen Sie Ihr Gerät."),
    "json": _("„%(file)s“ ist nicht lesbar: Es ist kein gültiges JSON. Erstellen Sie das Paket neu."),
    "json-too-large": _("„%(file)s“ hat zu viel Text. Erlaubt sind %(most)s MB."),
    "json-too-deep": _("„%(file)s“ ist zu tief verschachtelt. Erlaubt sind %(most)s Ebenen."),
    "json-too-many": _("„%(file)s“ hat zu viele Angaben. Erlaubt sind %(most)s. Teilen Sie den Inhalt auf."),
    "json-number": _("In „%(file)s“ steht eine Zahl, die zu groß oder keine ist. Erstellen Sie das Paket neu."),
    "encoding": _("„%(file)s“ ist nicht als UTF-8 gespeichert. Erstellen Sie das Paket neu."),
    "nul": _(
        "In „%(file)s“ steht ein Zeichen, das kein Text ist (NUL). Löschen Sie es und speichern Sie den Inhalt neu."
    ),
    "text-too-long": _("In „%(file)s“ ist ein Text zu lang. Erlaubt sind %(most)s Zeichen. Teilen Sie ihn auf."),
    "html-too-many": _(
        "In „%(file)s“ hat der Text „%(text)s …“ zu viele Auszeichnungen. Erlaubt sind %(most)s. Teilen Sie ihn auf."
    ),
    "html-too-deep": _(
        "In „%(file)s“ ist der Text „%(text)s …“ zu tief verschachtelt. Erlaubt sind %(most)s Ebenen. "
        "Fügen Sie ihn ohne Formatierung ein."
    ),
    "html-tangled": _(
        "In „%(file)s“ ist die Formatierung des Textes „%(text)s …“ durcheinander. Fügen Sie ihn ohne Formatierung ein."
    ),
    "no-h5p-json": _("Im Paket fehlt „h5p.json“. Das ist kein vollständiger H5P-Inhalt."),
    "no-content": _("Im Paket fehlt „content/content.json“. Laden Sie einen Inhalt hoch, nicht nur Bibliotheken."),
    "field": _("In „%(file)s“ ist die Angabe „%(field)s“ falsch oder fehlt. Erstellen Sie das Paket neu."),
    "too-long": _("In „%(file)s“ ist die Angabe „%(field)s“ zu lang. Erlaubt sind %(most)s Zeichen. Kürzen Sie sie."),
    "language": _(
        "In „%(file)s“ steht als Sprache „%(value)s“. Erwartet wird ein Kürzel wie „de“ oder „en“. "
        "Wählen Sie die Sprache des Inhalts neu."
    ),
    "embed-types": _(
        "In „%(file)s“ steht als Art der Einbettung „%(value)s“. Möglich sind „iframe“ und „div“. "
        "Erstellen Sie das Paket neu."
    ),
    "license": _(
        "In „%(file)s“ steht als Lizenz „%(value)s“. H5P kennt diese Lizenz nicht. Wählen Sie eine aus "
        "der Liste von H5P."
    ),
    "main-library": _("„%(file)s“ nennt „%(name)s“, führt es aber nicht mit Version auf. Erstellen Sie das Paket neu."),
    "file-type": _("„%(file)s“: Dateien dieser Art nehmen wir nicht an. Möglich sind: %(allowed)s."),
    "wrong-content": _("„%(file)s“ ist nicht das, was die Endung sagt (%(kind)s). Speichern Sie die Datei neu."),
    "picture": _("Das Bild „%(file)s“ ist zu groß. Erlaubt sind %(most)s Millionen Bildpunkte."),
    "library-name": _("„%(file)s“ gibt sich als eine andere Bibliothek aus. Solche Pakete nehmen wir nicht an."),
    "library-like": _(
        "„%(file)s“ nennt die Bibliothek „%(name)s“. Das ist leicht mit „%(known)s“ zu verwechseln. "
        "Solche Pakete nehmen wir nicht an; prüfen Sie, woher die Datei kommt."
    ),
    "library-field": _("In der Bibliothek „%(file)s“ ist die Angabe „%(field)s“ falsch oder fehlt."),
    "library-file": _("„%(file)s“ fehlt. Der Ordner ist keine vollständige Bibliothek."),
    "libraries-too-large": _(
        "Die Beschreibungen der Bibliotheken sind zusammen zu groß. Erlaubt sind %(most)s KB. Entfernen "
        "Sie Bibliotheken, die der Inhalt nicht braucht."
    ),
    "library-path": _("Die Bibliothek „%(file)s“ will „%(path)s“ laden. Das liegt nicht in ihr."),
    "core-too-new": _("Die Bibliothek „%(file)s“ braucht ein neueres H5P (%(asked)s). Nehmen Sie eine ältere Fassung."),
    "library-twice": _("Die Bibliothek „%(file)s“ liegt zweimal im Paket. Erstellen Sie das Paket neu."),
    "missing-library": _("Die Bibliothek „%(name)s“ fehlt. Bitten Sie Ihre Administration um die Freigabe."),
}


def sentence(refused: Refused) -> str:
    """In plain words, with the name of the file."""
    values = {"file": refused.file, "kind": "", "name": str(refused.library or "")} | dict(refused.detail)
    return str(_SENTENCES.get(refused.reason, _("Dieses Paket können wir nicht annehmen."))) % values
