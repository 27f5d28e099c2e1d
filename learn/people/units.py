"""The units as people look at them: the tree with numbers of people and who leads, one unit, one person's places."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from learn.accounts import roles
from learn.accounts.access import scope, visible_people
from learn.accounts.models import Membership, User
from learn.accounts.tree import Tree, Unit

__all__ = ["Node", "members", "tree_of"]


@dataclass
class Node:
    """A unit on screen. `own`: people in it, `total`: with all below. `open`: something below was searched for."""

    unit: Unit
    leads: list[str] = field(default_factory=list)
    own: int = 0
    total: int = 0
    children: list["Node"] = field(default_factory=list)
    found: bool = False
    open: bool = False


def tree_of(viewer: User, on: date, text: str = "") -> tuple[list[Node], int]:
    """The units a viewer may see as a tree, and how many of them fit `text` (code, name, or who leads).

    With a text only what fits stays, with everything above it. Two queries and those of the scope, whatever the size.
    """
    tree = Tree.load()
    within = scope(viewer, on, tree)
    units = frozenset(tree.units) if within.everyone else within.units
    nodes = {key: Node(tree.units[key]) for key in units}
    _count(nodes, visible_people(viewer, on, within))
    wanted = text.casefold()
    hits = 0
    roots = []
    for top in tree.tops(units):
        node = _grown(top, tree, nodes, wanted)
        hits += sum(each.found for each in _all(node))
        if not wanted or node.found or node.open:
            roots.append(node)
    return roots, hits


def members(viewer: User, on: date, unit: Unit) -> QuerySet[Membership]:
    """The memberships that make people of one unit visible, those who lead first."""
    seen = visible_people(viewer, on).values("membership_id")  # type: ignore[misc]
    rows = Membership.objects.filter(pk__in=seen, department=unit.id).select_related("user__learner")
    return rows.order_by("user__last_name", "user__first_name", "pk")


def _count(nodes: dict[int, Node], people: QuerySet[User]) -> None:
    rows = Membership.objects.filter(pk__in=people.values("membership_id")).values_list(  # type: ignore[misc]
        "department_id", "position", "user__first_name", "user__last_name"
    )
    own: Counter[int] = Counter()
    for unit, position, first_name, last_name in rows:
        own[unit] += 1
        if unit in nodes and roles.leads(position):
            nodes[unit].leads.append(f"{first_name} {last_name}".strip())
    for unit, count in own.items():
        if unit in nodes:
            nodes[unit].own = count


def _grown(key: int, tree: Tree, nodes: dict[int, Node], wanted: str, depth: int = 0) -> Node:
    """A node with what stands below it; with a text only branches in which something fits."""
    node = nodes[key]
    if wanted:
        node.found = any(wanted in words.casefold() for words in (str(node.unit), *node.leads))
    below = [child for child in tree.children.get(key, ()) if child in nodes and depth < len(nodes)]
    grown = [_grown(child, tree, nodes, wanted, depth + 1) for child in below]
    node.total = node.own + sum(child.total for child in grown)
    node.children = [child for child in grown if not wanted or child.found or child.open]
    node.open = bool(wanted and node.children)
    return node


def _all(node: Node) -> Iterable[Any]:
    yield node
    for child in node.children:
        yield from _all(child)
