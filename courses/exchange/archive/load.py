"""Archive -> pages: a whole course in all its languages, in one transaction, as often as one likes."""

import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from courses.exchange.archive.check import check_archive
from courses.exchange.archive.ids import NAMESPACE, course_id, module_id, step_id
from courses.exchange.archive.media import Shelf
from courses.exchange.archive.pages import Desk, slug_of
from courses.exchange.archive.read import Archive, read_archive
from courses.exchange.archive.report import ArchiveRefused, Report
from courses.exchange.archive.to_blocks import Blocks
from courses.models import Catalogue, Course, CourseTopic, Lesson, Module, PublishRefused, Quiz, Topic
from courses.models.catalogue import TINTS


def import_archive(path: Path, user: Any = None, only: str = "") -> Report:
    """Load a course archive (folder or zip file).

    `user` becomes the owner of new pages; `only` is a language code, to load that version alone. Raises
    ArchiveRefused with all faults before anything is written.
    """
    archive = read_archive(Path(path))
    if faults := check_archive(archive):
        raise ArchiveRefused(faults)
    languages = sorted(archive.sources, key=lambda code: (code != settings.LANGUAGE_CODE, code))
    chosen = [code for code in languages if not only or code == only]
    if not chosen:
        raise ArchiveRefused([_("Die Sprache „%s“ gibt es in diesem Archiv nicht.") % only])
    report = Report(key=archive.sources[chosen[0]].data["key"])
    shelves: list[Shelf] = []
    try:
        with transaction.atomic():
            for code in chosen:
                shelf = Shelf(archive.media, code, user)
                shelves.append(shelf)
                _Version(archive, code, shelf, user, report).load()
    except PublishRefused as refused:
        _take_back(shelves)
        where = f"{refused.page.locale.language_code}.yaml, „{refused.page.title}“"
        raise ArchiveRefused([f"{where}: {message}" for message in refused.messages]) from refused
    except BaseException:
        _take_back(shelves)
        raise
    return report


def _take_back(shelves: list[Shelf]) -> None:
    for shelf in shelves:
        shelf.take_back()


class _Version:
    """One language version of a course."""

    def __init__(self, archive: Archive, code: str, shelf: Shelf, user: Any, report: Report) -> None:
        self.data: dict[str, Any] = archive.sources[code].data
        base = archive.sources.get(settings.LANGUAGE_CODE)
        self.base_topics: list[str] = base.data["topics"] if base else []
        self.code, self.shelf = code, shelf
        self.key = str(self.data["key"])
        self.locale = Locale.objects.get(language_code=code)
        self.lessons: dict[str, int] = {}
        self.blocks = Blocks(code, shelf, self.lessons)
        self.desk = Desk(self.locale, user, report)

    def load(self) -> None:
        catalogue = Catalogue.objects.get(locale=self.locale)
        course = self.desk.put(Course, course_id(self.key), catalogue, self._course_values())
        modules = [self._module(course, module) for module in self.data["modules"]]
        steps = [[self._lesson(page, lesson) for lesson in module.get("lessons") or []] for page, module in modules]
        # quizzes after all lessons, which their questions may name
        for (page, module), beside in zip(modules, steps, strict=True):
            if module.get("quiz"):
                beside.append(self._quiz(page, module["quiz"]))
            self.desk.arrange(page, beside)
        parts = [page for page, _module in modules]
        if self.data.get("final_quiz"):
            parts.append(self._quiz(course, self.data["final_quiz"]))
        self.desk.arrange(course, parts)
        self.desk.publish()

    def _course_values(self) -> dict[str, Any]:
        data, picture = self.data, self.data.get("picture") or {}
        return {
            "title": data["title"],
            "slug": slug_of(data),
            "teaser": data["teaser"].strip(),
            "search_description": data["teaser"].strip(),
            "audience": data["audience"],
            "level": data["level"],
            "minutes": data["minutes"],
            "outcomes": "\n".join(" ".join(outcome.split()) for outcome in data["outcomes"]),
            "competences": list(data["competences"]),
            "certificate_kind": data["certificate"]["kind"],
            "valid_months": data["certificate"].get("valid_months"),
            "picture_id": self.shelf.picture(picture["file"]) if picture else None,
            "picture_alt": (picture.get("alt") or "").strip(),
            "topic_links": [CourseTopic(topic=topic, sort_order=n) for n, topic in enumerate(self._topics())],
        }

    def _module(self, course: Page, module: dict[str, Any]) -> tuple[Page, dict[str, Any]]:
        values: dict[str, Any] = {"title": module["title"], "slug": slug_of(module), "reuses_id": None}
        if module.get("reuses"):
            values["reuses_id"] = self._reused(module["reuses"])
        return self.desk.put(Module, module_id(self.key, str(module["key"])), course, values), module

    def _reused(self, reference: str) -> int:
        """`COURSE/MODULE` by keys; in this language, else in German."""
        course, _slash, module = reference.partition("/")
        found = Module.objects.filter(translation_key=module_id(course, module))
        page = (
            found.filter(locale=self.locale).first()
            or found.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        )
        if page is None:
            raise ArchiveRefused([_("%(file)s.yaml: Das Modul „%(module)s“ gibt es nicht.") % {
                "file": self.code, "module": reference}])  # fmt: skip
        return int(page.pk)

    def _lesson(self, module: Page, lesson: dict[str, Any]) -> Page:
        key = step_id(self.key, str(lesson["key"]))
        values = {
            "title": lesson["title"],
            "slug": slug_of(lesson),
            "minutes": lesson["minutes"],
            "required": bool(lesson.get("required", True)),
            "body": self.blocks.lesson(key, lesson["blocks"]),
        }
        page = self.desk.put(Lesson, key, module, values)
        self.lessons[str(lesson["key"])] = page.pk
        return page

    def _quiz(self, parent: Page, quiz: dict[str, Any]) -> Page:
        key = step_id(self.key, str(quiz["key"]))
        mark = quiz.get("pass_mark")
        values = {
            "title": quiz["title"],
            "slug": slug_of(quiz),
            "mode": quiz["mode"],
            "pass_mark": Decimal(str(mark)).quantize(Decimal("0.01")) if mark else None,
            "attempts": quiz.get("attempts"),
            "draw": quiz.get("draw"),
            "shuffle": bool(quiz.get("shuffle", False)),
            "feedback": quiz.get("feedback") or "each",
            "counts": quiz.get("counts") or "best",
            "wait": quiz.get("wait"),
            "limit": quiz.get("limit"),
            "layout": quiz.get("layout") or "one",
            "review": quiz.get("review") or "full",
            "minutes": quiz.get("minutes") or max(1, round((quiz.get("draw") or len(quiz["questions"])) * 0.75)),
            "required": bool(quiz.get("required", False)),
            "questions": self.blocks.questions(key, quiz["questions"]),
        }
        return self.desk.put(Quiz, key, parent, values)

    def _topics(self) -> list[Topic]:
        tints = self.data.get("tints") or []
        return [
            self._topic(name, self.base_topics[n] if n < len(self.base_topics) else name, tints[n : n + 1])
            for n, name in enumerate(self.data["topics"])
        ]

    def _topic(self, name: str, base: str, tint: list[str]) -> Topic:
        """The topic in this language; versions of one topic share the slug of the German name."""
        key = slugify(base)
        chosen = tint[0] if tint else TINTS[zlib.crc32(key.encode()) % len(TINTS)][0]
        first = Topic.objects.filter(key=key).first()
        shared: UUID = first.translation_key if first else uuid5(NAMESPACE, f"topics/{key}")
        values = {"name": name, "tint": first.tint if first else chosen}
        topic, _made = Topic.objects.get_or_create(
            key=key, locale=self.locale, defaults={**values, "translation_key": shared}
        )
        return topic
