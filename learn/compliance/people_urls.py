"""Addresses of the screens about people's duties: one person, many at once, earlier completions."""

from django.urls import URLPattern, path

from learn.compliance.bulk.views import DutyBulk
from learn.compliance.earlier.views import EarlierCompletions, EarlierTemplate
from learn.compliance.order_views import OrderScreen
from learn.compliance.person.decide import Decide
from learn.compliance.person.views import Explained, Person

urlpatterns: list[URLPattern] = [
    path("pflichten/person/<uuid:learner>/", Person.as_view(), name="duty_person"),
    path("pflichten/person/<uuid:learner>/<slug:action>/<int:pk>/", Decide.as_view(), name="duty_decide"),
    path("pflichten/erklaert/<int:pk>/", Explained.as_view(), name="duty_explained"),
    path("pflichten/sammelaktion/", DutyBulk.as_view(), name="duty_bulk"),
    path("pflichten/sammelaktion/<int:pk>/", OrderScreen.as_view(), name="duty_order"),
    path("pflichten/fruehere-abschluesse/", EarlierCompletions.as_view(), name="earlier_completions"),
    path("pflichten/fruehere-abschluesse/vorlage/", EarlierTemplate.as_view(), name="earlier_template"),
]
