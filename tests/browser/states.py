"""Every state in which a learner can meet a question, and the way to each: addresses, forms and links, nothing else.

`walks(place)` is the list, as plain data; `tour(page, place)` goes through it in a browser and stops at each state.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from playwright.sync_api import Page

import courses.api
from courses.grading.spec import QuestionSpec
from tests.browser.answers import PREFIX, partly_fields, right_fields, unscored_fields, wrong_fields

COURSE = "alle-aufgabentypen"
BASE = f"/de/kurse/{COURSE}"
RETRY = "Noch einmal versuchen"
SELECT_FROM = 6  # so many right sides make a match question one of selects

# The first word of the title is the first thing heard after an answer.
TITLES = {
    "nothing chosen": "Fehler:",
    "wrong": "Nicht richtig:",
    "partly right": "Teilweise richtig:",
    "right": "Richtig:",
}

Place = Literal["lesson", "practice", "assessed", "sheet"]
PLACES: tuple[Place, ...] = ("lesson", "practice", "assessed")
TOURS = (*PLACES, "sheet")  # the sheet: all questions on one page, told at the end
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One thing to do, and the state it leads to ("": only passed through). Exactly one of the three is given."""

    state: str
    open: str = ""
    submit: Fields | None = None
    follow: str = ""


@dataclass(frozen=True)
class Walk:
    """One question in one place, through its states. `prefix` begins the names of its inputs."""

    place: Place
    kind: str
    question: QuestionSpec
    prefix: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Seen:
    """A state the browser is in now. `html` is what the server sent. `walk` is None on pages without a question."""

    place: Place
    kind: str
    state: str
    html: str = field(repr=False)
    walk: Walk | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.place}, {self.kind}: {self.state}"


def kind_of(question: QuestionSpec) -> str:
    """Its type; a match question with many right sides counts as a type of its own, for it is drawn otherwise."""
    many = question.type == "match" and len(question.public["right"]) >= SELECT_FROM
    return "match-select" if many else question.type


# ---------------------------------------------------------------- the list


def walks(place: Place) -> list[Walk]:
    """All questions of a place in their order. Assessed: three sittings, of which each can give one answer only."""
    if place == "lesson":
        return [_again_and_again(place, question, *where) for question, where in _in_lessons()]
    slug = {"practice": "uebungsrunde", "assessed": "pruefungsrunde"}[place]
    quiz = courses.api.quiz("de", COURSE, slug)
    assert quiz is not None
    asked = [(question, f"{BASE}/{slug}/frage/{n}/") for n, question in enumerate(quiz.spec.questions, 1)]
    if place == "practice":
        return [_again_and_again(place, question, address, PREFIX) for question, address in asked]
    return [walk for sitting in SITTINGS for question, address in asked for walk in _once(question, address, sitting)]


def _in_lessons() -> Iterator[tuple[QuestionSpec, tuple[str, str]]]:
    course = courses.api.course("de", COURSE)
    assert course is not None
    for slot in course.outline.lessons:
        lesson = courses.api.lesson("de", COURSE, slot.slug)
        assert lesson is not None
        for key in _practice_keys(lesson.body_html):
            found = courses.api.practice("de", COURSE, slot.slug, key)
            assert found is not None
            yield found[1], (f"{BASE}/{slot.slug}/", courses.api.practice_prefix(key))


def _practice_keys(html: str) -> list[UUID]:
    return [UUID(piece.split("/", 1)[0]) for piece in html.split("/uebung/")[1:]]


def answers(question: QuestionSpec) -> dict[str, Fields]:
    """Complete answers by the state they lead to: wrong, partly right, right; or just answered."""
    if not question.is_scored or question.needs_review:
        return {"answered": unscored_fields(question)}
    partly = partly_fields(question)
    return {
        "wrong": wrong_fields(question),
        **({"partly right": partly} if partly else {}),
        "right": right_fields(question),
    }


def _again_and_again(place: Place, question: QuestionSpec, address: str, prefix: str) -> Walk:
    """Practice: after each answer that is not right one may try again."""
    steps = [Step("asked", open=address), Step("nothing chosen", submit={})]
    retry = "retry"
    for state, fields in answers(question).items():
        steps.append(Step(state, submit={prefix + name[len(PREFIX) :]: value for name, value in fields.items()}))
        if state in ("wrong", "partly right"):
            steps.append(Step(retry, follow=RETRY))
            retry = ""
    return Walk(place, kind_of(question), question, prefix, tuple(steps))


SITTINGS = ("wrong", "partly right", "right")


def _once(question: QuestionSpec, address: str, sitting: str) -> Iterator[Walk]:
    """Assessed: an answer is final. The first sitting looks at everything that comes before it too."""
    first = sitting == SITTINGS[0]
    before = [Step("asked", open=address), Step("nothing chosen", submit={})] if first else [Step("", open=address)]
    given = answers(question)
    state = "answered" if "answered" in given and sitting != "partly right" else sitting
    if state in given:
        steps = (*before, Step(state if first or question.is_scored else "", submit=given[state]))
        yield Walk("assessed", kind_of(question), question, PREFIX, steps)


# ---------------------------------------------------------------- the browser

# Fills the form in as a browser would have it, whether or not a script has changed its look, and sends it.
_SUBMIT = """([prefix, fields]) => {
  const controls = [...document.querySelectorAll("main form [name]")]
    .filter((one) => one.name === prefix || one.name.startsWith(prefix + "-"));
  for (const one of controls) {
    const values = [fields[one.name] ?? ""].flat();
    if (one.type === "radio" || one.type === "checkbox") one.checked = values.includes(one.value);
    else one.value = values[0];
  }
  const form = controls[0].form;
  form.requestSubmit(form.querySelector("button:not([type=button])"));
}"""


def take(page: Page, walk: Walk, step: Step) -> str:
    """One step; the HTML of the page it leads to."""
    if step.open:
        response = page.goto(step.open)
        assert response is not None
        return response.text()
    with page.expect_navigation() as arriving:
        if step.submit is None:
            page.locator("main").get_by_role("link", name=step.follow, exact=True).click()
        else:
            page.evaluate(_SUBMIT, [walk.prefix, dict(step.submit)])
    return arriving.value.text()


def visit(page: Page, walk: Walk) -> Iterator[Seen]:
    """One question through its states."""
    for step in walk.steps:
        html = take(page, walk, step)
        if step.state:
            yield Seen(walk.place, walk.kind, step.state, html, walk)


def tour(page: Page, place: Place) -> Iterator[Seen]:
    """All questions of a place through all their states, and the pages around them, as one learner meets them."""
    if place == "lesson":
        for walk in walks(place):
            yield from visit(page, walk)
    elif place == "practice":
        yield _look(page, place, f"{BASE}/uebungsrunde/", "start", "practice")
        for walk in walks(place):
            yield from visit(page, walk)
        yield _look(page, place, f"{BASE}/uebungsrunde/ergebnis/", "end", "practice")
    elif place == "sheet":
        yield from _sheet(page)
    else:
        yield from _assessed(page)


def _assessed(page: Page) -> Iterator[Seen]:
    start, result = f"{BASE}/pruefungsrunde/", f"{BASE}/pruefungsrunde/ergebnis/"
    every = walks("assessed")
    size = len([walk for walk in every if walk.steps[0].state == "asked"])
    later = every[size:]
    partly = [walk for walk in later if walk.steps[-1].state == "partly right"]
    yield _look(page, "assessed", start, "start", "new")
    for walk in every[:size]:
        yield from visit(page, walk)
    yield _look(page, "assessed", result, "result", "not passed")
    yield _look(page, "assessed", start, "start", "tried before")
    for walk in partly:
        yield from visit(page, walk)
    yield _look(page, "assessed", start, "start", "begun")
    yield _look(page, "assessed", result, "result", "still open")
    page.locator(f'main form[action="{result}"] button').click()
    for walk in later[len(partly) :]:
        yield from visit(page, walk)
    yield _look(page, "assessed", result, "result", "passed")
    yield _look(page, "assessed", start, "start", "passed before")


def _sheet(page: Page) -> Iterator[Seen]:
    """Empty, handed in with gaps, and handed in with each kind of answer; the results show all of them together."""
    slug = "blattrunde"
    quiz = courses.api.quiz("de", COURSE, slug)
    assert quiz is not None
    address = f"{BASE}/{slug}/alle/"
    yield _look(page, "sheet", address, "sheet", "asked")
    for number, sitting in enumerate(SITTINGS):
        if number:
            page.goto(address)
        fields: dict[str, Any] = {}
        for question in quiz.spec.questions:
            given = answers(question)
            own = given.get(sitting) or given.get("answered") or given["wrong"]
            prefix = courses.api.practice_prefix(question.key)
            fields |= {prefix + name[len(PREFIX) :]: value for name, value in own.items()}
        if not number:
            yield Seen("sheet", "sheet", "nothing chosen", _hand_in(page, {}))
        yield Seen("sheet", "sheet", f"told: {sitting}", _hand_in(page, fields))


_HAND_IN = """(fields) => {
  const form = document.querySelector("main form:has(button[value=abgeben])");
  for (const one of form.querySelectorAll("[name]:not([type=hidden], button)")) {
    const values = [fields[one.name] ?? ""].flat();
    if (one.type === "radio" || one.type === "checkbox") one.checked = values.includes(one.value);
    else one.value = values[0];
  }
  form.requestSubmit(form.querySelector("button[value=abgeben]"));
}"""


def _hand_in(page: Page, fields: Fields) -> str:
    with page.expect_navigation() as arriving:
        page.evaluate(_HAND_IN, dict(fields))
    return arriving.value.text()


def _look(page: Page, place: Place, address: str, kind: str, state: str) -> Seen:
    response = page.goto(address)
    assert response is not None
    return Seen(place, kind, state, response.text())
