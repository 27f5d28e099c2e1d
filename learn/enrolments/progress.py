"""How far a learner has come in a course; progress counts by keys, so it holds in every language version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import courses.api
from courses.api import CourseOutline, Slot
from learn.accounts.models import Learner
from learn.rules.completion import judge

from . import events
from .completions import check, demand
from .enrol import enrol
from .errors import UnknownLesson
from .models import Enrolment, LessonProgress
from .queries import Facts, facts, facts_of


@dataclass(frozen=True, slots=True)
class Standing:
    """What the screens show; `percent` 0..100, `minutes_left` over the required steps still open, `next` the first."""

    enrolment_id: UUID | None
    done: frozenset[UUID]
    passed: frozenset[UUID]
    completed_on: date | None
    required: int
    done_required: int
    percent: int
    next: Slot | None
    minutes_left: int

    def is_done(self, slot: Slot) -> bool:
        """Lesson done, or quiz passed."""
        return slot.key in (self.done if slot.kind == "lesson" else self.passed)


def standing(learner_id: UUID | None, outline: CourseOutline) -> Standing:
    """One query; none for somebody who has not begun to learn."""
    return _standing(facts(learner_id, outline.key) if learner_id else None, outline)


def standings(learner_id: UUID, outlines: Iterable[CourseOutline]) -> dict[UUID, Standing]:
    """The same for several courses by their key, in one query."""
    wanted = {outline.key: outline for outline in outlines}
    known = facts_of(learner_id, wanted)
    return {key: _standing(known.get(key), outline) for key, outline in wanted.items()}


def _standing(known: Facts | None, outline: CourseOutline) -> Standing:
    done = known.done if known else frozenset()
    passed = known.passed if known else frozenset()
    completed_on = known.completed_on if known else None
    final = outline.final_quiz
    if completed_on and outline.certificate_kind == "pass" and final:
        passed |= {final.key}  # the completion outlives the attempts, which are deleted after a time
    wanted = demand(outline)
    verdict = judge(wanted, done, passed)
    asked = wanted.lessons | ({final.key} if final and wanted.needs_pass else set())
    left = [slot for slot in outline.slots if slot.key in asked and slot.key not in done and slot.key not in passed]
    return Standing(
        enrolment_id=known.enrolment_id if known else None,
        done=done,
        passed=passed,
        completed_on=completed_on,
        required=verdict.required,
        done_required=verdict.done_required,
        percent=verdict.percent,
        next=left[0] if left else None,
        minutes_left=sum(slot.minutes for slot in left),
    )


@transaction.atomic
def tick(learner: Learner, outline: CourseOutline, lesson_key: UUID, now: datetime) -> Standing:
    """Note a lesson as done (once; ticking again changes nothing) and complete the course if that was the last one.

    Raises UnknownLesson when the lesson is not in today's outline.
    """
    slot = outline.slot_by_key(lesson_key)
    if slot is None or slot.kind != "lesson":
        raise UnknownLesson
    enrolment = enrol(learner, outline.key, outline.language, now)
    _row, is_new = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson_key=lesson_key, defaults={"done_at": now}
    )
    if is_new:
        events.record(learner.pk, outline.key, events.Verb.COMPLETED, events.Kind.LESSON, lesson_key, now)
        check(enrolment, outline, now)
    return standing(learner.pk, outline)


def has_open(course_key: UUID) -> bool:
    """Whether somebody is in the course and has not completed it."""
    return Enrolment.objects.filter(course_key=course_key, completion__isnull=True).exists()


def refresh_open(course_key: UUID, now: datetime | None = None) -> int:
    """Judge all open enrolments of a course by today's outline; returns how many became complete by the edit.

    Run by a job after publishing. A completion is never taken back, so only open enrolments are looked at.
    """
    now = now or timezone.now()
    outline = courses.api.outline(course_key, "de")
    if outline is None:
        return 0
    completed = 0
    open_ones = Enrolment.objects.filter(course_key=course_key, completion__isnull=True)
    for enrolment_id in list(open_ones.values_list("pk", flat=True)):
        with transaction.atomic():
            held = Enrolment.objects.select_for_update(of=("self",)).select_related("learner__user")
            enrolment = held.filter(pk=enrolment_id).first()  # None: joined or erased meanwhile
            completed += enrolment is not None and check(enrolment, outline, now) is not None
    return completed
