"""The ONE place that listens: what must follow when a page is published, or somebody works elsewhere."""

from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

import courses.api
from learn.accounts.models import Learner
from learn.accounts.signals import memberships_changed, units_changed
from learn.enrolments import progress
from learn.queue import queue


def refresh_enrolments(sender: Any, instance: Any, **_kwargs: Any) -> None:
    """Judge open enrolments of the course anew, by a job after commit. Where nobody learns there is nothing to do."""
    if instance.live:  # Wagtail also tells of pages that were only scheduled
        # after commit: an import publishes many pages, and only then is the outline the new one
        transaction.on_commit(partial(_refresh, instance.translation_key))


def refresh_without(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The same when a page goes or moves: its place tells the courses, since no outline names it any more.

    For somebody who had only this lesson left, the course is complete now.
    """
    pages = [instance, kwargs.get("parent_page_before"), kwargs.get("parent_page_after")]
    keys = {page.translation_key for start in pages if start is not None for page in (start, *start.get_ancestors())}
    transaction.on_commit(partial(_refresh, *keys))


def _refresh(*keys: UUID) -> None:
    for course_key in _courses_with(set(keys)):
        if progress.has_open(course_key):
            queue("learn.jobs.refresh_open", course_key)


def _courses_with(wanted: set[UUID]) -> list[UUID]:
    """Courses that are, or hold, one of these; a module that is used again stands in several."""
    found = []
    for course_key in courses.api.course_keys():
        outline = courses.api.outline(course_key, "de")
        if outline is None:
            continue
        keys = {outline.key, *(module.key for module in outline.modules), *(slot.key for slot in outline.slots)}
        if keys & wanted:
            found.append(course_key)
    return found


def renew_stamp(sender: Any, instance: Any = None, **_kwargs: Any) -> None:
    """Whatever is kept of the courses is kept under the stamp; what readers see has changed."""
    courses.api.renew()


def renew_stamp_if_live(sender: Any, instance: Any, **_kwargs: Any) -> None:
    """Scheduling a page that was never live is told as a publication too; nothing has changed for readers."""
    if instance.live:
        courses.api.renew()


def _connect_stamp() -> None:
    page_published.connect(renew_stamp_if_live, dispatch_uid="learn.stamp.published")
    page_unpublished.connect(renew_stamp, dispatch_uid="learn.stamp.unpublished")
    post_page_move.connect(renew_stamp, dispatch_uid="learn.stamp.moved")
    for model in ("courses.Catalogue", "courses.Course", "courses.Module", "courses.Lesson", "courses.Quiz",
                  "courses.InfoPage"):  # fmt: skip
        post_delete.connect(renew_stamp, sender=model, dispatch_uid=f"learn.stamp.deleted.{model}")
    for model in ("wagtailcore.PageViewRestriction", "courses.Topic"):
        post_save.connect(renew_stamp, sender=model, dispatch_uid=f"learn.stamp.saved.{model}")
        post_delete.connect(renew_stamp, sender=model, dispatch_uid=f"learn.stamp.deleted.{model}")


def refresh_duties_of_members(sender: Any, users: Collection[int], **_kwargs: Any) -> None:
    """Whoever works elsewhere now may have other duties."""
    learners = Learner.objects.filter(user__in=users).values_list("pk", flat=True)
    if learners:
        queue("learn.jobs.refresh_duties_of", *learners)


def refresh_all_duties(sender: Any, **_kwargs: Any) -> None:
    """A unit that moves takes all its people along; the nightly run finds them, now."""
    queue("learn.jobs.refresh_duties")


def connect() -> None:
    """Called once when the app is ready."""
    memberships_changed.connect(refresh_duties_of_members, dispatch_uid="learn.duties.memberships")
    units_changed.connect(refresh_all_duties, dispatch_uid="learn.duties.units")
    _connect_stamp()
    page_published.connect(refresh_enrolments, dispatch_uid="learn.refresh_enrolments")
    page_unpublished.connect(refresh_without, dispatch_uid="learn.refresh.unpublished")
    post_page_move.connect(refresh_without, dispatch_uid="learn.refresh.moved")
    for model in ("courses.Module", "courses.Lesson", "courses.Quiz"):
        post_delete.connect(refresh_without, sender=model, dispatch_uid=f"learn.refresh.deleted.{model}")


connect()
