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
    "name": _("Der Name „%(file)s“ enthält Zeichen, die nicht erlaubt sind. Benennen Sie die Datei um."),
    "name-too-long": _("Der Name „%(file)s …“ ist zu lang. Erlaubt sind %(most)s Zeichen."),
    "path": _("„%(file)s“ führt aus dem Paket hinaus. Solche Pakete nehmen wir nicht an."),
    "link": _("„%(file)s“ ist keine gewöhnliche Datei, sondern ein Verweis. Entfernen Sie ihn."),
    "twice": _("„%(file)s“ gibt es zweimal, vielleicht groß und klein geschrieben. Entfernen Sie eine davon."),
    "nested": _("„%(file)s“ ist selbst ein Paket. Packen Sie die Dateien aus, bevor Sie sie einfügen."),
    "virus": _("„%(file)s“ hält unser Schutz für Schadsoftware. Prüfen Sie Ihr Gerät."),
    "json": _("„%(file)s“ ist nicht lesbar: Es ist kein gültiges JSON. Erstellen Sie das Paket neu."),
    "json-too-large": _("„%(file)s“ hat zu viel Text. Erlaubt sind %(most)s MB."),
    "json-too-deep": _("„%(file)s“ ist zu tief verschachtelt. Erlaubt sind %(most)s Ebenen."),
    "json-number": _("In „%(file)s“ steht eine Zahl, die zu groß oder keine ist. Erstellen Sie das Paket neu."),
    "encoding": _("„%(file)s“ ist nicht als UTF-8 gespeichert. Erstellen Sie das Paket neu."),
    "no-h5p-json": _("Im Paket fehlt „h5p.json“. Das ist kein vollständiger H5P-Inhalt."),
    "no-content": _("Im Paket fehlt „content/content.json“. Laden Sie einen Inhalt hoch, nicht nur Bibliotheken."),
    "field": _("In „%(file)s“ ist die Angabe „%(field)s“ falsch oder fehlt. Erstellen Sie das Paket neu."),
    "main-library": _("„%(file)s“ nennt „%(name)s“, führt es aber nicht mit Version auf. Erstellen Sie das Paket neu."),
    "file-type": _("„%(file)s“: Dateien dieser Art nehmen wir nicht an. Möglich sind: %(allowed)s."),
    "wrong-content": _("„%(file)s“ ist nicht das, was die Endung sagt (%(kind)s). Speichern Sie die Datei neu."),
    "picture": _("Das Bild „%(file)s“ ist zu groß. Erlaubt sind %(most)s Millionen Bildpunkte."),
    "library-name": _("„%(file)s“ gibt sich als eine andere Bibliothek aus. Solche Pakete nehmen wir nicht an."),
    "library-field": _("In der Bibliothek „%(file)s“ ist die Angabe „%(field)s“ falsch oder fehlt."),
    "library-file": _("„%(file)s“ fehlt. Der Ordner ist keine vollständige Bibliothek."),
    "library-path": _("Die Bibliothek „%(file)s“ will „%(path)s“ laden. Das liegt nicht in ihr."),
    "core-too-new": _("Die Bibliothek „%(file)s“ braucht ein neueres H5P (%(asked)s). Nehmen Sie eine ältere Fassung."),
    "library-twice": _("Die Bibliothek „%(file)s“ liegt zweimal im Paket. Erstellen Sie das Paket neu."),
    "missing-library": _("Die Bibliothek „%(name)s“ fehlt. Bitten Sie Ihre Administration um die Freigabe."),
}


def sentence(refused: Refused) -> str:
    """In plain words, with the name of the file."""
    values = {"file": refused.file, "kind": "", "name": str(refused.library or "")} | dict(refused.detail)
    return str(_SENTENCES.get(refused.reason, _("Dieses Paket können wir nicht annehmen."))) % values
