"""Who may see whom: the one window through which reports look at people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from learn.accounts.models import Membership, User
from learn.accounts.roles import LEADING_ENDING, REPORT_ALL, REPORT_OWN_UNITS
from learn.accounts.tree import Tree

__all__ = ["Scope", "covering", "may_report", "scope", "seen_in", "visible_people"]


@dataclass(frozen=True, slots=True)
class Scope:
    """The units whose people a viewer may see; `everyone` spares the list for the whole city."""

    everyone: bool
    units: frozenset[int]

    def __contains__(self, unit_id: int) -> bool:
        return self.everyone or unit_id in self.units


def covering(on: date) -> Q:
    """Memberships that cover the day; first and last day belong to them."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def may_report(user: User) -> bool:
    """Whether reports on people are offered at all; whom they show is `visible_people`'s business."""
    return user.has_perm(REPORT_ALL) or user.has_perm(REPORT_OWN_UNITS)


def scope(viewer: User, on: date, tree: Tree | None = None) -> Scope:
    """The units a viewer may see on a day.

    Personnel office and administrators: all. Heads: the units they lead by a membership that covers the day
    (a right that ends with the position, even if somebody forgot to take the group away), and all units below.
    Everybody else: none.
    """
    if viewer.has_perm(REPORT_ALL):
        return Scope(everyone=True, units=frozenset())
    if not viewer.has_perm(REPORT_OWN_UNITS):
        return Scope(everyone=False, units=frozenset())
    # The ending is compared in Python as well: SQLite's LIKE takes capitals for small letters.
    led = {
        unit
        for unit, position in Membership.objects.filter(covering(on), user=viewer)
        .filter(position__endswith=LEADING_ENDING)
        .values_list("department_id", "position")
        if position.endswith(LEADING_ENDING)
    }
    tree = (tree or Tree.load()) if led else Tree({})
    return Scope(everyone=False, units=tree.below(led))


def visible_people(viewer: User, on: date, within: Scope | None = None) -> QuerySet[User]:
    """The people a viewer may see on a day, each with `membership_id`: the membership that makes them visible.

    People are visible through a membership that covers the day. Who has left is not visible any more; who has
    moved is visible to the head of the new unit only, and counts there. Of several memberships on one day the
    youngest in the viewer's scope counts. Guests and citizens have no membership and are never visible.
    """
    within = within or scope(viewer, on)
    memberships = _memberships(on, within).filter(user=OuterRef("pk"))
    youngest = memberships.order_by("-starts_on", "-pk").values("pk")[:1]
    # EXISTS and not the annotation again: databases join it, where they would look for the youngest of each person.
    people = User.objects.annotate(membership_id=Subquery(youngest)).filter(Exists(memberships))
    return people if within.everyone or within.units else people.none()  # an empty subquery has no type in PostgreSQL


def seen_in(people: Collection[int], on: date, within: Scope) -> dict[int, int]:
    """By account, the unit of the membership that makes somebody visible on a day (see `visible_people`)."""
    found = _memberships(on, within).filter(user__in=people).order_by("starts_on", "pk")
    return dict(found.values_list("user_id", "department_id"))  # the youngest comes last and stays


def _memberships(on: date, within: Scope) -> QuerySet[Membership]:
    found = Membership.objects.filter(covering(on))
    return found if within.everyone else found.filter(department__in=within.units)
