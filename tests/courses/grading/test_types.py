"""Each type by example: right, wrong, half right, and the shapes that look right and are not."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from courses.grading.grade import GRADERS, grade
from courses.grading.layout import LAYOUTS
from courses.grading.numeric import parse_number
from courses.grading.ordering import longest_ordered
from courses.grading.review import REVIEWERS
from courses.grading.spec import REVIEWED, TYPES, UNSCORED, QuestionSpec
from courses.grading.text import distance, matches
from tests.courses.grading.samples import RIGHT, SPECS, WRONG

SCORED = [type_ for type_ in TYPES if type_ not in UNSCORED | REVIEWED]


def test_every_type_is_complete() -> None:
    """What docs/questions.md asks of a type: a grader, a layout, a review, a sample."""
    for table in (GRADERS, LAYOUTS, REVIEWERS, SPECS, RIGHT, WRONG):
        assert set(table) == set(TYPES)


@pytest.mark.parametrize("type_", SCORED)
def test_right_and_wrong(type_: str) -> None:
    spec = replace(SPECS[type_], points=Decimal("2.5"))
    right = grade(spec, RIGHT[type_])
    assert (right.raw, right.max, right.correct, right.scaled) == (Decimal("2.5"), Decimal("2.5"), True, 1)
    wrong = grade(spec, WRONG[type_])
    assert (wrong.raw, wrong.max, wrong.correct) == (0, Decimal("2.5"), False)
    assert grade(spec, None).raw == 0


@pytest.mark.parametrize("type_", sorted(UNSCORED | REVIEWED))
def test_unscored(type_: str) -> None:
    result = grade(SPECS[type_], RIGHT[type_])
    assert (result.raw, result.max, result.correct) == (0, 0, None)


HALF: list[tuple[str, Any, str]] = [
    ("multiple", ["k1"], "0.50"),
    ("multiple", ["k1", "k2", "k0"], "0.50"),
    ("multiple", ["k1", "k0"], "0"),
    ("multiple", ["k0"], "0"),
    ("multiple", ["k1", "k1", "k1"], "0.50"),
    ("statements", {"k0": True, "k1": False}, "0.67"),
    ("statements", {"k0": 1, "k1": 0, "k2": "true"}, "0"),
    ("gaps", {"g0": " ZWÖLF ", "g1": "zwei"}, "0.50"),
    ("gaps_choice", {"g0": "w0", "g1": "p1"}, "0.50"),
    ("match", {"l0": "r0", "l1": "r1", "l2": "r0"}, "0.67"),
    ("order", ["s1", "s0", "s2", "s3"], "0.75"),
    ("order", ["s3", "s0", "s1", "s2"], "0.75"),
    ("order", ["s1", "s0", "s3", "s2"], "0.50"),
    ("order", ["s0", "s1"], "0.50"),
    ("order", ["s0"], "0"),
    ("sort", {"i0": "c0", "i1": "c0", "i2": "c0"}, "0.67"),
    ("mark", ["t1"], "0.50"),
    ("mark", ["t1", "t5", "t0"], "0.50"),
    ("mark", ["t0", "t1", "t2", "t3", "t4", "t5"], "0"),
    ("truefalse", 0, "0"),
    ("single", ["k1"], "0"),
]


@pytest.mark.parametrize(("type_", "answer", "raw"), HALF)
def test_partial_credit(type_: str, answer: Any, raw: str) -> None:
    result = grade(SPECS[type_], answer)
    assert result.raw == Decimal(raw)
    assert result.correct is False


def test_parts_name_what_was_right() -> None:
    assert grade(SPECS["sort"], {"i0": "c0"}).parts == {"i0": True, "i1": False, "i2": False}
    assert grade(SPECS["multiple"], ["k1"]).parts == {"k0": True, "k1": True, "k2": False}
    assert grade(SPECS["order"], ["s1", "s0", "s2", "s3"]).parts == {"s0": False, "s1": True, "s2": True, "s3": True}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"),
        ("4,5", "4.5"),
        ("4.5", "4.5"),
        ("1.000", "1000"),
        ("1.000,5", "1000.5"),
        ("1,000.5", "1000.5"),
        ("1.000.000", "1000000"),
        ("1 000", "1000"),
        ("1'000,25", "1000.25"),
        ("0.125", "0.125"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        ("12 Zeichen", "12"),
        ("12Zeichen", "12"),
        ("30 %", "30"),
        ("4,5 zu 1", "4.5"),
        ("٣", "3"),
        ("12.", "12"),
        ("", None),
        ("zwölf", None),
        ("12 bis 14", None),
        ("1,2,3", None),
        ("1.00.0", None),
        ("1e9", None),
        ("NaN", None),
        ("Infinity", None),
        ("9" * 100, None),
        ("²", None),
    ],
)
def test_numbers_as_typed(typed: str, number: str | None) -> None:
    assert parse_number(typed, "zu 1") == (None if number is None else Decimal(number))


def test_tolerance_includes_its_ends() -> None:
    spec = SPECS["number"]
    assert [grade(spec, text).correct for text in ("4,4", "4,6", "4,39", "4,61 Zeichen", "4,6 Zeichen")] == [
        True,
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("given", "accept", "typos", "right"),
    [
        ("  Alt-Text ", "alt‑text", 0, True),
        ("„Straße“", '"STRASSE"', 0, True),
        ("cafe\u0301", "Café", 0, True),
        ("ein\u00a0  Konto.", "ein Konto", 0, True),
        ("so\u00adfort", "sofort", 0, True),
        ("Pishing", "Phishing", 1, True),
        ("Phihsing", "Phishing", 1, True),
        ("Phishnig!", "Phishing", 1, False),
        ("Fisching", "Phishing", 1, False),
        ("CC", "BCC", 1, False),
        ("BCC", "BCC", 1, True),
        ("", "", 2, False),
    ],
)
def test_short_texts(given: str, accept: str, typos: int, right: bool) -> None:
    assert matches(given, [accept], typos=typos) is right


def test_case_matters_if_the_question_says_so() -> None:
    spec = QuestionSpec("q", "short", {}, {"accept": ["Rot"], "ignore_case": False, "typos": 0})
    assert [grade(spec, text).correct for text in ("Rot", "rot")] == [True, False]


def test_distance() -> None:
    pairs = {("", ""): 0, ("abc", ""): 3, ("abcd", "acbd"): 1, ("kitten", "sitting"): 3, ("ca", "abc"): 3}
    assert {pair: distance(*pair) for pair in pairs} == pairs


def test_longest_ordered() -> None:
    assert longest_ordered([]) == []
    assert longest_ordered([3, 0, 1, 2]) == [1, 2, 3]
    assert longest_ordered([2, 1, 0]) == [0]
