"""The tree of units as plain data, read in one query: what stands above and below a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from learn.accounts.models import Department


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the administration without its people."""

    id: int
    code: str
    name: str
    parent_id: int | None

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@dataclass(frozen=True)
class Tree:
    """All units. A circle in the data ends a walk instead of running for ever."""

    units: dict[int, Unit]

    @classmethod
    def load(cls) -> "Tree":
        """Read all units in one query."""
        rows = Department.objects.values_list("id", "code", "name", "parent_id")
        return cls({row[0]: Unit(*row) for row in rows})

    @cached_property
    def children(self) -> dict[int | None, tuple[int, ...]]:
        found: dict[int | None, list[int]] = {}
        for unit in sorted(self.units.values(), key=lambda unit: unit.code):
            found.setdefault(unit.parent_id, []).append(unit.id)
        return {parent: tuple(ids) for parent, ids in found.items()}

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units.values()}

    def below(self, tops: Iterable[int]) -> frozenset[int]:
        """These units and all units under them."""
        found: set[int] = set()
        waiting = list(tops)
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting.extend(self.children.get(unit, ()))
        return frozenset(found)

    def above(self, unit_id: int) -> tuple[int, ...]:
        """This unit and all units over it, from near to far."""
        found: list[int] = []
        step: int | None = unit_id
        while step is not None and step in self.units and step not in found:
            found.append(step)
            step = self.units[step].parent_id
        return tuple(found)

    def tops(self, unit_ids: frozenset[int]) -> tuple[int, ...]:
        """The units among these which have none of these over them, by code."""
        tops = [unit for unit in unit_ids if unit in self.units and self.units[unit].parent_id not in unit_ids]
        return tuple(sorted(tops, key=lambda unit: self.units[unit].code))

    def in_order(self, unit_ids: frozenset[int]) -> tuple[tuple[int, Unit], ...]:
        """These units as the tree stands, each with its depth below the top of this selection."""
        found: list[tuple[int, Unit]] = []

        def walk(unit_id: int, depth: int) -> None:
            found.append((depth, self.units[unit_id]))
            for child in self.children.get(unit_id, ()):
                if child in unit_ids and depth < len(self.units):
                    walk(child, depth + 1)

        for top in self.tops(unit_ids):
            walk(top, 0)
        return tuple(found)
