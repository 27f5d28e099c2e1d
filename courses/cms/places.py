"""Where questions and blocks of a converted content may go: new quizzes and lessons in courses the person may edit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.checks import COURSE_DEPTH
from courses.models import Course, Lesson, Module, Quiz

QUIZ, LESSON = "quiz", "lektion"


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the choice. `value` is what the form sends."""

    value: str
    label: str
    course: str


def places(user: Any, *, quizzes: bool = True) -> list[Place]:
    """All places, course by course, in the order of their pages. Without `quizzes` only lessons.

    Pages that are locked for this person are no places: a quiz below a locked page would change what was locked.
    """
    policy = PagePermissionPolicy()
    may_add = policy.instances_user_has_permission_for(user, "add").values("pk")
    may_edit = policy.instances_user_has_permission_for(user, "change").values("pk")
    courses = {course.path: course for course in Course.objects.select_related("locale").order_by("path")}
    closed = _locked(user)
    found: list[tuple[str, Place]] = []
    if quizzes:
        # a course or module has one quiz at most
        taken = {path[: -Page.steplen] for path in Quiz.objects.values_list("path", flat=True)}
        parents: list[Any] = [*Course.objects.filter(pk__in=may_add), *_own_modules(may_add)]
        found += [
            (each.path, _quiz(each, courses)) for each in parents if each.path not in taken and each.pk not in closed
        ]
    lessons = Lesson.objects.filter(pk__in=may_edit).exclude(pk__in=closed)
    found += [(each.path, _lesson(each, courses)) for each in lessons]
    return [place for _path, place in sorted(found, key=lambda each: each[0])]


def _locked(user: Any) -> set[int]:
    """Pages that somebody else has locked, or that wait for a decision or for their date."""
    kind = ContentType.objects.get_for_model(Page)
    deciding = WorkflowState.objects.active().filter(base_content_type=kind).values_list("object_id", flat=True)
    dated = Revision.page_revisions.exclude(approved_go_live_at=None).values_list("object_id", flat=True)
    perhaps = Page.objects.filter(Q(locked=True) | Q(pk__in=[int(pk) for pk in (*deciding, *dated)]))
    return {page.pk for page in perhaps.specific() if _is_locked(page, user)}


def _is_locked(page: Any, user: Any) -> bool:
    return bool(page.permissions_for_user(user).page_locked())


def refusal(value: str, user: Any) -> str:
    """Why a chosen place is none (any more), and what to do. Total: `value` is what a browser sent."""
    kind, _colon, pk = value.partition(":")
    page: Any = Page.objects.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 10 else None
    if page is None or kind not in (QUIZ, LESSON):
        reason = _("Diesen Ort gibt es nicht mehr.")
    elif not _may(page.specific, kind, user):
        reason = _("An diesem Ort dürfen Sie nichts anlegen oder ändern.")
    elif _is_locked(page.specific, user):
        reason = _("„%(page)s“ ist gesperrt.") % {"page": page.title}
    else:
        reason = _("Hier ist kein Platz dafür: Ein Kurs und jedes Modul können nur ein Quiz haben.")
    again = _("Es ist nichts verloren. Bitte wählen Sie einen anderen Ort.")
    return f"{reason} {again}"


def _may(page: Any, kind: str, user: Any) -> bool:
    rights = page.permissions_for_user(user)
    return bool(rights.can_add_subpage() if kind == QUIZ else rights.can_edit())


def _own_modules(may_add: Any) -> Any:
    """Modules that have lessons of their own."""
    return Module.objects.filter(pk__in=may_add, reuses=None)


def _quiz(parent: Any, courses: dict[str, Course]) -> Place:
    if parent.depth == COURSE_DEPTH:
        label = _("Neues Quiz am Ende des Kurses")
    else:
        label = _("Neues Quiz in „%(module)s“") % {"module": parent.title}
    return Place(f"{QUIZ}:{parent.pk}", label, _course(parent, courses))


def _lesson(lesson: Lesson, courses: dict[str, Course]) -> Place:
    label = _("In die Lektion „%(lesson)s“") % {"lesson": lesson.title}
    return Place(f"{LESSON}:{lesson.pk}", label, _course(lesson, courses))


def _course(page: Any, courses: dict[str, Course]) -> str:
    course = courses[page.path[: Page.steplen * COURSE_DEPTH]]
    return f"{course.title} ({course.locale})"


def choices(found: list[Place]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """For a select: courses with their places. Two courses of one title stay two groups by their place in the tree."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in found:
        groups.setdefault(place.course, []).append((place.value, place.label))
    yield from groups.items()


def page_of(value: str) -> tuple[str, Any]:
    """The kind of a chosen place and its page."""
    kind, _colon, pk = value.partition(":")
    return kind, Page.objects.get(pk=int(pk)).specific
