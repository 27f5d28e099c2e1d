"""Contents of H5P into the page tree as drafts, and a quiz out of it."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.exchange.archive.from_blocks import Unblocks
from courses.exchange.archive.media import Shelf
from courses.exchange.archive.to_blocks import Blocks
from courses.h5p.convert import Loss, Native, from_native, pack
from courses.models import Lesson, Quiz


def _files(native: Native, media: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files that blocks name, as far as the package has them."""
    return {name: media[path] for name, path in native.media.items() if path in media}


def _blocks(page: Page, files: Mapping[str, bytes], user: Any) -> Blocks:
    return Blocks(page.locale.language_code, Shelf(files, page.locale.language_code, user))


@transaction.atomic
def make_quiz(parent: Page, native: Native, media: Mapping[str, bytes], user: Any, title: str | None = None) -> Quiz:
    """A practice quiz as a draft below a course or a module; nothing is published."""
    key = uuid4()
    questions = _blocks(parent, _files(native, media), user).questions(key, list(native.questions))
    name = title or native.title or _("Fragen aus H5P")
    quiz = Quiz(
        translation_key=key,
        locale=parent.locale,
        owner=user,
        live=False,
        title=name[:255],
        slug=_free_slug(parent, name),
        mode="practice",
        pass_mark=native.pass_mark,
        draw=native.draw,
        shuffle=native.shuffle,
        questions=json.dumps(questions),
    )
    Page.objects.get(pk=parent.pk).add_child(instance=quiz)
    quiz.save_revision(user=user)
    return quiz


def make_lesson_blocks(lesson: Lesson, native: Native, media: Mapping[str, bytes], user: Any) -> None:
    """Appends to the newest draft of the lesson, as a new draft."""
    draft: Any = lesson.get_latest_revision_as_object()
    files = _files(native, media)
    there = [block for block in native.blocks if "image" not in block or block["image"]["file"] in files]
    practice = [{"practice": {"key": each["key"], "question": each}} for each in native.questions]
    with transaction.atomic():
        made = _blocks(lesson, files, user).lesson(uuid4(), [*map(_anew, [*there, *practice])])
        draft.body = json.dumps([*draft.body.get_prep_value(), *made])
        draft.save_revision(user=user)


def add_activity(
    lesson: Lesson, content: int, title: str, twin: Native | None, media: Mapping[str, bytes], user: Any
) -> None:
    """Appends a content to the newest draft of the lesson, as a new draft; with the question of `twin` beside it."""
    draft: Any = lesson.get_latest_revision_as_object()
    key = uuid4()
    value: dict[str, Any] = {
        "title": title[:120],
        "content": content,
        "question": [],
        "text": "",
        "done_when": "never",
        "percent": 60,
    }
    with transaction.atomic():
        if twin is not None:
            value["question"] = [_blocks(lesson, _files(twin, media), user).question(key, twin.questions[0])]
        made = {"type": "activity", "value": value, "id": str(key)}
        draft.body = json.dumps([*draft.body.get_prep_value(), made])
        draft.save_revision(user=user)


def _anew(block: Mapping[str, Any]) -> Mapping[str, Any]:
    """A practice with new ids: the same content may come into the same lesson twice, and its keys may be ids."""
    if "practice" not in block:
        return block
    key, question = (f"h5p-{block['practice']['key']}", block["practice"]["question"])
    return {"practice": {"key": key, "question": {**question, "key": key}}}


def _free_slug(parent: Page, title: str) -> str:
    base = slugify(title)[:60] or "fragen"
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


class _NoFiles:
    """H5P's questions of ours hold no pictures, documents or lessons."""

    def picture(self, pk: int | None) -> str:
        return str(pk or "")

    document = lesson = activity = picture


def export_quiz(quiz: Quiz) -> tuple[str, bytes, tuple[Loss, ...]]:
    """File name, content-only package, and what is not in it. The package is b"" if no question can be in it."""
    language = quiz.locale.language_code
    questions = Unblocks(language, _NoFiles()).questions(quiz.translation_key, quiz.slug, quiz.questions.raw_data)
    data = {
        "title": quiz.title,
        "mode": quiz.mode,
        "pass_mark": quiz.pass_mark,
        "draw": quiz.draw,
        "shuffle": quiz.shuffle,
        "questions": questions,
    }
    made = from_native(data, language)
    return f"{quiz.slug}.h5p", b"" if made.empty else pack(made.metadata, made.content), made.losses
