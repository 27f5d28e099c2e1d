"""A trainer's whole way with H5P: upload, report, native quiz as an exam, published; a learner passes it."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from wagtail.models import Page as CmsPage

import courses.api
from courses.h5p.models import H5PContent
from courses.models import Quiz
from learn.accounts.models import User
from learn.accounts.roles import TRAINERS
from tests.browser.answers import by_mouse, question_shown, right_fields
from tests.browser.test_trainer import PASSWORD, publish, sign_in
from tests.factories import h5p, people
from tests.factories.courses import make_course
from tests.machinery.browser import NewPage

# a collection as another platform exports it, without its libraries
SAMPLE: Any = {
    "name": "fragen.h5p",
    "mimeType": "application/zip",
    "buffer": h5p.packed(
        {
            "questions": [
                {"library": h5p.MULTICHOICE, "params": h5p.multichoice("Was ist eine E-Mail?")},
                {
                    "library": h5p.MULTICHOICE,
                    "params": h5p.multichoice("Woran erkennt man sie?", "am @", "am €"),
                },
            ],
            "passPercentage": 60,
            "endGame": {"overallFeedback": [{"from": 0, "to": 100, "feedback": "Gut gemacht!"}]},
        },
        main="H5P.QuestionSet 1.21",
        needs=[h5p.MULTICHOICE],
    ),
}


@pytest.fixture
def trainer(db: None, live_site: str, h5p_store: object) -> User:
    """Somebody who owns a course without a quiz."""
    call_command("setup_groups", verbosity=0)
    make_course("kurs", quiz=False, title="E-Mails verstehen")
    user = people.user(email="trainer@example.org")
    user.set_password(PASSWORD)
    user.save()
    CmsPage.objects.filter(depth__gt=2).update(owner=user)
    return people.in_group(user, TRAINERS)


def take_over(page: Page) -> None:
    """From the menu to the draft, as the screens lead."""
    page.get_by_role("link", name="H5P", exact=True).click()
    page.get_by_role("link", name="H5P hochladen").click()
    page.set_input_files("input[type=file]", SAMPLE)
    page.get_by_role("button", name="Hochladen und prüfen").click()
    expect(page.get_by_role("heading", name="Das geht dabei verloren")).to_be_visible()
    assert page.locator("section[aria-labelledby=verloren] li").count()
    assert page.locator("section[aria-labelledby=wird] li").count() > 1
    page.fill("#id_title", "Prüfung zur E-Mail")
    page.select_option("select[name=place]", label="Neues Quiz am Ende des Kurses")
    page.get_by_role("button", name="Als Entwurf übernehmen").click()
    page.get_by_role("link", name="„Prüfung zur E-Mail“ bearbeiten").click()
    page.wait_for_url("**/edit/")
    page.wait_for_load_state("networkidle")


def test_from_the_upload_to_a_passed_exam(trainer: User, new_page: NewPage) -> None:
    cms, learner = new_page(), new_page(js=False)
    sign_in(cms, trainer.email)
    take_over(cms)
    cms.select_option("select[name=mode]", "assessed")
    cms.fill("input[name=pass_mark]", "0.60")
    publish(cms)
    made = Quiz.objects.get()
    assert (made.live, made.mode, str(made.pass_mark)) == (True, "assessed", "0.60")
    assert not H5PContent.objects.exists()

    quiz = courses.api.quiz("de", "kurs", made.slug)
    assert quiz is not None
    learner.goto(f"/de/kurse/kurs/{made.slug}/frage/1/")
    while "/frage/" in learner.url:
        question = question_shown(learner, quiz.spec.questions)
        by_mouse(learner, question, right_fields(question))
        learner.locator("main .row a.btn").first.click()
    expect(learner).to_have_title(re.compile("^Bestanden: "))
