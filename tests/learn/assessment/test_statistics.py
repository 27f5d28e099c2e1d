"""The arithmetic of the statistics, and what may be shown of it."""

import statistics as standard
from collections import Counter
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.grading.spec import TYPES
from learn.assessment.statistics import FEWEST, Figures, Sums, Tally, cells_of, figures, shown, splits
from tests.courses.grading.samples import READ, RIGHT, SPECS

ONE, TWO = Decimal(1), Decimal(2)


def summed(*answers: Sums) -> Sums:
    return sum(answers, Sums())


# Five sittings of three questions: was this one right, and how many of the other two?
BY_HAND = [(1, 2), (1, 1), (0, 0), (1, 2), (0, 1)]


def by_hand(rows: list[tuple[int, int]] = BY_HAND) -> Sums:
    return summed(*(Sums.of(Decimal(x), ONE, Decimal(x + rest), Decimal(3)) for x, rest in rows))


def test_difficulty_and_discrimination_by_hand() -> None:
    """x: 1 1 0 1 0, y: 1 .5 0 1 .5; r = (5·2.5 - 3·3) / sqrt((5·3 - 3²)(5·2.5 - 3²)) = 3.5 / sqrt(21)."""
    sums = by_hand()
    assert (sums.answers, sums.x, sums.y, sums.xx, sums.yy, sums.xy) == (5, 3, 3, 3, Decimal("2.5"), Decimal("2.5"))
    assert sums.difficulty == Decimal("0.6")
    assert sums.discrimination is not None and round(sums.discrimination, 4) == Decimal("0.7638")


def test_no_number_below_five_answers_or_where_nothing_varies() -> None:
    assert by_hand(BY_HAND[:4]).difficulty is None and by_hand(BY_HAND[:4]).discrimination is None
    assert by_hand([(1, rest) for _, rest in BY_HAND]).discrimination is None
    assert by_hand([(x, 1) for x, _ in BY_HAND]).discrimination is None
    alone = summed(*(Sums.of(Decimal(x), ONE, Decimal(x), ONE) for x in (1, 0, 1, 0, 1)))  # a quiz of one question
    assert (alone.difficulty, alone.discrimination) == (Decimal("0.6"), None)


POINTS = st.integers(0, 200).map(lambda n: Decimal(n) / 100)
SITTING = st.tuples(POINTS, POINTS)


@given(st.lists(SITTING, min_size=FEWEST, max_size=60), st.integers(0, 60))
def test_sums_equal_the_textbook_and_may_be_folded_anywhere(rows: list[tuple[Decimal, Decimal]], cut: int) -> None:
    each = [Sums.of(raw, TWO, raw + rest, Decimal(4)) for raw, rest in rows]
    whole = summed(*each)
    assert summed(*reversed(each[cut:]), *each[:cut]) == whole
    assert all(value == round(value, 6) for value in (whole.x, whole.y, whole.xx, whole.yy, whole.xy))
    xs, ys = [float(sums.x) for sums in each], [float(sums.y) for sums in each]
    assert float(whole.difficulty or 0) == pytest.approx(standard.fmean(xs))
    if len(set(xs)) > 1 and len(set(ys)) > 1:
        assert whole.discrimination is not None
        assert float(whole.discrimination) == pytest.approx(standard.correlation(xs, ys), abs=1e-6)
        assert abs(whole.discrimination) <= Decimal("1.000001")
    else:
        assert whole.discrimination is None


CHOSEN = {
    "single": {"k1"},
    "multiple": {"k1", "k2"},
    "truefalse": {"false"},
    "statements": {"k0:true", "k1:false", "k2:true"},
    "mark": {"t1", "t5"},
    "image": {"k2"},
    "survey": {"k0"},
}


@pytest.mark.parametrize("type_", TYPES)
def test_what_was_chosen_and_never_what_was_typed(type_: str) -> None:
    assert cells_of(SPECS[type_], RIGHT[type_]) == CHOSEN.get(type_, set())
    assert bool(splits(SPECS[type_])) is (type_ in CHOSEN)
    for nonsense in (None, 7, "Ich heiße Vera", ["Vera"], {"Vera": True}, {"k0": "Vera"}, [["k0"]]):
        assert cells_of(SPECS[type_], nonsense) == set()
    right = {cell.key for split in splits(SPECS[type_]) for cell in split.cells if cell.right}
    assert right == (CHOSEN.get(type_, set()) if type_ != "survey" else set())


def ways(total: int, cells: int) -> list[tuple[int, ...]]:
    """All ways to share out a total."""
    if cells == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in ways(total - first, cells - 1)]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
@example([18, 2])
@example([12, 3, 5])
@example([20, 0, 0])
@example([4, 4, 4])
@example([9, 4, 4])
def test_no_small_number_is_shown_or_left_over(cells: list[int]) -> None:
    found = shown(cells)
    hidden = [count for count, seen in zip(cells, found, strict=True) if seen is None]
    assert all(seen is None or seen == count for count, seen in zip(cells, found, strict=True))
    if sum(cells) < FEWEST:
        assert not any(found)
    assert not any(seen is not None and 0 < seen < FEWEST for seen in found)
    # what is left by subtraction is the sum of at least two cells, and never nothing
    assert not hidden or (len(hidden) >= 2 and sum(hidden) > 0) or sum(cells) == 0
    if all(count == 0 or count >= FEWEST for count in cells) and sum(cells):
        assert found == cells


def test_who_knows_the_rule_can_still_not_tell() -> None:
    """Of all cells that would be shown alike, a hidden one has several values: also for a clever reader."""
    for number, most in ((2, 40), (3, 34), (4, 24)):
        for total in range(FEWEST, most):
            alike: dict[tuple[int | None, ...], list[set[int]]] = {}
            for cells in ways(total, number):
                values = alike.setdefault(tuple(shown(cells)), [set() for _ in cells])
                for place, count in enumerate(cells):
                    values[place].add(count)
            for seen, values in alike.items():
                assert all(len(each) > 1 for count, each in zip(seen, values, strict=True) if count is None), seen


def tally(type_: str, answers: dict[Any, int], right: str = "0") -> Tally:
    """So many answers of each kind; `right` of them are worth the point."""
    made = Tally()
    for answer, times in answers.items():
        for _ in range(times):
            made.count(SPECS[type_], answer, Sums())
    count = sum(answers.values())
    made.sums = Sums(count, Decimal(right), Decimal(count) / 2)
    return made


def counts(found: Figures) -> list[int | None]:
    return [line.count for line in found.lines]


def test_figures_of_a_question_with_enough_answers() -> None:
    found = figures(SPECS["single"], tally("single", {"k1": 14, "k0": 6, "k2": 5}, "14"))
    assert (found.answers, found.share, found.level, counts(found)) == (25, Decimal("0.56"), "medium", [6, 14, 5])


def test_one_hidden_cell_takes_the_next_and_the_exact_share_along() -> None:
    found = figures(SPECS["single"], tally("single", {"k1": 14, "k0": 6, "k2": 3}, "14"))
    assert (found.answers, found.share, found.level, counts(found)) == (23, None, "medium", [None, 14, None])
    found = figures(SPECS["truefalse"], tally("truefalse", {False: 18, True: 2}, "18"))
    assert (found.share, found.level, counts(found)) == (None, "easy", [None, None])


def test_the_share_alone_tells_no_small_number_either() -> None:
    """Of 20 answers to a question that is right or wrong, 90 percent would say that two are wrong."""
    assert figures(SPECS["number"], tally("number", {"12": 20}, "18")).share is None
    assert figures(SPECS["number"], tally("number", {"12": 20}, "12")).share == Decimal("0.6")
    assert figures(SPECS["number"], tally("number", {"12": 20}, "20")).share == 1


def test_where_several_may_be_chosen_each_choice_stands_for_itself() -> None:
    made = Tally(Sums(20, Decimal(12)), Counter({"k0": 0, "k1": 12, "k2": 18}))  # two did not choose the last
    assert counts(figures(SPECS["multiple"], made)) == [0, 12, None]
    statements = Tally(Sums(20, Decimal(12)), Counter({"k0:true": 12, "k0:false": 8, "k1:true": 1, "k1:false": 19}))
    assert counts(figures(SPECS["statements"], statements)) == [12, 8, None, None, 0, 0]


def test_answers_to_choices_that_are_gone_keep_the_rest_honest() -> None:
    """One answer to a choice that no longer exists: its number must not follow from the others."""
    made = Tally(Sums(21, Decimal(12)), Counter({"k0": 8, "k1": 12, "weg": 1}))
    assert counts(figures(SPECS["single"], made)) == [8, 12, None]


def test_below_five_there_is_nothing_and_without_points_no_difficulty() -> None:
    few = figures(SPECS["single"], tally("single", {"k1": 4}, "4"))
    assert (few.answers, few.share, few.level, few.discrimination, few.lines) == (None, None, "", None, ())
    survey = figures(SPECS["survey"], tally("survey", {"k0": 9, "k1": 7}))
    assert (survey.answers, survey.share, survey.level, counts(survey)) == (16, None, "", [9, 7, 0])
    assert figures(SPECS["open"], tally("open", {"Text": 9})).level == ""
    assert figures(READ, tally("open", {"Text": 9}, "9")).level == "easy"


@given(st.dictionaries(st.sampled_from(["k0", "k1", "k2"]), st.integers(0, 30), min_size=1))
def test_nothing_shown_of_a_question_gives_a_hidden_cell(answers: dict[str, int]) -> None:
    """From all that is shown (total, cells, share) several tables of answers could have come."""
    right = answers.get("k1", 0)
    found = figures(SPECS["single"], tally("single", answers, str(right)))
    if found.answers is None or None not in counts(found):
        return
    fitting = [
        cells
        for cells in product(range(found.answers + 1), repeat=3)
        if sum(cells) == found.answers
        and all(seen is None or seen == count for seen, count in zip(counts(found), cells, strict=True))
        and (found.share is None or found.share == Decimal(cells[1]) / found.answers)
    ]
    for place, seen in enumerate(counts(found)):
        assert seen is not None or len({cells[place] for cells in fitting}) > 1
