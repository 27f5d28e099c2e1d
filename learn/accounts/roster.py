"""Rosters against the database: what is on record, and writing what a plan says, set by set. The only way in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from learn.accounts import roles
from learn.accounts.models import Department, Membership, User
from learn.accounts.roster_people import make_people, rename
from learn.rules.roster import PLACE, Change, Current, Known, Person, Plan, Roster, Unit, plan

__all__ = ["NotClean", "OnRecord", "Place", "Taken", "close_accounts", "on_record", "take", "take_in"]

BATCH = 500
Item = TypeVar("Item")
ONE_DAY = timedelta(days=1)


class NotClean(ValueError):
    """A roster with conflicts: it is taken over as a whole or not at all."""

    def __init__(self, planned: Plan) -> None:
        super().__init__(f"{len(planned.conflicts)} conflicts, first {planned.conflicts[0]}")
        self.plan = planned


@dataclass(frozen=True, slots=True)
class Place:
    """The latest membership under a personnel number; `first`: there is none before it."""

    pk: int
    user_id: int
    starts_on: date
    ends_on: date | None
    first: bool


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record: for the plan, and the rows behind it."""

    current: Current
    places: Mapping[str, Place]
    accounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written: the numbers of the plan, and whom it concerned (accounts)."""

    plan: Plan
    users: frozenset[int]


def on_record(on: date, emails: Iterable[str] = (), *, by: User | None = None) -> OnRecord:
    """Everybody with a personnel number, all units, and the accounts without a number that have one of `emails`.

    A person is known by the number of the membership that runs or ran last. `by`: whoever takes the roster in; without
    the right to change accounts they cannot give an administrator's log-in another address. Constant queries, except
    for one in 500 unknown addresses.
    """
    people: dict[str, Known] = {}
    places: dict[str, Place] = {}
    firsts: dict[str, date] = {}
    latest: dict[int, str] = {}
    names = ("user__first_name", "user__last_name", "user__email", "department__code", "position")
    rows = Membership.objects.order_by("starts_on", "pk").values_list(
        "pk", "user_id", "personnel_no", "starts_on", "ends_on", "listed_entry", *names
    )
    for pk, user_id, number, starts_on, ends_on, entered_on, first_name, last_name, email, unit, position in rows:
        first = firsts.setdefault(number, starts_on)
        before = latest.get(user_id, number)
        if before != number and places[before].user_id == user_id and not people[before].active:
            del people[before]
        latest[user_id] = number
        person = Person(number, first_name, last_name, email, unit, position, entered_on or first, ends_on)
        people[number] = Known(person, active=ends_on is None or ends_on >= on)
        places[number] = Place(pk, user_id, starts_on, ends_on, first=number not in places)
    owned = {known.person.email for known in people.values()}
    accounts = dict(_accounts(email for email in set(emails) if email not in owned))
    units = {
        code: Unit(code, name, parent or "")
        for code, name, parent in Department.objects.values_list("code", "name", "parent__code")
    }
    guarded = _guarded() if by is not None and not by.has_perm(roles.ADMINISTER) else frozenset()
    return OnRecord(Current(people, units, accounts.keys(), guarded), places, accounts)


def take_in(roster: Roster, on: date, last_day: date | None = None) -> Taken:
    """Read what is on record, plan and take over, all at once. Raises NotClean if anything contradicts."""
    with transaction.atomic():
        hold()
        record = on_record(on, [person.email for person in roster.people])
        planned = plan(record.current, roster, on)
        if planned.conflicts:
            raise NotClean(planned)
        return take(planned, record, roster, on, last_day)


def hold() -> None:
    """Let two rosters wait for each other, for the rest of the transaction."""
    list(Department.objects.select_for_update().order_by("pk").values_list("pk"))


@transaction.atomic
def take(planned: Plan, record: OnRecord, roster: Roster, on: date, last_day: date | None = None) -> Taken:
    """Write a plan without conflicts, made on `on` from this record and roster. The same roster again writes nothing.

    Who is missing leaves with `last_day`, or the day before `on`; who has a last day in the roster, with that one. A
    new unit or position holds from `on`; who returns begins with the new first day, or on `on`.
    """
    if last_day is not None and last_day >= on:
        raise ValueError(f"{last_day} is not over on {on}: the same roster would find these people again")
    units = _take_units(planned)
    changes = {change.after.personnel_no: change for change in (*planned.changed, *planned.renamed, *planned.returned)}
    leaving = {person.personnel_no: person.leaves_on for person in roster.people if person.leaves_on}
    left = {
        person.personnel_no: leaving.get(person.personnel_no) or last_day or on - ONE_DAY for person in planned.left
    }
    returned = {change.after.personnel_no for change in planned.returned}
    _end(left, record.places)
    _move([change for number, change in changes.items() if number not in returned], record.places, units, on)
    rename({record.places[number].user_id: change for number, change in changes.items()})
    back = [changes[number].after for number in returned]
    User.objects.filter(pk__in=[record.places[person.personnel_no].user_id for person in back]).update(is_active=True)
    added = make_people(planned.added, record.accounts)
    Membership.objects.bulk_create(
        [
            *(_membership(person, added[person.personnel_no], units, person.entered_on) for person in planned.added),
            *(
                _membership(person, place.user_id, units, _first_day_back(person, place, on))
                for person in back
                for place in (record.places[person.personnel_no],)
            ),
        ],
        batch_size=BATCH,
    )
    close_accounts(on, {record.places[number].user_id for number in left})
    touched = {record.places[number].user_id for number in (*changes, *left)} | set(added.values())
    return Taken(planned, frozenset(touched))


def close_accounts(on: date, users: Collection[int] | None = None) -> int:
    """Close the log-in of everybody whose last membership has ended before `on`, and take their rights; their number.

    What they have learnt stays, with the certificates; the address belongs to the administration and may be given to
    somebody else, who could get in by it. A return opens the account again, without the old rights.
    """
    staying = Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    gone = User.objects.filter(is_active=True).exclude(pk__in=staying.values("user_id"))
    if users is None:
        gone = gone.filter(pk__in=Membership.objects.values("user_id"))
    keys = [pk for pk in gone.values_list("pk", flat=True) if users is None or pk in users]
    for some in _batches(keys):
        User.groups.through.objects.filter(user_id__in=some).delete()
        User.objects.filter(pk__in=some).update(is_active=False, is_superuser=False)
    return len(keys)


def _accounts(emails: Iterable[str]) -> Iterator[tuple[str, int]]:
    for some in _batches(emails):
        yield from User.objects.filter(email__in=some, memberships__isnull=True).values_list("email", "pk")


def _guarded() -> frozenset[str]:
    administrators = Q(user__is_superuser=True) | Q(user__groups__name=roles.ADMINISTRATORS)
    return frozenset(Membership.objects.filter(administrators).values_list("personnel_no", flat=True))


def _take_units(planned: Plan) -> dict[str, int]:
    """Write units, first the new ones, then who stands below whom; all ids by code."""
    Department.objects.bulk_create(
        [Department(code=unit.code, name=unit.name) for unit in planned.units_added], batch_size=BATCH
    )
    units = dict(Department.objects.values_list("code", "pk"))
    wanted = [unit for unit in planned.units_added if unit.parent] + [after for _, after in planned.units_changed]
    Department.objects.bulk_update(
        [
            Department(pk=units[unit.code], name=unit.name, parent_id=units[unit.parent] if unit.parent else None)
            for unit in wanted
        ],
        ["name", "parent"],
        batch_size=BATCH,
    )
    return units


def _end(left: Mapping[str, date], places: Mapping[str, Place]) -> None:
    """End memberships; one that would begin after its end never was."""
    days: dict[date, list[int]] = {}
    never = []
    for number, day in left.items():
        place = places[number]
        if place.starts_on > day:
            never.append(place.pk)
        else:
            days.setdefault(day, []).append(place.pk)
    for some in _batches(never):
        Membership.objects.filter(pk__in=some).delete()
    for day, keys in days.items():
        for some in _batches(keys):
            Membership.objects.filter(pk__in=some).update(ends_on=day)


def _move(changes: Iterable[Change], places: Mapping[str, Place], units: Mapping[str, int], on: date) -> None:
    """Write new units and positions, first and last days. A membership that has not begun is changed as it stands."""
    ended, kept, fresh = [], [], []
    for change in changes:
        after = change.after
        place = places[after.personnel_no]
        before = change.before
        if (before.unit, before.position) != (after.unit, after.position) and place.starts_on < on:
            ended.append(Membership(pk=place.pk, ends_on=on - ONE_DAY))
            fresh.append(_membership(after, place.user_id, units, on))
        elif any(getattr(before, name) != getattr(after, name) for name in PLACE):
            corrected = place.first and before.entered_on != after.entered_on
            row = _membership(after, place.user_id, units, after.entered_on if corrected else place.starts_on)
            row.pk = place.pk
            kept.append(row)
    Membership.objects.bulk_update(ended, ["ends_on"], batch_size=BATCH)
    fields = ["department", "position", "starts_on", "ends_on", "listed_entry"]
    Membership.objects.bulk_update(kept, fields, batch_size=BATCH)
    Membership.objects.bulk_create(fresh, batch_size=BATCH)


def _membership(person: Person, user_id: int, units: Mapping[str, int], starts_on: date) -> Membership:
    return Membership(
        user_id=user_id,
        department_id=units[person.unit],
        personnel_no=person.personnel_no,
        position=person.position,
        starts_on=starts_on if person.leaves_on is None else min(starts_on, person.leaves_on),
        ends_on=person.leaves_on,
        listed_entry=person.entered_on,
    )


def _first_day_back(person: Person, place: Place, on: date) -> date:
    ended = place.ends_on or on
    return person.entered_on if person.entered_on > ended else on


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    walk = iter(items)
    while some := list(islice(walk, BATCH)):
        yield some
