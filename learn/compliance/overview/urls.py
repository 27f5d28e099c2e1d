"""The addresses of the counting screens, below those of the CMS."""

from django.urls import path

from learn.compliance.overview.matrix import Matrix
from learn.compliance.overview.requirement import RequirementPage
from learn.compliance.overview.views import HealthScreen, Overview, People, UnitPage

urlpatterns = [
    path("pflichten/", Overview.as_view(), name="duties"),
    path("pflichten/matrix/", Matrix.as_view(), name="duty_matrix"),
    path("pflichten/zyklen/", HealthScreen.as_view(), name="duty_health"),
    path("pflichten/liste/", People.as_view(), name="duty_people"),
    path("pflichten/einheit/<str:code>/", UnitPage.as_view(), name="duty_unit"),
    path("pflichten/pflicht/<slug:key>/", RequirementPage.as_view(), name="duty_requirement"),
]
