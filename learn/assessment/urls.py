"""Addresses of the trainers' screens, below /cms/."""

from django.urls import URLPattern, path

from learn.assessment.views import QuizList

urlpatterns: list[URLPattern] = [
    path("quizze/", QuizList.as_view(), name="quizzes"),
]
