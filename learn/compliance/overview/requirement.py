"""The page of one requirement: who must and why, the rule in words, how it stands, what comes next, and the people."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

import courses.api
from learn.compliance.models import Requirement
from learn.compliance.overview.choice import Choice
from learn.compliance.overview.counts import units_summed
from learn.compliance.overview.people import PeopleList
from learn.compliance.overview.rule_words import rule_in_words
from learn.compliance.overview.screen import Screen, Select
from learn.compliance.overview.tiles import rows_of_tiles
from learn.compliance.overview.views import months, people, state_select, sub_unit, whole
from learn.compliance.overview.words import number
from learn.compliance.queries import audience_in_words
from learn.compliance.records import rules_of
from learn.rules.deadlines import RuleError, State

__all__ = ["RequirementPage"]

NEXT_DATES = 6


class RequirementPage(Screen):
    """One requirement, for everybody the viewer may see."""

    template_name = "learn/compliance/duties/requirement.html"
    filters = ("einheit", "stand")

    def chosen(self, choice: Choice) -> Choice:
        return choice.but(pflicht=self.kwargs["key"])

    @cached_property
    def requirement(self) -> Requirement:
        if self.sight.rule is None:
            raise Http404
        return Requirement.objects.get(pk=self.sight.rule.pk)

    def get_page_title(self) -> str:
        return self.requirement.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = self.requirement
        names = {unit.code: unit.name for unit in self.sight.tree.units.values()}
        titles = {str(key): title for key, title in courses.api.titles("de").items()}
        return super().get_context_data(
            requirement=rule,
            audience=audience_in_words(rule.definition["audience"], names),
            course_titles=[titles.get(key) or _("Kurs nicht mehr vorhanden") for key in rule.course_keys],
            rule_words=self.rule_words(),
            edit_address=reverse("requirement_edit", args=[rule.key]),
            own_address=reverse("duty_requirement", args=[rule.key]),
            **kwargs,
        )

    def rule_words(self) -> list[tuple[str, str]]:
        """The version in force today; nothing if it cannot be read, since screens of numbers need not fail for it."""
        try:
            versions = rules_of(self.requirement)
        except RuleError:
            return []
        today = timezone.localdate()
        begun = [version for version in versions if version.since <= today] or list(versions[:1])
        slugs = {card.slug: card.title for card in courses.api.catalogue("de").courses}
        return rule_in_words(max(begun, key=lambda version: version.since), slugs)

    def figures(self) -> dict[str, Any]:
        sight, place = self.sight, self.choice.place
        units = units_summed(sight, sight.rows)
        page = PeopleList(sight, self.choice, self.counts).page(self.request.GET.get("p"))
        return {
            **whole(self.counts),
            "tile_rows": rows_of_tiles(self.counts, place),
            "sub_units": [
                sub_unit(sight.tree.units[unit], units[unit], self.requirement.key)
                for unit in sight.rows
                if unit in units
            ],
            **months(self.counts.ahead, sight, place),
            "due_dates": self.due_dates(),
            **people(page.object_list, page),
        }

    def due_dates(self) -> list[tuple[date, str]]:
        """The next days on which something is due, with for how many people."""
        waiting = PeopleList(self.sight, self.choice.place.but(stand=State.OPEN.value)).along
        days = waiting.filter(due_on__isnull=False).values("due_on").annotate(people=Count("pk")).order_by("due_on")
        return [(row["due_on"], number(row["people"])) for row in days[:NEXT_DATES] if row["due_on"]]

    def select(self, name: str) -> Select:
        return state_select(self.choice) if name == "stand" else super().select(name)
