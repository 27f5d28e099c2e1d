"""What people are told when a package is not taken: which file, what is wrong, what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.h5p.package.refused import Refused

_SENTENCES: Mapping[str, str | Promise] = {
    "not-a-zip": gettext_lazy("Das ist keine H5P-Datei. Laden Sie eine Datei mit der Endung .h5p hoch."),
    "too-large": gettext_lazy("Die Datei ist zu groß. Erlaubt sind %(most)s MB. Verkleinern Sie Bilder und Videos."),
    "too-many-files": gettext_lazy("Im Paket sind zu viele Dateien. Erlaubt sind %(most)s."),
    "file-too-large": gettext_lazy("„%(file)s“ ist zu groß. Eine einzelne Datei darf höchstens %(most)s MB haben."),
    "too-much-in-all": gettext_lazy("Ausgepackt ist das Paket zu groß. Erlaubt sind zusammen %(most)s MB."),
    "squeezed": gettext_lazy("„%(file)s“ ist ungewöhnlich stark gepackt. Solche Dateien nehmen wir aus Vorsicht nicht an."),
    "encrypted": gettext_lazy("„%(file)s“ ist mit einem Passwort geschützt. Speichern Sie das Paket ohne Passwort."),
    "compression": gettext_lazy("„%(file)s“ ist in einer Art gepackt, die H5P nicht kennt. Speichern Sie das Paket neu."),
    "zip64": gettext_lazy("Das Paket ist in einer Art gespeichert, die H5P nicht kennt (ZIP64). Speichern Sie es neu."),
    "broken": gettext_lazy("Das Paket ist beschädigt. Laden Sie es noch einmal herunter und versuchen Sie es wieder."),
    "name": gettext_lazy("Der Name „%(file)s“ enthält Zeichen, die nicht erlaubt sind. Benennen Sie die Datei um."),
    "name-too-long": gettext_lazy("Der Name „%(file)s …“ ist zu lang. Erlaubt sind %(most)s Zeichen."),
    "path": gettext_lazy("„%(file)s“ führt aus dem Paket hinaus. Solche Pakete nehmen wir nicht an."),
    "link": gettext_lazy("„%(file)s“ ist keine gewöhnliche Datei, sondern ein Verweis. Entfernen Sie ihn."),
    "twice": gettext_lazy("„%(file)s“ gibt es zweimal, vielleicht groß und klein geschrieben. Entfernen Sie eine davon."),
    "nested": gettext_lazy("„%(file)s“ ist selbst ein Paket. Packen Sie die Dateien aus, bevor Sie sie einfügen."),
    "virus": gettext_lazy("„%(file)s“ hält unser Schutz für Schadsoftware. Prüfen Sie Ihr Gerät."),
    "json": gettext_lazy("„%(file)s“ ist nicht lesbar: Es ist kein gültiges JSON. Erstellen Sie das Paket neu."),
    "json-too-large": gettext_lazy("„%(file)s“ hat zu viel Text. Erlaubt sind %(most)s MB."),
    "json-too-deep": gettext_lazy("„%(file)s“ ist zu tief verschachtelt. Erlaubt sind %(most)s Ebenen."),
    "json-number": gettext_lazy("In „%(file)s“ steht eine Zahl, die zu groß oder keine ist. Erstellen Sie das Paket neu."),
    "encoding": gettext_lazy("„%(file)s“ ist nicht als UTF-8 gespeichert. Erstellen Sie das Paket neu."),
    "no-h5p-json": gettext_lazy("Im Paket fehlt „h5p.json“. Das ist kein vollständiger H5P-Inhalt."),
    "no-content": gettext_lazy("Im Paket fehlt „content/content.json“. Laden Sie einen Inhalt hoch, nicht nur Bibliotheken."),
    "field": gettext_lazy("In „%(file)s“ ist die Angabe „%(field)s“ falsch oder fehlt. Erstellen Sie das Paket neu."),
    "main-library": gettext_lazy("„%(file)s“ nennt „%(name)s“, führt es aber nicht mit Version auf. Erstellen Sie das Paket neu."),
    "file-type": gettext_lazy("„%(file)s“: Dateien dieser Art nehmen wir nicht an. Möglich sind: %(allowed)s."),
    "wrong-content": gettext_lazy("„%(file)s“ ist nicht das, was die Endung sagt (%(kind)s). Speichern Sie die Datei neu."),
    "picture": gettext_lazy("Das Bild „%(file)s“ ist zu groß. Erlaubt sind %(most)s Millionen Bildpunkte."),
    "library-name": gettext_lazy("„%(file)s“ gibt sich als eine andere Bibliothek aus. Solche Pakete nehmen wir nicht an."),
    "library-field": gettext_lazy("In der Bibliothek „%(file)s“ ist die Angabe „%(field)s“ falsch oder fehlt."),
    "library-file": gettext_lazy("„%(file)s“ fehlt. Der Ordner ist keine vollständige Bibliothek."),
    "library-path": gettext_lazy("Die Bibliothek „%(file)s“ will „%(path)s“ laden. Das liegt nicht in ihr."),
    "core-too-new": gettext_lazy("Die Bibliothek „%(file)s“ braucht ein neueres H5P (%(asked)s). Nehmen Sie eine ältere Fassung."),
    "library-twice": gettext_lazy("Die Bibliothek „%(file)s“ liegt zweimal im Paket. Erstellen Sie das Paket neu."),
    "missing-library": gettext_lazy("Die Bibliothek „%(name)s“ fehlt. Bitten Sie Ihre Administration um die Freigabe."),
}  # fmt: skip


def sentence(refused: Refused) -> str:
    """In plain words, with the name of the file."""
    values = {"file": refused.file, "kind": "", "name": str(refused.library or "")} | dict(refused.detail)
    return str(_SENTENCES.get(refused.reason, _("Dieses Paket können wir nicht annehmen."))) % values
