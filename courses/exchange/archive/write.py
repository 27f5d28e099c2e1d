"""Pages -> archive: what an import would read to make the same pages with the same ids."""

import zipfile
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

import yaml
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.exchange.archive.from_blocks import Unblocks, number
from courses.exchange.archive.ids import course_id, module_id, step_id
from courses.exchange.archive.read import MEDIA
from courses.h5p.contents import package_of
from courses.h5p.convert import pack
from courses.h5p.models import H5PVersion
from courses.models import Course, Lesson, Module, Quiz

Raw = dict[str, Any]


class _Dumper(yaml.SafeDumper):
    """YAML as people write it: long texts as blocks, no references."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


class _Files:
    """Collects the media a course uses, each under one name, and knows the keys of its lessons."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.lessons: dict[int, str] = {}
        self._names: dict[tuple[str, int], str] = {}

    def picture(self, pk: int | None) -> str:
        return self._name("image", pk, get_image_model())

    def document(self, pk: int | None) -> str:
        return self._name("document", pk, get_document_model())

    def lesson(self, pk: int | None) -> str:
        """The key under which the archive has this lesson; "" for one that is not there any more."""
        return self.lessons.get(pk, "") if pk else ""

    def activity(self, pk: int | None) -> str:
        """The current version of an H5P content as a package without libraries."""
        version = H5PVersion.objects.filter(content=pk).select_related("content").order_by("-number").first()
        if version is None:
            return ""
        kept = package_of(version)
        name = f"{slugify(kept.title)[:60] or 'h5p'}-{kept.sha256[:8]}.h5p"
        self.content[name] = pack(kept.metadata, kept.content, kept.media)
        return name

    def _name(self, kind: str, pk: int | None, model: Any) -> str:
        if pk is None:
            return ""
        if (kind, pk) not in self._names:
            thing = model.objects.get(pk=pk)
            name = getattr(thing, "source_name", "") or PurePosixPath(thing.file.name).name
            if name in self.content:
                name = f"{pk}-{name}"
            with thing.file.open("rb") as stream:
                self.content[name] = stream.read()
            self._names[kind, pk] = name
        return self._names[kind, pk]


def export_archive(course_key: UUID, target: Path) -> None:
    """Write the live versions of a course into a new folder, or a zip file if `target` ends in .zip.

    Raises LookupError if the course is live in no language.
    """
    files = _Files()
    versions = Course.objects.filter(translation_key=course_key, live=True).select_related("locale")
    written = {version.locale.language_code: _Version(version, files).data() for version in versions}
    if not written:
        raise LookupError(str(course_key))
    parts = {f"{code}.yaml": _yaml(data).encode() for code, data in written.items()}
    parts |= {f"{MEDIA}/{name}": content for name, content in files.content.items()}
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in sorted(parts.items()):
                # one date for all: the same course gives the same file
                packed.writestr(zipfile.ZipInfo(f"{target.stem}/{name}", (2000, 1, 1, 0, 0, 0)), content)
        return
    (target / MEDIA).mkdir(parents=True)
    for name, content in parts.items():
        (target / name).write_bytes(content)


def _yaml(data: Raw) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


class _Version:
    """One language version as archive data."""

    def __init__(self, course: Course, files: _Files) -> None:
        self.course, self.files = course, files
        self.code = course.locale.language_code
        self.unblocks = Unblocks(self.code, files)
        own = course_id(course.slug) == course.translation_key
        self.key = course.slug if own else str(course.translation_key)

    def data(self) -> Raw:
        course = self.course
        certificate: Raw = {"kind": course.certificate_kind}
        if course.valid_months:
            certificate["valid_months"] = course.valid_months
        links = [link.topic for link in course.topic_links.select_related("topic")]
        made: Raw = {
            "format": 1,
            "key": self.key,
            **({} if self.key == course.slug else {"slug": course.slug}),
            "lang": self.code,
            "title": course.title,
            "teaser": course.teaser,
            "audience": course.audience,
            "level": course.level,
            "competences": list(course.competences),
            "topics": [topic.name for topic in links],
            "tints": [topic.tint for topic in links],
            **self._picture(),
            "minutes": course.minutes,
            "outcomes": course.outcome_list(),
            "certificate": certificate,
        }
        for page in Lesson.objects.descendant_of(course).live():
            self.files.lessons[page.pk] = str(self._named(page, step_id(self.key, page.slug))["key"])
        made["modules"] = [self._module(page) for page in Module.objects.child_of(course).live().order_by("path")]
        final = Quiz.objects.child_of(course).live().order_by("path").first()
        if final:
            made["final_quiz"] = self._quiz(final)
        return made

    def _picture(self) -> Raw:
        if self.course.picture_id is None:
            return {}
        alt = {"alt": self.course.picture_alt} if self.course.picture_alt else {}
        return {"picture": {"file": self.files.picture(self.course.picture_id), **alt}}

    def _named(self, page: Any, derived: UUID) -> Raw:
        """Key, title, and the slug where the key does not give it."""
        if derived == page.translation_key:
            return {"key": page.slug, "title": page.title}
        return {"key": str(page.translation_key), "title": page.title, "slug": page.slug}

    def _module(self, module: Module) -> Raw:
        made = self._named(module, module_id(self.key, module.slug))
        if module.reuses_id:
            other: Any = module.reuses
            course = Course.objects.ancestor_of(other).get()
            outer = course.slug if course_id(course.slug) == course.translation_key else str(course.translation_key)
            inner = other.slug if module_id(outer, other.slug) == other.translation_key else str(other.translation_key)
            return {**made, "reuses": f"{outer}/{inner}"}
        lessons = Lesson.objects.child_of(module).live().order_by("path")
        made["lessons"] = [self._lesson(page) for page in lessons]
        quiz = Quiz.objects.child_of(module).live().order_by("path").first()
        if quiz:
            made["quiz"] = self._quiz(quiz)
        return made

    def _lesson(self, lesson: Lesson) -> Raw:
        made = {**self._named(lesson, step_id(self.key, lesson.slug)), "minutes": lesson.minutes}
        if not lesson.required:
            made["required"] = False
        made["blocks"] = self.unblocks.lesson(lesson.translation_key, lesson.body.raw_data)
        return made

    def _quiz(self, quiz: Quiz) -> Raw:
        made = {**self._named(quiz, step_id(self.key, quiz.slug)), "mode": quiz.mode}
        if quiz.pass_mark is not None:
            made["pass_mark"] = number(quiz.pass_mark)
        made |= {name: value for name in ("attempts", "draw") if (value := getattr(quiz, name))}
        made |= {name: True for name in ("shuffle", "required") if getattr(quiz, name)}
        made |= {"feedback": quiz.feedback, "minutes": quiz.minutes}
        made |= {name: value for name in ("wait", "limit") if (value := getattr(quiz, name))}
        usual = {"counts": "best", "layout": "one", "review": "full"}
        made |= {name: value for name, most in usual.items() if (value := getattr(quiz, name)) != most}
        made["questions"] = self.unblocks.questions(quiz.translation_key, quiz.slug, quiz.questions.raw_data)
        return made
