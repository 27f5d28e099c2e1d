"""Addresses of the rules in the CMS, below /cms/."""

from django.urls import URLPattern, path

from learn.compliance.requirements.change_views import CopyRequirement, EditRequirement, EndRequirement, NewRequirement
from learn.compliance.requirements.history_views import RequirementHistory
from learn.compliance.requirements.list_views import RequirementList
from learn.compliance.requirements.preview_views import RequirementPreview

urlpatterns: list[URLPattern] = [
    path("pflichten/regeln/", RequirementList.as_view(), name="requirements"),
    path("pflichten/regeln/neu/", NewRequirement.as_view(), name="requirement_add"),
    path("pflichten/regeln/entwurf/<uuid:draft>/", RequirementPreview.as_view(), name="requirement_preview"),
    path("pflichten/regeln/<slug:key>/aendern/", EditRequirement.as_view(), name="requirement_edit"),
    path("pflichten/regeln/<slug:key>/kopieren/", CopyRequirement.as_view(), name="requirement_copy"),
    path("pflichten/regeln/<slug:key>/beenden/", EndRequirement.as_view(), name="requirement_end"),
    path("pflichten/regeln/<slug:key>/verlauf/", RequirementHistory.as_view(), name="requirement_history"),
]
