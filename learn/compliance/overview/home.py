"""The three most important numbers, on the first page of the CMS."""

from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from learn.compliance.overview.choice import Choice
from learn.compliance.overview.counts import counts_of, freshness
from learn.compliance.overview.figures import MISSED
from learn.compliance.overview.sight import look
from learn.compliance.overview.words import number, percent

__all__ = ["DutiesPanel"]


class DutiesPanel(Component):
    """What is missed, what ends within 30 days, and the share that is valid; for the viewer's own part."""

    order = 40
    template_name = "learn/compliance/duties/home_panel.html"

    @property
    def media(self) -> Media:
        return Media(css={"all": ["learn/cms/duties.css"]})

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        sight = look(parent_context["request"].user, Choice(), timezone.localdate())
        counts = counts_of(sight)
        total, people = counts.total, reverse("duty_people")
        if not total.shown:
            return {"numbers": []}
        numbers = [
            (
                "overdue",
                number(total.missed),
                _("überfällig oder abgelaufen"),
                Choice(stand=",".join(MISSED)).at(people),
            ),
            (
                "ahead",
                number(counts.ahead.within.get("30", 0)),
                _("läuft in 30 Tagen ab"),
                Choice(tage="30").at(people),
            ),
            ("valid", percent(total.percent), _("gültig"), reverse("duties")),
        ]
        return {"numbers": numbers, "late": freshness(sight).late}
