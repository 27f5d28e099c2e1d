"""Addresses of the trainers' screens, below /cms/."""

from django.urls import URLPattern, path

from learn.assessment.review_views import ReviewAnswer, ReviewQueue
from learn.assessment.views import QuizList

urlpatterns: list[URLPattern] = [
    path("quizze/", QuizList.as_view(), name="quizzes"),
    path("quizze/<uuid:key>/durchsicht/", ReviewQueue.as_view(), name="review_queue"),
    path("quizze/<uuid:key>/durchsicht/<int:response>/", ReviewAnswer.as_view(), name="review_answer"),
]
