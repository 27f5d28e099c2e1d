"""H5P activities: begun, resumed, what they report, and when they tick their lesson. Never a pass."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

import courses.api
from courses.api import Activity, CourseOutline, Reported, Slot
from learn.accounts.models import Learner

from . import events, progress
from .enrol import enrol
from .models import ActivityRecord, ActivityStatement

MAX_STATE = 32_768  # characters; what H5P contents keep is far less
MOST_A_MINUTE = 60


class TooMany(Exception):
    """More reports in a minute than a person can make."""

    sentence = _("Das waren sehr viele Ergebnisse in kurzer Zeit. Bitte warten Sie eine Minute.")
    status = 429


@dataclass(frozen=True, slots=True)
class Place:
    """Where an activity stands."""

    outline: CourseOutline
    slot: Slot
    activity: Activity


@dataclass(frozen=True, slots=True)
class Outcome:
    """After a report: the points that count, None without any; whether the activity and its lesson are done."""

    raw: Decimal | None
    max: Decimal | None
    done: bool
    lesson_done: bool


def record_of(learner_id: UUID, place: Place) -> ActivityRecord | None:
    """The record in the learner's latest sitting of the course; a copied lesson has the same keys of activities."""
    mine = ActivityRecord.objects.filter(enrolment__learner_id=learner_id, enrolment__course_key=place.outline.key)
    here = mine.filter(lesson_key=place.slot.key, activity_key=place.activity.key)
    return here.order_by("-enrolment__number").first()


@transaction.atomic
def begin(learner: Learner, place: Place, version: int, now: datetime) -> ActivityRecord:
    """The learner's record, made if this is the first time; `version` is the one that is played."""
    record = _record(learner, place, version, now)
    if (record.content_key, record.version) != (place.activity.content_key, version):
        _begin_anew(record, place, version)
    if place.activity.done_when == "viewed":
        _done(record, learner, place, now)
    return record


@transaction.atomic
def report(learner: Learner, place: Place, version: int, key: UUID, told: Reported, now: datetime) -> Outcome:
    """Keeps what the activity reports, once a key. Raises TooMany."""
    record = _record(learner, place, version, now)
    if told.is_part or told.verb not in courses.api.FINAL:
        return _outcome(record, learner, place)
    recent = record.statements.filter(at__gt=now - timedelta(minutes=1))
    if recent.exclude(key=key).count() >= MOST_A_MINUTE:
        raise TooMany
    _row, is_new = ActivityStatement.objects.get_or_create(
        record=record,
        key=key,
        defaults={
            "verb": told.verb,
            "raw": told.raw,
            "max": told.max,
            "response": told.response,
            "check_result": told.check,
            "at": now,
        },
    )
    if is_new:
        if record.statements.count() == 1:
            _log(learner, place, events.Verb.ATTEMPTED, now)
        _note_best(record, told, now)
        if _is_enough(place.activity, told):
            _done(record, learner, place, now)
    return _outcome(record, learner, place)


@transaction.atomic
def keep_state(learner: Learner, place: Place, version: int, state: str, now: datetime) -> bool:
    """Where the learner stands in this version, to go on from there.

    False before anything was begun, for another version than the learner's, and for what is too long or no text.
    """
    record = record_of(learner.pk, place)
    if record is None or (record.content_key, record.version) != (place.activity.content_key, version):
        return False
    if len(state) > MAX_STATE or "\0" in state or not _is_text(state):
        return False
    ActivityRecord.objects.filter(pk=record.pk).update(state=state, changed_at=now)
    return True


def _record(learner: Learner, place: Place, version: int, now: datetime) -> ActivityRecord:
    enrolment = enrol(learner, place.outline.key, place.outline.language, now)
    record, _is_new = ActivityRecord.objects.get_or_create(
        enrolment=enrolment,
        lesson_key=place.slot.key,
        activity_key=place.activity.key,
        defaults={
            "content_key": place.activity.content_key,
            "version": version,
            "begun_at": now,
            "changed_at": now,
        },
    )
    return record


def _begin_anew(record: ActivityRecord, place: Place, version: int) -> None:
    """The trainer has chosen another content, or the version begun cannot be played any more.

    What is done stays done.
    """
    if record.content_key != place.activity.content_key:
        record.raw = record.max = None
        record.check_result = "unchecked"
    record.content_key, record.version, record.state = place.activity.content_key, version, ""
    record.save(update_fields=["content_key", "version", "state", "raw", "max", "check_result"])


def _is_text(state: str) -> bool:
    """Half of a character, as browsers may send it, is no text that a database takes."""
    return state.encode("utf-8", "replace").decode() == state


def _note_best(record: ActivityRecord, told: Reported, now: datetime) -> None:
    record.changed_at = now
    before = record.raw / record.max if record.raw is not None and record.max else None
    if told.scaled is not None and (before is None or told.scaled > before):
        record.raw, record.max, record.check_result = told.raw, told.max, told.check
    record.save(update_fields=["changed_at", "raw", "max", "check_result"])


def _is_enough(activity: Activity, told: Reported) -> bool:
    if activity.done_when == "scored":
        return told.scaled is not None and told.scaled >= activity.share
    return activity.done_when == "attempted"


def _done(record: ActivityRecord, learner: Learner, place: Place, now: datetime) -> None:
    """Noted once. The lesson is ticked when all its activities that can be done are, whenever that was."""
    if record.done_at is None:
        record.done_at = now
        record.save(update_fields=["done_at"])
        _log(learner, place, events.Verb.COMPLETED, now)
    wanted = {each.key for each in courses.api.lesson_activities(place.slot) if each.done_when != "never"}
    done = ActivityRecord.objects.filter(enrolment=record.enrolment, lesson_key=place.slot.key, done_at__isnull=False)
    if wanted <= set(done.values_list("activity_key", flat=True)):
        progress.tick(learner, place.outline, place.slot.key, now)


def _log(learner: Learner, place: Place, verb: Any, now: datetime) -> None:
    key = place.activity.key
    events.record(learner.pk, place.outline.key, verb, events.Kind.ACTIVITY, key, now, {"trust": ActivityRecord.trust})


def _outcome(record: ActivityRecord, learner: Learner, place: Place) -> Outcome:
    lesson_done = place.slot.key in progress.standing(learner.pk, place.outline).done
    return Outcome(record.raw, record.max, record.done_at is not None, lesson_done)
