from django.db import migrations

READ = "Das Prüfprogramm axe findet nichts. Mit einem Vorleseprogramm ist der Typ noch nicht geprüft."
# (machine name, title, rating, note)
TYPES = [
    ("SK.Selfcheck", "Selbst-Check", "good", "Unsere eigene Bibliothek: mit der Tastatur bedienbar, und das Prüfprogramm axe findet nichts."),
    ("H5P.TrueFalse", "Richtig oder falsch (True/False Question)", "good", READ),
    ("H5P.Accordion", "Akkordeon (Accordion)", "good", READ),
    ("H5P.Essay", "Aufsatz (Essay)", "good", READ),
    ("H5P.Summary", "Zusammenfassung (Summary)", "good", READ),
    ("H5P.Dialogcards", "Dialogkarten (Dialog Cards)", "good", READ),
    ("H5P.MultiChoice", "Auswahlfrage (Multiple Choice)", "partly", "Das Prüfprogramm axe findet nichts. Es gibt aber Berichte, dass Vorleseprogramme Antworten oder Rückmeldungen nicht immer ansagen. Besser umwandeln."),
    ("H5P.Blanks", "Lückentext (Fill in the Blanks)", "partly", "Nutzbar. Vorleseprogramme sagen bei den Lücken nur ihre Nummer an. Besser umwandeln."),
    ("H5P.DragText", "Wörter ziehen (Drag the Words)", "partly", "Mit der Tastatur bedienbar, aber umständlich. Einzelne Auszeichnungen sind falsch. Bitte umwandeln: Daraus werden Auswahllisten."),
    ("H5P.SingleChoiceSet", "Auswahlreihe (Single Choice Set)", "poor", "Vorleseprogramme erfahren nicht, was ausgewählt ist, und es geht nach einer Zeit von selbst weiter. Bitte umwandeln."),
    ("H5P.Flashcards", "Lernkarten (Flashcards)", "poor", "Bildern fehlt die Beschreibung, Feldern der Name, und der Kontrast ist zu schwach. Bitte umwandeln."),
    ("H5P.CoursePresentation", "Präsentation (Course Presentation)", "poor", "Gilt als nicht barrierefrei. Eine eigene Prüfung gibt es noch nicht."),
    ("H5P.DragQuestion", "Ziehen und Ablegen (Drag and Drop)", "poor", "Aufgaben mit Bildern gelten als nicht barrierefrei. Bitte eine Alternative anbieten."),
    ("H5P.ImageHotspots", "Bild mit Punkten (Image Hotspots)", "poor", "Gilt als nicht barrierefrei. Eine eigene Prüfung gibt es noch nicht."),
    ("H5P.ImageHotspotQuestion", "Stelle im Bild finden (Find the Hotspot)", "poor", "Gilt als nicht barrierefrei. Eine eigene Prüfung gibt es noch nicht."),
    ("H5P.MemoryGame", "Memo-Spiel (Memory Game)", "poor", "Gilt als nicht barrierefrei. Eine eigene Prüfung gibt es noch nicht."),
    ("H5P.ImageSequencing", "Bilder ordnen (Image Sequencing)", "poor", "Gilt als nicht barrierefrei. Eine eigene Prüfung gibt es noch nicht."),
    ("H5P.Agamotto", "Bilder überblenden (Agamotto)", "poor", "Gilt als nicht barrierefrei. Eine eigene Prüfung gibt es noch nicht."),
    ("H5P.Timeline", "Zeitleiste (Timeline)", "poor", "Gilt als nicht barrierefrei. Eine eigene Prüfung gibt es noch nicht."),
    ("H5P.QuestionSet", "Fragensammlung (Question Set)", "unknown", "Es kommt auf die Fragen darin an. Besser umwandeln."),
    ("H5P.Column", "Spalte (Column)", "unknown", "Es kommt auf die Inhalte darin an."),
    ("H5P.InteractiveBook", "Interaktives Buch (Interactive Book)", "unknown", "Es kommt auf die Inhalte darin an."),
    ("H5P.MarkTheWords", "Wörter markieren (Mark the Words)", "unknown", "Noch nicht geprüft. Besser umwandeln."),
    ("H5P.InteractiveVideo", "Interaktives Video (Interactive Video)", "unknown", "Noch nicht geprüft. Das Video braucht Untertitel, und im Player fehlt ihm ein Name."),
    ("H5P.MultiMediaChoice", "Bilder auswählen (Image Choice)", "unknown", "Noch nicht geprüft."),
]  # fmt: skip


def fill(apps, schema_editor):
    kind = apps.get_model("courses", "H5PContentType")
    for machine_name, title, rating, note in TYPES:
        kind.objects.get_or_create(
            machine_name=machine_name, defaults={"title": title, "rating": rating, "note": note}
        )


class Migration(migrations.Migration):

    dependencies = [("courses", "0005_h5p")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
