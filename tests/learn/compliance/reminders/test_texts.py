"""Texts of the mails: standard until changed, checked before they are kept, and who changed what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.compliance.reminder_models import ReminderText
from learn.compliance.reminders import texts
from learn.compliance.reminders.letters import Item, Writer
from learn.compliance.reminders.texts import ChangedMeanwhile, Kind, Texts, current, faults, filled, save, standard
from tests.factories.people import user

GOOD = Texts("Erinnerung", "Guten Tag {vorname},", "es steht an:\n\n{pflichten}", "Bis bald. {kontakt}")


def changed(**parts: str) -> Texts:
    return Texts(**({part: getattr(GOOD, part) for part in texts.PARTS} | parts))


@pytest.mark.parametrize("kind", list(Kind))
def test_the_standard_texts_are_faultless(kind: Kind) -> None:
    assert faults(standard(kind)) == {}
    assert standard(kind).greeting == "Guten Tag {vorname} {nachname},"


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        (
            "intro",
            "{pflichten} für {name}",
            "Den Platzhalter {name} gibt es nicht. Bekannt sind: {pflichten}, {anzahl}",
        ),
        ("greeting", "Guten Tag {Vorname}", "Den Platzhalter {Vorname} gibt es nicht."),
        ("closing", "{} und { x }", "Den Platzhalter {}, { x } gibt es nicht."),
        ("intro", "ohne Liste", "Der Platzhalter {pflichten} fehlt."),
        ("intro", "{pflichten} und {pflichten}", "steht mehrmals da"),
        ("subject", "Nur {pflichten}", "passt nicht hierher"),
        ("closing", "offen { und", "Eine geschweifte Klammer steht allein."),
        ("subject", "x" * 121, "Das sind 121 Zeichen. Bitte kürzen Sie auf höchstens 120."),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(part: str, text: str, told: str) -> None:
    found = faults(changed(**{part: text}))
    assert told in " ".join(found[part])


def test_the_list_may_stand_in_the_closing() -> None:
    assert faults(changed(intro="los", closing="{pflichten}\nEnde")) == {}


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_text_without_faults_leaves_no_placeholder(intro: str, name: str) -> None:
    text = changed(intro=intro, closing="{pflichten}")
    if not faults(text):
        values = dict.fromkeys(texts.PLACEHOLDERS, "x")
        assert "{" not in filled(text.intro, values)
    assert filled("{vorname}", {"vorname": name}) == name  # and what is filled in is not looked at again


@pytest.mark.django_db
def test_only_what_differs_is_kept_and_emptying_a_part_brings_the_standard_back() -> None:
    hr = user("Petra", "Personal")
    own = Texts(**{part: getattr(standard(Kind.REMINDER), part) for part in texts.PARTS} | {"subject": "Bitte lernen"})
    assert save(Kind.REMINDER, own, hr) == 1
    assert save(Kind.REMINDER, own, hr) == 0
    assert current(Kind.REMINDER) == own
    assert current(Kind.ESCALATION) == standard(Kind.ESCALATION)
    assert save(Kind.REMINDER, Texts("", "", "", ""), hr) == 1
    assert current(Kind.REMINDER) == standard(Kind.REMINDER)
    assert [(row.part, row.text, row.by) for row in texts.history(Kind.REMINDER)] == [
        ("subject", "", hr),
        ("subject", "Bitte lernen", hr),
    ]


@pytest.mark.django_db
def test_two_people_at_once_hear_of_each_other() -> None:
    first, second = user(), user()
    seen = texts.version(Kind.REMINDER)
    save(Kind.REMINDER, changed(subject="Eins"), first, seen)
    with pytest.raises(ChangedMeanwhile) as clash:
        save(Kind.REMINDER, changed(subject="Zwei"), second, seen)
    assert clash.value.last.by == first
    assert current(Kind.REMINDER).subject == "Eins"
    save(Kind.REMINDER, changed(subject="Eins b"), first, seen)  # nobody clashes with themselves
    assert ReminderText.objects.filter(part="subject").count() == 2


@pytest.mark.django_db
def test_the_mail_says_everything_as_text_and_as_html() -> None:
    person = user("Zoë", "<b>Fett</b>")
    item = Item("late", "Daten & Schutz", ("Fällig am 3. März 2027, weil …",), (("Kurs „A“", "https://x.de/?a=1&b=2"),))
    letter = Writer({Kind.REMINDER: changed(closing="Schluss, {nachname}\nzweite Zeile")}).reminder_of(person, [item])
    assert letter.text.startswith(
        "Guten Tag Zoë,\n\nes steht an:\n\nÜBERFÄLLIG\n\n* Daten & Schutz\n  Fällig am 3. März 2027, weil …\n"
        "  Zum Kurs „Kurs „A““:\n  https://x.de/?a=1&b=2\n\nSchluss, <b>Fett</b>\nzweite Zeile\n\nFreundliche Grüße"
    )
    assert "&lt;b&gt;Fett" in letter.html
    assert "Daten &amp; Schutz" in letter.html
    assert 'href="https://x.de/?a=1&amp;b=2"' in letter.html
    assert "class=" not in letter.html
    for wanted in ("Überfällig", "zweite Zeile", "nie per E-Mail nach Ihrem Passwort"):
        assert wanted in letter.html
