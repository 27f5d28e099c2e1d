"""QuestionSet, Column, InteractiveBook: contents in contents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from courses.h5p.convert import choice, cloze, texts, writing
from courses.h5p.convert.maker import Maker
from courses.h5p.convert.values import group, line, lines, raw, rows, truth, whole

Params = Mapping[str, Any]
DEEPEST = 30  # contents in contents


def machine_of(library: Any) -> str:
    """ "H5P.Blanks" of "H5P.Blanks 1.14"."""
    return raw(library).strip().split(" ")[0]


def convert_one(library: Any, params: Any, made: Maker, deep: int = 0, title: str = "") -> None:
    """One content with its converter; what has none is named among the losses."""
    machine = machine_of(library)
    if machine in SETS:
        made.lose_whole("too-deep", deep >= DEEPEST)
        if deep < DEEPEST:
            SETS[machine](group(params), made, deep + 1)
    elif machine in CONVERTERS:
        CONVERTERS[machine](group(params), made)
    else:
        name = machine[:80] or "?"
        made.lose_whole("unsupported", not title, name=name)
        made.lose_whole("unsupported-titled", title, name=name, title=title[:80])


def _sub(value: Any, made: Maker, deep: int) -> None:
    """A content inside another: library, params, subContentId."""
    content = group(value)
    made.key = raw(content.get("subContentId"))
    title = line(group(content.get("metadata")).get("title"))
    convert_one(content.get("library"), content.get("params"), made, deep, title)
    made.key = ""


def question_set(params: Params, made: Maker, deep: int) -> None:
    """Pass mark, pool and order are rules of the whole content; those of a set inside another content are told."""
    intro, end = group(params.get("introPage")), group(params.get("endGame"))
    made.title = made.title or line(intro.get("title"))
    made.lose_whole("intro", truth(intro.get("showIntroPage")) and lines(intro.get("introduction")))
    made.lose_ranges(end.get("overallFeedback"))
    made.lose_whole("rules", truth(params.get("disableBackwardsNavigation")))
    for each in rows(params.get("questions"), "questions"):
        if made.full:
            break
        _sub(each, made, deep)
    percent = min(max(whole(params.get("passPercentage"), 50), 0), 100)
    pool, mixed = whole(params.get("poolSize")), truth(params.get("randomQuestions"))
    if deep > 1:
        made.lose_whole("rules", pool > 0 or mixed or percent not in (0, 50))
        return
    made.pass_mark = Decimal(percent) / 100 if percent else None
    made.draw = pool if 0 < pool < len(made.parts) else None
    made.shuffle = mixed


def column(params: Params, made: Maker, deep: int) -> None:
    for each in map(group, rows(params.get("content"), "content")):
        if made.full:
            return
        _sub(each.get("content", each), made, deep)


def interactive_book(params: Params, made: Maker, deep: int) -> None:
    """Chapters one below the other, each with its heading."""
    for chapter in map(group, rows(params.get("chapters"), "chapters")):
        if made.full:
            return
        inner = chapter if "library" in chapter else group(chapter.get("chapter"))
        made.heading(line(group(inner.get("metadata")).get("title")))
        _sub(inner, made, deep)


CONVERTERS: Mapping[str, Callable[[Params, Maker], None]] = {
    "H5P.MultiChoice": choice.multi_choice,
    "H5P.TrueFalse": choice.true_false,
    "H5P.SingleChoiceSet": choice.single_choice_set,
    "H5P.Summary": choice.summary,
    "H5P.Blanks": cloze.blanks,
    "H5P.DragText": cloze.drag_text,
    "H5P.MarkTheWords": cloze.mark_the_words,
    "H5P.Essay": writing.essay,
    "H5P.Flashcards": writing.flashcards,
    "H5P.Accordion": texts.accordion,
    "H5P.Dialogcards": texts.dialogcards,
    "H5P.AdvancedText": texts.advanced_text,
    "H5P.Image": texts.image,
}
SETS: Mapping[str, Callable[[Params, Maker, int], None]] = {
    "H5P.QuestionSet": question_set,
    "H5P.Column": column,
    "H5P.InteractiveBook": interactive_book,
}
