"""Who is told when somebody is late: whoever leads the unit, else the unit above, else the personnel office."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from learn.accounts import roles
from learn.accounts.access import covering
from learn.accounts.models import Membership, User
from learn.accounts.tree import Tree
from learn.compliance.models import Absence
from learn.compliance.reminders.writing import addressable

__all__ = ["Above", "above"]


@dataclass(frozen=True, slots=True)
class Above:
    """Who is told of a person, and the unit the person works in. Nobody is told where `superiors` is empty."""

    superiors: tuple[User, ...]
    unit: str


def above(people: Collection[int], on: date) -> dict[int, Above]:
    """By account of a person. Nobody is told of themselves; who is away, or has no address, is passed over."""
    tree = Tree.load()
    leaders = _leaders(on)
    members = User.objects.filter(groups__name=roles.HR).order_by("pk")
    office = [member for member in members if addressable(member)]
    rows = Membership.objects.filter(covering(on), user__in=people).order_by("starts_on", "pk")
    units = dict(rows.values_list("user_id", "department_id"))  # the youngest counts, as for what may be seen
    found = {}
    for person in people:
        unit = units.get(person)
        line = tree.above(unit) if unit is not None else ()
        leading = next(
            ((leader,) for step in line for leader in leaders.get(step, ()) if leader.pk != person),
            tuple(member for member in office if member.pk != person),
        )
        found[person] = Above(leading, str(tree.units[unit]) if unit in tree.units else "")
    return found


def _leaders(on: date) -> dict[int, list[User]]:
    """By unit, those whose membership leads it, the longest there first."""
    away = set(
        Absence.objects.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on).values_list(
            "learner__user_id", flat=True
        )
    )
    rows = (
        Membership.objects.filter(covering(on), position__endswith=roles.LEADING_ENDING)
        .select_related("user")
        .order_by("starts_on", "pk")
    )
    found: dict[int, list[User]] = defaultdict(list)
    for row in rows:
        if roles.leads(row.position) and addressable(row.user) and row.user_id not in away:
            found[row.department_id].append(row.user)
    return found
