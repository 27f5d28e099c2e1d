"""Where a converted content may go: not into what is locked, not where one may not add; and nothing is lost by a no."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowTask

from courses.cms.places import places
from courses.exchange.h5p import make_lesson_blocks
from courses.h5p.contents import keep
from courses.h5p.convert import to_native
from courses.models import Lesson, Module, Quiz
from tests.courses.h5p.convert.test_golden import MULTI
from tests.factories import h5p, people
from tests.factories.courses import make_course
from tests.factories.desk import desk
from tests.learn.walk import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]
STAYS = "Es ist nichts verloren. Bitte wählen Sie einen anderen Ort."


@pytest.fixture
def client() -> Client:
    make_course("kurs", quiz=False)
    return desk()


def report(client: Client) -> str:
    answer = client.post(reverse("h5p_upload"), {"file": h5p.upload(h5p.packed())})
    return str(answer.url)


def choose(client: Client, address: str, place: str) -> Any:
    return client.post(address, {"title": "Neu", "outcome": "fragen", "place": place})


def lock(page: Any, by: Any = None) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=by, locked_at=timezone.now())


def all_places() -> list[tuple[Any, str]]:
    module, lesson = Module.objects.get(), Lesson.objects.get(slug="l1")
    return [(module, f"quiz:{module.pk}"), (lesson, f"lektion:{lesson.pk}")]


@pytest.mark.parametrize("number", [0, 1])
def test_a_page_that_somebody_else_locked_is_no_place(client: Client, number: int) -> None:
    page, place = all_places()[number]
    address = report(client)
    assert f'value="{place}"' in client.get(address).content.decode()
    lock(page, people.user())
    assert f'value="{place}"' not in client.get(address).content.decode()
    revisions = page.revisions.count()
    answer = choose(client, address, place)
    assert answer.status_code == 422
    assert f"„{page.title}“ ist gesperrt. {STAYS}" in text_of(answer)
    assert (Quiz.objects.count(), page.revisions.count()) == (0, revisions)
    assert client.get(address).status_code == 200  # the upload waits on


def test_what_one_has_locked_oneself_is_a_place(client: Client) -> None:
    for page, place in all_places():
        lock(page, client.user)  # type: ignore[attr-defined]
        assert choose(client, report(client), place).status_code == 302


def test_a_page_that_waits_for_its_date_is_no_place(client: Client) -> None:
    lesson = Lesson.objects.get(slug="l1")
    later = timezone.now() + timedelta(days=3)
    lesson.go_live_at = later
    lesson.save_revision(approved_go_live_at=later)
    answer = choose(client, report(client), f"lektion:{lesson.pk}")
    assert answer.status_code == 422 and "ist gesperrt" in text_of(answer)


def test_a_page_that_others_are_to_approve_is_no_place(client: Client) -> None:
    lesson = Lesson.objects.get(slug="l1")
    task = GroupApprovalTask.objects.create(name="Prüfen")
    task.groups.add(Group.objects.create(name="Prüfende"))
    workflow = Workflow.objects.create(name="Freigabe")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    lesson.save_revision()
    workflow.start(lesson, client.user)  # type: ignore[attr-defined]
    answer = choose(client, report(client), f"lektion:{lesson.pk}")
    assert answer.status_code == 422 and "ist gesperrt" in text_of(answer)


@pytest.mark.parametrize("number", [0, 1])
def test_where_one_may_not_add_is_no_place(client: Client, number: int) -> None:
    _page, place = all_places()[number]
    address = report(client)
    GroupPagePermission.objects.all().delete()
    own = make_course("anderer", quiz=False)
    GroupPagePermission.objects.create(
        group=client.user.groups.get(), page=own, permission=_permission("add_page")  # type: ignore[attr-defined]
    )  # fmt: skip
    assert place not in client.get(address).content.decode()
    answer = choose(client, address, place)
    assert answer.status_code == 422
    assert f"An diesem Ort dürfen Sie nichts anlegen oder ändern. {STAYS}" in text_of(answer)
    assert not Quiz.objects.exists()


def _permission(name: str) -> Any:
    return Permission.objects.get(content_type__app_label="wagtailcore", codename=name)


def test_a_place_that_has_a_quiz_by_now(client: Client) -> None:
    (_module, place), _lesson = all_places()
    first, second = report(client), report(client)
    assert choose(client, first, place).status_code == 302
    answer = choose(client, second, place)
    assert answer.status_code == 422
    assert f"nur ein Quiz haben. {STAYS}" in text_of(answer)
    assert Quiz.objects.count() == 1


@pytest.mark.parametrize("place", ["quiz:999999", "lektion:x", "lektion:", "kurs:1", "%s%d%(a)s", "quiz:" + "9" * 40])
def test_a_place_made_up_or_gone(client: Client, place: str) -> None:
    answer = choose(client, report(client), place)
    assert answer.status_code == 422
    assert f"Diesen Ort gibt es nicht mehr. {STAYS}" in text_of(answer)


def test_a_kept_content_is_refused_in_the_same_way(client: Client) -> None:
    version = keep(h5p.package(), title="Fragen", user=None)
    page, place = all_places()[0]
    lock(page, people.user())
    answer = choose(client, reverse("h5p_convert", args=[version.content_id]), place)
    assert answer.status_code == 422
    assert "ist gesperrt" in text_of(answer)
    assert version.content.versions.count() == 1


def test_the_same_content_twice_in_a_lesson_is_two_practices(client: Client) -> None:
    lesson = Lesson.objects.get(slug="l1")
    key = "0d0e0f00-1111-4222-8333-444455556666"
    questions = [{"library": "H5P.MultiChoice 1.16", "params": MULTI, "subContentId": key}]
    native = to_native("H5P.QuestionSet 1.21", {"questions": questions}, "de")
    for _turn in range(2):
        make_lesson_blocks(Lesson.objects.get(pk=lesson.pk), native, {}, None)
    body = Lesson.objects.get(pk=lesson.pk).get_latest_revision_as_object().body
    ids = [block.id for block in body]
    inner = [child.id for block in body if block.block_type == "practice" for child in block.value]
    assert len(set(ids)) == len(ids) and len(set(inner)) == len(inner) == 3


def test_places_ask_the_database_as_often_for_three_courses_as_for_one(client: Client) -> None:
    user, counts = client.user, []  # type: ignore[attr-defined]
    places(user)
    for turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            places(user)
        counts.append(len(asked))
        if turn == 0:
            make_course("zwei", quiz=False)
            make_course("drei", quiz=False)
    assert counts[0] == counts[1] and len(places(user)) == 12
