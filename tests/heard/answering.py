"""Answers any question by ear: Tab to a group, R to a radio button, space; or typing; or the buttons of an ordering."""

from typing import Any

from courses.grading.spec import QuestionSpec
from tests.heard.walk import Walk

# What can be answered with: fields, and the buttons that order.js puts in the place of fields.
FIRST = "form.flow :is(input, select, textarea, .order button):not([type=hidden])"
SUBMIT = "form.flow button.btn:not([type=button])"
NAMES = "[...new Set([...document.querySelectorAll('form.flow [name]:not([type=hidden])')].map(each => each.name))]"
MOVE = "nach oben"
CHOSEN = "document.activeElement.value"


def give(walk: Walk, question: QuestionSpec, fields: dict[str, Any]) -> None:
    """Fills the form in from top to bottom; does not send it."""
    if walk.ear.evaluate("document.querySelector('.order--live') !== null"):
        _order(walk, {name: int(place) for name, place in fields.items()})
        return
    for name in walk.ear.evaluate(NAMES):
        _give(walk, f'[name="{name}"]', fields[name])


def _give(walk: Walk, field: str, value: Any) -> None:
    kind = walk.ear.evaluate(f"document.querySelector({field!r}).type")
    if kind == "checkbox":
        values = walk.ear.evaluate(f"[...document.querySelectorAll({field!r})].map(each => each.value)")
        for each in sorted(value, key=values.index):
            _to(walk, f'{field}[value="{each}"]', "zur Antwort")
            walk.press("space", "ankreuzen")
        return
    _to(walk, field, "zum Feld")
    if kind == "radio":
        if walk.ear.evaluate(CHOSEN) != value:
            # Screen readers have a key for the next radio button; arrow keys move by line, and a line may hold several.
            walk.go_to(f'{field}[value="{value}"]', "zur Antwort", "r")
        walk.press("space", "auswählen")
    elif kind == "select-one":
        while walk.ear.evaluate(CHOSEN) != value:
            before = walk.ear.evaluate(CHOSEN)
            walk.press("Down", "nächste Antwort")
            assert walk.ear.evaluate(CHOSEN) != before, f"{field} has no answer {value}"
    else:
        walk.type(value, "schreiben")


def _to(walk: Walk, selector: str, what_for: str) -> None:
    if not walk.ear.focused(selector):
        walk.go_to(selector, what_for)


def _order(walk: Walk, places: dict[str, int]) -> None:
    """With the script: from the first place on, the button that moves an item up until it stands there."""
    for name in sorted(places, key=lambda name: places[name]):
        place = f"Number(document.getElementsByName({name!r})[0].value)"
        while walk.ear.evaluate(place) > places[name]:
            _to(walk, f'li:has([name="{name}"]) button:first-of-type', "zum Knopf, der nach oben schiebt")
            walk.press("Return", MOVE)
