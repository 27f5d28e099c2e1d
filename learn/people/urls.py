"""Addresses of the screens of people in the CMS."""

from django.urls import URLPattern, path

from learn.people.invitation_views import Invitations
from learn.people.merge_views import MergePeople
from learn.people.roster_views import RosterImport, RosterResult
from learn.people.unit_views import PersonPlaces, UnitPeople, UnitTree

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("personen/personalliste/", RosterImport.as_view(), name="roster_import"),
    path("personen/personalliste/<uuid:key>/", RosterResult.as_view(), name="roster_run"),
    path("personen/einladungen/", Invitations.as_view(), name="invitations"),
    path("personen/zusammenfuehren/", MergePeople.as_view(), name="merge_people"),
    path("personen/einheiten/", UnitTree.as_view(), name="units"),
    path("personen/einheiten/<str:code>/", UnitPeople.as_view(), name="unit_people"),
    path("personen/person/<uuid:learner>/", PersonPlaces.as_view(), name="person_places"),
]
