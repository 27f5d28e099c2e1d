"""Addresses of the learner's pages, below the language; German path words in all languages."""

from django.urls import path

from learn.web import (
    activity,
    catalogue,
    certificate,
    comfort_page,
    home,
    info,
    lesson,
    my_duty,
    my_learning,
    quiz,
    sight,
)
from learn.web.security import anonymous_form, stateless_form

_STEP = "kurse/<slug:course>/<slug:slot>/"
_ACTIVITY = f"{_STEP}aufgabe/<uuid:key>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("kurse/", catalogue.catalogue, name="catalogue"),
    path("kurse/<slug:course>/", catalogue.course, name="course"),
    path(_STEP, lesson.step, name="step"),
    path(f"{_STEP}erledigt/", anonymous_form(lesson.lesson_done), name="lesson_done"),
    path(f"{_STEP}uebung/<uuid:key>/", stateless_form(lesson.practice), name="practice"),
    path(f"{_ACTIVITY}beginnen/", anonymous_form(activity.begin), name="activity_begin"),
    path(f"{_ACTIVITY}ergebnis/", anonymous_form(activity.report), name="activity_report"),
    path(f"{_ACTIVITY}stand/", anonymous_form(activity.keep), name="activity_state"),
    path(f"{_STEP}frage/<int:number>/", anonymous_form(quiz.question), name="question"),
    path(f"{_STEP}alle/", anonymous_form(quiz.questions), name="questions"),
    path(f"{_STEP}beginnen/", anonymous_form(quiz.begin), name="begin"),
    path(f"{_STEP}ergebnis/", anonymous_form(quiz.result), name="result"),
    path("lernen/", my_learning.my_learning, name="my_learning"),
    path("lernen/pflicht/<int:pk>/", my_duty.my_duty, name="my_duty"),
    path("zertifikat/<str:code>/", certificate.certificate, name="certificate"),
    path("zertifikat/<str:code>/pdf/", certificate.certificate_pdf, name="certificate_pdf"),
    path("zertifikat/<str:code>/abzeichen.<str:form>", certificate.certificate_badge, name="certificate_badge"),
    path("zertifikat/<str:code>/mail/", certificate.certificate_mail, name="certificate_mail"),
    path("zertifikat-name/", certificate.certificate_name, name="certificate_name"),
    path("lesehilfen/", stateless_form(comfort_page.comfort), name="comfort"),
    path("wer-sieht-was/", sight.who_sees_what, name="who_sees_what"),
    path("seite/<slug:slug>/", info.info, name="info"),
]
