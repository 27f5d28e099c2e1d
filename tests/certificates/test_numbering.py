"""Codes: every bit counts, every slip of the finger is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.numbering import ALPHABET, LENGTH, Kind, Problem, code_of, grouped, new_code, number_of, read

numbers = st.integers(min_value=0, max_value=2**128 - 1)
places = st.integers(min_value=0, max_value=LENGTH - 1)


@given(numbers)
def test_a_number_comes_back_from_its_code(number: int) -> None:
    code = code_of(number)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read(code) == code
    assert number_of(code) == number


@given(numbers, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(number: int, place: int, letter: str) -> None:
    code = code_of(number)
    wrong = code[:place] + letter + code[place + 1 :]
    assert read(wrong) == (code if wrong == code else Problem(Kind.CHECK, LENGTH))


@given(numbers, places, places)
def test_two_swapped_characters_are_found(number: int, one: int, other: int) -> None:
    letters = list(code_of(number))
    letters[one], letters[other] = letters[other], letters[one]
    swapped = "".join(letters)
    assert read(swapped) == (swapped if swapped == code_of(number) else Problem(Kind.CHECK, LENGTH))


@given(numbers, places, places, st.sampled_from(ALPHABET), st.sampled_from(ALPHABET))
def test_two_wrong_characters_are_found(number: int, one: int, other: int, first: str, second: str) -> None:
    letters = list(code_of(number))
    letters[one], letters[other] = first, second
    wrong = "".join(letters)
    assert (read(wrong) == wrong) is (wrong == code_of(number))


@given(numbers)
def test_people_may_type_as_they_like(number: int) -> None:
    code = code_of(number)
    typed = grouped(code).lower().replace("0", "o").replace("1", "l")
    for text in (
        typed,
        f"  {typed} ",
        typed.replace("-", " "),
        typed.replace("-", "–"),
        code.replace("1", "I").replace("0", "O"),
        f"https://lernen.krefeld.example/z/{code}/",
        f"https://lernen.krefeld.example/de/pruefen/{code}/?x=1",
    ):
        assert read(text) == code


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    answer = read(text)
    assert isinstance(answer, Problem) or (len(answer) == LENGTH and read(answer) == answer)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", Kind.EMPTY),
        (" - - ", Kind.EMPTY),
        ("K7QM-4XRD", Kind.LENGTH),
        ("0" * 29, Kind.LENGTH),
        ("U" * 28, Kind.CHARACTER),
        ("Ä7QM", Kind.CHARACTER),
        ("Z" * 28, Kind.CHECK),
    ],
)
def test_problems_name_their_kind(typed: str, kind: Kind) -> None:
    problem = read(typed)
    assert isinstance(problem, Problem)
    assert problem.kind is kind


def test_all_zero_is_a_code_like_any_other() -> None:
    assert read(code_of(0)) == "0" * 28
    with pytest.raises(ValueError, match="128 bits"):
        code_of(2**128)


def test_the_highest_two_of_130_bits_are_never_set() -> None:
    assert all(new_code()[0] in "01234567" for _ in range(100))
