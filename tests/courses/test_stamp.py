"""The stamp: changes with what readers see, with the transaction, and not with drafts."""

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses import stamp
from courses.models import Lesson, SiteStamp, Topic
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


def test_readers_changes_renew_it_and_drafts_do_not() -> None:
    make_course()
    lesson = Lesson.objects.get(slug="l1")
    seen = [stamp.current()]

    lesson.title = "Neu"
    revision = lesson.save_revision()
    assert stamp.current() == seen[-1]

    topic = Topic.objects.create(key="x", name="X", locale=lesson.locale)
    restriction = PageViewRestriction(page=lesson, restriction_type="login")
    for change in (
        revision.publish,
        lambda: Lesson.objects.get(slug="l1").move(Lesson.objects.get(slug="l2"), pos="right"),
        restriction.save,
        restriction.delete,
        topic.save,
        lambda: Lesson.objects.get(slug="l1").unpublish(),
        lambda: Lesson.objects.get(slug="l1").delete(),
    ):
        change()
        assert stamp.current() not in seen
        seen.append(stamp.current())


@pytest.mark.django_db(transaction=True)
def test_it_follows_the_transaction() -> None:
    caches["pages"].clear()
    before = stamp.current()
    with pytest.raises(RuntimeError), transaction.atomic():
        stamp.renew()
        assert stamp.current() != before
        raise RuntimeError
    assert stamp.current() == before == SiteStamp.objects.get().value
    with transaction.atomic():
        stamp.renew()
        assert caches["pages"].get("site-stamp") == before
    assert stamp.current() == SiteStamp.objects.get().value != before


def test_the_cache_answers_without_a_query_and_the_row_without_the_cache() -> None:
    caches["pages"].clear()
    value = stamp.current()
    with CaptureQueriesContext(connection) as queries:
        assert stamp.current() == value
    assert len(queries) == 0
    caches["pages"].clear()
    assert stamp.current() == value


def test_what_is_remembered_is_bounded_and_forgotten_with_the_stamp() -> None:
    calls = []

    @stamp.remembered(2)
    def double(number: int) -> int:
        calls.append(number)
        return 2 * number

    assert [double(1), double(1), double(2), double(3), double(1)] == [2, 2, 4, 6, 2]
    assert calls == [1, 2, 3, 1]
    stamp.renew()
    assert double(1) == 2 and calls == [1, 2, 3, 1, 1]
