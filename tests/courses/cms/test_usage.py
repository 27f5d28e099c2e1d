"""Where a content is used: in what is published, in drafts, in what waits for its date."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from courses.h5p.contents import Used, keep, remove, usage, used_by
from courses.h5p.models import H5PContent
from courses.models import Lesson
from tests.factories import h5p
from tests.factories.courses import make_course
from tests.factories.desk import desk
from tests.learn.walk import text_of

# Only the block for lessons uses contents, and that is still to come; the demo town has none until then.
pytest.importorskip("courses.blocks.activity", reason="the block for lessons is still to come")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]


@pytest.fixture
def content() -> H5PContent:
    make_course("kurs")
    return keep(h5p.package(), title="Fragen zur E-Mail", user=None).content


def with_activity(content: H5PContent, slug: str = "l1") -> Any:
    """The lesson with the content in its body, not saved."""
    lesson = Lesson.objects.get(slug=slug)
    block = {"type": "activity", "value": {"content": content.pk}, "id": str(uuid4())}
    lesson.body = lesson._meta.get_field("body").to_python([*lesson.body.get_prep_value(), block])
    return lesson


def titles(pages: list[Page]) -> list[str]:
    return [page.title for page in pages]


def test_nobody_uses_it_at_first(content: H5PContent) -> None:
    assert used_by(content) == []
    assert usage() == {}


def test_a_published_page_uses_it(content: H5PContent) -> None:
    with_activity(content).save()
    assert titles(used_by(content)) == ["Lektion 1"]


def test_a_draft_uses_it(content: H5PContent) -> None:
    with_activity(content).save_revision()
    assert titles(used_by(content)) == ["Lektion 1"]


def test_what_waits_for_its_date_uses_it(content: H5PContent) -> None:
    lesson = with_activity(content)
    lesson.go_live_at = timezone.now() + timedelta(days=1)
    planned = lesson.save_revision(approved_go_live_at=lesson.go_live_at)
    Lesson.objects.get(slug="l1").save_revision()
    assert Lesson.objects.get(slug="l1").latest_revision != planned
    assert titles(used_by(content)) == ["Lektion 1"]


def test_taken_out_of_the_draft_the_published_page_still_uses_it(content: H5PContent) -> None:
    before = Lesson.objects.get(slug="l1")
    with_activity(content).save()
    before.save_revision()
    assert titles(used_by(content)) == ["Lektion 1"]


def test_a_page_counts_once_and_two_by_title(content: H5PContent) -> None:
    with_activity(content, "l2").save()
    lesson = with_activity(content)
    lesson.save()
    lesson.save_revision()
    assert titles(used_by(content)) == ["Lektion 1", "Lektion 2"]


def test_what_a_draft_uses_is_not_deleted(content: H5PContent) -> None:
    with_activity(content).save_revision()
    with pytest.raises(Used) as raised:
        remove(content)
    assert titles(raised.value.pages) == ["Lektion 1"]
    answer = desk().post(reverse("h5p_remove", args=[content.pk]))
    assert "Diesen Inhalt nutzt noch 1 Seite." in text_of(answer)
    assert H5PContent.objects.exists()


def test_the_editor_of_a_lesson_offers_the_contents(content: H5PContent) -> None:
    page = desk().get(reverse("wagtailadmin_pages:edit", args=[Lesson.objects.get(slug="l1").pk]))
    assert reverse("h5p_chooser:choose") in page.content.decode()
