"""Archive -> stream data: blocks with every id written, in the form the CMS itself stores."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Protocol
from uuid import UUID

from courses.exchange.archive.ids import as_uuid, block_id, inner_id, part_ids
from courses.exchange.archive.markup import to_html

Raw = dict[str, Any]


class Media(Protocol):
    """Where pictures and documents of the archive have got their ids."""

    def picture(self, name: str) -> int: ...

    def document(self, name: str, title: str) -> int: ...

    def activity(self, name: str) -> int: ...


def entries(ids: list[str], values: list[Any]) -> list[Raw]:
    """A list as the CMS stores it."""
    return [{"type": "item", "value": value, "id": each} for each, value in zip(ids, values, strict=True)]


class Blocks:
    """Turns the blocks of one language version into stream data."""

    def __init__(self, language: str, media: Media, lessons: Mapping[str, int] = MappingProxyType({})) -> None:
        """`lessons`: the page of each lesson of the course by its key, for questions that name one."""
        self.language, self.media, self.lessons = language, media, lessons

    def lesson(self, lesson: UUID, blocks: list[Mapping[str, Any]]) -> list[Raw]:
        """The body of a lesson."""
        made = []
        for number, block in enumerate(blocks):
            name = next(each for each in block if each != "id")
            value = block[name]
            if name == "practice":
                key = inner_id(lesson, str(value["key"]))
                made.append({"type": name, "value": [self.question(key, value["question"])], "id": str(key)})
                continue
            key = as_uuid(str(block.get("id", ""))) or block_id(lesson, number)
            made.append({"type": name, "value": getattr(self, f"_{name}")(value, key), "id": str(key)})
        return made

    def questions(self, quiz: UUID, questions: list[Mapping[str, Any]]) -> list[Raw]:
        """The questions of a quiz."""
        return [self.question(quiz, each) for each in questions]

    def question(self, outer: UUID, q: Mapping[str, Any]) -> Raw:
        key = inner_id(outer, str(q["key"]))
        value = {
            "text": q["text"].strip(),
            "hint": (q.get("hint") or "").strip(),
            "explain": (q.get("explain") or "").strip(),
            "points": str(q.get("points", 1)),
            "competence": q.get("competence") or "",
            "lesson": self.lessons.get(str(q.get("lesson"))),
            **_QUESTIONS[q["type"]](self, key, q),
        }
        return {"type": q["type"], "value": value, "id": str(key)}

    def html(self, text: str) -> str:
        return to_html(text, self.language)

    def _heading(self, value: str, key: UUID) -> str:
        return value.strip()

    def _text(self, value: str, key: UUID) -> str:
        return self.html(value)

    def _callout(self, value: Raw, key: UUID) -> Raw:
        return {"kind": value["kind"], "title": value.get("title") or "", "text": self.html(value["text"])}

    def _steps(self, value: Raw, key: UUID) -> Raw:
        ids = part_ids(key, "items", len(value["items"]), value)
        steps = [{"title": step["title"], "text": self.html(step["text"])} for step in value["items"]]
        return {"title": value["title"], "items": entries(ids, steps)}

    def _image(self, value: Raw, key: UUID) -> Raw:
        return {
            "image": self.media.picture(value["file"]),
            "alt": (value.get("alt") or "").strip(),
            "decorative": bool(value.get("decorative", False)),
            "caption": (value.get("caption") or "").strip(),
            "credit": value.get("credit") or "",
        }

    def _glossary(self, value: Raw, key: UUID) -> Raw:
        return {"term": value["term"], "text": self.html(value["text"])}

    def _compare(self, value: Raw, key: UUID) -> Raw:
        sides = {}
        for side in ("left", "right"):
            own = value[side]
            ids = part_ids(key, side, len(own["items"]), {"keys": {side: (own.get("keys") or {}).get("items")}})
            sides[side] = {"title": own["title"], "items": entries(ids, own["items"])}
        return {"title": value["title"], **sides}

    def _dialog(self, value: Raw, key: UUID) -> Raw:
        ids = part_ids(key, "turns", len(value["turns"]), value)
        turns = [{"who": turn["who"], "text": turn["text"].strip()} for turn in value["turns"]]
        return {"title": value["title"], "turns": entries(ids, turns)}

    def _download(self, value: Raw, key: UUID) -> Raw:
        return {"title": value["title"], "document": self.media.document(value["file"], value["title"])}

    def _activity(self, value: Raw, key: UUID) -> Raw:
        return {
            "title": value["title"],
            "content": self.media.activity(value["file"]),
            "question": [self.question(key, value["question"])] if value.get("question") else [],
            "text": self.html(value["text"]) if value.get("text") else "",
            "done_when": value.get("done_when", "never"),
            "percent": value.get("percent", 60),
        }


def _keyed(outer: UUID, values: list[Mapping[str, Any]], make: Callable[[Any], Raw]) -> list[Raw]:
    return entries([str(inner_id(outer, str(each["key"]))) for each in values], [make(each) for each in values])


def _choice(choice: Mapping[str, Any]) -> Raw:
    return {
        "text": choice["text"].strip(),
        "correct": bool(choice.get("correct", False)),
        "feedback": (choice.get("feedback") or "").strip(),
    }


def _choices(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    return {"choices": _keyed(key, q["choices"], _choice)}


def _truefalse(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    return {
        "correct": bool(q["correct"]),
        "feedback_true": q.get("feedback_true") or "",
        "feedback_false": q.get("feedback_false") or "",
    }


def _statements(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    return {"statements": _keyed(key, q["statements"], _choice)}


def _gap_ids(key: UUID, gaps: list[Mapping[str, Any]]) -> list[str]:
    return [str(as_uuid(str(gap.get("id", ""))) or inner_id(key, f"gap/{gap['key']}")) for gap in gaps]


def _gaps(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    gaps = [{"key": g["key"], "label": g["label"], "accept": "\n".join(g["accept"])} for g in q["gaps"]]
    return {"gaps": entries(_gap_ids(key, q["gaps"]), gaps)}


def _gaps_choice(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    ids, gaps = _gap_ids(key, q["gaps"]), []
    for own, gap in zip(ids, q["gaps"], strict=True):
        choices = [{"text": text, "correct": text == gap["correct"]} for text in gap["choices"]]
        inner = entries(part_ids(own, "choices", len(choices), gap), choices)
        gaps.append({"key": gap["key"], "label": gap["label"], "choices": inner})
    return {"gaps": entries(ids, gaps)}


def _short(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    return {
        "accept": "\n".join(q["accept"]),
        "ignore_case": bool(q.get("ignore_case", True)),
        "typos": int(q.get("typos") or 0),
    }


def _number(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    return {"correct": str(q["correct"]), "tolerance": str(q.get("tolerance") or 0), "unit": q.get("unit") or ""}


def _match(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    pairs = [{"left": pair["left"], "right": pair["right"]} for pair in q["pairs"]]
    extra = q.get("extra") or []
    return {
        "pairs": entries(part_ids(key, "pairs", len(pairs), q), pairs),
        "extra": entries(part_ids(key, "extra", len(extra), q), extra),
    }


def _order(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    return {"items": entries(part_ids(key, "items", len(q["items"]), q), q["items"])}


def _sort(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    ids = part_ids(key, "items", len(q["items"]), q)
    groups = []
    for name in q["categories"]:
        mine = [(own, item["text"]) for own, item in zip(ids, q["items"], strict=True) if item["category"] == name]
        groups.append({"name": name, "items": entries([own for own, _text in mine], [text for _own, text in mine])})
    return {"categories": entries(part_ids(key, "categories", len(groups), q), groups)}


def _mark(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    return {"sentence": q["sentence"].strip()}


def _pictures(blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    def make(choice: Mapping[str, Any]) -> Raw:
        words = _choice({**choice, "text": ""})
        return {
            "image": blocks.media.picture(choice["file"]),
            "alt": choice["alt"].strip(),
            "correct": words["correct"],
            "feedback": words["feedback"],
        }

    return {"choices": _keyed(key, q["choices"], make)}


def _open(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    rubric = [{"text": each["text"].strip(), "points": str(each.get("points", 1))} for each in q.get("rubric") or ()]
    replies = [reply.strip() for reply in q.get("replies") or ()]
    return {
        "sample": q["sample"].strip(),
        "rubric": entries(part_ids(key, "rubric", len(rubric), q), rubric),
        "replies": entries(part_ids(key, "replies", len(replies), q), replies),
    }


def _survey(_blocks: Blocks, key: UUID, q: Mapping[str, Any]) -> Raw:
    return {"choices": _keyed(key, q["choices"], lambda choice: {"text": choice["text"].strip()})}


_QUESTIONS: dict[str, Callable[[Blocks, UUID, Mapping[str, Any]], Raw]] = {
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
