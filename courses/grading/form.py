"""A question as a form: reading what was posted, whatever it is, and preparing what is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .layout import LONGEST_OPEN, LONGEST_TEXT, Control, Part, clean, is_parted, named, parts_of
from .numeric import LONGEST, parse_number
from .quiz import shown
from .shown_question import Problem, ShownQuestion, build
from .spec import QuestionSpec

__all__ = ["Fault", "Problem", "ShownQuestion", "keep", "posted", "read", "shown_question"]

GetList = Callable[[str], Sequence[str]]
TRUE_FALSE_TYPES = frozenset({"truefalse", "statements"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with what was posted: the input it belongs to, a code, and words for the sentence.

    The sentences stand where the languages are: learn/web/forms.py.
    """

    field_id: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def read(question: QuestionSpec, getlist: GetList, prefix: str, seed: str = "") -> tuple[Any, list[Fault]]:
    """The posted answer in the shape that `grade` takes, or None and what to mend. Never raises.

    `getlist` gives all values of a name, like QueryDict.getlist. With the seed of the page, faults come in the
    order of the page.
    """
    parts = parts_of(question, shown(question, seed))
    if not is_parted(question):
        part = parts[0] if parts else Part("", "", Control.LINE)
        value, fault = _read_part(question, part, list(getlist(prefix)), f"{prefix}-1")
        return (None, [fault]) if fault else (value, [])
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for number, part in enumerate(parts, 1):
        name = f"{prefix}-{part.key}"
        value, fault = _read_part(question, part, list(getlist(name)), name, number, len(parts))
        values[part.key] = value
        if fault:
            faults.append(fault)
    if question.type == "order" and not faults:
        return _places(values, prefix)
    return (None, faults) if faults else (values, [])


def keep(question: QuestionSpec, getlist: GetList, prefix: str) -> Any:
    """What of a half-filled form can be kept until it is filled: an answer as `read` gives it, parts left out, a text
    that is no number yet; None if there is nothing. Graded, it is worth what is right of it."""
    answer, faults = read(question, getlist, prefix)
    if not faults:
        return answer
    if is_parted(question) and question.type != "order":  # half an order is none
        parts = parts_of(question)
        kept = {
            part.key: _read_part(question, part, list(getlist(f"{prefix}-{part.key}")), "", 1, len(parts))
            for part in parts
        }
        return {key: value for key, (value, fault) in kept.items() if not fault} or None
    if question.type == "number" and faults[0].code == "number":
        return clean(getlist(prefix)[0])[:LONGEST]
    return None


def posted(question: QuestionSpec, answer: Any, prefix: str) -> dict[str, list[str]]:
    """A given answer as form values: the way back from `read`, to show a kept answer again. Total."""
    if question.type == "order":
        keys = answer if isinstance(answer, list) else []
        return {f"{prefix}-{key}": [str(place)] for place, key in enumerate(keys, 1) if isinstance(key, str)}
    if is_parted(question):
        items = answer.items() if isinstance(answer, Mapping) else ()
        return {f"{prefix}-{key}": _texts(value) for key, value in items if isinstance(key, str)}
    return {prefix: _texts(answer)}


def shown_question(
    question: QuestionSpec,
    seed: str,
    prefix: str,
    getlist: GetList | None = None,
    problems: Sequence[Problem] = (),
    answer: Any = None,
) -> ShownQuestion:
    """Everything the templates need. What was posted (`getlist`) is shown again, else a kept `answer`."""
    if getlist is None:
        values = posted(question, answer, prefix)

        def getlist(name: str) -> Sequence[str]:
            return values.get(name, [])

    return build(question, shown(question, seed), prefix, getlist, tuple(problems))


# Reading one part. Each control has one reader: (values posted) -> (value, code of what is wrong or ""). -----------


def _read_part(
    question: QuestionSpec, part: Part, values: list[str], field_id: str, number: int = 1, total: int = 1
) -> tuple[Any, Fault | None]:
    value, code = READERS[part.control](question, part, values, total)
    if not code:
        return value, None
    limit = LONGEST_OPEN if part.control is Control.TEXT else LONGEST_TEXT
    params: dict[str, str | int] = {"part": named(part), "number": number, "total": total, "limit": limit}
    return None, Fault(field_id, code, params)


def _read_one(question: QuestionSpec, part: Part, values: list[str], total: int) -> tuple[Any, str]:
    values = [value for value in values if value]
    if not values:
        return None, "missing"
    if len(values) > 1:
        return None, "several"
    if values[0] not in {choice.key for choice in part.choices}:
        return None, "unknown"
    return (values[0] == "true") if question.type in TRUE_FALSE_TYPES else values[0], ""


def _read_many(question: QuestionSpec, part: Part, values: list[str], total: int) -> tuple[Any, str]:
    chosen = set(values)
    keys = [choice.key for choice in part.choices]
    if not chosen - {""}:
        return None, "missing"
    if not chosen <= set(keys):
        return None, "unknown"
    return sorted(chosen), ""


def _read_line(question: QuestionSpec, part: Part, values: list[str], total: int) -> tuple[Any, str]:
    if len(values) > 1:
        return None, "twice"
    raw = values[0] if values else ""
    multiline = part.control is Control.TEXT
    if len(raw) > (LONGEST_OPEN if multiline else LONGEST_TEXT):
        return None, "long"
    text = clean(raw, lines=multiline)
    return (text, "") if text else (None, "missing")


def _read_number(question: QuestionSpec, part: Part, values: list[str], total: int) -> tuple[Any, str]:
    text, code = _read_line(question, part, values, total)
    if code:
        return None, code
    if len(text) > LONGEST + len(part.text) or parse_number(text, part.text) is None:
        return None, "number"
    return text, ""


def _read_place(question: QuestionSpec, part: Part, values: list[str], total: int) -> tuple[Any, str]:
    text, code = _read_line(question, part, values, total)
    if code:
        return None, code
    place = parse_number(text[:12].rstrip("."))
    if place is None or place != place.to_integral_value() or not 1 <= place <= total:
        return None, "place"
    return int(place), ""


READERS: Mapping[Control, Callable[[QuestionSpec, Part, list[str], int], tuple[Any, str]]] = {
    Control.ONE: _read_one,
    Control.SELECT: _read_one,
    Control.MANY: _read_many,
    Control.LINE: _read_line,
    Control.TEXT: _read_line,
    Control.NUMBER: _read_number,
    Control.PLACE: _read_place,
}


def _places(values: Mapping[str, int], prefix: str) -> tuple[Any, list[Fault]]:
    """Places of all items -> keys in order, or the first item whose place is taken already."""
    taken: dict[int, str] = {}
    for key, place in values.items():
        if place in taken:
            return None, [Fault(f"{prefix}-{key}", "places", {"total": len(values), "number": place})]
        taken[place] = key
    return [taken[place] for place in sorted(taken)], []


def _texts(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return [] if value is None or isinstance(value, Mapping) else [str(value)]
