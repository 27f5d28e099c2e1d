"""What an answered question costs: CPU time of gunicorn's workers, SQL statements, commits; and two pages beside it.

Prints a table with the limits and writes build/answer-ENGINE.json. "database" is PostgreSQL's own CPU time. Of several
rounds the median counts: the machine may be busy with other things.
"""

import json
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import pytest
from django.db import connection

from tests.machinery.processes import cpu_ms, database_processes
from tests.machinery.quiz import Course, accounts
from tests.machinery.site import ROOT, NewSite, Site
from tests.machinery.visitor import Answer, Visitor

ROUNDS = 3
PEOPLE = 10  # in a round; each answers all questions
PAGES = 100  # in a round

Request = Callable[[], Answer]
# Makes requests of one kind, measures them as a whole, and gives what came back.
Measure = Callable[[str, Sequence[Request]], list[Answer]]


class Limit(NamedTuple):
    cpu_ms: float
    sql: int
    commits: int


LIMITS = {"answer": Limit(18, 8, 1)}
# What we aim at; told beside the figure, but a busy machine may miss it.
GOALS = {"lesson, signed in": Limit(11, 5, 0), "course, from the cache": Limit(3, 0, 0)}


class Costs:
    """What one request of each kind cost, a figure a round, and what its statements were at most."""

    def __init__(self) -> None:
        self.cpu: dict[str, list[float]] = defaultdict(list)
        self.database: dict[str, list[float]] = defaultdict(list)
        self.sql: dict[str, int] = {}
        self.commits: dict[str, int] = {}

    def clock(self, site: Site) -> Measure:
        workers = site.workers()

        def measure(kind: str, requests: Sequence[Request]) -> list[Answer]:
            behind = database_processes()
            before, database_before = cpu_ms(workers), cpu_ms(behind)
            answers = [request() for request in requests]
            self.cpu[kind].append((cpu_ms(workers) - before) / len(requests))
            self.database[kind].append((cpu_ms(behind) - database_before) / len(requests))
            return answers

        return measure

    def count(self, kind: str, requests: Sequence[Request]) -> list[Answer]:
        answers = [request() for request in requests]
        self.sql[kind] = max(int(answer.headers["X-SQL"]) for answer in answers)
        self.commits[kind] = max(int(answer.headers["X-Commits"]) for answer in answers)
        return answers


def warm_up(_kind: str, requests: Sequence[Request]) -> list[Answer]:
    """Both workers get to know the course, templates and statements."""
    return [request() for request in requests]


def ready(site: Site, course: Course, person: dict[str, str], number: int) -> Visitor:
    """Somebody who is signed in and has read all lessons: the last answer completes the course."""
    visitor = Visitor(site.port, f"127.0.1.{number}")

    def post(address: str, page: str, fields: dict[str, str]) -> None:
        token = visitor.get(page).hidden("csrfmiddlewaretoken") or {}
        assert visitor.post(address, token | fields).status in (302, 303)

    post(course.log_in, course.log_in, person)
    for lesson in course.lessons:
        post(f"{lesson}erledigt/", lesson, {})
    return visitor


def learn(course: Course, visitors: Sequence[Visitor], pages: int, measure: Measure) -> None:
    """What happens in a quiz, step by step, so that each step can be measured apart."""

    def answer(kind: str, opened: Sequence[tuple[Visitor, str, Answer]]) -> None:
        posts = [partial(visitor.post, place, course.fill(page).fields) for visitor, place, page in opened]
        assert {done.status for done in measure(kind, posts)} == {303}

    first, *others = course.places
    answer("first answer", [(visitor, first, visitor.get(first)) for visitor in visitors])
    there = [(visitor, place) for place in others for visitor in visitors]
    shown = measure("question page", [partial(visitor.get, place) for visitor, place in there])
    opened = [(visitor, place, page) for (visitor, place), page in zip(there, shown)]
    answer("answer", [each for each in opened if each[1] != others[-1]])
    measure("feedback page", [partial(visitor.get, place) for visitor, place in there if place != others[-1]])
    measure("lesson, signed in", [partial(visitors[0].get, course.lessons[1])] * pages)
    answer("last answer, certificate", [each for each in opened if each[1] == others[-1]])
    measure("result page", [partial(visitor.get, course.result) for visitor in visitors])
    measure("course, from the cache", [partial(Visitor(visitors[0].port).get, course.start)] * pages)


def publish(costs: Costs) -> list[str]:
    """Prints the table, writes the file; what is over its limit."""
    figures, over = {}, []
    print(f"\n{connection.vendor:26} CPU ms  (rounds)     database  SQL  commits  limit")
    for kind, rounds in costs.cpu.items():
        cpu, database = statistics.median(rounds), statistics.median(costs.database[kind])
        cost = Limit(round(cpu, 1), costs.sql[kind], costs.commits[kind])
        limit, goal = LIMITS.get(kind), GOALS.get(kind)
        aim = limit or goal
        words = f"{aim.cpu_ms} ms, {aim.sql} SQL, {aim.commits} commits{' (goal)' if goal else ''}" if aim else ""
        spread = f"{min(rounds):.1f} to {max(rounds):.1f}"
        print(f"{kind:26} {cpu:6.1f}  {spread:12} {database:8.1f}  {cost.sql:3}  {cost.commits:7}  {words}")
        figures[kind] = {"rounds": rounds, "database_cpu_ms": database, "cost": cost._asdict()}
        figures[kind]["limit"] = limit._asdict() if limit else None
        if limit and any(is_ > most for is_, most in zip(cost, limit)):
            over.append(f"{kind}: {cost} instead of {limit}")
    (ROOT / "build" / f"answer-{connection.vendor}.json").write_text(json.dumps(figures, indent=2))
    return over


@pytest.mark.bench
@pytest.mark.django_db(transaction=True)
def test_an_answer_costs_little(course: Course, new_site: NewSite) -> None:
    site, costs = new_site(workers=2), Costs()
    people = enumerate(accounts(2 + PEOPLE * (1 + ROUNDS)), 1)

    def some(number: int) -> list[Visitor]:
        return [ready(site, course, person, place) for place, person in (next(people) for _ in range(number))]

    site.start(["tests.machinery.counting.CountingMiddleware"])
    site.wait()
    learn(course, some(1), 10, warm_up)
    learn(course, some(1), 1, costs.count)
    site.kill()
    site.start()
    site.wait()
    learn(course, some(PEOPLE), 20, warm_up)
    for _ in range(ROUNDS):
        learn(course, some(PEOPLE), PAGES, costs.clock(site))
    assert not publish(costs)
