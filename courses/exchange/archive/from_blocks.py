"""Stream data -> archive: the way back from `to_blocks`; ids are written out only where nobody could derive them."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from string import ascii_lowercase
from typing import Any, Protocol
from uuid import UUID

from courses.blocks.question_parts import gap_number
from courses.exchange.archive.ids import block_id, inner_id, part_id
from courses.exchange.archive.markup import to_markdown

Raw = dict[str, Any]
_PREFIXES = ("p", "q", "f", "a", "b", "c", "e", "k", "s", "t")
_GUESSES = (*ascii_lowercase, *(f"{prefix}{n}" for prefix in _PREFIXES for n in range(1, 40)))


class Names(Protocol):
    """Gives pictures and documents their file names in the archive, and lessons their keys."""

    def picture(self, pk: int | None) -> str: ...

    def document(self, pk: int | None) -> str: ...

    def lesson(self, pk: int | None) -> str: ...

    def activity(self, pk: int | None) -> str: ...


def readable(outer: UUID | str, wanted: str, more: Iterable[str] = ()) -> str:
    """A short key that leads to this id again, else the id itself."""
    for guess in (*more, *_GUESSES):
        if str(inner_id(outer, guess)) == wanted:
            return guess
    return wanted


def number(value: Any) -> int | float:
    """A decimal as YAML shows it."""
    exact = Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _ids(outer: str, part: str, items: list[Raw]) -> list[str] | None:
    """Ids to write out, or None if they are the derived ones."""
    ids = [str(item["id"]) for item in items]
    derived = [str(part_id(outer, part, n)) for n in range(len(ids))]
    return None if ids == derived else ids


def _with_keys(made: Raw, outer: str, **parts: list[Raw]) -> Raw:
    written = {part: ids for part, items in parts.items() if (ids := _ids(outer, part, items))}
    if written:
        made = {**made, "keys": written}
    return made


def _filled(**fields: Any) -> Raw:
    """Fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", False, [])}


def _values(items: list[Raw]) -> list[Any]:
    return [item["value"] for item in items]


class Unblocks:
    """Turns stream data of one language version into archive data."""

    def __init__(self, language: str, names: Names) -> None:
        self.language, self.names = language, names

    def lesson(self, lesson: UUID, raw: Iterable[Raw]) -> list[Raw]:
        made: list[Raw] = []
        for place, block in enumerate(raw):
            kind, value, key = block["type"], block["value"], str(block["id"])
            if kind == "practice":
                made.append({kind: {"key": readable(lesson, key), "question": self.question(key, value[0])}})
                continue
            fields = getattr(self, f"_{kind}")(value, key)
            derived = key == str(block_id(lesson, place))
            made.append({kind: fields} if derived else {kind: fields, "id": key})
        return made

    def questions(self, quiz: UUID, slug: str, raw: Iterable[Raw]) -> list[Raw]:
        return [self.question(str(quiz), each, slug) for each in raw]

    def question(self, outer: str, raw: Raw, slug: str = "") -> Raw:
        value, key, kind = raw["value"], str(raw["id"]), raw["type"]
        more = [f"{slug}{letter}" for letter in ascii_lowercase] if slug else []
        made = {"key": readable(outer, key, more), "type": kind, "text": value["text"]}
        made |= _filled(hint=value.get("hint"))
        made |= _QUESTIONS[kind](self, key, value)
        points = value.get("points")
        if points is not None and number(points) != 1:
            made["points"] = number(points)
        lesson = self.names.lesson(value.get("lesson"))
        return made | _filled(explain=value.get("explain"), competence=value.get("competence"), lesson=lesson)

    def markdown(self, html: str) -> str:
        return to_markdown(html, self.language)

    def _heading(self, value: str, key: str) -> str:
        return value

    def _text(self, value: str, key: str) -> str:
        return self.markdown(value)

    def _callout(self, value: Raw, key: str) -> Raw:
        return {"kind": value["kind"], **_filled(title=value.get("title")), "text": self.markdown(value["text"])}

    def _steps(self, value: Raw, key: str) -> Raw:
        steps = [{"title": step["title"], "text": self.markdown(step["text"])} for step in _values(value["items"])]
        return _with_keys({"title": value["title"], "items": steps}, key, items=value["items"])

    def _image(self, value: Raw, key: str) -> Raw:
        words = _filled(**{name: value.get(name) for name in ("alt", "decorative", "caption", "credit")})
        return {"file": self.names.picture(value["image"]), **words}

    def _glossary(self, value: Raw, key: str) -> Raw:
        return {"term": value["term"], "text": self.markdown(value["text"])}

    def _compare(self, value: Raw, key: str) -> Raw:
        made: Raw = {"title": value["title"]}
        for side in ("left", "right"):
            own = value[side]
            made[side] = {"title": own["title"], "items": _values(own["items"])}
            if ids := _ids(key, side, own["items"]):
                made[side]["keys"] = {"items": ids}
        return made

    def _dialog(self, value: Raw, key: str) -> Raw:
        turns = [{"who": turn["who"], "text": turn["text"]} for turn in _values(value["turns"])]
        return _with_keys({"title": value["title"], "turns": turns}, key, turns=value["turns"])

    def _activity(self, value: Raw, key: str) -> Raw:
        made = {"title": value["title"], "file": self.names.activity(value["content"])}
        if value.get("question"):
            made["question"] = self.question(key, value["question"][0])
        if value.get("text"):
            made["text"] = self.markdown(value["text"])
        if (when := value.get("done_when", "never")) != "never":
            made["done_when"] = when
        return made | ({"percent": value["percent"]} if when == "scored" else {})

    def _download(self, value: Raw, key: str) -> Raw:
        return {"title": value["title"], "file": self.names.document(value["document"])}


def _choice(key: str, item: Raw) -> Raw:
    value = item["value"]
    made = {"key": readable(key, str(item["id"])), "text": value["text"]}
    return made | _filled(correct=value.get("correct"), feedback=value.get("feedback"))


def _choices(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    return {"choices": [_choice(key, item) for item in value["choices"]]}


def _truefalse(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    words = _filled(feedback_true=value.get("feedback_true"), feedback_false=value.get("feedback_false"))
    return {"correct": bool(value["correct"]), **words}


def _statements(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    return {
        "statements": [_choice(key, item) | {"correct": bool(item["value"]["correct"])} for item in value["statements"]]
    }


def _gap(key: str, item: Raw, made: Raw) -> Raw:
    derived = str(inner_id(key, f"gap/{made['key']}")) == str(item["id"])
    return made if derived else {**made, "id": str(item["id"])}


def _gaps(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    return {
        "gaps": [
            _gap(key, item, {
                "key": gap_number(item["value"], place), "accept": item["value"]["accept"].splitlines(),
                "label": item["value"]["label"]})
            for place, item in enumerate(value["gaps"], 1)
        ]
    }  # fmt: skip


def _gaps_choice(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    gaps = []
    for place, item in enumerate(value["gaps"], 1):
        own, choices = item["value"], _values(item["value"]["choices"])
        right = next((choice["text"] for choice in choices if choice["correct"]), "")
        made = {
            "key": gap_number(own, place),
            "choices": [choice["text"] for choice in choices],
            "correct": right,
            "label": own["label"],
        }
        gaps.append(_gap(key, item, _with_keys(made, str(item["id"]), choices=own["choices"])))
    return {"gaps": gaps}


def _short(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    made = {"accept": value["accept"].splitlines(), "ignore_case": bool(value["ignore_case"])}
    return made | _filled(typos=int(value.get("typos") or 0) or None)


def _number(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    made: Raw = {"correct": number(value["correct"]), "tolerance": number(value.get("tolerance") or 0)}
    return made | _filled(unit=value.get("unit"))


def _match(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    pairs = [{"left": pair["left"], "right": pair["right"]} for pair in _values(value["pairs"])]
    made = {"pairs": pairs, **_filled(extra=_values(value["extra"]))}
    return _with_keys(made, key, pairs=value["pairs"], extra=value["extra"])


def _order(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    return _with_keys({"items": _values(value["items"])}, key, items=value["items"])


def _sort(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    """Items in the order in which their ids were derived, if they were; else group by group, with their ids."""
    placed = [(item, group["value"]["name"]) for group in value["categories"] for item in group["value"]["items"]]
    place = {str(part_id(key, "items", n)): n for n in range(len(placed))}
    placed.sort(key=lambda pair: place.get(str(pair[0]["id"]), len(placed)))
    made = {
        "categories": [group["value"]["name"] for group in value["categories"]],
        "items": [{"text": item["value"], "category": name} for item, name in placed],
    }
    return _with_keys(made, key, items=[item for item, _name in placed], categories=value["categories"])


def _mark(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    return {"sentence": value["sentence"]}


def _pictures(unblocks: Unblocks, key: str, value: Raw) -> Raw:
    choices = []
    for item in value["choices"]:
        own = item["value"]
        made = {"key": readable(key, str(item["id"])), "file": unblocks.names.picture(own["image"]), "alt": own["alt"]}
        choices.append(made | _filled(correct=own.get("correct"), feedback=own.get("feedback")))
    return {"choices": choices}


def _open(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    rubric, replies = value.get("rubric") or [], value.get("replies") or []
    criteria = [{"text": each["text"], "points": number(each["points"])} for each in _values(rubric)]
    made = {"sample": value["sample"], **_filled(rubric=criteria, replies=_values(replies))}
    return _with_keys(made, key, rubric=rubric, replies=replies)


def _survey(_unblocks: Unblocks, key: str, value: Raw) -> Raw:
    return {"choices": [_choice(key, item) for item in value["choices"]]}


_QUESTIONS: dict[str, Callable[[Unblocks, str, Raw], Raw]] = {
    "single": _choices,
    "multiple": _choices,
    "truefalse": _truefalse,
    "statements": _statements,
    "gaps": _gaps,
    "gaps_choice": _gaps_choice,
    "short": _short,
    "number": _number,
    "match": _match,
    "order": _order,
    "sort": _sort,
    "mark": _mark,
    "image": _pictures,
    "open": _open,
    "survey": _survey,
}
