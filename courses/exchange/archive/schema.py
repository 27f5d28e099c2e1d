"""The fields of an archive: which there are, which are needed, of what kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from courses.competences import COMPETENCES
from courses.exchange.archive.read import Place
from courses.models.catalogue import TINTS

Fault = tuple[Place, str]
Rule = Callable[[Any, Place], Iterator[Fault]]

AUDIENCES = ("everyone", "staff")
LEVELS = ("basic", "intermediate", "advanced")
DONE_WHEN = ("never", "viewed", "attempted", "scored")
CALLOUTS = ("tip", "remember", "warning", "example", "encourage")


@dataclass(frozen=True)
class Fields:
    """A mapping: needed and optional fields, each with its rule."""

    needed: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)

    def __call__(self, value: Any, place: Place) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield place, _("Hier werden Felder erwartet (Name: Wert).")
            return
        for name in value:
            if name not in self.needed and name not in self.optional:
                yield (*place, name), _("Das Feld „%s“ gibt es nicht.") % name
        for name in self.needed:
            if value.get(name) in (None, "", []):
                yield place, _("Das Feld „%s“ fehlt.") % name
        for name, rule in {**self.needed, **self.optional}.items():
            if value.get(name) not in (None, "", []):
                yield from rule(value[name], (*place, name))


@dataclass(frozen=True)
class ListOf:
    """A list of one kind of thing."""

    rule: Rule
    least: int = 1

    def __call__(self, value: Any, place: Place) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield place, _("Hier wird eine Liste erwartet.")
            return
        if len(value) < self.least:
            yield place, _("Hier werden mindestens %s Einträge erwartet.") % self.least
        for number, each in enumerate(value):
            yield from self.rule(each, (*place, number))


@dataclass(frozen=True)
class Words:
    """Text, perhaps of a greatest length."""

    most: int = 20_000

    def __call__(self, value: Any, place: Place) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield place, _("Hier wird Text erwartet. Zahlen und ja/nein bitte in Anführungszeichen setzen.")
        elif len(value) > self.most:
            yield place, _("Der Text ist zu lang: höchstens %s Zeichen.") % self.most
        elif not value.strip():
            yield place, _("Der Text ist leer.")


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    allowed: tuple[str, ...]

    def __call__(self, value: Any, place: Place) -> Iterator[Fault]:
        if value not in self.allowed:
            yield place, _("„%(value)s“ ist hier nicht möglich. Möglich ist: %(allowed)s.") % {
                "value": value, "allowed": ", ".join(self.allowed)}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number between two bounds; whole unless said otherwise."""

    least: float | None = None
    most: float | None = None
    whole: bool = True

    def __call__(self, value: Any, place: Place) -> Iterator[Fault]:
        kinds = (int,) if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            yield place, _("Hier wird eine Zahl erwartet.")
        elif (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            yield place, _("Die Zahl %s ist hier nicht möglich.") % value


def truth(value: Any, place: Place) -> Iterator[Fault]:
    """true or false."""
    if not isinstance(value, bool):
        yield place, _("Hier wird true oder false erwartet.")


def key(value: Any, place: Place) -> Iterator[Fault]:
    """A key: letters, digits, hyphens; also a whole id (UUID), as an export writes it."""
    if not isinstance(value, str) or not value.isascii() or not value.replace("-", "a").replace("_", "a").isalnum():
        yield place, _("Ein Schlüssel besteht aus Buchstaben, Ziffern und Bindestrichen (in Anführungszeichen).")
    elif len(value) > 80:
        yield place, _("Der Schlüssel ist zu lang.")


def file_name(value: Any, place: Place) -> Iterator[Fault]:
    """The name of a file in media/."""
    if not isinstance(value, str) or "/" in value or "\\" in value or value.startswith("."):
        yield place, _("Hier wird der Name einer Datei in media/ erwartet.")


line, text = Words(500), Words()
lines = ListOf(line)
# ids of list entries that have no key of their own; an export writes them where they cannot be derived
_LISTS = ("items", "turns", "pairs", "extra", "categories", "choices", "rubric", "replies")
KEYS: dict[str, Rule] = {"keys": Fields({}, dict.fromkeys(_LISTS, ListOf(key, 0)))}
CHOICE = Fields({"key": key, "text": text}, {"correct": truth, "feedback": text})
PICTURE = Fields({"key": key, "file": file_name, "alt": text}, {"correct": truth, "feedback": text})
STATEMENT = Fields({"key": key, "text": text, "correct": truth}, {"feedback": text})
GAP = Fields({"key": line, "accept": lines, "label": line}, {"id": key})
GAP_CHOICE = Fields({"key": line, "choices": ListOf(line, 2), "correct": line, "label": line}, {"id": key, **KEYS})
PAIR = Fields({"left": line, "right": line})
SORTED = Fields({"text": line, "category": line})
CRITERION = Fields({"text": line}, {"points": Number(0, 100, whole=False)})

_TYPES: dict[str, Fields] = {
    "single": Fields({"choices": ListOf(CHOICE, 2)}),
    "multiple": Fields({"choices": ListOf(CHOICE, 2)}),
    "truefalse": Fields({"correct": truth}, {"feedback_true": text, "feedback_false": text}),
    "statements": Fields({"statements": ListOf(STATEMENT, 2)}),
    "gaps": Fields({"gaps": ListOf(GAP)}),
    "gaps_choice": Fields({"gaps": ListOf(GAP_CHOICE)}),
    "short": Fields({"accept": lines}, {"ignore_case": truth, "typos": Number(0, 3)}),
    "number": Fields({"correct": Number(whole=False)}, {"tolerance": Number(0, whole=False), "unit": line}),
    "match": Fields({"pairs": ListOf(PAIR, 2)}, {"extra": lines}),
    "order": Fields({"items": ListOf(line, 2)}),
    "sort": Fields({"categories": ListOf(line, 2), "items": ListOf(SORTED, 2)}),
    "mark": Fields({"sentence": text}),
    "image": Fields({"choices": ListOf(PICTURE, 2)}),
    "open": Fields({"sample": text}, {"rubric": ListOf(CRITERION), "replies": ListOf(text)}),
    "survey": Fields({"choices": ListOf(Fields({"key": key, "text": text}), 2)}),
}
_ALWAYS: dict[str, Rule] = {"key": key, "type": OneOf(tuple(_TYPES)), "text": text}
_SOMETIMES: dict[str, Rule] = {
    "points": Number(0, 100, whole=False),
    "hint": text,
    "explain": text,
    "competence": OneOf(tuple(COMPETENCES)),
    "lesson": key,
    **KEYS,
}


def question(value: Any, place: Place) -> Iterator[Fault]:
    """A question: what every one has, and what its type adds."""
    kind = value.get("type") if isinstance(value, dict) else None
    own = _TYPES.get(kind, Fields()) if isinstance(kind, str) else Fields()
    if isinstance(kind, str) and kind in _TYPES:
        yield from Fields({**_ALWAYS, **own.needed}, {**_SOMETIMES, **own.optional})(value, place)
    else:
        yield from Fields(
            {"type": OneOf(tuple(_TYPES))}, dict.fromkeys(value, _any) if isinstance(value, dict) else {}
        )(value, place)


def _any(value: Any, place: Place) -> Iterator[Fault]:
    return iter(())


SIDE = Fields({"title": line, "items": lines}, KEYS)
BLOCKS: dict[str, Rule] = {
    "heading": line,
    "text": text,
    "callout": Fields({"kind": OneOf(CALLOUTS), "text": text}, {"title": line}),
    "steps": Fields({"title": line, "items": ListOf(Fields({"title": line, "text": text}))}, KEYS),
    "image": Fields({"file": file_name}, {"alt": text, "decorative": truth, "caption": text, "credit": line}),
    "glossary": Fields({"term": line, "text": text}),
    "compare": Fields({"title": line, "left": SIDE, "right": SIDE}),
    "dialog": Fields({"title": line, "turns": ListOf(Fields({"who": line, "text": text}))}, KEYS),
    "download": Fields({"title": line, "file": file_name}),
    "activity": Fields(
        {"title": Words(120), "file": file_name},
        {"question": question, "text": text, "done_when": OneOf(DONE_WHEN), "percent": Number(1, 100)},
    ),
    "practice": Fields({"key": key, "question": question}),
}


def block(value: Any, place: Place) -> Iterator[Fault]:
    """A block: one name with its content, and the id if it is not the derived one."""
    names = [name for name in value if name != "id"] if isinstance(value, dict) else []
    if len(names) != 1:
        yield place, _("Ein Block hat genau einen Namen, zum Beispiel „text“.")
    elif names[0] not in BLOCKS:
        yield (*place, names[0]), _("Den Block „%s“ gibt es nicht.") % names[0]
    elif value[names[0]] in (None, ""):
        yield (*place, names[0]), _("Der Block „%s“ ist leer.") % names[0]
    else:
        yield from BLOCKS[names[0]](value[names[0]], (*place, names[0]))


_QUIZ_EXTRA: dict[str, Rule] = {
    "pass_mark": Number(0.01, 1, whole=False), "attempts": Number(1), "draw": Number(1), "shuffle": truth,
    "feedback": OneOf(("each", "end")), "minutes": Number(1, 600), "required": truth, "slug": key,
    "counts": OneOf(("best", "last", "first")), "wait": Number(1), "limit": Number(1, 6000),
    "layout": OneOf(("one", "all")), "review": OneOf(("full", "passed", "own", "none")),
}  # fmt: skip
QUIZ = Fields(
    {"key": key, "title": line, "mode": OneOf(("practice", "assessed")), "questions": ListOf(question)}, _QUIZ_EXTRA
)
LESSON = Fields(
    {"key": key, "title": line, "minutes": Number(1, 600), "blocks": ListOf(block)},
    {"required": truth, "slug": key},
)
MODULE = Fields(
    {"key": key, "title": line},
    {"lessons": ListOf(LESSON, 0), "quiz": QUIZ, "reuses": Words(200), "slug": key},
)
COURSE = Fields(
    {
        "format": Number(1, 1),
        "key": key,
        "lang": OneOf(tuple(code for code, _name in settings.LANGUAGES)),
        "title": Words(120),
        "teaser": Words(200),
        "audience": OneOf(AUDIENCES),
        "level": OneOf(LEVELS),
        "competences": ListOf(OneOf(tuple(COMPETENCES))),
        "topics": ListOf(Words(80)),
        "minutes": Number(1, 6000),
        "outcomes": lines,
        "certificate": Fields({"kind": OneOf(("pass", "participation"))}, {"valid_months": Number(1, 240)}),
        "modules": ListOf(MODULE),
    },
    {
        "final_quiz": QUIZ,
        "picture": Fields({"file": file_name}, {"alt": text}),
        "tints": ListOf(OneOf(tuple(name for name, _label in TINTS))),
        "slug": key,
    },
)
