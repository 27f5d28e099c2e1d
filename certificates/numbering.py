"""PURE: 128 random bits as a code of 26 letters and digits and 2 check characters that people can type."""

import secrets
import unicodedata
from dataclasses import dataclass
from enum import Enum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
BITS = 128
DATA_LENGTH = 26
CHECK_LENGTH = 2
LENGTH = DATA_LENGTH + CHECK_LENGTH
GROUP = 4

_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_LOOKS_LIKE = str.maketrans("OIL", "011")
_SEPARATORS = frozenset("-‐‑‒–—−_.·/")

# Arithmetic in the field of 32 elements (x^5 + x^2 + 1). The code word is a multiple of (x - a)(x - a^2), which is a
# Reed-Solomon code of distance 3 up to 31 characters: it finds every one or two wrong characters, so also any two that
# were swapped.
_POLYNOMIAL = 0b100101


def _powers() -> tuple[int, ...]:
    powers, value = [], 1
    for _ in range(31):
        powers.append(value)
        value <<= 1
        if value & 32:
            value ^= _POLYNOMIAL
    return tuple(powers)


_EXP = _powers()
_LOG = {value: exponent for exponent, value in enumerate(_EXP)}


def _times(left: int, right: int) -> int:
    return _EXP[(_LOG[left] + _LOG[right]) % 31] if left and right else 0


_ROOTS = (_EXP[1], _EXP[2])
_GENERATOR = (_ROOTS[0] ^ _ROOTS[1], _times(*_ROOTS))  # x^2 + first * x + second


class Kind(Enum):
    """What is wrong with a typed code."""

    EMPTY = "empty"
    LENGTH = "length"
    CHARACTER = "character"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a typed text is no code: `found` counts its characters, `strange` lists those that no code has."""

    kind: Kind
    found: int = 0
    strange: tuple[str, ...] = ()


def new_code() -> str:
    """A new code from 128 bits of the system's random source."""
    return code_of(secrets.randbits(BITS))


def code_of(number: int) -> str:
    """The code of a number below 2**128. ValueError otherwise."""
    if not 0 <= number < 1 << BITS:
        raise ValueError("a certificate number has 128 bits")
    values = [number >> 5 * place & 31 for place in reversed(range(DATA_LENGTH))]
    return "".join(ALPHABET[value] for value in (*values, *_check_values(values)))


def number_of(code: str) -> int:
    """The number behind a code in its plain form, as `read` returns it."""
    number = 0
    for letter in code[:DATA_LENGTH]:
        number = number << 5 | _VALUE[letter]
    return number


def read(typed: str) -> str | Problem:
    """The code in a typed text, or what is wrong with it.

    Case, spaces, hyphens and a whole verification address around the code do not matter; O is read as 0, I and L as 1.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if "/" in text:
        text = text.split("?")[0].rstrip("/").rpartition("/")[2]
    letters = [letter for letter in text.upper() if not letter.isspace() and letter not in _SEPARATORS]
    code = "".join(letters).translate(_LOOKS_LIKE)
    if not code:
        return Problem(Kind.EMPTY)
    strange = tuple(dict.fromkeys(letter for letter in code if letter not in _VALUE))
    if strange:
        return Problem(Kind.CHARACTER, len(code), strange[:5])
    if len(code) != LENGTH:
        return Problem(Kind.LENGTH, len(code))
    if not _fits(code):
        return Problem(Kind.CHECK, LENGTH)
    return code


def grouped(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _check_values(values: list[int]) -> tuple[int, int]:
    """The remainder of the data, two places up, divided by the generator."""
    first = second = 0
    for value in values:
        factor = value ^ first
        first = second ^ _times(factor, _GENERATOR[0])
        second = _times(factor, _GENERATOR[1])
    return first, second


def _fits(code: str) -> bool:
    values = [_VALUE[letter] for letter in code]
    if values[0] > 7:  # 26 characters hold 130 bits; the two highest are always 0
        return False
    for root in _ROOTS:
        total = 0
        for value in values:
            total = _times(total, root) ^ value
        if total:
            return False
    return True
