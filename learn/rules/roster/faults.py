"""What is wrong in a roster: a code, the line and the column, put into sentences elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    """The codes. `value` holds the cell; what else is set stands behind."""

    # the file
    EMPTY = "empty"
    NOT_TEXT = "not-text"
    TOO_LARGE = "too-large"
    TOO_MANY_LINES = "too-many-lines"
    QUOTES = "quotes"
    DAMAGED = "damaged"  # a workbook that cannot be read
    OLD_OFFICE = "old-office"  # XLS, or with a password
    OTHER_FORMAT = "other-format"  # a zip file that is no XLSX, for instance ODS
    # its heading
    COLUMN_MISSING = "column-missing"  # column
    COLUMN_TWICE = "column-twice"  # column
    # a cell
    CELL_MISSING = "cell-missing"
    CELL_TOO_LONG = "cell-too-long"
    TOO_MANY_CELLS = "too-many-cells"
    FORMULA = "formula"
    CONTROL_CHARACTER = "control-character"
    NO_DATE = "no-date"
    DATE_OUT_OF_RANGE = "date-out-of-range"
    NO_EMAIL = "no-email"
    LETTER_LOST = "letter-lost"  # a program had no place for it and wrote "?"
    NUMBER_LOST = "number-lost"  # a spreadsheet wrote 1,23E+05
    LEAVES_BEFORE_ENTRY = "leaves-before-entry"
    # between lines, and with what is there
    NUMBER_TWICE = "number-twice"  # other: the first line with it
    EMAIL_TWICE = "email-twice"  # other
    EMAIL_TAKEN = "email-taken"  # name: personnel number of the owner
    EMAIL_OF_ACCOUNT = "email-of-account"
    EMAIL_GUARDED = "email-guarded"
    ZEROS_LOST = "zeros-lost"  # name: the known number
    UNKNOWN_UNIT = "unknown-unit"
    UNKNOWN_NUMBER = "unknown-number"
    UNKNOWN_DUTY = "unknown-duty"
    SEVERAL_DUTIES = "several-duties"  # name: their keys
    IN_FUTURE = "in-future"
    LINE_TWICE = "line-twice"  # other
    UNIT_TWICE = "unit-twice"  # other
    UNKNOWN_PARENT = "unknown-parent"
    UNIT_BELOW_ITSELF = "unit-below-itself"  # name: the way round, as "10 > 11 > 10"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. Lines count from 1, as an editor or a spreadsheet shows them; 0 is the file as a whole."""

    line: int
    code: Wrong
    column: str = ""
    value: str = ""
    other: int = 0
    name: str = ""
