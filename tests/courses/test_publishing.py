"""Publishing in the CMS: faults stop it on every way, drafts may have them; trainers publish their own courses."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from courses import api
from courses.models import Catalogue, Course, InfoPage, Lesson, PublishRefused, Quiz
from learn.accounts import groups, roles
from tests.factories import cms
from tests.factories.courses import make_course, question
from tests.factories.people import in_group, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer() -> Any:
    groups.set_up_groups()
    return in_group(user("Tina", "Trainer"), roles.TRAINERS)


@pytest.fixture
def course(trainer: Any) -> Course:
    return make_course(owner=trainer)


@pytest.fixture
def desk(client: Client, trainer: Any) -> Iterator[Client]:
    client.force_login(trainer)
    yield client


def spoiled(quiz: Quiz) -> Any:
    """The questions without any right answer in the first one."""
    value = quiz.questions
    value[0].value["choices"][0]["correct"] = False
    return value


def test_a_trainer_edits_and_publishes_a_lesson_and_learners_see_it(course: Course, desk: Client) -> None:
    lesson = Lesson.objects.get(slug="l1")
    key = [child.id for child in lesson.body]
    body = lesson.body
    body[0].value = "Neue Überschrift"
    answer = cms.publish(desk, lesson, body=body, title="Neuer Titel")
    assert answer.status_code == 302, answer.context["form"].errors
    shown = api.lesson("de", "kurs", "l1")
    assert shown and shown.slot.title == "Neuer Titel" and "<h2>Neue Überschrift</h2>" in shown.body_html
    assert [child.id for child in Lesson.objects.get(slug="l1").body] == key


def test_ids_of_questions_and_choices_survive_the_form(course: Course, desk: Client) -> None:
    before = api.quiz("de", "kurs", "abschluss")
    quiz = Quiz.objects.get()
    value = quiz.questions
    value[0].value["text"] = "Anders gefragt?"
    assert cms.publish(desk, quiz, questions=value).status_code == 302
    after = api.quiz("de", "kurs", "abschluss")
    assert before and after and after.spec.questions[0].public["text"] == "Anders gefragt?"
    assert after.spec.questions[0].solution == before.spec.questions[0].solution


def test_every_question_type_survives_the_form(trainer: Any, desk: Client) -> None:
    from tests.factories.courses import QUESTIONS

    make_course("alle", owner=trainer, questions=[question(kind) for kind in QUESTIONS])
    before = api.quiz("de", "alle", "abschluss")
    answer = cms.publish(desk, Quiz.objects.get())
    assert answer.status_code == 302, answer.context["form"].errors
    assert api.quiz("de", "alle", "abschluss").spec == before.spec  # type: ignore[union-attr]


def test_a_fault_stops_the_form_and_not_the_draft(course: Course, desk: Client) -> None:
    quiz = Quiz.objects.get()
    answer = cms.publish(desk, quiz, questions=spoiled(quiz))
    assert answer.status_code == 200
    assert "Es ist keine richtige Antwort angegeben." in answer.content.decode()
    assert cms.save_draft(desk, quiz, questions=spoiled(Quiz.objects.get())).status_code == 302
    quiz = Quiz.objects.get()
    assert quiz.has_unpublished_changes
    found = api.quiz("de", "kurs", "abschluss")
    assert found and found.spec.questions[0].solution["correct"]


def test_a_draft_may_be_half_empty(course: Course, desk: Client) -> None:
    lesson = Lesson.objects.get(slug="l1")
    assert cms.save_draft(desk, lesson, body=[]).status_code == 302
    assert cms.publish(desk, Lesson.objects.get(slug="l1"), body=[]).status_code == 200


def test_a_fault_stops_publishing_without_a_form(course: Course) -> None:
    quiz = Quiz.objects.get()
    quiz.questions = spoiled(quiz)
    revision = quiz.save_revision()
    with pytest.raises(PublishRefused) as caught:
        revision.publish()
    assert "„Abschluss-Quiz“ wurde nicht veröffentlicht" in caught.value.sentence


def test_bulk_publishing_of_a_fault_answers_with_a_sentence(course: Course, desk: Client) -> None:
    quiz = Quiz.objects.get()
    assert cms.save_draft(desk, quiz, questions=spoiled(quiz)).status_code == 302
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={quiz.pk}"
    answer = desk.post(address, {"confirm": "true"}, follow=True)
    assert answer.status_code == 200
    assert "„Abschluss-Quiz“ wurde nicht veröffentlicht: " in answer.content.decode()
    assert Quiz.objects.get().has_unpublished_changes


def unfair(quiz: Quiz) -> Quiz:
    """One question is drawn, and it matters which."""
    quiz.draw = 1
    quiz.questions[0].value["points"] = 3
    return quiz


def by_button(quiz: Quiz, desk: Client, trainer: Any) -> str:
    answer = cms.publish(desk, quiz, draw=1, questions=unfair(quiz).questions)
    return str(answer.content.decode())


def in_bulk(quiz: Quiz, desk: Client, trainer: Any) -> str:
    assert cms.save_draft(desk, quiz, draw=1, questions=unfair(quiz).questions).status_code == 302
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={quiz.pk}"
    return str(desk.post(address, {"confirm": "true"}, follow=True).content.decode())


def by_workflow(quiz: Quiz, desk: Client, trainer: Any) -> str:
    """The draft is spoiled after it was handed in; whoever approves it reads why it is not published."""
    group = in_group(trainer, roles.EDITORS).groups.get(name=roles.EDITORS)
    task = GroupApprovalTask.objects.create(name="Vier Augen")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Freigabe")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    unfair(quiz).save_revision()
    state = workflow.start(quiz, trainer)
    address = reverse("wagtailadmin_pages:workflow_action", args=[quiz.pk, "approve", state.current_task_state.pk])
    html = desk.post(address, {"comment": ""}, follow=True).content.decode()
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    return str(html)


def by_schedule(quiz: Quiz, desk: Client, trainer: Any) -> str:
    """Nobody is there to read a sentence: the date is dropped."""
    due = timezone.now() - timedelta(minutes=1)
    revision = unfair(quiz).save_revision(approved_go_live_at=due)
    call_command("publish_scheduled", verbosity=0)
    revision.refresh_from_db()
    return "" if revision.approved_go_live_at else UNFAIR


UNFAIR = "Die Fragen geben verschieden viele Punkte."


@pytest.mark.parametrize("way", [by_button, in_bulk, by_workflow, by_schedule])
def test_a_quiz_that_is_not_fair_is_published_in_no_way(course: Course, desk: Client, trainer: Any, way: Any) -> None:
    assert UNFAIR in way(Quiz.objects.get(), desk, trainer)
    live = Quiz.objects.get()
    assert live.live and live.draw is None and live.questions[0].value["points"] == 1


def test_drafts_are_kept_by_themselves_whatever_they_lack(course: Course, desk: Client) -> None:
    quiz = Quiz.objects.get()
    value = quiz.questions
    value[0].value["text"] = ""
    value[0].value["choices"][0]["text"] = ""
    data = cms.page_data(desk, quiz, questions=value, pass_mark="")
    answer = desk.post(reverse("wagtailadmin_pages:edit", args=[quiz.pk]), data, headers={"Accept": "application/json"})
    assert answer.json()["success"] is True
    draft = Quiz.objects.get().get_latest_revision_as_object()
    assert draft.pass_mark is None and draft.questions[0].value["text"] == ""


def test_a_picture_without_a_description_stops_no_draft(course: Course, desk: Client) -> None:
    lesson = Lesson.objects.get(slug="l1")
    body = lesson.body
    body.append(("image", {"image": None, "alt": "", "decorative": False, "caption": "", "credit": ""}))
    assert cms.save_draft(desk, lesson, body=body).status_code == 302
    assert cms.publish(desk, Lesson.objects.get(slug="l1"), body=body).status_code == 200


def test_a_spoiled_page_does_not_stop_the_schedule_of_others(course: Course) -> None:
    due = timezone.now() - timedelta(minutes=1)
    quiz, lesson = Quiz.objects.get(), Lesson.objects.get(slug="l1")
    quiz.questions = spoiled(quiz)
    lesson.title = "Nach Plan"
    for page in (quiz, lesson):
        revision = page.save_revision(approved_go_live_at=due)
        revision.approved_go_live_at = due
        revision.save()
    call_command("publish_scheduled", verbosity=0)
    assert Lesson.objects.get(slug="l1").title == "Nach Plan"
    found = api.quiz("de", "kurs", "abschluss")
    assert found and found.spec.questions[0].solution["correct"]
    assert Quiz.objects.get().latest_revision.approved_go_live_at is None


def test_a_trainer_publishes_the_own_course_only(course: Course, trainer: Any, desk: Client) -> None:
    other = make_course("fremd", owner=user())
    mine, theirs = (
        Lesson.objects.child_of(course.get_children().first()).first(),
        Lesson.objects.descendant_of(other).first(),
    )
    assert mine.permissions_for_user(trainer).can_publish() and theirs.permissions_for_user(trainer).can_edit()
    assert not theirs.permissions_for_user(trainer).can_publish()
    assert Page.objects.get(pk=mine.pk).permissions_for_user(trainer).can_publish()
    cms.publish(desk, theirs, title="Gekapert")
    assert not Page.objects.filter(title="Gekapert", live=True).exists()
    trainer.groups.clear()
    trainer = type(trainer).objects.get(pk=trainer.pk)
    assert not mine.permissions_for_user(trainer).can_publish()


def test_pages_of_the_site_belong_to_the_editors(course: Course, trainer: Any) -> None:
    catalogue = Catalogue.objects.get(locale__language_code="de")
    page = InfoPage(title="Impressum", slug="impressum", body="<p>x</p>", locale=catalogue.locale)
    catalogue.add_child(instance=page)
    editor = in_group(user(), roles.EDITORS)
    for each in (catalogue, page):
        assert not each.permissions_for_user(trainer).can_edit()
        assert each.permissions_for_user(editor).can_publish()
    assert catalogue.permissions_for_user(trainer).can_add_subpage()
    assert course.permissions_for_user(editor).can_publish()


def test_new_pages_get_faults_named_before_they_exist(course: Course, desk: Client) -> None:
    """The form of a new lesson knows its course by its parent."""
    module = course.get_children().first()
    new = Lesson(title="Doppelt", slug="l1", locale=course.locale)
    from courses.checks import problems

    class Form:
        parent_page = module

    assert any("schon die Adresse „l1“" in fault for fault in problems(new, form=Form()))


def test_pages_stand_at_the_learners_addresses_and_the_tree_leads_there(course: Course, client: Client) -> None:
    lesson = Lesson.objects.get(slug="l1")
    assert lesson.get_url() == "/de/kurse/kurs/l1/" and course.get_url() == "/de/kurse/kurs/"
    assert lesson.get_parent().specific.get_url() == "/de/kurse/kurs/"
    answer = client.get("/de/kurs/m1/l1/")
    assert answer.status_code == 302 and answer["Location"] == "/de/kurse/kurs/l1/"


@pytest.mark.parametrize("model", [Course, Lesson, Quiz])
def test_a_draft_can_be_previewed(course: Course, desk: Client, model: Any) -> None:
    page = model.objects.first()
    page.title = "Nur im Entwurf"
    page.save_revision()
    answer = desk.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert answer.status_code == 200 and "Nur im Entwurf" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_bulk_publishing_a_spoiled_page_is_a_message_and_no_breakdown(course: Course, desk: Client) -> None:
    quiz = Quiz.objects.get()
    quiz.questions = spoiled(quiz)
    quiz.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={quiz.pk}"
    answer = desk.post(address, {"next": "/cms/pages/"}, follow=True)
    assert answer.status_code == 200
    assert "wurde nicht veröffentlicht" in answer.content.decode() and "bound method" not in answer.content.decode()


def test_the_internal_way_of_publishing_is_closed(course: Course, desk: Client) -> None:
    lesson = Lesson.objects.get(slug="l1")
    answer = desk.post(f"/cms/api/main/pages/{lesson.pk}/action/publish/")
    assert answer.status_code == 403


def test_the_history_of_the_site_tells_of_pages_one_may_see(course: Course, trainer: Any) -> None:
    page = InfoPage(title="Geheime Seite", slug="geheim", body="<p>x</p>", locale=course.locale)
    Catalogue.objects.get(locale=course.locale).add_child(instance=page)
    for each in (page, Lesson.objects.get(slug="l1")):
        each.save_revision(user=trainer, log_action=True)
    for role, seen in ((roles.HR, False), (roles.HEADS, False), (roles.TRAINERS, True)):
        client = Client()
        client.force_login(in_group(user(), role))
        html = client.get("/cms/reports/site-history/").content.decode()
        assert ("Lektion 1" in html) is seen, role


def test_a_course_chooses_among_the_designs_there_are(course: Course, desk: Client) -> None:
    page = desk.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()
    for title in ("Standard", "Hochformat, farbig", "Querformat, schwarz-weiß"):
        assert f">{title}</option>" in page
    (key,) = (key for key, title in import_string(settings.CERTIFICATE_DESIGNS)() if title == "Hochformat, farbig")
    assert cms.publish(desk, course, certificate_design=key).status_code == 302
    assert str(api.course("de", "kurs").outline.certificate_design) == key  # type: ignore[union-attr]
    cms.publish(desk, course, certificate_design="")
    assert api.course("de", "kurs").outline.certificate_design is None  # type: ignore[union-attr]
