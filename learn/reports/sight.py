"""What a viewer may choose from: units, requirements and courses, and who stands in a choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import courses.api
from learn.accounts.access import Scope, scope
from learn.accounts.models import User
from learn.accounts.tree import Tree
from learn.compliance.models import Requirement
from learn.compliance.queries import requirements_in_force
from learn.reports.filters import Filters

__all__ = ["Sight"]


@dataclass(frozen=True, slots=True)
class Sight:
    """The rights of a viewer on a day with what the lists of choices need; two queries, three for a head.

    `patient`: nobody waits for the page, a job may take its time.
    """

    viewer: User
    today: date
    tree: Tree
    within: Scope
    rules: Sequence[Requirement]
    titles: Mapping[UUID, str]
    patient: bool = False

    @classmethod
    def of(cls, viewer: User, today: date, *, patient: bool = False) -> "Sight":
        tree = Tree.load()
        within = scope(viewer, today, tree)
        return cls(viewer, today, tree, within, requirements_in_force(today), courses.api.titles("de"), patient)

    @property
    def units(self) -> frozenset[int]:
        """The units whose people the viewer may see."""
        return frozenset(self.tree.units) if self.within.everyone else self.within.units

    def knows(self, filters: Filters) -> bool:
        """Whether unit, course and requirement of a choice exist and are the viewer's to see; never which is not."""
        unit = self.tree.by_code.get(filters.einheit)
        return not (
            (filters.einheit and (unit is None or unit.id not in self.units))
            or (filters.kurs and filters.kurs not in {str(key) for key in self.titles})
            or (filters.pflicht and filters.pflicht not in {rule.key for rule in self.rules})
        )

    def chosen_units(self, filters: Filters) -> frozenset[int] | None:
        """The chosen unit and those below, as far as they may be seen; None without a choice."""
        unit = self.tree.by_code.get(filters.einheit)
        return self.tree.below([unit.id]) & self.units if unit else None

    def chosen_rules(self, filters: Filters) -> list[Requirement]:
        """The chosen requirement, else all in force."""
        return [rule for rule in self.rules if filters.pflicht in ("", rule.key)]
