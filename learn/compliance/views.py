"""The requirements in the CMS, to be read: what, why, which courses, for whom."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

import courses.api
from learn.accounts.tree import Tree
from learn.compliance.models import Requirement
from learn.compliance.queries import audience_in_words

PERMISSION = "learn.view_requirement"


class RequirementList(WagtailAdminTemplateMixin, TemplateView):
    """All requirements by title. They are changed elsewhere."""

    template_name = "learn/compliance/requirements.html"
    page_title = gettext_lazy("Pflichtschulungen")
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Berichte")}, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        titles = {str(key): title for key, title in courses.api.titles("de").items()}
        names = {unit.code: unit.name for unit in Tree.load().units.values()}
        requirements = [
            {
                "title": rule.title,
                "reason": rule.reason,
                "starts_on": rule.starts_on,
                "courses": [titles.get(key) or _("Kurs nicht mehr vorhanden") for key in rule.course_keys],
                "audience": audience_in_words(rule.definition["audience"], names),
            }
            for rule in Requirement.objects.order_by("title", "key")
        ]
        return super().get_context_data(requirements=requirements, **kwargs)
