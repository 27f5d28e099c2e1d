"""What a template needs to show one question: every name, id and state worked out, nothing of the solution."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .layout import GAP, Choice, Control, Part, clean, gap_neighbours, is_parted, parts_of, plain_text
from .spec import QuestionSpec

# The text itself says that several may be chosen, or how many.
SAYS_SEVERAL = re.compile(
    r"mehrere|mehr als eine|alle (?:richtigen|zutreffenden)"
    r"|(?:zwei|drei|vier|fünf) (?:antworten|dinge|wörter|sätze|angaben)"
    r"|several|more than one|all that apply|(?:two|three|four|five) (?:answers|things|words)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What the learner has to mend: `message` is a sentence that says what to do, `field_id` where."""

    field_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Option:
    """One radio, check box or line of a select. `describedby` lists ids, on the first of its group only."""

    id: str
    name: str
    value: str
    text: str
    checked: bool
    describedby: str = ""
    src: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One part: a statement, a gap, a left side, an item; or the whole question where it has no parts."""

    id: str
    name: str
    key: str
    text: str
    number: int
    value: str
    options: tuple[Option, ...]
    select: bool
    error: str
    error_id: str
    describedby: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of running text, or a row (a gap) or an option (a word to mark) in it."""

    text: str
    row: Row | None = None
    option: Option | None = None


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question ready for `components/question.html`, in the order of the page.

    `rows` are its parts; a question without parts has one row, whose options and value stand in `options` and
    `value` too. `exact_case`: capital letters matter in what is written. `is_read`: a person will read the answer,
    by the `criteria`. `segments` is the running text of gaps and marking. `title` is the text as one line.
    """

    key: str
    type: str
    template: str
    name: str
    text: str
    title: str
    hint: str
    rows: tuple[Row, ...]
    options: tuple[Option, ...]
    value: str
    unit: str
    exact_case: bool
    segments: tuple[Segment, ...]
    says_several: bool
    is_read: bool
    criteria: tuple[str, ...]
    hint_id: str
    error: str
    error_id: str
    errors: tuple[Problem, ...]

    @property
    def first_id(self) -> str:
        """The id of the first input, for links to the question."""
        return self.rows[0].id if self.rows else f"{self.name}-1"

    @property
    def total(self) -> int:
        """How many parts there are."""
        return len(self.rows)


def build(
    question: QuestionSpec,
    public: Mapping[str, Any],
    prefix: str,
    getlist: Callable[[str], Sequence[str]],
    problems: tuple[Problem, ...],
) -> ShownQuestion:
    """Work out rows, options and running text from the public form alone; `question` gives key and type."""
    parted = is_parted(question)
    near = gap_neighbours(str(public.get("text", ""))) if question.type == "gaps" else {}
    rows = []
    for number, part in enumerate(parts_of(question, public), 1):
        name = f"{prefix}-{part.key}" if parted else prefix
        first_id = name if parted else f"{prefix}-1"
        error = " ".join(problem.message for problem in problems if problem.field_id == first_id)
        rows.append(
            _row(part, name, first_id, number, list(getlist(name)), error, prefix, near.get(part.key, ("", "")))
        )
    whole = rows[0] if rows and not parted else None
    return ShownQuestion(
        key=question.key,
        type=question.type,
        template=f"components/question/{question.type}.html",
        name=prefix,
        text=str(public.get("text", "")),
        title=plain_text(question),
        hint=str(public.get("hint", "")),
        rows=tuple(rows),
        options=whole.options if whole else (),
        value=whole.value if whole else "",
        unit=str(public.get("unit", "")),
        exact_case=bool(public.get("exact_case", False)),
        segments=_segments(public, rows, whole),
        says_several=SAYS_SEVERAL.search(str(public.get("text", ""))) is not None,
        is_read=question.needs_review,
        criteria=tuple(str(text) for text in public.get("criteria", ())) if question.needs_review else (),
        hint_id=f"hint-{prefix}",
        error=whole.error if whole else "",
        error_id=f"error-{prefix}",
        errors=problems,
    )


def _row(
    part: Part, name: str, first_id: str, number: int, values: list[str], error: str, prefix: str, near: tuple[str, str]
) -> Row:
    """A description of a group is not spoken, so hint and error are named by the first input (heard)."""
    error_id = f"error-{name}"
    ids = [f"hint-{prefix}"] if number == 1 else []
    if error:
        ids.append(error_id)
    describedby = " ".join(ids)
    chosen = set(values)
    options = tuple(
        _option(choice, name, first_id, index, choice.key in chosen, describedby if index == 1 else "")
        for index, choice in enumerate(part.choices, 1)
    )
    return Row(
        id=first_id,
        name=name,
        key=part.key,
        text=part.text,
        number=number,
        value=clean(values[0], lines=True) if values and not options else "",
        options=options,
        select=part.control is Control.SELECT,
        error=error,
        error_id=error_id,
        describedby=describedby,
        before=near[0],
        after=near[1],
    )


def _option(choice: Choice, name: str, first_id: str, index: int, checked: bool, describedby: str) -> Option:
    return Option(
        id=first_id if index == 1 else f"{name}-{index}",
        name=name,
        value=choice.key,
        text=choice.text,
        checked=checked,
        describedby=describedby,
        src=choice.src,
        width=choice.width,
        height=choice.height,
    )


def _segments(public: Mapping[str, Any], rows: Sequence[Row], whole: Row | None) -> tuple[Segment, ...]:
    """Text with its gaps, or the words of a sentence to mark."""
    if "tokens" in public and whole is not None:
        options = {option.value: option for option in whole.options}
        return tuple(Segment(token["text"], option=options.get(token.get("key"))) for token in public["tokens"])
    if "gaps" not in public:
        return ()
    by_key = {row.key: row for row in rows}
    pieces = GAP.split(str(public.get("text", "")))  # text, key, text, key, … text
    segments = [
        Segment("", row=by_key.get(piece)) if index % 2 else Segment(piece) for index, piece in enumerate(pieces)
    ]
    return tuple(segment for segment in segments if segment.text or segment.row)
