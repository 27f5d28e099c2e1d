"""Reading free answers: what a trainer sees of one, and what becomes of the marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

import courses.api
from courses.grading.spec import QuestionSpec
from learn.accounts.models import User
from learn.assessment.queries import waiting_responses
from learn.enrolments import attempts, scores
from learn.enrolments.models import Attempt, Response
from learn.post import letters, outbox

#: how far a criterion is met: the share of its points
LEVELS: Mapping[str, Decimal] = {"full": Decimal(1), "half": Decimal("0.5"), "none": Decimal(0)}


@dataclass(frozen=True, slots=True)
class Criterion:
    """What an answer is read for. A question without criteria has one: the answer as a whole, with the key ""."""

    key: str
    text: str
    points: Decimal

    def worth(self, level: str) -> Decimal:
        """Points for a level, with two decimals at most."""
        return (self.points * LEVELS[level]).quantize(Decimal("0.01")).normalize()

    def level_of(self, points: object) -> str:
        """The level that was worth these points; "" for none that fits."""
        return next((level for level in LEVELS if str(points) == plain(self.worth(level))), "")


def plain(points: Decimal) -> str:
    """As they are kept: "2", "0.5"."""
    return f"{points:f}"


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """One free answer as a trainer reads it: without a name."""

    response: Response
    question: QuestionSpec
    criteria: tuple[Criterion, ...]
    replies: tuple[str, ...]
    sample: str


def read_answer(response: Response) -> ReadAnswer | None:
    """The answer with its question as it was frozen; None if the question is not one that people read."""
    question = attempts.of_attempt(response.attempt).whole.question(str(response.question_key))
    if question is None or not question.needs_review:
        return None
    rubric: Sequence[Mapping[str, str]] = question.solution.get("rubric", ())
    criteria = tuple(Criterion(each["key"], each["text"], Decimal(each["points"])) for each in rubric)
    return ReadAnswer(
        response,
        question,
        criteria or (Criterion("", _("Die Antwort insgesamt"), question.points),),
        tuple(question.solution.get("replies", ())),
        str(question.solution.get("sample", "")),
    )


@transaction.atomic
def mark(answer: ReadAnswer, levels: Mapping[str, str], remark: str, by: User, now: datetime) -> Attempt:
    """Keep what a trainer gives for an answer (a level for each criterion), and settle the sitting.

    The learner gets a mail once all answers of the sitting are read. Marking again changes the points; a pass that was
    told stays. Raises NotInAttempt when the answer has been deleted meanwhile.
    """
    attempt = attempts.lock(answer.response.attempt_id)
    given = {each.key: each.worth(levels[each.key]) for each in answer.criteria}
    attempt.responses.filter(pk=answer.response.pk).update(
        raw=min(sum(given.values(), Decimal(0)), answer.question.points),
        marks={key: plain(points) for key, points in given.items()},
        remark=remark,
        reviewed=True,
        reviewer=by,
        reviewed_at=now,
    )
    enrolment = attempt.enrolment
    outline = courses.api.outline(enrolment.course_key, enrolment.language)
    scores.settle(attempt, attempts.of_attempt(attempt), outline, now)
    if not attempt.pending:
        _tell(attempt, outline)
    return attempt


def _tell(attempt: Attempt, outline: courses.api.CourseOutline | None) -> None:
    enrolment = attempt.enrolment
    user, slot = enrolment.learner.user, outline.slot_by_key(attempt.quiz_key) if outline else None
    if user is None or not user.email or outline is None or slot is None:
        return
    with translation.override(outline.language):
        link = settings.SITE_URL + reverse("result", kwargs={"course": outline.slug, "slot": slot.slug})
    letter = letters.answers_read(slot.title, outline.title, link, enrolment.language)
    outbox.write("gelesen", user.email, letter.subject, letter.text, letter.html, key=f"gelesen-{attempt.pk}")


def next_waiting(quiz_key: UUID, after: Response | None = None) -> int | None:
    """The id of the next answer that waits, after this one in the queue if there is one, else from its beginning."""
    waiting = list(waiting_responses(quiz_key).values_list("attempt__submitted_at", "pk"))
    place = (after.attempt.submitted_at, after.pk) if after else None
    later = [pk for at, pk in waiting if place is None or (at, pk) > place]
    return next(iter(later or [pk for _at, pk in waiting if after is None or pk != after.pk]), None)
