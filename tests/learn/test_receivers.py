"""What follows when a page goes: the last open lesson vanishes, and the course is complete."""

from typing import Any

import pytest
from wagtail.models import Page

from learn.enrolments.models import Completion
from tests.learn.small_course import make_course
from tests.learn.walk import Walk


def unpublish(page: Page) -> None:
    page.specific.unpublish()


def delete(page: Page) -> None:
    page.specific.delete()


def move(page: Page) -> None:
    page.move(Page.objects.get(slug="ziel"), pos="last-child")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("away", [unpublish, delete, move])
def test_whoever_had_only_this_lesson_left_completes(away: Any) -> None:
    make_course(kind="participation")
    make_course("anderer", lessons=1)
    modules = Page.objects.filter(title="Erstes Modul").order_by("path")
    Page.objects.filter(pk=modules.last().pk).update(slug="ziel")  # type: ignore[union-attr]
    walk = Walk()
    walk.tick(1)
    walk.tick(2)
    assert not Completion.objects.exists()
    away(Page.objects.filter(slug="lektion-3").order_by("path").first())
    assert Completion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_its_final_quiz_nobody_passes_a_course() -> None:
    make_course()
    Walk().tick_all()
    unpublish(Page.objects.get(slug="abschluss"))
    assert not Completion.objects.exists()
