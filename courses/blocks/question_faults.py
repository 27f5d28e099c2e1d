"""What is wrong with one question by itself, as plain sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.blocks.question_parts import GAP
from courses.grading.spec import QuestionSpec


def question_faults(question: QuestionSpec) -> list[str]:
    """What is wrong with one question by itself: no right answer, two equal answers, gaps that do not fit."""
    if not str(question.public["text"]).strip():
        return [_("Der Text der Frage fehlt.")]
    return list(_FAULTS.get(question.type, _none)(question))


def too_many_right(block: Any, value: Any) -> list[str]:
    """Two right answers where one is to be chosen; a question spec has room for one only and does not show it."""
    choices = [value["choices"]] if block.name in ("single", "image") else []
    choices += [gap["choices"] for gap in value["gaps"]] if block.name == "gaps_choice" else []
    if all(sum(bool(choice["correct"]) for choice in each) <= 1 for each in choices):
        return []
    return [_("Es sind mehrere richtige Antworten angegeben. Bei dieser Art darf nur eine richtig sein.")]


def _none(question: QuestionSpec) -> Iterator[str]:
    return iter(())


def _equal(texts: Iterable[Any], what: str) -> Iterator[str]:
    written: dict[str, list[str]] = {}
    for text in (str(each).strip() for each in texts):
        written.setdefault(text.casefold(), []).append(text)
    for same in written.values():
        if len(same) > 1:
            params = {"what": what, "text": same[0][:60], "times": len(same)}
            yield _("%(what)s „%(text)s“ steht %(times)s-mal da.") % params


def _single(question: QuestionSpec) -> Iterator[str]:
    choices = question.public["choices"]
    if not question.solution["correct"]:
        yield _("Es ist keine richtige Antwort angegeben.")
    yield from _equal((choice.get("text") or choice.get("alt") for choice in choices), _("Die Antwort"))


def _multiple(question: QuestionSpec) -> Iterator[str]:
    right, choices = question.solution["correct"], question.public["choices"]
    if not right:
        yield _("Es ist keine richtige Antwort angegeben.")
    elif len(right) == len(choices):
        yield _("Alle Antworten sind richtig. Mindestens eine muss falsch sein.")
    yield from _equal((choice["text"] for choice in choices), _("Die Antwort"))


def _statements(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["statements"]), _("Die Aussage"))


def _survey(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["choices"]), _("Die Antwort"))


def _gaps(question: QuestionSpec) -> Iterator[str]:
    gaps = question.public["gaps"]
    marks = Counter(GAP.findall(question.public["text"]))
    for number in marks.keys() - {gap["key"] for gap in gaps}:
        yield _("Im Text steht die Lücke [[%s]]. In der Liste der Lücken fehlt sie.") % number
    for gap in gaps:
        if not marks[gap["key"]]:
            yield _("Die Lücke „%s“ steht nicht im Text, oder ihre Nummer gibt es zweimal.") % gap["label"]
        if marks[gap["key"]] > 1:
            yield _("Die Lücke „%s“ steht mehrmals im Text.") % gap["label"]
        if question.type == "gaps" and not question.solution["accept"].get(gap["key"]):
            yield _("Für die Lücke „%s“ ist keine richtige Antwort angegeben.") % gap["label"]
        if question.type == "gaps_choice":
            if not question.solution["correct"].get(gap["key"]):
                yield _("Für die Lücke „%s“ ist keine richtige Antwort angegeben.") % gap["label"]
            yield from _equal((choice["text"] for choice in gap["choices"]), _("Die Auswahl"))


def _accept(question: QuestionSpec) -> Iterator[str]:
    if not question.solution["accept"]:
        yield _("Es ist keine richtige Antwort angegeben.")


def _number(question: QuestionSpec) -> Iterator[str]:
    if not question.solution["correct"]:
        yield _("Die richtige Zahl fehlt.")


def _match(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["left"]), _("Links:"))
    yield from _equal((each["text"] for each in question.public["right"]), _("Rechts:"))


def _order(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["items"]), _("Der Schritt"))


def _sort(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["categories"]), _("Die Gruppe"))
    yield from _equal((each["text"] for each in question.public["items"]), _("Der Begriff"))
    if len(question.public["items"]) < 2:
        yield _("Zum Sortieren braucht es mindestens zwei Begriffe.")


def _mark(question: QuestionSpec) -> Iterator[str]:
    if not question.solution["correct"]:
        yield _("Im Satz ist nichts markiert. Richtige Stellen stehen in doppelten eckigen Klammern.")


_FAULTS = {
    "single": _single,
    "image": _single,
    "multiple": _multiple,
    "statements": _statements,
    "survey": _survey,
    "gaps": _gaps,
    "gaps_choice": _gaps,
    "short": _accept,
    "number": _number,
    "match": _match,
    "order": _order,
    "sort": _sort,
    "mark": _mark,
}
