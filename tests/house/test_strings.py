"""Every string of the interface is translated into English; German is complete by itself."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.utils import translation

from scripts import strings

ENGLISH = strings.FOLDER / "en" / "LC_MESSAGES" / "django.po"
RENEW = "`make strings` brings the catalogue up to date and lists what is missing"


@pytest.fixture(scope="module")
def found() -> strings.Catalog:
    return strings.strings()


def ids(catalogue: strings.Catalog) -> set[tuple[str, ...]]:
    return {strings.forms(message.id) for message in strings.entries(catalogue)}


def test_the_english_catalogue_holds_what_the_code_says(found: strings.Catalog) -> None:
    assert ids(found) ^ ids(strings.read(ENGLISH)) == set(), RENEW


def test_every_string_is_translated_into_english() -> None:
    wrong = {strings.forms(message.id)[0]: strings.fault(message) for message in strings.entries(strings.read(ENGLISH))}
    assert {text: fault for text, fault in wrong.items() if fault} == {}


@pytest.mark.parametrize("language", ["de", "de-simple"])
def test_german_is_what_stands_in_the_code(found: strings.Catalog, language: str) -> None:
    """No catalogue of a library changes a German sentence, and Leichte Sprache falls back to German."""
    with translation.override(language):
        for message in strings.entries(found):
            one, *more = strings.forms(message.id)
            if more:
                assert [translation.ngettext(one, more[0], count) for count in (1, 2)] == [one, more[0]]
            else:
                assert translation.gettext(one) == one


@pytest.mark.parametrize(
    ("original", "translated", "fault"),
    [
        ("Kurs", "", "not translated"),
        (("%(n)s Kurs", "%(n)s Kurse"), ("%(n)s course", ""), "not translated"),
        (("%(n)s Kurs", "%(n)s Kurse"), ("%(n)s course", "courses"), "not the same in both: %(n)s"),
        ("Platz {place}", "Place {pace}", "not the same in both: {pace}, {place}"),
        ("<b>Neu</b>", "<b>New", "not the same in both: </b>"),
        ("„Mein Lernen“", "„My learning“", "German quotation marks"),
        ("„%(course)s“", "“%(course)s”", ""),
    ],
)
def test_faults_are_found(original: str | tuple[str, ...], translated: str | tuple[str, ...], fault: str) -> None:
    assert strings.fault(Message(original, translated)) == fault


def test_strings_are_found_wherever_they_stand(tmp_path: Path) -> None:
    texts = {
        "learn/web/quiz.py": '_("Kurs")\ngettext_noop("Lek" "tion")\nngettext_lazy("%d Frage", "%d Fragen", n)\n',
        "templates/quiz.html": '    {% translate "Zurück" %}\n  {% include "x.html" with title=_("Titel") %}\n'
        "{% blocktranslate trimmed count n=n %}\n {{ n }} Tag\n{% plural %}{{ n }} Tage{% endblocktranslate %}",
        "templates/mail/x.txt": '{{ name|default:_("Gast") }}',
    }
    for place, text in texts.items():
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    expected = {("Kurs",), ("Lektion",), ("%d Frage", "%d Fragen"), ("Zurück",), ("Titel",), ("Gast",)}
    assert ids(strings.strings(tmp_path)) == expected | {("%(n)s Tag", "%(n)s Tage")}


def test_a_new_string_enters_empty_and_an_old_one_leaves(tmp_path: Path) -> None:
    head = '# Head\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    own, other = tmp_path / "django.po", tmp_path / "other.po"
    own.write_text(f'{head}\nmsgid "Kurs"\nmsgstr "Course"\n\nmsgid "Weg"\nmsgstr "Way"\n', "utf-8")
    other.write_text(f'{head}\nmsgid "Kurs"\nmsgstr "Class"\n\nmsgid "Titel"\nmsgstr "Title"\n', "utf-8")
    found = strings.Catalog()
    for text in ("Titel", "Kurs", "Bild"):
        found.add(text, locations=[("learn/x.py", 1)])
    strings.renew(own, found, [strings.read(other)])
    entries = ("Titel", "Title"), ("Kurs", "Course"), ("Bild", "")
    assert own.read_text("utf-8") == head + "".join(f'\nmsgid "{text}"\nmsgstr "{said}"\n' for text, said in entries)
