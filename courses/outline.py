"""Page tree -> outlines: the order of every course as frozen plain data, read in three queries for the whole site."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery
from wagtail.models import Page, PageViewRestriction

from courses.blocks.media import PICTURE_SPEC
from courses.checks import COURSE_DEPTH
from courses.models import CourseRendition, CourseTopic, Topic
from courses.stamp import remembered

_STEP = Page.steplen
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """One step of a course: a lesson or a quiz. `key` is equal in all languages; `page_id` is the page shown."""

    kind: str
    key: UUID
    slug: str
    title: str
    minutes: int
    required: bool
    final: bool
    mode: str
    question_count: int
    page_id: int
    restricted: bool
    revision_id: int | None = None
    pass_mark: Decimal | None = None  # share 0..1 of the points; None where nothing is assessed
    attempts: int | None = None  # None: as often as one likes


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    """A module's steps in order."""

    key: UUID
    title: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class CourseOutline:
    """A course's live steps in order. `minutes` as the course page says; `valid_months` None = for ever."""

    key: UUID
    slug: str
    language: str
    title: str
    certificate_kind: str
    valid_months: int | None
    modules: tuple[ModuleOutline, ...]
    final_quiz: Slot | None
    outcomes: tuple[str, ...]
    competences: tuple[str, ...]
    level: str
    minutes: int
    page_id: int
    certificate_design: UUID | None = None  # None: the default one

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All steps in order, the final quiz last."""
        steps = tuple(slot for module in self.modules for slot in module.slots)
        return (*steps, self.final_quiz) if self.final_quiz else steps

    @property
    def lessons(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.kind == "lesson")

    @property
    def required_lessons(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.lessons if slot.required)

    def slot(self, slug: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.slug == slug), None)

    def slot_by_key(self, key: UUID) -> Slot | None:
        return next((slot for slot in self.slots if slot.key == key), None)

    def after(self, slot: Slot) -> Slot | None:
        """The next step, or None at the end (or for a step that is not of this course)."""
        return self._beside(slot, 1)

    def before(self, slot: Slot) -> Slot | None:
        return self._beside(slot, -1)

    def _beside(self, slot: Slot, step: int) -> Slot | None:
        slots = self.slots
        place = next((n for n, each in enumerate(slots) if each.key == slot.key), None)
        if place is None or not 0 <= place + step < len(slots):
            return None
        return slots[place + step]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as a course shows it; `lang` is the language its name is in."""

    key: str
    name: str
    tint: str
    lang: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything live, for all languages, by (language, slug), by course key, and topics by page id."""

    rows: Mapping[tuple[str, str], Row] = field(default_factory=dict)
    outlines: Mapping[tuple[str, str], CourseOutline] = field(default_factory=dict)
    by_key: Mapping[UUID, Mapping[str, CourseOutline]] = field(default_factory=dict)
    topics: Mapping[int, tuple[TopicRow, ...]] = field(default_factory=dict)


class _Length(Func):
    """Number of entries of a JSON list."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_ARRAY_LENGTH", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **extra)


_FIELDS = {
    "id": "pk",
    "path": "path",
    "depth": "depth",
    "slug": "slug",
    "title": "title",
    "key": "translation_key",
    "revision": "live_revision_id",
    "language": "locale__language_code",
    "course": "course__pk",
    "teaser": "course__teaser",
    "audience": "course__audience",
    "level": "course__level",
    "minutes": "course__minutes",
    "outcomes": "course__outcomes",
    "competences": "course__competences",
    "certificate_kind": "course__certificate_kind",
    "valid_months": "course__valid_months",
    "certificate_design": "course__certificate_design",
    "picture": "course__picture__file",
    "picture_id": "course__picture__pk",
    "picture_width": "course__picture__width",
    "picture_height": "course__picture__height",
    "picture_alt": "course__picture_alt",
    "module": "module__pk",
    "reuses": "module__reuses_id",
    "reuses_path": "module__reuses__path",
    "reuses_key": "module__reuses__translation_key",
    "lesson": "lesson__pk",
    "lesson_minutes": "lesson__minutes",
    "lesson_required": "lesson__required",
    "quiz": "quiz__pk",
    "quiz_mode": "quiz__mode",
    "quiz_minutes": "quiz__minutes",
    "quiz_required": "quiz__required",
    "quiz_draw": "quiz__draw",
    "quiz_pass_mark": "quiz__pass_mark",
    "quiz_attempts": "quiz__attempts",
}


def _rows() -> list[Row]:
    sent = CourseRendition.objects.filter(image=OuterRef("course__picture"), filter_spec=PICTURE_SPEC)
    names = (*_FIELDS, "question_count", "restricted", "sent_picture", "sent_width", "sent_height")
    pages = (
        Page.objects.filter(live=True)
        .filter(
            Q(catalogue__isnull=False)
            | Q(course__isnull=False)
            | Q(module__isnull=False)
            | Q(lesson__isnull=False)
            | Q(quiz__isnull=False)
        )
        .order_by("path")
        .values_list(
            *_FIELDS.values(),
            _Length(F("quiz__questions")),
            Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))),
            *(Subquery(sent.values(name)[:1]) for name in ("file", "width", "height")),
        )
    )
    return [dict(zip(names, row, strict=True)) for row in pages]


def _slot(row: Row, restricted: bool) -> Slot:
    common = {
        "key": row["key"],
        "slug": row["slug"],
        "title": row["title"],
        "page_id": row["id"],
        "revision_id": row["revision"],
        "restricted": restricted,
    }
    if row["lesson"]:
        return Slot("lesson", minutes=row["lesson_minutes"], required=row["lesson_required"], final=False, mode="",
                    question_count=0, **common)  # fmt: skip
    final = row["depth"] == COURSE_DEPTH + 1
    asked = min(row["quiz_draw"] or row["question_count"] or 0, row["question_count"] or 0)
    return Slot("quiz", minutes=row["quiz_minutes"], required=final or row["quiz_required"], final=final,
                mode=row["quiz_mode"], question_count=asked, attempts=row["quiz_attempts"],
                pass_mark=row["quiz_pass_mark"] if row["quiz_mode"] == "assessed" else None, **common)  # fmt: skip


class _Tree:
    """Live pages by their place."""

    def __init__(self, rows: list[Row]) -> None:
        self.children: dict[str, list[Row]] = defaultdict(list)
        self.modules: dict[tuple[UUID, str], Row] = {}
        for row in rows:
            self.children[row["path"][:-_STEP]].append(row)
            if row["module"]:
                self.modules[row["key"], row["language"]] = row
        self.restricted = tuple(row["path"] for row in rows if row["restricted"])

    def is_restricted(self, *paths: str) -> bool:
        return any(path.startswith(self.restricted) for path in paths) if self.restricted else False

    def steps(self, module: Row) -> Iterator[Slot]:
        """The module's steps; of a reused one in the module's own language, if it is there."""
        path = module["path"]
        if module["reuses"]:
            twin = self.modules.get((module["reuses_key"], module["language"]))
            path = twin["path"] if twin else module["reuses_path"]
        for row in self.children[path]:
            yield _slot(row, self.is_restricted(row["path"], module["path"]))


def _outline(course: Row, tree: _Tree) -> CourseOutline:
    modules, final = [], None
    for row in tree.children[course["path"]]:
        if row["module"]:
            modules.append(ModuleOutline(row["key"], row["title"], tuple(tree.steps(row))))
        elif row["quiz"]:
            final = _slot(row, tree.is_restricted(row["path"]))
    codes = course["competences"]
    return CourseOutline(
        key=course["key"],
        slug=course["slug"],
        language=course["language"],
        title=course["title"],
        certificate_kind=course["certificate_kind"],
        valid_months=course["valid_months"],
        certificate_design=course["certificate_design"],
        modules=tuple(modules),
        final_quiz=final,
        outcomes=tuple(line.strip() for line in course["outcomes"].splitlines() if line.strip()),
        competences=tuple(json.loads(codes) if isinstance(codes, str) else codes or ()),
        level=course["level"],
        minutes=course["minutes"],
        page_id=course["id"],
    )


Version = TypeVar("Version")


def _topics(rows: list[Row]) -> dict[int, tuple[TopicRow, ...]]:
    """Topics by course page, each in the page's language where there is a name in it."""
    named: dict[UUID, dict[str, TopicRow]] = defaultdict(dict)
    columns = ("pk", "translation_key", "locale__language_code", "key", "name", "tint")
    known = {}
    for pk, shared, language, key, name, tint in Topic.objects.values_list(*columns):
        named[shared][language] = TopicRow(key, name, tint, language)
        known[pk] = shared
    languages = {row["id"]: row["language"] for row in rows if row["course"]}
    found: dict[int, list[TopicRow]] = defaultdict(list)
    for course_id, topic_id in CourseTopic.objects.order_by("sort_order", "pk").values_list("course_id", "topic_id"):
        name_shown = preferred(named[known[topic_id]], languages.get(course_id, settings.LANGUAGE_CODE))
        if name_shown is not None:
            found[course_id].append(name_shown)
    return {course_id: tuple(topics) for course_id, topics in found.items()}


@remembered(4)
def shelf() -> Shelf:
    """Everything live, kept in this process under the stamp. Cold: three queries, however many courses and lessons."""
    rows = _rows()
    tree = _Tree(rows)
    courses = {(row["language"], row["slug"]): row for row in rows if row["course"]}
    outlines = {place: _outline(row, tree) for place, row in courses.items()}
    by_key: dict[UUID, dict[str, CourseOutline]] = defaultdict(dict)
    for outline in outlines.values():
        by_key[outline.key][outline.language] = outline
    return Shelf(rows=courses, outlines=outlines, by_key=dict(by_key), topics=_topics(rows))


def preferred(versions: Mapping[str, Version], language: str) -> Version | None:
    """The version in this language, else the German one, else any."""
    return versions.get(language) or versions.get(settings.LANGUAGE_CODE) or next(iter(versions.values()), None)
