"""A question block's value as plain data: what the browser may see, apart from what is right.

Keys are block ids. Where the id of an item could betray its place (an ordering, the right side of a pair), readers get
a keyed digest of it instead: archives are public, and so is the way their ids are derived.
"""

import re
from typing import Any

from django.utils.crypto import salted_hmac

from courses.blocks.media import sent_picture
from courses.grading.quiz import scrambled

GAP = re.compile(r"\[\[(.+?)\]\]")
_TOKEN = re.compile(r"\[\[(?P<phrase>.+?)\]\]|(?P<word>\w+(?:[-’'@./:]\w+)*)|(?P<rest>[^\w\[]+|\[)")
Parts = tuple[dict[str, Any], dict[str, Any]]


def opaque(key: str) -> str:
    """A key that tells nothing about the one it stands for, stable while the server's secret is."""
    return salted_hmac("courses.question", key).hexdigest()[:24]


def lines(text: str) -> list[str]:
    """The lines of a text field, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _texts(bound: Any) -> list[dict[str, str]]:
    return [{"key": b.id, "text": b.value["text"]} for b in bound]


def _feedback(bound: Any) -> dict[str, str]:
    return {b.id: b.value["feedback"] for b in bound if b.value["feedback"]}


def _first_right(bound: Any) -> str:
    return next((b.id for b in bound if b.value["correct"]), "")


def single(_block: Any, value: Any) -> Parts:
    bound = value["choices"].bound_blocks
    return {"choices": _texts(bound)}, {"correct": _first_right(bound), "feedback": _feedback(bound)}


def multiple(_block: Any, value: Any) -> Parts:
    bound = value["choices"].bound_blocks
    right = [b.id for b in bound if b.value["correct"]]
    return {"choices": _texts(bound)}, {"correct": right, "feedback": _feedback(bound)}


def truefalse(_block: Any, value: Any) -> Parts:
    return {}, {name: value[name] for name in ("correct", "feedback_true", "feedback_false")}


def statements(_block: Any, value: Any) -> Parts:
    bound = value["statements"].bound_blocks
    right = {b.id: bool(b.value["correct"]) for b in bound}
    return {"statements": _texts(bound)}, {"correct": right, "feedback": _feedback(bound)}


def gap_number(gap: Any, place: int) -> str:
    """What stands in the text for the gap at this place (from 1) of the list: its own number, else the place."""
    return str(gap["key"]).strip() or str(place)


def _gap_text(value: Any) -> str:
    """The text with each gap's number replaced by its key."""
    keys = {gap_number(b.value, place): b.id for place, b in enumerate(value["gaps"].bound_blocks, 1)}
    return GAP.sub(lambda found: f"[[{keys.get(found[1].strip(), found[1])}]]", value["text"])


def gaps(_block: Any, value: Any) -> Parts:
    bound = value["gaps"].bound_blocks
    public = {"text": _gap_text(value), "gaps": [{"key": b.id, "label": b.value["label"]} for b in bound]}
    return public, {"accept": {b.id: lines(b.value["accept"]) for b in bound}}


def gaps_choice(_block: Any, value: Any) -> Parts:
    shown, right = [], {}
    for gap in value["gaps"].bound_blocks:
        bound = gap.value["choices"].bound_blocks
        shown.append({"key": gap.id, "label": gap.value["label"], "choices": _texts(bound)})
        right[gap.id] = _first_right(bound)
    return {"text": _gap_text(value), "gaps": shown}, {"correct": right}


def short(_block: Any, value: Any) -> Parts:
    solution = {"accept": lines(value["accept"]), "ignore_case": bool(value["ignore_case"])}
    return {"exact_case": not value["ignore_case"]}, solution | {"typos": int(value["typos"] or 0)}


def number(_block: Any, value: Any) -> Parts:
    correct = "" if value["correct"] is None else str(value["correct"])
    solution = {"correct": correct, "tolerance": str(value["tolerance"] or 0)}
    return {"unit": value["unit"]}, solution


def match(_block: Any, value: Any) -> Parts:
    pairs, extra = value["pairs"].bound_blocks, value["extra"].bound_blocks
    left = [{"key": b.id, "text": b.value["left"]} for b in pairs]
    right = [{"key": opaque(b.id), "text": b.value["right"]} for b in pairs]
    right += [{"key": opaque(b.id), "text": b.value} for b in extra]
    # in the order of their digests: the unshuffled list must not pair them either
    right.sort(key=lambda item: item["key"])
    return {"left": left, "right": right}, {"correct": {b.id: opaque(b.id) for b in pairs}}


def order(_block: Any, value: Any) -> Parts:
    items = [{"key": opaque(b.id), "text": b.value} for b in value["items"].bound_blocks]
    right = [item["key"] for item in items]
    return {"items": scrambled(items)}, {"correct": right}


def sort(_block: Any, value: Any) -> Parts:
    categories, items, right = [], [], {}
    for category in value["categories"].bound_blocks:
        categories.append({"key": category.id, "text": category.value["name"]})
        for item in category.value["items"].bound_blocks:
            key = opaque(item.id)
            items.append({"key": key, "text": item.value})
            right[key] = category.id
    items.sort(key=lambda item: item["key"])
    return {"categories": categories, "items": items}, {"correct": right}


def mark(_block: Any, value: Any) -> Parts:
    """Words carry their place as key; a marked phrase is one token."""
    tokens: list[dict[str, str | None]] = []
    right = []
    for found in _TOKEN.finditer(value["sentence"]):
        key = str(len(tokens))
        if found["phrase"]:
            tokens.append({"key": key, "text": found["phrase"]})
            right.append(key)
        elif found["word"]:
            tokens.append({"key": key, "text": found["word"]})
        else:
            tokens.append({"key": None, "text": found["rest"]})
    return {"tokens": tokens}, {"correct": right}


def image(_block: Any, value: Any) -> Parts:
    bound = value["choices"].bound_blocks
    choices = [{"key": b.id, "alt": b.value["alt"], **sent_picture(b.value["image"])} for b in bound]
    return {"choices": choices}, {"correct": _first_right(bound), "feedback": _feedback(bound)}


def open_(_block: Any, value: Any) -> Parts:
    bound = value["rubric"].bound_blocks
    rubric = [{"key": b.id, "text": b.value["text"], "points": str(b.value["points"] or 0)} for b in bound]
    solution = {"sample": value["sample"], "rubric": rubric, "replies": list(value["replies"])}
    return {"criteria": [each["text"] for each in rubric]}, solution


def survey(_block: Any, value: Any) -> Parts:
    return {"choices": _texts(value["choices"].bound_blocks)}, {}
