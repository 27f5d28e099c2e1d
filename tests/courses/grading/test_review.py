"""What is said after grading, type by type."""

import pytest

from courses.grading.grade import grade
from courses.grading.review import Review, review
from courses.grading.spec import TYPES
from courses.grading.text import unquoted
from tests.courses.grading.samples import RIGHT, SPECS, WRONG


def of(type_: str, answer: object) -> Review:
    return review(SPECS[type_], answer, grade(SPECS[type_], answer))


@pytest.mark.parametrize("type_", TYPES)
def test_states(type_: str) -> None:
    unscored = type_ in ("open", "survey")
    assert of(type_, RIGHT[type_]).state == ("unscored" if unscored else "right")
    assert of(type_, WRONG[type_]).state == ("unscored" if unscored else "wrong")
    assert of(type_, None).given == ()
    assert of(type_, WRONG[type_]).texts[-1] == "GEHEIM-erklärung"


@pytest.mark.parametrize("type_", TYPES)
def test_no_mark_by_colour_alone(type_: str) -> None:
    for answer in (RIGHT[type_], WRONG[type_], None):
        assert all(bool(row.note) for row in of(type_, answer).rows if row.mark)


def test_single_says_what_was_chosen_and_what_is_right() -> None:
    found = of("single", "k0")
    assert [(row.mark, row.note) for row in found.rows] == [
        ("no", "Ihre Antwort – nicht richtig"),
        ("missed", "Richtige Antwort"),
        ("", ""),
    ]
    assert (found.given, found.right) == (("Der Name meines Haustiers",), ("Vier zufällige Wörter",))
    assert found.texts == ("GEHEIM-a", "GEHEIM-erklärung")


def test_multiple_tells_why_at_each_choice() -> None:
    found = of("multiple", ["k0", "k1"])
    assert [(row.mark, row.why) for row in found.rows] == [
        ("no", "GEHEIM-a"),
        ("ok", "GEHEIM-b"),
        ("missed", "GEHEIM-c"),
    ]
    assert found.texts == ("GEHEIM-erklärung",)


def test_statements() -> None:
    found = of("statements", {"k0": True, "k1": True})
    assert [row.note for row in found.rows] == [
        "Ihre Antwort „Stimmt“ ist richtig.",
        "Ihre Antwort „Stimmt“ ist nicht richtig. Richtig ist: „Stimmt nicht“",
        "Keine Antwort. Richtig ist: „Stimmt“",
    ]
    assert (found.state, found.right_parts, found.parts) == ("partly", 1, 3)


def test_gaps_name_the_first_accepted_text() -> None:
    found = of("gaps", {"g0": "7"})
    assert found.rows[0].text == "Lücke 1: Zahl der Zeichen"
    assert found.rows[0].note == "Ihre Antwort „7“ ist nicht richtig. Richtig ist: „12“"
    assert found.given == ("7", "–")


def test_order_gives_the_learners_places() -> None:
    assert [(row.text, row.note) for row in of("order", ["s3", "s0", "s1", "s2"]).rows] == [
        ("1. Ruhe bewahren", "Ihr Platz: 2 – die Reihenfolge passt"),
        ("2. Passwort ändern", "Ihr Platz: 3 – die Reihenfolge passt"),
        ("3. Bank anrufen", "Ihr Platz: 4 – die Reihenfolge passt"),
        ("4. Anzeige erstatten", "Ihr Platz: 1 – nicht richtig. Richtig ist Platz 4"),
    ]


def test_number_shows_comma_and_unit() -> None:
    found = of("number", "12")
    assert (found.given, found.right) == (("12 Zeichen",), ("4,5 Zeichen",))


def test_mark_lists_only_what_matters() -> None:
    assert [(row.text, row.mark) for row in of("mark", ["t0", "t1"]).rows] == [
        ("Bitte", "no"),
        ("sofort", "ok"),
        ("gesperrt", "missed"),
    ]


def test_open_offers_the_sample() -> None:
    assert of("open", "Mein Satz").right == ("GEHEIM-beispiel",)


def test_pictures_stay_pictures() -> None:
    row = of("image", "k0").rows[0]
    assert (row.text, row.src, row.width, row.part) == ("Foto 0", "/static/learn/img/thema-phishing.svg", 400, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„Ja“", "Ja"),
        ("“Yes”", "Yes"),
        ("„Ja“ oder „Nein“", "„Ja“ oder „Nein“"),
        ("“Yes” or “No”", "“Yes” or “No”"),
        ("„", "„"),
        ("", ""),
    ],
)
def test_what_is_quoted_already_loses_its_quotes_before_it_is_quoted(text: str, expected: str) -> None:
    assert unquoted(text) == expected
