"""What a converted question must hold to pass the check of an archive: mended where that is safe, told where not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from courses.h5p.convert.native import Entry

TEXT, LINE = 20_000, 500  # letters, as in the archive
MOST = 100  # answers, gaps, criteria of one question; it has at most as many points


class Teller(Protocol):
    """Who is told of losses."""

    def lose(self, kind: str, when: Any = True, **detail: str) -> None: ...

    def cut(self, text: str, most: int) -> str: ...


Fields = dict[str, Any]


def _texts(told: Teller, fields: Fields) -> Fields:
    return {name: told.cut(value, TEXT) if isinstance(value, str) else value for name, value in fields.items()}


def _choices(told: Teller, fields: Fields) -> Fields:
    """At least two answers, none empty, none twice."""
    written: list[Entry] = [choice for choice in fields["choices"] if choice["text"]]
    told.lose("empty-answer", len(written) < len(fields["choices"]))
    told.lose("too-many-answers", len(written) > MOST, most=str(MOST))
    choices = [_texts(told, choice) for choice in written[:MOST]]
    told.lose("one-choice", len(choices) < 2)
    told.lose("no-key", not any(choice.get("correct") for choice in choices))
    _no_twins(told, [choice["text"] for choice in choices])
    return _texts(told, fields) | {"choices": choices}


def _several(told: Teller, fields: Fields) -> Fields:
    fields = _choices(told, fields)
    told.lose("all-right", fields["choices"] and all(choice.get("correct") for choice in fields["choices"]))
    return fields


def _no_twins(told: Teller, texts: list[str]) -> None:
    told.lose("twins", len({text.strip().casefold() for text in texts}) < len(texts))


def _gaps(told: Teller, fields: Fields) -> Fields:
    gaps = [
        gap | {"label": told.cut(gap["label"], LINE), "accept": [told.cut(word, LINE) for word in gap["accept"]]}
        for gap in fields["gaps"]
    ]
    told.lose("no-key", not gaps)
    return fields | {"gaps": gaps}


def _gaps_choice(told: Teller, fields: Fields) -> Fields:
    gaps: list[Entry] = fields["gaps"]
    told.lose("no-key", not gaps)
    if gaps:  # all have the same words
        _no_twins(told, gaps[0]["choices"])
    cut = {word: told.cut(word, LINE) for gap in gaps[:1] for word in gap["choices"]}
    words = list(dict.fromkeys(cut.values()))
    gaps = [
        gap | {"label": told.cut(gap["label"], LINE), "choices": words, "correct": cut[gap["correct"]]} for gap in gaps
    ]
    told.lose("one-choice", gaps and len(words) < 2)
    return fields | {"gaps": gaps}


def _short(told: Teller, fields: Fields) -> Fields:
    told.lose("no-key", not fields["accept"])
    return _texts(told, fields) | {"accept": [told.cut(word, LINE) for word in fields["accept"]]}


def _open(told: Teller, fields: Fields) -> Fields:
    rubric = [each | {"text": told.cut(each["text"], LINE)} for each in fields.get("rubric", ())]
    told.lose("too-many-answers", len(rubric) > MOST, most=str(MOST))
    told.lose("no-key", not fields["sample"])
    return _texts(told, fields) | {"rubric": rubric[:MOST]}


def _mark(told: Teller, fields: Fields) -> Fields:
    sentence = told.cut(fields["sentence"], TEXT)
    told.lose("no-key", "[[" not in sentence)
    return fields | {"sentence": sentence}


#: for each type the fields it cannot do without, and what makes them fit
FITTING: Mapping[str, tuple[tuple[str, ...], Callable[[Teller, Fields], Fields]]] = {
    "single": (("choices",), _choices),
    "multiple": (("choices",), _several),
    "truefalse": (("correct",), _texts),
    "gaps": (("gaps",), _gaps),
    "gaps_choice": (("gaps",), _gaps_choice),
    "short": (("accept",), _short),
    "mark": (("sentence",), _mark),
    "open": (("sample",), _open),
}
