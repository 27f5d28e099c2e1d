"""What all counting screens share: who gets in, what they look at, the filters above, and the way between screens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from learn.accounts.access import may_report
from learn.accounts.guarded import Guarded
from learn.compliance.overview.choice import Choice
from learn.compliance.overview.counts import Counts, counts_of, freshness
from learn.compliance.overview.sight import Sight, look

__all__ = ["Screen", "Select", "select"]

#: the screens beside each other: name of the address, label
TABS = (
    ("duties", gettext_lazy("Übersicht")),
    ("duty_matrix", gettext_lazy("Matrix")),
    ("duty_health", gettext_lazy("Zyklen")),
    ("duty_people", gettext_lazy("Liste")),
)


@dataclass(frozen=True, slots=True)
class Select:
    """One choice above a screen."""

    name: str
    label: str
    every: str
    options: SafeString


class Screen(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """A counting screen, for those who may report."""

    header_icon = "clipboard-list"
    tab = ""
    filters: Sequence[str] = ("einheit", "pflicht")

    def allowed(self) -> bool:
        return may_report(self.viewer)

    @cached_property
    def choice(self) -> Choice:
        return self.chosen(Choice.of(self.request.GET))

    def chosen(self, choice: Choice) -> Choice:
        """The choice of the address; screens of one unit or requirement put theirs into it."""
        return choice

    @cached_property
    def sight(self) -> Sight:
        return look(self.viewer, self.choice, timezone.localdate())

    @cached_property
    def counts(self) -> Counts:
        return counts_of(self.sight)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("duties"), "label": _("Pflichtschulungen")}
        return [*self.breadcrumbs_items, first, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sight, place = self.sight, self.choice.place
        empty = _why_empty(sight, self.counts)
        return super().get_context_data(
            sight=sight,
            choice=self.choice,
            narrowed_here=any(getattr(self.choice, name) for name in self.filters),
            counts=self.counts,
            fresh=freshness(sight),
            empty=empty,
            tabs=[(label, place.at(reverse(name)), name == self.tab) for name, label in TABS],
            selects=[self.select(name) for name in self.filters],
            **({} if empty else self.figures()),
            **kwargs,
        )

    def figures(self) -> dict[str, Any]:
        """What this screen shows, beyond what all show."""
        return {}

    def select(self, name: str) -> Select:
        if name == "einheit":
            units = self.sight.tree.in_order(self.sight.seen)
            options = [(unit.code, f"{'– ' * depth}{unit}") for depth, unit in units]
            every = _("alle") if self.sight.scope.everyone else _("alle, die Sie leiten")
            return select(name, _("Organisationseinheit und alle darunter"), every, options, self.choice.einheit)
        rules = [(rule.key, rule.title) for rule in self.sight.rules.values()]
        return select(name, _("Pflichtschulung"), _("alle"), rules, self.choice.pflicht)


def select(name: str, label: str, every: str, options: Iterable[tuple[str, str | Promise]], chosen: str) -> Select:
    rows = ((value, SafeString(" selected") if value == chosen else "", text) for value, text in options)
    return Select(name, label, every, format_html_join("", '<option value="{}"{}>{}</option>', rows))


def _why_empty(sight: Sight, counts: Counts) -> str:
    """One word for the reason why there is nothing to show; empty if there is something."""
    if sight.nobody:
        return "nobody"
    if not sight.rules:
        return "no-rules"
    if not counts.total.shown:
        return "no-people"
    return ""
