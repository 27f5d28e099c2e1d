"""What a viewer looks at: units of the scope, the chosen one, the requirements; what is foreign is as if missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404

from learn.accounts.access import Scope, scope
from learn.accounts.models import User
from learn.accounts.tree import Tree, Unit
from learn.compliance.models import Requirement
from learn.compliance.overview.choice import Choice

__all__ = ["Place", "Sight", "look"]

#: a unit with all below, or everywhere
Place = int | None


@dataclass(frozen=True)
class Sight:
    """`tops` are the units whose sums are read: everywhere, the chosen one, or those the viewer leads. No sum of a
    unit outside the viewer's scope is ever among them.
    """

    viewer: User
    today: date
    tree: Tree
    scope: Scope
    rules: Mapping[int, Requirement]  # in force, by title
    unit: Unit | None
    rule: Requirement | None

    @cached_property
    def seen(self) -> frozenset[int]:
        """The units the viewer may see."""
        return frozenset(self.tree.units) if self.scope.everyone else self.scope.units & self.tree.units.keys()

    @cached_property
    def nobody(self) -> bool:
        """Whether the viewer leads no unit, and so sees nobody."""
        return not self.scope.everyone and not self.scope.units

    @cached_property
    def tops(self) -> tuple[Place, ...]:
        if self.unit is not None:
            return (self.unit.id,)
        return (None,) if self.scope.everyone else self.tree.tops(self.scope.units)

    @cached_property
    def root(self) -> Unit | None:
        """The one unit everything shown belongs to, if there is one."""
        top = self.tops[0] if len(self.tops) == 1 else None
        return self.tree.units[top] if top is not None else None

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The units one step down: under the one top its children, else the tops themselves."""
        if len(self.tops) == 1:
            return self.tree.children.get(self.tops[0], ())
        return tuple(top for top in self.tops if top is not None)

    @cached_property
    def within(self) -> Scope:
        """The scope narrowed to the chosen unit, for lists of people."""
        if self.unit is None:
            return self.scope
        return Scope(everyone=False, units=self.tree.below([self.unit.id]) & self.seen)

    @cached_property
    def shown_rules(self) -> Mapping[int, Requirement]:
        return self.rules if self.rule is None else {self.rule.pk: self.rule}

    def way(self) -> tuple[Unit, ...]:
        """The units over the root that the viewer may see, from the top down, the root last."""
        if self.root is None:
            return ()
        return tuple(self.tree.units[step] for step in reversed(self.tree.above(self.root.id)) if step in self.seen)


def look(viewer: User, choice: Choice, today: date) -> Sight:
    """What the viewer sees under a choice. Raises Http404 for a unit or requirement that is not there or not theirs."""
    tree = Tree.load()
    within = scope(viewer, today, tree)
    unit = rule = None
    if choice.einheit:
        unit = tree.by_code.get(choice.einheit)
        if unit is None or unit.id not in within:
            raise Http404
    found = Requirement.objects.filter(starts_on__lte=today).order_by("title", "key")
    rules = {each.pk: each for each in found.defer("definition", "reason", "course_keys")}
    if choice.pflicht:
        rule = next((each for each in rules.values() if each.key == choice.pflicht), None)
        if rule is None:
            raise Http404
    return Sight(viewer, today, tree, within, rules, unit, rule)
