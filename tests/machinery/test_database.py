"""The machinery itself: templates stay clean, commits do not reach the next test."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_a_commit_does_not_reach_the_next_test(run: int) -> None:
    assert not Group.objects.filter(name="left behind").exists()
    Group.objects.create(name="left behind")
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db
def test_a_rolled_back_test_after_a_committing_one_is_clean() -> None:
    assert not Group.objects.filter(name="left behind").exists()


@pytest.mark.django_db
def test_sqlite_keeps_foreign_keys() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_the_browser_sees_what_a_test_commits(live_site: str, new_page) -> None:
    for js in (True, False):
        answer = new_page(js=js, width=320).goto("/healthz")
        assert answer is not None
        assert answer.url.startswith(live_site)
