"""kill -9 of the real web server under eight learners: what was acknowledged is there, once, as it was given."""

import json
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from certificates.models import Certificate
from learn.enrolments.models import Enrolment
from tests.faults.judge import Verdict, compare, kept_answers, offences
from tests.faults.learners import Book, Kept, Learner
from tests.machinery.processes import PATIENCE, pause, until
from tests.machinery.quiz import Course, accounts
from tests.machinery.site import ROOT, NewSite, Site

KILLS = 50
LEARNERS = 8
LONGEST = 3600  # seconds
SLOW_LINE = "tests.machinery.slow_line.SlowLineMiddleware"


def kill_again_and_again(site: Site, learners: list[Learner], book: Book) -> dict[str, Any]:
    """Each kill comes after some more answers, at any moment of one; the next after the site has answered again.

    Every second time acknowledgements are slow on their way, so that kills meet answers that are kept but not yet told.
    """
    chance = random.Random(KILLS)
    met, recovery = 0, []
    for number in range(1, KILLS + 1):
        goal = len(book.acknowledged) + chance.randint(1, 40)
        wait(site, book, lambda goal=goal: len(book.acknowledged) >= goal)
        pause(chance.uniform(0, 0.2))
        met += any(learner.answering for learner in learners)
        site.kill()
        killed = time.time()
        site.start([SLOW_LINE] * (number % 2))
        wait(site, book, lambda killed=killed: any(a.at > killed for a in book.acknowledged[-LEARNERS:]))
        recovery.append(time.time() - killed)
        if number % 10 == 0:
            print(f"{number} kills, {len(book.acknowledged)} answers", flush=True)
    return {
        "kills": KILLS,
        "kills_during_an_answer": met,
        "recovery_seconds_median": round(statistics.median(recovery), 1),
        "recovery_seconds_longest": round(max(recovery), 1),
    }


def wait(site: Site, book: Book, true: Callable[[], bool]) -> None:
    came = until(lambda: book.wrong or true(), PATIENCE)
    if book.wrong or not came:
        pytest.fail("\n".join([*book.wrong, site.last_words()]))


def publish(figures: dict[str, Any]) -> None:
    (ROOT / "build" / f"killed-web-{connection.vendor}.json").write_text(json.dumps(figures, indent=2))
    print(f"The web server killed under {LEARNERS} learners, {connection.vendor}:")
    for name, figure in figures.items():
        print(f"  {name.replace('_', ' '):26} {figure}")


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_killed_fifty_times(course: Course, new_site: NewSite) -> None:
    site = new_site(workers=2, threads=4)
    began = time.time()
    book = Book(patience_until=began + LONGEST)
    people = accounts(500)
    learners = [Learner(number, site.port, course, people, book) for number in range(LEARNERS)]
    site.start()
    site.wait()
    print()
    for learner in learners:
        learner.start()
    try:
        figures = kill_again_and_again(site, learners, book)
    finally:
        book.over.set()
        for learner in learners:
            learner.join(PATIENCE)
    assert not book.wrong, book.wrong
    assert not any(learner.is_alive() for learner in learners)
    site.kill()
    verdict = compare(book.acknowledged, kept_answers())
    wrong = offences(book, course)
    counted = {
        "learners": Enrolment.objects.count(),
        "certificates": Certificate.objects.count(),
        "acknowledged": len(book.acknowledged),
        "sent_again": len(book.sent_again),
    }
    publish(figures | counted | verdict._asdict() | {"offences": wrong, "seconds": round(time.time() - began)})
    assert verdict.good
    assert not wrong
    assert figures["kills_during_an_answer"] >= KILLS / 2, "too few kills met an answer on its way"
    assert verdict.saved_by_retry >= KILLS / 5, "too few kills met an answer between commit and acknowledgement"


def test_the_judge_sees_what_is_lost_doubled_or_changed() -> None:
    told = [Kept("seed", question, "a", at=10) for question in ("q1", "q2", "q3", "q4")]
    kept = [Kept("seed", "q1", "a", at=11)] * 2 + [Kept("seed", "q2", "b", at=9), Kept("seed", "q3", "a", at=9)]
    verdict = compare(told, [*kept, Kept("other", "q1", "a", at=1)])
    assert verdict == Verdict(lost=1, doubled=1, changed=1, unasked=1, saved_by_retry=2)
    assert not verdict.good
    assert compare(told, told).good
