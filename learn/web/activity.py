"""An H5P activity in a lesson, as its page asks by script: begin, report a result, keep where one stands. JSON out.

The page asks, never the frame. What a learner may keep hangs on a signed note of the beginning, so that somebody
without a record gets one by the first result alone, and the same one if it is sent twice.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

import courses.api
from courses.api import NotPlayable, StatementRefused
from learn.accounts.models import Learner
from learn.enrolments import activities
from learn.enrolments.activities import Outcome, Place, TooMany
from learn.web.gate import refused
from learn.web.learner import learner_for, learner_of, set_guest_cookie

LONGEST = 65_536  # bytes of a request: a statement or a state with its envelope
_SALT = "learn.activity"
_DAY = 86_400  # seconds a beginning is good for, as its frame

Ask = Callable[[HttpRequest, Place, dict[str, Any]], JsonResponse]


class NoSense(Exception):
    """A request no page of ours makes."""

    sentence = gettext_lazy("Das konnten wir nicht lesen. Bitte laden Sie die Seite neu.")
    status = 400


def asked(view: Ask) -> Callable[..., HttpResponseBase]:
    """Finds the activity and reads the JSON; domain errors become their sentence."""

    @wraps(view)
    @require_POST
    def inner(request: HttpRequest, course: str, slot: str, key: UUID) -> HttpResponseBase:
        place = _place(request, course, slot, key)
        if place is None:
            return _say(_("Diese Aufgabe gibt es nicht mehr. Bitte laden Sie die Seite neu."), 404)
        if (answer := refused(request, place.slot)) is not None:
            return answer
        try:
            return view(request, place, _read(request))
        except StatementRefused:
            return _say(_("Dieses Ergebnis passt nicht zur Aufgabe. Es ist nicht gespeichert."), 422)
        except (NotPlayable, TooMany, NoSense) as error:
            return _say(str(error.sentence), getattr(error, "status", 409))

    return inner


@asked
def begin(request: HttpRequest, place: Place, told: dict[str, Any]) -> JsonResponse:
    """The address of the frame and where the learner stood. Nothing is kept of somebody who is not known yet."""
    learner = learner_of(request)
    record = activities.record_of(learner.pk, place) if learner else None
    begun = record if record and record.content_key == place.activity.content_key else None
    play = courses.api.play(place.activity.content_key, begun.version if begun else None)
    if learner is None and place.activity.done_when == "viewed":
        learner = learner_for(request)
    if learner is not None:
        record = activities.begin(learner, place, play.number, timezone.now())
    sitting = signing.dumps([str(place.activity.key), play.number, uuid4().hex], salt=_SALT)
    state = record.state if record else ""
    return _answer(request, learner, {"frame": play.address, "state": state, "sitting": sitting})


@asked
def report(request: HttpRequest, place: Place, told: dict[str, Any]) -> JsonResponse:
    """Keeps a result; a guest without a record gets one by it."""
    version, seed = _sitting(place, told)
    try:
        key = UUID(str(told.get("key")))
    except ValueError as error:
        raise NoSense from error
    result = courses.api.judge(place.activity.content_key, version, told.get("statement"))
    if result.is_part or result.verb not in courses.api.FINAL:
        return JsonResponse({})
    learner = learner_for(request, seed)
    outcome = activities.report(learner, place, version, key, result, timezone.now())
    return _answer(request, learner, {"sentence": _sentence(outcome), "done": outcome.done})


@asked
def keep(request: HttpRequest, place: Place, told: dict[str, Any]) -> JsonResponse:
    """Keeps where a learner stands; of somebody without a record nothing is kept."""
    version, _seed = _sitting(place, told)
    learner, state = learner_of(request), told.get("state")
    if not isinstance(state, str):
        raise NoSense
    kept = learner is not None and activities.keep_state(learner, place, version, state, timezone.now())
    return JsonResponse({"kept": kept})


def _place(request: HttpRequest, course_slug: str, slot_slug: str, key: UUID) -> Place | None:
    course = courses.api.course(request.LANGUAGE_CODE, course_slug)
    slot = course.outline.slot(slot_slug) if course else None
    if course is None or slot is None or slot.kind != "lesson":
        return None
    found = next((each for each in courses.api.lesson_activities(slot) if each.key == key), None)
    return Place(course.outline, slot, found) if found else None


def _read(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LONGEST:  # Django itself reads no more than DATA_UPLOAD_MAX_MEMORY_SIZE
        raise NoSense
    try:
        told = json.loads(request.body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NoSense from error
    if not isinstance(told, dict):
        raise NoSense
    return told


def _no_number(name: str) -> None:
    raise ValueError(name)


def _sitting(place: Place, told: dict[str, Any]) -> tuple[int, str]:
    """Version and seed of the beginning, by our signed note."""
    try:
        key, version, seed = signing.loads(str(told.get("sitting")), salt=_SALT, max_age=_DAY)
    except (signing.BadSignature, ValueError) as error:
        raise NoSense from error
    if key != str(place.activity.key):
        raise NoSense
    return version, seed


def _sentence(outcome: Outcome) -> str:
    words = []
    if outcome.raw is not None and outcome.max:
        raw, most = (number_format(points.normalize(), use_l10n=True) for points in (outcome.raw, outcome.max))
        words.append(_("Ihr bestes Ergebnis: %(raw)s von %(max)s Punkten.") % {"raw": raw, "max": most})
    words.append(_("Diese Lektion ist damit erledigt.") if outcome.done and outcome.lesson_done else _("Gespeichert."))
    return " ".join(words)


def _answer(request: HttpRequest, learner: Learner | None, data: dict[str, Any]) -> JsonResponse:
    """With a token for the next request as soon as there is somebody to protect."""
    if learner is None:
        return JsonResponse(data)
    response = JsonResponse(data | {"token": get_token(request)})
    set_guest_cookie(response, learner)
    return response


def _say(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)
