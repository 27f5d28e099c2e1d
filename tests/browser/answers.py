"""Right and wrong answers to any question, and the hands that give them: mouse, form fields alone, keyboard."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from courses.grading.spec import QuestionSpec
from learn.web.tokens import read_token

PREFIX = "a"


def question_shown(page: Page, questions: tuple[QuestionSpec, ...]) -> QuestionSpec:
    """The question on the page, known by the signed note in its form."""
    token = read_token(page.locator("input[name=sitzung]").input_value())
    assert token is not None
    return next(question for question in questions if question.key == token.question_key)


def right_fields(question: QuestionSpec) -> dict[str, Any]:
    """Form fields with the right answer: name -> value, or a list of values for check boxes."""
    solution = question.solution
    match question.type:
        case "single" | "image":
            return {PREFIX: solution["correct"]}
        case "truefalse":
            return {PREFIX: str(solution["correct"]).lower()}
        case "multiple" | "mark":
            return {PREFIX: list(solution["correct"])}
        case "short":
            return {PREFIX: solution["accept"][0]}
        case "number":
            return {PREFIX: solution["correct"].replace(".", ",")}
        case "statements":
            return {f"{PREFIX}-{key}": str(right).lower() for key, right in solution["correct"].items()}
        case "gaps":
            return {f"{PREFIX}-{key}": texts[0] for key, texts in solution["accept"].items()}
        case "gaps_choice" | "match" | "sort":
            return {f"{PREFIX}-{key}": value for key, value in solution["correct"].items()}
        case "order":
            return {f"{PREFIX}-{key}": str(place) for place, key in enumerate(solution["correct"], 1)}
    raise AssertionError(f"no right answer known for {question.type}")


def wrong_fields(question: QuestionSpec) -> dict[str, Any]:
    """Complete, but wrong."""
    right = right_fields(question)
    public = question.public
    match question.type:
        case "single" | "image":
            return {PREFIX: next(c["key"] for c in public["choices"] if c["key"] != right[PREFIX])}
        case "multiple":
            return {PREFIX: [next(c["key"] for c in public["choices"] if c["key"] not in right[PREFIX])]}
        case "mark":
            words = [token["key"] for token in public["tokens"] if token["key"]]
            return {PREFIX: [next(key for key in words if key not in right[PREFIX])]}
        case "truefalse":
            return {PREFIX: _other_truth(right[PREFIX])}
        case "statements":
            return {name: _other_truth(value) for name, value in right.items()}
        case "short" | "gaps":
            return dict.fromkeys(right, "etwas ganz anderes")
        case "number":
            return {PREFIX: "987654"}
        case "gaps_choice":
            gaps = {gap["key"]: [c["key"] for c in gap["choices"]] for gap in public["gaps"]}
            return {n: next(c for c in gaps[n.removeprefix(f"{PREFIX}-")] if c != v) for n, v in right.items()}
        case "match":
            return _all_other(right, [item["key"] for item in public["right"]])
        case "sort":
            return _all_other(right, [item["key"] for item in public["categories"]])
        case "order":  # backwards: no two steps are in the right order
            return dict(zip(right, reversed(right.values()), strict=True))
    raise AssertionError(f"no wrong answer known for {question.type}")


def partly_fields(question: QuestionSpec) -> dict[str, Any] | None:
    """Complete, and right in part; None for a type that knows only right and wrong."""
    right = right_fields(question)
    match question.type:
        case "multiple" | "mark":
            return {PREFIX: right[PREFIX][:1]}
        case "statements" | "gaps" | "gaps_choice" | "match" | "sort":
            return wrong_fields(question) | dict([next(iter(right.items()))])
        case "order":
            *_, one, other = right
            return right | {one: right[other], other: right[one]}
    return None


def unscored_fields(question: QuestionSpec) -> dict[str, Any]:
    """Any answer to a question that knows no right one."""
    if question.type == "survey":
        return {PREFIX: question.public["choices"][0]["key"]}
    return {PREFIX: "Meine eigenen Worte."}


def _other_truth(value: str) -> str:
    return "false" if value == "true" else "true"


def _all_other(right: dict[str, Any], values: list[str]) -> dict[str, Any]:
    return {name: next(value for value in values if value != given) for name, given in right.items()}


Hand = Callable[[Page, QuestionSpec, dict[str, Any]], None]


def by_mouse(page: Page, question: QuestionSpec, fields: dict[str, Any]) -> None:
    """Click and type, then press the button. Works with and without JavaScript."""
    if question.type == "order":
        _order(page, fields, lambda button: button.click())
    else:
        for name, value in fields.items():
            _give(page, name, value)
    page.locator("form.flow button.btn:not([type=button])").first.click()


def _give(page: Page, name: str, value: Any) -> None:
    for each in value if isinstance(value, list) else [value]:
        choice = page.locator(f'input[name="{name}"][value="{each}"]')
        if choice.count() and choice.first.get_attribute("type") in ("radio", "checkbox"):
            choice.first.check()
        elif page.locator(f'select[name="{name}"]').count():
            page.locator(f'select[name="{name}"]').select_option(each)
        else:
            page.locator(f'input[name="{name}"], textarea[name="{name}"]').fill(each)


def _order(page: Page, fields: dict[str, Any], press: Callable[[Any], None]) -> None:
    """With the script: move each item up to its place by its button; without: write the places."""
    if page.locator(".order--live").count() == 0:
        for name, place in fields.items():
            page.locator(f'input[name="{name}"]').fill(place)
        return
    for place, name in enumerate(sorted(fields, key=lambda name: int(fields[name])), 1):
        row = page.locator(".order > li").filter(has=page.locator(f'input[name="{name}"]'))
        while int(row.locator(f'input[name="{name}"]').input_value()) > place:
            press(row.locator("button").first)


def by_keyboard(page: Page, question: QuestionSpec, fields: dict[str, Any]) -> None:
    """Only keys: Tab to a control, arrows and space in it, Enter on the button."""
    if question.type == "order":
        _order(page, fields, lambda button: _press_by_key(page, button.element_handle()))
    else:
        for name, value in fields.items():
            _give_by_key(page, name, value)
    enter(page, "form.flow button.btn:not([type=button])")


def tab_to(page: Page, selector: str, most: int = 250) -> None:
    """Tab until the focus is on what the selector names; the focus must always be somewhere to be seen."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("() => document.activeElement.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab")


def enter(page: Page, selector: str) -> None:
    """Follow a link or press a button by the keyboard alone."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _press_by_key(page: Page, button: Any) -> None:
    for _ in range(250):
        if button.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError("a button of the ordering cannot be reached by Tab")


def _give_by_key(page: Page, name: str, value: Any) -> None:
    control = page.locator(f'[name="{name}"]').first
    kind = control.evaluate("element => element.type")
    if kind == "radio":
        tab_to(page, f'[name="{name}"]')
        page.keyboard.press("Space")
        for _ in range(20):
            if page.evaluate("() => document.activeElement.value") == value:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name}: {value} cannot be chosen by arrow keys")
    if kind == "checkbox":
        for each in sorted(value, key=lambda key: _place(page, name, key)):
            tab_to(page, f'[name="{name}"][value="{each}"]')
            page.keyboard.press("Space")
    elif kind == "select-one":
        tab_to(page, f'[name="{name}"]')
        for _ in range(20):
            if page.evaluate("() => document.activeElement.value") == value:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name}: {value} cannot be chosen by arrow keys")
    else:
        tab_to(page, f'[name="{name}"]')
        page.keyboard.press("Control+a")
        page.keyboard.type(value)


def _place(page: Page, name: str, key: str) -> int:
    values: list[str] = page.locator(f'[name="{name}"]').evaluate_all("all => all.map(each => each.value)")
    return values.index(key)
