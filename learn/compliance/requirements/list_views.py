"""The requirements in the CMS: what, why, which courses, for whom, what comes next; whoever may changes them here."""

from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

import courses.api
from learn.accounts.access import Scope, scope
from learn.accounts.guarded import Guarded
from learn.accounts.tree import Tree
from learn.compliance.models import Requirement, Tally
from learn.compliance.queries import audience_in_words
from learn.compliance.requirements.models import RequirementDraft
from learn.compliance.requirements.screens import may_change
from learn.compliance.versions import courses_on, definition_on, versions_of
from learn.rules.deadlines import State

PERMISSION = "learn.view_requirement"


class RequirementList(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """All requirements by title; those that have ended come last."""

    template_name = "learn/compliance/requirements.html"
    page_title = gettext_lazy("Pflichtschulungen")
    header_icon = "clipboard-list"

    def allowed(self) -> bool:
        return self.viewer.has_perm(PERMISSION)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        tree = Tree.load()
        within = scope(self.request.user, today, tree)  # type: ignore[arg-type]
        changes = may_change(self.request.user)  # type: ignore[arg-type]
        titles = {str(key): title for key, title in courses.api.titles("de").items()}
        names = {unit.code: unit.name for unit in tree.units.values()}
        people = _people(within, tree)
        rules = [
            {
                "key": rule.key,
                "title": rule.title,
                "reason": rule.reason,
                "courses": [titles.get(key) or _("Kurs nicht mehr vorhanden") for key in courses_on(rule, today)],
                "audience": audience_in_words(definition_on(rule, today)["audience"], names),
                "next": _next(rule, today),
                "people": people.get(rule.pk, 0),
                "ended": rule.ends_on is not None and rule.ends_on < today,
            }
            for rule in Requirement.objects.order_by("title", "key").prefetch_related("versions")
        ]
        return super().get_context_data(
            requirements=[rule for rule in rules if not rule["ended"]],
            ended=[rule for rule in rules if rule["ended"]],
            drafts=list(RequirementDraft.objects.select_related("author", "requirement")) if changes else [],
            changes=changes,
            everyone=within.everyone,
            **kwargs,
        )


def _people(within: Scope, tree: Tree) -> dict[int, int]:
    """By requirement, how many people have the duty: everywhere, or in the viewer's units; one query."""
    rows = Tally.objects.exclude(state=State.WITHDRAWN)
    if within.everyone:
        rows = rows.filter(department=None)
    else:
        rows = rows.filter(department__in=tree.tops(within.units))
    return dict(rows.order_by().values("requirement").annotate(n=Sum("people")).values_list("requirement", "n"))


def _next(rule: Requirement, today: date) -> str:
    """What will change by itself, in words; empty if nothing will."""
    if rule.starts_on > today:
        return _("beginnt am %(day)s") % {"day": _day(rule.starts_on)}
    planned = [version.since for version in versions_of(rule)[1:] if version.since > today]
    if planned:
        return _("neue Regel ab %(day)s") % {"day": _day(planned[0])}
    if rule.ends_on is not None and rule.ends_on >= today:
        return _("endet am %(day)s") % {"day": _day(rule.ends_on)}
    return ""


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
