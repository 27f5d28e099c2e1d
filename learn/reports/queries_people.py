"""Whose certificates somebody may see: the people of `visible_people`, as holders."""

from datetime import date
from uuid import UUID

from learn.accounts.access import scope, visible_people
from learn.accounts.models import Learner, Membership, User
from learn.accounts.tree import Tree


def holders(viewer: User, today: date, unit: str = "") -> frozenset[UUID]:
    """The visible people as holders of certificates, in a unit (by code) and all below it; none for an unknown one."""
    tree = Tree.load()
    within = scope(viewer, today, tree)
    memberships = Membership.objects.filter(
        pk__in=visible_people(viewer, today, within).values("membership_id")  # type: ignore[misc]
    )
    if unit:
        chosen = tree.by_code.get(unit)
        if chosen is None or chosen.id not in within:
            return frozenset()
        memberships = memberships.filter(department__in=tree.below([chosen.id]))
    return frozenset(Learner.objects.filter(user__in=memberships.values("user")).values_list("pk", flat=True))
