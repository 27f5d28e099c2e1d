"""MultiChoice, TrueFalse, SingleChoiceSet, Summary: choosing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courses.h5p.convert.maker import Maker
from courses.h5p.convert.native import Entry
from courses.h5p.convert.values import group, line, lines, raw, rows, truth, whole

Params = Mapping[str, Any]


def multi_choice(params: Params, made: Maker) -> None:
    """Single, where one may be chosen; else our multiple, whose points H5P counts in the same way."""
    answers = [group(each) for each in rows(params.get("answers"), "answers")]
    behaviour = group(params.get("behaviour"))
    right = sum(truth(each.get("correct")) for each in answers)
    kind = raw(behaviour.get("type")) or "auto"
    single = kind == "single" or (kind == "auto" and right == 1)
    all_or_nothing = not single and right > 1 and truth(behaviour.get("singlePoint"))
    made.lose("several-right", single and right > 1)
    made.lose("single-point", all_or_nothing)
    made.lose("pass-mark", whole(behaviour.get("passPercentage"), 100) != 100)
    made.lose("weight", any(str(each.get("weight", 1)) not in {"1", "1.0"} for each in answers))
    made.lose_media(params.get("media"))
    made.lose_ranges(params.get("overallFeedback"))
    choices, found = [], False
    for number, each in enumerate(answers, 1):
        told = each.get("tipsAndFeedback")
        feedback = group(told)
        made.lose("tip", lines(told if isinstance(told, str) else feedback.get("tip"), "tip"))
        made.lose("feedback-not-chosen", lines(feedback.get("notChosenFeedback")))
        correct = truth(each.get("correct")) and not (single and found)
        found = found or correct
        choices.append(_choice(number, line(each.get("text")), correct, lines(feedback.get("chosenFeedback"))))
    points = 1 if single or all_or_nothing else right
    made.question("single" if single else "multiple", lines(params.get("question")), points, choices=choices)


def _choice(number: int, text: str, correct: bool, feedback: str = "") -> Entry:
    entry: Entry = {"key": f"a{number}", "text": text}
    if correct:
        entry["correct"] = True
    return entry | ({"feedback": feedback} if feedback else {})


def true_false(params: Params, made: Maker) -> None:
    correct = truth(params.get("correct"))
    behaviour = group(params.get("behaviour"))
    on_right, on_wrong = (lines(behaviour.get(f"feedbackOn{name}")) for name in ("Correct", "Wrong"))
    made.lose_media(params.get("media"))
    made.lose("no-key", not correct and params.get("correct") not in (False, "false"))
    made.question(
        "truefalse",
        lines(params.get("question")),
        correct=correct,
        feedback_true=on_right if correct else on_wrong,
        feedback_false=on_wrong if correct else on_right,
    )


def single_choice_set(params: Params, made: Maker) -> None:
    """The first answer is the right one. Timers that go on by themselves are left behind, with their sounds."""
    behaviour = group(params.get("behaviour"))
    made.lose_whole("timer", truth(behaviour.get("autoContinue", True)))
    made.lose_whole("pass-mark", whole(behaviour.get("passPercentage"), 100) != 100)
    made.lose_ranges(params.get("overallFeedback"))
    for each in map(group, rows(params.get("choices"), "choices")):
        if made.full:
            return
        made.key = raw(each.get("subContentId"))
        _first_is_right(lines(each.get("question")), rows(each.get("answers"), "answers"), made)


def summary(params: Params, made: Maker) -> None:
    """One question a panel. H5P gives a point for the first try only; ours counts each answer once anyway."""
    intro = lines(params.get("intro"))
    made.lose_whole("first-try")
    made.lose_ranges(params.get("overallFeedback"))
    for each in map(group, rows(params.get("summaries"), "summaries")):
        if made.full:
            return
        made.key = raw(each.get("subContentId"))
        made.lose("tip", lines(each.get("tip"), "tip"))
        _first_is_right(intro, rows(each.get("summary"), "summary"), made)


def _first_is_right(text: str, answers: list[Any], made: Maker) -> None:
    choices = [_choice(number, line(answer), number == 1) for number, answer in enumerate(answers, 1)]
    made.question("single", text if any(choice["text"] for choice in choices) else "", choices=choices)
