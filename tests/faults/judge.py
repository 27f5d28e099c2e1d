"""What must be true of the database, whatever was killed: compared with what learners were told, and with itself."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F, Q, Sum

from certificates.models import Certificate
from learn.accounts.models import Learner
from learn.enrolments.models import Attempt, Completion, Enrolment, LearningEvent, LessonProgress, Response
from learn.post.models import Mail
from tests.faults.learners import Book, Kept
from tests.machinery.quiz import Course


class Verdict(NamedTuple):
    """Answers by what became of them. `saved_by_retry`: kept by a try whose acknowledgement was cut off."""

    lost: int
    doubled: int
    changed: int
    unasked: int
    saved_by_retry: int

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.changed or self.unasked)


def compare(acknowledged: Iterable[Kept], kept: Iterable[Kept]) -> Verdict:
    """Every acknowledged answer must be there once, as it was given, and nothing else."""
    told = {(a.seed, a.question): a for a in acknowledged}
    found: dict[tuple[str, str], Kept] = {}
    times: Counter[tuple[str, str]] = Counter()
    for answer in kept:
        place = (answer.seed, answer.question)
        found[place] = answer
        times[place] += 1
    both = told.keys() & found.keys()
    return Verdict(
        lost=len(told.keys() - found.keys()),
        doubled=sum(number - 1 for number in times.values()),
        changed=sum(told[place].given != found[place].given for place in both),
        unasked=len(found.keys() - told.keys()),
        saved_by_retry=sum(found[place].at < told[place].at for place in both),
    )


def kept_answers() -> list[Kept]:
    return [
        Kept(response.attempt.seed, str(response.question_key), response.answer, response.answered_at.timestamp())
        for response in Response.objects.select_related("attempt")
    ]


def offences(book: Book, course: Course) -> list[str]:
    """What does not add up in the database; readable, empty if all is well."""
    by_learner = Learner.objects.annotate(n=Count("enrolments")).exclude(n=1).exclude(n=0, user__isnull=False)
    guests = Learner.objects.filter(user__isnull=True).count()
    certified = set(Certificate.objects.values_list("award_key", flat=True))
    by_account = Completion.objects.filter(enrolment__learner__user__isnull=False)
    rows = {
        "guests": (guests, len(book.guests)),
        "learners with no or several enrolments": (by_learner.count(), 0),
        "ticked lessons": (LessonProgress.objects.count(), len(set(book.ticked))),
        "completions": (Completion.objects.count(), _fulfilled(len(course.lessons))),
        "certificates": (Certificate.objects.count(), by_account.count()),
        "mails about certificates": (Mail.objects.count(), by_account.count()),
        "events of completion": (_events("completed", "course"), Completion.objects.count()),
        "events of beginning": (_events("attempted", "quiz"), Attempt.objects.count()),
        "events of an end": (
            _events("passed", "quiz") + _events("failed", "quiz"),
            Attempt.objects.exclude(submitted_at=None).count(),
        ),
    }
    found = [f"{name}: {is_} instead of {should}" for name, (is_, should) in rows.items() if is_ != should]
    if certified != set(by_account.values_list("enrolment_id", flat=True)):
        found.append("certificates and completions belong to different people")
    return found + _attempts(len(course.questions)) + _file()


def _attempts(questions: int) -> list[str]:
    found = []
    open_ones = Attempt.objects.filter(submitted_at=None)
    twice = open_ones.values("enrolment", "quiz_key").annotate(n=Count("pk")).filter(n__gt=1)
    same_form = Attempt.objects.values("seed").annotate(n=Count("pk")).filter(n__gt=1)
    answered = Attempt.objects.annotate(n=Count("responses"), points=Sum("responses__raw"))
    half = answered.filter(Q(submitted_at=None, n=questions) | Q(submitted_at__isnull=False) & ~Q(n=questions))
    miscounted = answered.filter(submitted_at__isnull=False).exclude(raw=F("points"))
    checks = {
        "open twice": twice,
        "begun twice by one form": same_form,
        "half closed": half,
        "with a score that is not the sum of its answers": miscounted,
    }
    for name, rows in checks.items():
        if number := rows.count():
            found.append(f"{number} attempts {name}")
    return found


def _fulfilled(lessons: int) -> int:
    """Enrolments with all lessons done and the quiz passed, counted from the rows themselves."""
    passed = Attempt.objects.filter(passed=True).values("enrolment")
    return Enrolment.objects.filter(pk__in=passed).annotate(n=Count("lessons_done")).filter(n=lessons).count()


def _events(verb: str, kind: str) -> int:
    return LearningEvent.objects.filter(verb=verb, object_kind=kind).count()


def _file() -> list[str]:
    """SQLite's own opinion of its file."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        rows = cursor.fetchall()
        cursor.execute("PRAGMA foreign_key_check")
        orphans = cursor.fetchall()
    return [f"integrity_check: {row[0]}" for row in rows if row != ("ok",)] + [f"orphan: {row}" for row in orphans]
