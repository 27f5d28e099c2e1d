"""What the screens of people in the CMS share: who may come in, and where they stand."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from learn.accounts.guarded import Guarded
from learn.accounts.roles import MANAGE_PEOPLE

__all__ = ["RELOADS", "RELOAD_SECONDS", "PeopleScreen", "turn_of"]

#: how often a page that waits for a job looks again by itself
RELOADS, RELOAD_SECONDS = 60, 3


class PeopleScreen(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """A screen for those who look after people."""

    header_icon = "group"
    page_title: str | Promise = gettext_lazy("Personen")
    permission = MANAGE_PEOPLE

    def allowed(self) -> bool:
        return self.viewer.has_perm(self.permission)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Personen")}, {"url": "", "label": self.page_title}]


def turn_of(request: HttpRequest) -> int:
    """How often the page has looked again by itself; a strange number means: often enough."""
    given = request.GET.get("n", "0")
    return int(given) if given.isdecimal() and len(given) < 3 else RELOADS
