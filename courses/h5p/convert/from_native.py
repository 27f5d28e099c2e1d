"""A quiz of ours as a content of H5P, for sites that have its libraries; what H5P cannot say is among the losses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courses.h5p.convert.german import WORDS
from courses.h5p.convert.native import Entry, Loss

_GAP = re.compile(r"\[\[(.+?)\]\]")
_QUESTION = ("H5P.Question 1.5", "H5P.JoubelUI 1.3", "H5P.Transition 1.0", "H5P.FontIcons 1.0", "FontAwesome 4.5")
_TEXTS = (*_QUESTION, "H5P.TextUtilities 1.3")
#: what each type needs at its side to be played, besides itself
NEEDS: Mapping[str, tuple[str, ...]] = {
    "H5P.MultiChoice 1.16": _QUESTION,
    "H5P.TrueFalse 1.8": _QUESTION,
    "H5P.Blanks 1.14": (*_TEXTS, "H5P.Image 1.1"),
    "H5P.DragText 1.10": (*_QUESTION, "jQuery.ui 1.10"),
    "H5P.MarkTheWords 1.11": (*_QUESTION, "H5P.KeywordSelector 1.0"),
    "H5P.Essay 1.5": _TEXTS,
    "H5P.QuestionSet 1.21": (*_QUESTION, "H5P.Video 1.6"),
}
_BY_MACHINE = {name.split(" ")[0]: name for name in NEEDS}


@dataclass(frozen=True, slots=True)
class H5PExport:
    """`main` as "H5P.Blanks 1.14"; `metadata` is h5p.json, `content` is content.json."""

    main: str
    content: Mapping[str, Any]
    metadata: Mapping[str, Any]
    losses: tuple[Loss, ...]

    @property
    def empty(self) -> bool:
        """Whether no question could be said at all."""
        return not self.content.get("questions", True)


def from_native(quiz: Mapping[str, Any], language: str) -> H5PExport:
    """One question as itself, several as a question set. A quiz of which nothing can be said gives an empty set."""
    losses: list[Loss] = []
    made: list[tuple[str, Entry, str]] = []
    for number, question in enumerate(quiz.get("questions", ()), 1):
        found = _converted(question, str(number), losses)
        keys = [str(question["key"]), *(f"{question['key']}-{part}" for part in range(2, len(found) + 1))]
        made += [(machine, params, key) for (machine, params), key in zip(found, keys)]
    losses += _rules(quiz, len(made))
    if len(made) == 1:
        (machine, params, _key), main = made[0], _BY_MACHINE[made[0][0]]
        content = _with_words(machine, params)
    else:
        main, content = _BY_MACHINE["H5P.QuestionSet"], _set(quiz, made)
    libraries = list(dict.fromkeys([main, *(_BY_MACHINE[machine] for machine, _params, _key in made)]))
    needed = dict.fromkeys([*libraries, *(each for name in libraries for each in NEEDS[name])])
    metadata = {
        "title": quiz["title"],
        "language": language.split("-", maxsplit=1)[0],
        "mainLibrary": main.split(" ")[0],
        "embedTypes": ["iframe"],
        "license": "U",
        "authors": [],
        "preloadedDependencies": [_dependency(name) for name in needed],
    }
    return H5PExport(main, content, metadata, tuple(losses))


def _rules(quiz: Mapping[str, Any], count: int) -> Iterator[Loss]:
    """What the quiz asks for that H5P does not know, or not for a single question."""
    percent = Decimal(str(quiz.get("pass_mark") or 0)) * 100
    if count and (quiz.get("mode") == "assessed" or percent % 1):  # whole percents only
        yield Loss("rules")
    elif count == 1 and percent:
        yield Loss("pass-mark")


def _dependency(name: str) -> Entry:
    machine, version = name.split(" ")
    major, minor = version.split(".")
    return {"machineName": machine, "majorVersion": int(major), "minorVersion": int(minor)}


def _set(quiz: Mapping[str, Any], made: list[tuple[str, Entry, str]]) -> Entry:
    pass_mark = Decimal(str(quiz.get("pass_mark") or 0))
    return {
        "introPage": {"showIntroPage": False},
        "progressType": "textual",
        "passPercentage": int(pass_mark * 100),
        "questions": [
            {
                "library": _BY_MACHINE[machine],
                "params": _with_words(machine, params),
                "subContentId": key,  # usually a UUID, but H5P only compares it; so the way back finds our key again
                "metadata": {"title": key, "license": "U", "contentType": machine.removeprefix("H5P.")},
            }
            for machine, params, key in made
        ],
        "poolSize": int(quiz.get("draw") or 0),
        "randomQuestions": bool(quiz.get("shuffle", False)),
        **WORDS["H5P.QuestionSet"],
        "endGame": {"showResultPage": True},
    }


def _with_words(machine: str, params: Entry) -> Entry:
    made = dict(params)
    for name, words in WORDS[machine].items():
        own = made.get(name)
        made[name] = {**own, **words} if isinstance(own, dict) and isinstance(words, dict) else words
    return made


def _converted(question: Mapping[str, Any], where: str, losses: list[Loss]) -> list[tuple[str, Entry]]:
    kind = str(question["type"])
    found = _KINDS[kind](question, where, losses) if kind in _KINDS else []
    if not found:
        losses.append(Loss("not-in-h5p", where))
        return []
    losses += [Loss(loss, where) for name, loss in _UNSAID.items() if question.get(name)]
    if Decimal(str(question.get("points", 1))) != _points(question):
        losses.append(Loss("points", where))
    return found


_UNSAID = {
    "hint": "tip",
    "explain": "feedback-range",
    "lesson": "lesson-link",
    "competence": "competence",
    "replies": "replies",
}


def _points(question: Mapping[str, Any]) -> Decimal:
    """What the same question is worth in H5P."""
    match question["type"]:
        case "multiple":
            worth = sum(bool(choice.get("correct")) for choice in question["choices"])
        case "statements":
            worth = len(question["statements"])
        case "gaps" | "gaps_choice":
            worth = len(question["gaps"])
        case "mark":
            worth = len(_GAP.findall(question["sentence"]))
        case "open" if question.get("rubric"):
            return Decimal(str(question.get("points", 1)))  # its criteria count, see _open
        case _:
            worth = 1
    return Decimal(max(worth, 1))


def _html(text: str) -> str:
    return "".join(f"<p>{html.escape(line, quote=False)}</p>\n" for line in text.split("\n") if line.strip())


def _plain(text: str) -> str:
    """Inside a text where stars have a meaning."""
    return html.escape(text, quote=False).replace("*", "**")


Made = list[tuple[str, Entry]]


def _choices(question: Mapping[str, Any], where: str, losses: list[Loss]) -> Made:
    single = question["type"] == "single"
    answers = [
        {
            "text": f"<div>{html.escape(choice['text'], quote=False)}</div>\n",
            "correct": bool(choice.get("correct", False)),
            "tipsAndFeedback": {
                "tip": "",
                "chosenFeedback": _html(choice.get("feedback", "")),
                "notChosenFeedback": "",
            },
        }
        for choice in question["choices"]
    ]
    behaviour = {
        "type": "single" if single else "multi",
        "singlePoint": False,
        "passPercentage": 100,
        "randomAnswers": True,
        "enableRetry": True,
        "enableSolutionsButton": True,
    }
    return [("H5P.MultiChoice", {"question": _html(question["text"]), "answers": answers, "behaviour": behaviour})]


def _truefalse(question: Mapping[str, Any], where: str, losses: list[Loss]) -> Made:
    correct = bool(question["correct"])
    on_true, on_false = (html.escape(question.get(f"feedback_{name}", ""), quote=False) for name in ("true", "false"))
    behaviour = {
        "enableRetry": True,
        "enableSolutionsButton": True,
        "feedbackOnCorrect": on_true if correct else on_false,
        "feedbackOnWrong": on_false if correct else on_true,
    }
    params = {"question": _html(question["text"]), "correct": "true" if correct else "false", "behaviour": behaviour}
    return [("H5P.TrueFalse", params)]


def _statements(question: Mapping[str, Any], where: str, losses: list[Loss]) -> Made:
    losses.append(Loss("split", where))
    made: Made = []
    for each in question["statements"]:
        text = f"{question['text']}\n{each['text']}"
        feedback = each.get("feedback", "")
        single = {"text": text, "correct": each["correct"], "feedback_true": feedback, "feedback_false": feedback}
        made += _truefalse(single, where, losses)
    return made


def _in_text(question: Mapping[str, Any], starred: Callable[[Mapping[str, Any]], str]) -> str:
    """The text with each gap between stars."""
    gaps = {str(gap["key"]): gap for gap in question["gaps"]}
    pieces = _GAP.split(question["text"])
    return "".join(
        (f"*{starred(gaps[piece])}*" if piece in gaps else "") if place % 2 else _plain(piece)
        for place, piece in enumerate(pieces)
    )


def _label(gap: Mapping[str, Any]) -> str:
    """The tip of a gap, which ends at a star; where DragText has its feedback, the sign is set apart."""
    return _escaped(gap["label"].replace("*", "").replace("\\+", "\\ +").replace("\\-", "\\ -"))


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _gaps(question: Mapping[str, Any], where: str, losses: list[Loss]) -> Made:
    """Words with a sign that has a meaning in H5P cannot be said; a gap must keep at least one word."""
    accept = [
        gap | {"accept": [word for word in gap["accept"] if not set(word) & set("*/:")]} for gap in question["gaps"]
    ]
    if not all(gap["accept"] for gap in accept):
        losses.append(Loss("signs", where))
        return []
    if accept != question["gaps"] or any("*" in gap["label"] for gap in accept):
        losses.append(Loss("signs", where))
    text = _in_text(
        {"text": question["text"], "gaps": accept},
        lambda gap: f"{'/'.join(map(_escaped, gap['accept']))}:{_label(gap)}",
    )
    behaviour = {
        "caseSensitive": False,
        "acceptSpellingErrors": False,
        "enableRetry": True,
        "enableSolutionsButton": True,
    }
    pieces = [f"<p>{line}</p>\n" for line in text.split("\n")]
    return [("H5P.Blanks", {"text": "", "questions": pieces, "behaviour": behaviour})]


def _dragged(word: str) -> bool:
    """Whether DragText can say a word."""
    return not set(word) & set("*:") and "\\+" not in word and "\\-" not in word


def _gaps_choice(question: Mapping[str, Any], where: str, losses: list[Loss]) -> Made:
    right = {gap["correct"] for gap in question["gaps"]}
    others = list(dict.fromkeys(word for gap in question["gaps"] for word in gap["choices"] if word not in right))
    said = [word for word in others if _dragged(word)]
    if said != others or not all(map(_dragged, right)) or any("*" in gap["label"] for gap in question["gaps"]):
        losses.append(Loss("signs", where))
    if not all(map(_dragged, right)):
        return []
    if len({tuple(sorted(gap["choices"])) for gap in question["gaps"]}) > 1:
        losses.append(Loss("words-for-all", where))  # H5P has one set of words for all gaps
    text = _in_text(question, lambda gap: f"{_escaped(gap['correct'])}:{_label(gap)}")
    distractors = " ".join(f"*{_escaped(word)}*" for word in said)
    behaviour = {"enableRetry": True, "enableSolutionsButton": True, "instantFeedback": False}
    return [
        ("H5P.DragText", {"taskDescription": "", "textField": text, "distractors": distractors, "behaviour": behaviour})
    ]


def _mark(question: Mapping[str, Any], where: str, losses: list[Loss]) -> Made:
    pieces = _GAP.split(question["sentence"])
    if any("*" in piece for piece in pieces[1::2]):
        losses.append(Loss("signs", where))
        return []
    text = "".join(f"*{_escaped(piece)}*" if place % 2 else _plain(piece) for place, piece in enumerate(pieces))
    if any(" " in piece for piece in pieces[1::2]):
        losses.append(Loss("shape", where))  # H5P marks single words
    behaviour = {"enableRetry": True, "enableSolutionsButton": True}
    return [
        ("H5P.MarkTheWords", {"taskDescription": _html(question["text"]), "textField": text, "behaviour": behaviour})
    ]


def _open(question: Mapping[str, Any], where: str, losses: list[Loss]) -> Made:
    losses.append(Loss("essay-scoring", where))
    if any(Decimal(str(each.get("points", 1))) % 1 for each in question.get("rubric", ())):
        losses.append(Loss("points", where))  # whole points only
    keywords = [
        {
            "keyword": html.escape(each["text"], quote=False),
            "alternatives": [],
            "options": {"points": int(each.get("points", 1)), "occurrences": 1},
        }
        for each in question.get("rubric", ())
    ]
    params = {
        "taskDescription": _html(question["text"]),
        "keywords": keywords,
        "solution": {"introduction": "", "sample": _html(question["sample"])},
        "behaviour": {"inputFieldSize": "10", "enableRetry": True, "ignoreScoring": not keywords},
    }
    return [("H5P.Essay", params)]


_KINDS: Mapping[str, Callable[[Mapping[str, Any], str, list[Loss]], Made]] = {
    "single": _choices,
    "multiple": _choices,
    "truefalse": _truefalse,
    "statements": _statements,
    "gaps": _gaps,
    "gaps_choice": _gaps_choice,
    "mark": _mark,
    "open": _open,
}
