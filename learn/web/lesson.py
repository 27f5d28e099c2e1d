"""The lesson: its page, "Als erledigt markieren", and the practice questions inside it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import courses.api
from courses.api import Course, Lesson, Slot
from courses.grading.grade import grade
from learn.enrolments import progress
from learn.enrolments.progress import Standing
from learn.web import drill, quiz, quiz_pages
from learn.web.forms import read_answer, shown_question
from learn.web.gate import gone, refused, see
from learn.web.learner import learner_for, learner_of, set_guest_cookie
from learn.web.quiz_result import done_context
from learn.web.way import way


def step(request: HttpRequest, course: str, slot: str) -> HttpResponse:
    """One step of a course: a lesson, or the start page of a quiz."""
    found, place, answer = _find(request, course, slot)
    if answer is not None:
        return answer
    if place.kind == "quiz":
        return quiz.start(request, found, place)
    lesson = courses.api.lesson(request.LANGUAGE_CODE, course, slot)
    if lesson is None:
        return gone(request, found)
    learner = learner_of(request)
    standing = progress.standing(learner.pk if learner else None, found.outline)
    context = _context(found, lesson, standing) | {"learner": learner}
    if standing.completed_on and place.key in standing.done:
        context |= done_context(learner, found.outline, standing)
    return render(request, "learn/lesson.html", context)


def lesson_done(request: HttpRequest, course: str, slot: str) -> HttpResponse:
    """POST ticks the lesson and leads to the next step; ticking twice changes nothing."""
    found, place, answer = _find(request, course, slot)
    if answer is not None:
        return answer
    own = _url("step", found, place)
    if request.method != "POST" or place.kind != "lesson":
        return redirect(own)
    with transaction.atomic():
        learner = learner_for(request)
        standing = progress.tick(learner, found.outline, place.key, timezone.now())
    messages.success(request, _("„%(lesson)s“ ist erledigt.") % {"lesson": place.title})
    response = see(_after_tick(found, place, standing, own))
    return set_guest_cookie(response, learner)


def practice(request: HttpRequest, course: str, slot: str, key: UUID) -> HttpResponse:
    """POST shows the feedback to a practice question of the lesson. Nothing is stored but that it was tried."""
    found, place, answer = _find(request, course, slot)
    if answer is not None:
        return answer
    back = f"{_url('step', found, place)}#{courses.api.practice_prefix(key)}"
    there = courses.api.practice(request.LANGUAGE_CODE, course, slot, key)
    if there is None:
        return gone(request, found, _url("step", found, place))
    if request.method != "POST":
        return redirect(back)
    lesson_key, spec = there
    prefix, seed = courses.api.practice_prefix(key), courses.api.practice_seed(key)
    given, problems = read_answer(spec, request.POST, prefix, seed)
    context = _frame(found, place) | {"back_url": back, "after_url": f"{back}-weiter", "action_url": request.path}
    if problems:
        shown = shown_question(spec, seed, prefix, request.POST, problems)
        context |= {"q": shown, "errors": problems, "problems": problems, "prefix": prefix}
        return render(request, "learn/practice_question.html", context, status=422)
    drill.note(request, lesson_key, spec)
    context |= quiz_pages.reviewed(spec, given, grade(spec, given))
    return render(request, "learn/practice_feedback.html", context)


def _find(request: HttpRequest, course_slug: str, slot_slug: str) -> tuple[Course, Slot, HttpResponse | None]:
    """The course and its step in this language, or the answer to give instead."""
    course = courses.api.course(request.LANGUAGE_CODE, course_slug)
    if course is None:
        raise Http404
    slot = course.outline.slot(slot_slug)
    if slot is None:
        return course, course.outline.slots[0], gone(request, course)
    return course, slot, refused(request, slot)


def _after_tick(course: Course, slot: Slot, standing: Standing, own: str) -> str:
    """The next step; after the step that completed the course, where its certificate is."""
    final = course.outline.final_quiz
    if standing.completed_on and slot.required:
        if final is not None and final.key in standing.passed:
            return _url("result", course, final)
        return f"{own}#geschafft"
    following = course.outline.after(slot)
    return _url("step", course, following) if following else reverse("course", kwargs={"course": course.card.slug})


def _url(name: str, course: Course, slot: Slot) -> str:
    return reverse(name, kwargs={"course": course.card.slug, "slot": slot.slug})


def _frame(course: Course, slot: Slot) -> dict[str, Any]:
    card = course.card
    course_url = reverse("course", kwargs={"course": card.slug})
    return {
        "course": course,
        "slot": slot,
        "course_languages": card.languages,
        "course_url": course_url,
        "crumbs": [(_("Kurse"), reverse("catalogue")), (card.title, course_url)],
    }


def _context(course: Course, lesson: Lesson, standing: Standing) -> dict[str, Any]:
    outline, slot = course.outline, lesson.slot
    return _frame(course, slot) | {
        "lesson": lesson,
        "lesson_count": len(outline.lessons),
        "standing": standing,
        "is_done": slot.key in standing.done,
        "way": way(outline, standing, here=slot.slug),
        "previous_slot": outline.before(slot),
        "next_slot": outline.after(slot),
    }
