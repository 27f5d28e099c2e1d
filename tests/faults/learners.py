"""Learners who know nothing but HTTP: they post an answer, and the same form again until the site says it is kept."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.machinery.processes import pause
from tests.machinery.quiz import Course
from tests.machinery.visitor import Answer, NoAnswer, Visitor

PAUSE = 0.2  # seconds between two tries
MOSTLY = 0.85  # how often an answer is right


class Ended(Exception):
    """The test is over; nothing is on its way."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer: of which sitting, to which question, what. `at`: when it was sent, or when it was kept."""

    seed: str
    question: str
    given: Any
    at: float


@dataclass
class Book:
    """What all learners together have seen. Its lists only grow, an entry at a time, so threads may share them."""

    patience_until: float
    acknowledged: list[Kept] = field(default_factory=list)
    ticked: list[tuple[str, str]] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    sent_again: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


class Learner(threading.Thread):
    """One of those who learn at the same time: one person after another, by turns with an account and as a guest."""

    def __init__(
        self, number: int, port: int, course: Course, accounts: Iterator[Mapping[str, str]], book: Book
    ) -> None:
        super().__init__(name=f"learner {number}", daemon=True)
        self.course, self.accounts, self.book = course, accounts, book
        self.chance = random.Random(number)
        self.new_visitor = lambda: Visitor(port, f"127.0.0.{number + 2}")
        self.visitor = self.new_visitor()
        self.answering = False  # an answer is on its way

    def run(self) -> None:
        try:
            while True:
                self.learn_with_account()
                self.learn_as_guest()
        except Ended:
            pass
        except Exception as error:
            self.book.wrong.append(f"{self.name}: {type(error).__name__}: {error}")

    def learn_with_account(self) -> None:
        self.visitor = self.new_visitor()
        person = next(self.accounts)
        self.post(self.course.log_in, person, expected=302)
        for lesson in self.course.lessons:
            self.post(f"{lesson}erledigt/", {}, expected=303, form_on=lesson)
            self.book.ticked.append((person["login"], lesson))
        self.sit()
        self.sit()

    def learn_as_guest(self) -> None:
        self.visitor = self.new_visitor()
        self.book.guests.append(self.answer(self.course.place(1)))
        self.sit(begun=True)
        self.sit()

    def sit(self, begun: bool = False) -> None:
        for place in self.course.places[int(begun) :]:
            self.answer(place)
        self.insist(lambda: self.visitor.get(self.course.result))

    def answer(self, place: str) -> str:
        """Answers one question and looks at the feedback. Returns the seed of the sitting."""
        page = self.insist(lambda: self.visitor.get(place))
        filled = self.course.fill(page, self.chance.random() < MOSTLY)
        self.answering = True
        answer, sent = self.bring_home(place, filled.fields, expected=303)
        self.answering = False
        assert "/frage/" in answer.location, f"an answer leads to {answer.location}"
        self.book.acknowledged.append(Kept(filled.seed, filled.question, filled.given, sent))
        self.insist(lambda: self.visitor.get(answer.location))
        return filled.seed

    def post(self, address: str, fields: Mapping[str, Any], expected: int, form_on: str = "") -> None:
        page = self.insist(lambda: self.visitor.get(form_on or address))
        token = page.hidden("csrfmiddlewaretoken") or {}
        self.bring_home(address, token | dict(fields), expected)

    def bring_home(self, address: str, fields: Mapping[str, Any], expected: int) -> tuple[Answer, float]:
        """Posts a form until it is acknowledged; also tells when the try that was acknowledged went out."""
        sent = 0.0

        def once() -> Answer:
            nonlocal sent
            sent = time.time()
            return self.visitor.post(address, fields)

        answer = self.insist(once, whatever_comes=True)
        assert answer.status == expected, f"{address}: {answer.status} {answer.text[:500]}"
        return answer, sent

    def insist(self, send: Callable[[], Answer], whatever_comes: bool = False) -> Answer:
        """The same request again until an answer comes. When the test is over, only what was posted goes on."""
        while time.time() < self.book.patience_until:
            if self.book.over.is_set() and not whatever_comes:
                raise Ended
            try:
                answer = send()
            except NoAnswer as broken:
                self.book.sent_again.append(str(broken))
                pause(PAUSE)
                continue
            assert answer.status < 500, f"{answer.status}: {answer.text[:500]}"
            return answer
        raise TimeoutError("no answer from the site until the end of the test")
