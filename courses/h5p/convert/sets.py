"""QuestionSet, Column, InteractiveBook: contents in contents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from courses.h5p.convert import choice, cloze, texts, writing
from courses.h5p.convert.maker import Maker
from courses.h5p.convert.values import group, line, lines, raw, rows, truth, whole

Params = Mapping[str, Any]
DEEPEST = 8


def machine_of(library: Any) -> str:
    """ "H5P.Blanks" of "H5P.Blanks 1.14"."""
    return raw(library).strip().split(" ")[0]


def convert_one(library: Any, params: Any, made: Maker, deep: int = 0) -> None:
    """One content with its converter; what has none is named among the losses."""
    machine = machine_of(library)
    if machine in SETS and deep < DEEPEST:
        SETS[machine](group(params), made, deep + 1)
    elif machine in CONVERTERS:
        CONVERTERS[machine](group(params), made)
    else:
        made.lose("unsupported", name=machine or "?")


def _sub(value: Any, made: Maker, deep: int) -> None:
    """A content inside another: library, params, subContentId."""
    content = group(value)
    made.key = raw(content.get("subContentId"))
    convert_one(content.get("library"), content.get("params"), made, deep)
    made.key = ""


def question_set(params: Params, made: Maker, deep: int) -> None:
    intro, end = group(params.get("introPage")), group(params.get("endGame"))
    made.title = made.title or line(intro.get("title"))
    made.lose("intro", truth(intro.get("showIntroPage")) and lines(intro.get("introduction")))
    made.lose_ranges(end.get("overallFeedback"))
    made.lose("rules", truth(params.get("disableBackwardsNavigation")))
    percent = min(max(whole(params.get("passPercentage"), 50), 0), 100)
    made.pass_mark = Decimal(percent) / 100 if percent else None
    for each in rows(params.get("questions"), "questions"):
        _sub(each, made, deep)
    pool = whole(params.get("poolSize"))
    made.draw = pool if 0 < pool < len(made.parts) else None
    made.shuffle = truth(params.get("randomQuestions"))


def column(params: Params, made: Maker, deep: int) -> None:
    for each in map(group, rows(params.get("content"), "content")):
        _sub(each.get("content", each), made, deep)


def interactive_book(params: Params, made: Maker, deep: int) -> None:
    """Chapters one below the other, each with its heading."""
    for chapter in map(group, rows(params.get("chapters"), "chapters")):
        inner = chapter if "library" in chapter else group(chapter.get("chapter"))
        if title := line(group(inner.get("metadata")).get("title")):
            made.block("heading", title)
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
