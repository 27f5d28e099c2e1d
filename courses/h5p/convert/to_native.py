"""A whole content as a quiz or a lesson of ours."""

from __future__ import annotations

from typing import Any

from courses.h5p.convert.maker import Maker
from courses.h5p.convert.native import Native, NotConvertible
from courses.h5p.convert.sets import CONVERTERS, SETS, convert_one, machine_of
from courses.h5p.convert.tame import tame
from courses.h5p.convert.values import group


def convertible(main: str) -> bool:
    """Whether contents of this library ("H5P.Blanks 1.14") can become something of ours."""
    return machine_of(main) in CONVERTERS or machine_of(main) in SETS


def to_native(main: str, content: Any, language: str) -> Native:
    """Total: any JSON gives something, with losses. Raises NotConvertible."""
    if not convertible(main):
        raise NotConvertible(main)
    made, lost = Maker(language), set[str]()
    tamed = tame(group(content), lost)
    for kind in sorted(lost):
        made.lose_whole(kind)
    convert_one(main, tamed, made)
    questions = tuple(entry for kind, entry in made.parts if kind == "question")
    alone = len(questions) == len(made.parts)
    blocks = (
        ()
        if alone
        else tuple(
            entry if kind == "block" else {"practice": {"key": entry["key"], "question": entry}}
            for kind, entry in made.parts
        )
    )
    return Native(
        title=made.title[:255],
        kind="quiz" if alone and questions else "lesson",
        pass_mark=made.pass_mark,
        draw=made.draw if alone else None,
        shuffle=made.shuffle,
        questions=questions if alone else (),
        blocks=blocks,
        losses=tuple(made.losses),
        media=made.media,
    )
