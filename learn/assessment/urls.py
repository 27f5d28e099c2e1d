"""Addresses of the trainers' screens, below /cms/."""

from django.urls import URLPattern, path

from learn.assessment.regrade_views import RegradeScreen
from learn.assessment.review_views import ReviewAnswer, ReviewQueue
from learn.assessment.statistics_views import StatisticsScreen
from learn.assessment.views import QuizList

urlpatterns: list[URLPattern] = [
    path("quizze/", QuizList.as_view(), name="quizzes"),
    path("quizze/<uuid:key>/durchsicht/", ReviewQueue.as_view(), name="review_queue"),
    path("quizze/<uuid:key>/durchsicht/<int:response>/", ReviewAnswer.as_view(), name="review_answer"),
    path("quizze/<uuid:key>/neu-bewerten/", RegradeScreen.as_view(), name="quiz_regrade"),
    path("quizze/<uuid:key>/auswertung/", StatisticsScreen.as_view(), name="quiz_statistics"),
]
