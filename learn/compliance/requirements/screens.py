"""What the screens of rules share: who may open them, the way back, and the tabs of one requirement."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from learn.accounts.access import scope
from learn.accounts.guarded import Guarded
from learn.accounts.models import User
from learn.compliance.models import Requirement

__all__ = ["CHANGE", "RuleScreen", "may_change"]

CHANGE = "learn.change_requirement"


def may_change(user: User) -> bool:
    """Whether somebody may change rules: only who may see everybody, for a preview names everybody concerned."""
    return user.has_perm(CHANGE) and scope(user, timezone.localdate()).everyone


class RuleScreen(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """A screen on which rules are changed."""

    header_icon = "clipboard-list"
    page_title: str | Promise = gettext_lazy("Pflichtschulung")
    tab = ""

    def allowed(self) -> bool:
        return may_change(self.viewer)

    def requirement(self) -> Requirement:
        """The one the address names."""
        return get_object_or_404(Requirement.objects.prefetch_related("versions"), key=self.kwargs["key"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        back = {"url": reverse("requirements"), "label": _("Pflichtschulungen")}
        return [*self.breadcrumbs_items, back, {"url": "", "label": self.page_title}]

    def tabs(self, requirement: Requirement | None) -> list[dict[str, Any]]:
        """Address, word and whether it is this one."""
        if requirement is None or not requirement.pk:
            return []
        named = (
            ("requirement_edit", _("Ändern")),
            ("requirement_history", _("Verlauf")),
            ("requirement_end", _("Beenden")),
            ("requirement_copy", _("Als neue kopieren")),
        )
        return [{"url": reverse(n, args=[requirement.key]), "word": w, "here": n == self.tab} for n, w in named]
