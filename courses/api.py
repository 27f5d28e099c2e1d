"""THE DOOR of courses: frozen plain data about everything live, and archives in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.safestring import SafeString

from courses import competences as digcomp
from courses import models
from courses.blocks.activity import Activity, activities
from courses.blocks.media import sent_picture
from courses.blocks.practice import practice_prefix, practice_questions, practice_seed
from courses.blocks.question_spec import spec
from courses.blocks.render import lesson_html, rich_html
from courses.exchange.archive.load import import_archive
from courses.exchange.archive.report import ArchiveRefused, Report
from courses.exchange.archive.write import export_archive
from courses.exchange.info_pages import load_info_pages
from courses.grading.spec import QuestionSpec, QuizSpec
from courses.h5p.library import approve_folder as approve_libraries
from courses.h5p.play import NotPlayable, Play, judge, play
from courses.h5p.result import FINAL, Reported, StatementRefused
from courses.models.guarded import PublishRefused
from courses.outline import CourseOutline, ModuleOutline, Row, Shelf, Slot, preferred, shelf
from courses.outline import TopicRow as Topic
from courses.stamp import current as stamp
from courses.stamp import remembered, renew

__all__ = [
    "FINAL",
    "Activity",
    "ArchiveRefused",
    "Catalogue",
    "Course",
    "CourseCard",
    "CourseOutline",
    "InfoPage",
    "Lesson",
    "ManagedQuiz",
    "ModuleOutline",
    "NotPlayable",
    "Picture",
    "Play",
    "PublishRefused",
    "Quiz",
    "Report",
    "Reported",
    "Slot",
    "StatementRefused",
    "Topic",
    "approve_libraries",
    "catalogue",
    "competence_name",
    "course",
    "course_keys",
    "export_archive",
    "import_archive",
    "info",
    "info_pages",
    "judge",
    "languages",
    "lesson",
    "lesson_activities",
    "load_info_pages",
    "managed_quizzes",
    "outline",
    "play",
    "practice",
    "practice_prefix",
    "practice_seed",
    "quiz",
    "quiz_spec",
    "renew",
    "stamp",
    "titles",
]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is sent. An empty `alt` means decoration."""

    src: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in the catalogue. `languages` are those in which it is live; `minutes` are for all of it."""

    key: UUID
    slug: str
    language: str
    title: str
    teaser: str
    topics: tuple[Topic, ...]
    level: str
    audience: str
    minutes: int
    lesson_count: int
    picture: Picture | None
    languages: tuple[str, ...]
    competences: tuple[str, ...]
    certificate_kind: str

    @property
    def tint(self) -> str:
        """Colour of the card: that of the first topic."""
        return self.topics[0].tint if self.topics else "honey"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All courses of one language, and the topics they have, both by name."""

    courses: tuple[CourseCard, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One course for its own page."""

    card: CourseCard
    outcomes: tuple[str, ...]
    outline: CourseOutline


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with its body. `index` counts the course's lessons from 1."""

    slot: Slot
    body_html: SafeString
    index: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz with its questions, right answers included: for the server only."""

    slot: Slot
    spec: QuizSpec


@dataclass(frozen=True, slots=True)
class ManagedQuiz:
    """An assessed quiz as those see it who answer for it; in German where it is live in German."""

    key: UUID
    title: str
    course_key: UUID
    course_title: str
    language: str
    page_id: int


@dataclass(frozen=True, slots=True)
class InfoPage:
    """A page about the site itself; `lang` is the language it is written in."""

    title: str
    slug: str
    body_html: SafeString
    lang: str = "de"


def languages() -> tuple[str, ...]:
    """Languages with at least one live course, in the order of the settings."""
    there = {language for language, _slug in shelf().outlines}
    return tuple(code for code, _name in settings.LANGUAGES if code in there)


@remembered(16)
def catalogue(language: str) -> Catalogue:
    """The live courses of this language."""
    stock = shelf()
    cards = [_card(row, stock) for (code, _slug), row in stock.rows.items() if code == language]
    topics = {topic.key: topic for card in cards for topic in card.topics}
    return Catalogue(
        courses=tuple(sorted(cards, key=lambda card: card.title.casefold())),
        topics=tuple(sorted(topics.values(), key=lambda topic: topic.name.casefold())),
    )


@remembered(512)
def course(language: str, slug: str) -> Course | None:
    """A live course of this language."""
    stock = shelf()
    row = stock.rows.get((language, slug))
    if row is None:
        return None
    found = stock.outlines[language, slug]
    return Course(card=_card(row, stock), outcomes=found.outcomes, outline=found)


def outline(course_key: UUID, language: str) -> CourseOutline | None:
    """The order of a course; in this language, else in German, else in any in which it is live."""
    return preferred(shelf().by_key.get(course_key, {}), language)


def course_keys() -> tuple[UUID, ...]:
    """Keys of all courses that are live in some language."""
    return tuple(shelf().by_key)


@remembered(16)
def titles(language: str) -> Mapping[UUID, str]:
    """Course titles by key, in this language where there is one."""
    named = {key: preferred(versions, language) for key, versions in shelf().by_key.items()}
    return {key: found.title for key, found in named.items() if found}


def lesson(language: str, course_slug: str, slot_slug: str) -> Lesson | None:
    """A live lesson with its body."""
    found = shelf().outlines.get((language, course_slug))
    slot = found.slot(slot_slug) if found else None
    if found is None or slot is None or slot.kind != "lesson":
        return None
    index = next(n for n, each in enumerate(found.lessons, start=1) if each.key == slot.key)
    return Lesson(slot=slot, body_html=_body(slot.page_id, slot.revision_id), index=index)


def practice(language: str, course_slug: str, lesson_slug: str, practice_key: UUID) -> tuple[UUID, QuestionSpec] | None:
    """A question inside a lesson, with the lesson's key. Its inputs are named by `practice_prefix(practice_key)`."""
    found = shelf().outlines.get((language, course_slug))
    slot = found.slot(lesson_slug) if found else None
    if slot is None or slot.kind != "lesson":
        return None
    question = _practices(slot.page_id, slot.revision_id).get(str(practice_key))
    return (slot.key, question) if question else None


def lesson_activities(slot: Slot) -> tuple[Activity, ...]:
    """The H5P activities of a live lesson, in order."""
    return _activities(slot.page_id, slot.revision_id)


def quiz(language: str, course_slug: str, quiz_slug: str) -> Quiz | None:
    """A live quiz."""
    found = shelf().outlines.get((language, course_slug))
    slot = found.slot(quiz_slug) if found else None
    if slot is None or slot.kind != "quiz":
        return None
    return Quiz(slot=slot, spec=_quiz_spec(slot.page_id, slot.revision_id))


def quiz_spec(quiz_key: UUID, language: str) -> QuizSpec | None:
    """A live quiz by its key; in this language, else in German, else in any."""
    places = _quizzes().get(quiz_key, {})
    slot = places.get(language) or places.get("de") or next(iter(places.values()), None)
    return _quiz_spec(slot.page_id, slot.revision_id) if slot else None


def managed_quizzes(user: Any) -> tuple[ManagedQuiz, ...]:
    """The live assessed quizzes of all courses that this user may publish, by course; in two queries."""
    allowed = set(models.publishable_courses(user).values_list("translation_key", flat=True))
    found: dict[UUID, ManagedQuiz] = {}
    for language in sorted(languages(), key=lambda code: code != settings.LANGUAGE_CODE):
        for card in catalogue(language).courses:
            if card.key not in allowed:
                continue
            each = shelf().outlines[language, card.slug]
            for slot in each.slots:
                if slot.kind == "quiz" and slot.mode == "assessed":
                    made = ManagedQuiz(slot.key, slot.title, each.key, each.title, language, slot.page_id)
                    found.setdefault(slot.key, made)
    return tuple(sorted(found.values(), key=lambda quiz: quiz.course_title.casefold()))


@remembered(16)
def info_pages(language: str) -> tuple[InfoPage, ...]:
    """The pages about the site in this language; a page that is missing stands in German."""
    pages = models.InfoPage.objects.live().filter(locale__language_code__in={language, "de"}).select_related("locale")
    chosen: dict[UUID, models.InfoPage] = {}
    for page in pages.order_by("path"):
        if page.locale.language_code == language or page.translation_key not in chosen:
            chosen[page.translation_key] = page
    return tuple(
        InfoPage(page.title, page.slug, rich_html(page.body), page.locale.language_code) for page in chosen.values()
    )


def info(language: str, slug: str) -> InfoPage | None:
    """One page about the site."""
    return next((page for page in info_pages(language) if page.slug == slug), None)


def competence_name(code: str, language: str) -> str:
    """Name of a DigComp competence."""
    return digcomp.competence_name(code, language)


def _picture(row: Row) -> Picture | None:
    if not row["picture"]:
        return None
    if row["picture"].lower().endswith(".svg"):
        file, width, height = row["picture"], row["picture_width"], row["picture_height"]
    elif row["sent_picture"]:
        file, width, height = row["sent_picture"], row["sent_width"], row["sent_height"]
    else:
        made = sent_picture(models.CourseImage.objects.get(pk=row["picture_id"]))  # once in its life
        return Picture(made["src"], row["picture_alt"], made["width"], made["height"])
    return Picture(default_storage.url(file), row["picture_alt"], width, height)


def _card(row: Row, stock: Shelf) -> CourseCard:
    found = stock.outlines[row["language"], row["slug"]]
    versions = stock.by_key[found.key]
    return CourseCard(
        key=found.key,
        slug=found.slug,
        language=found.language,
        title=found.title,
        teaser=row["teaser"],
        topics=stock.topics.get(row["id"], ()),
        level=row["level"],
        audience=row["audience"],
        minutes=row["minutes"],
        lesson_count=len(found.lessons),
        picture=_picture(row),
        languages=tuple(code for code, _name in settings.LANGUAGES if code in versions),
        competences=found.competences,
        certificate_kind=found.certificate_kind,
    )


@remembered(1024)
def _body(page_id: int, revision_id: int | None) -> SafeString:
    page = models.Lesson.objects.select_related("locale").get(pk=page_id)
    return lesson_html(page)


@remembered(1024)
def _practices(page_id: int, revision_id: int | None) -> Mapping[str, QuestionSpec]:
    body = models.Lesson.objects.only("body").get(pk=page_id).body
    return {key: spec(question) for key, question in practice_questions(body).items()}


@remembered(1024)
def _activities(page_id: int, revision_id: int | None) -> tuple[Activity, ...]:
    return tuple(activities(models.Lesson.objects.only("body").get(pk=page_id).body))


@remembered(1024)
def _quiz_spec(page_id: int, revision_id: int | None) -> QuizSpec:
    page = models.Quiz.objects.select_related("locale").get(pk=page_id)
    assessed = page.mode == "assessed"
    return QuizSpec(
        key=str(page.translation_key),
        title=page.title,
        mode=page.mode,
        pass_mark=page.pass_mark if assessed else None,
        attempts=page.attempts,
        draw=page.draw,
        shuffle=page.shuffle,
        feedback=page.feedback,
        questions=tuple(spec(child, assessed) for child in page.questions),
        language=page.locale.language_code,
        counts=page.counts,
        wait=page.wait if assessed else None,
        layout=page.layout,
        review=page.review,
        limit=page.limit if assessed else None,
    )


@remembered(4)
def _quizzes() -> Mapping[UUID, Mapping[str, Slot]]:
    found: dict[UUID, dict[str, Slot]] = {}
    for (language, _slug), each in shelf().outlines.items():
        for slot in each.slots:
            if slot.kind == "quiz":
                found.setdefault(slot.key, {})[language] = slot
    return found
