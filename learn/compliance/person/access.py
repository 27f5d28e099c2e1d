"""Whom a viewer may open: a foreign person and a missing one give the same answer."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from learn.accounts.access import may_report, visible_people
from learn.accounts.guarded import Guarded
from learn.accounts.models import Learner, User
from learn.compliance.models import Obligation

__all__ = ["DECIDE", "DutyScreen", "obligations_seen", "person_seen"]

#: the right to decide; heads read and remind
DECIDE = "learn.change_obligation"


def person_seen(viewer: User, learner: UUID, on: date) -> Learner:
    """The person, with the account. Raises Http404."""
    people = visible_people(viewer, on)
    found = Learner.objects.select_related("user").filter(pk=learner, user__in=people.values("pk")).first()
    if found is None:
        raise Http404
    return found


def obligations_seen(viewer: User, on: date) -> QuerySet[Obligation]:
    """All obligations of the people a viewer may see."""
    people = visible_people(viewer, on)
    return Obligation.objects.filter(learner__user__in=people.values("pk")).select_related(
        "requirement", "learner__user"
    )


class DutyScreen(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """What the screens about people's duties share, for those who may report."""

    header_icon = "clipboard-list"
    needs = ""  # a further right

    def allowed(self) -> bool:
        return may_report(self.viewer) and (not self.needs or self.viewer.has_perm(self.needs))

    @property
    def may_decide(self) -> bool:
        return self.viewer.has_perm(DECIDE)

    def way(self) -> list[tuple[str, str]]:
        """Labels and addresses between the start and this page."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [{"url": url, "label": label} for label, url in self.way()]
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]
