"""What people of the benchmark's city live through: rules of duties, kinds of staff, what they have proven; pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from learn.rules.deadlines import (
    Absence,
    Cycle,
    Evidence,
    Exemption,
    Facts,
    Kind,
    Reason,
    Revocation,
    Rule,
    Status,
    cycles,
    of_cycles,
    read_rule,
    status,
)

KINDS_OF_STAFF = 60
LIVES = 48  # a requirement

_LOGIN = {"new": {"anchor": "first_login", "days": 30}}
_ENTRY = {"new": {"anchor": "entry_date", "days": 42}}
_ASSIGNED = {"new": {"anchor": "assignment", "days": 60}}
_MOVED = {"new": {"anchor": "department_change", "days": 14}}
_PLANS: tuple[tuple[dict[str, Any], dict[str, Any], int, int], ...] = (
    # due, expiry, lead, grace
    (_ENTRY, {"rule": "previous_valid_until", "months": 24}, 60, 30),
    (_LOGIN, {"rule": "calendar_date", "months": 12, "month_day": "12-31", "minimum_validity_months": 6}, 90, 30),
    (_ASSIGNED, {"rule": "completed", "months": 24}, 60, 14),
    (_MOVED, {"rule": "previous_valid_until", "months": 36}, 90, 0),
    (_ASSIGNED, {"rule": "unlimited"}, 0, 0),
    (_ENTRY, {"rule": "completed", "months": 12}, 45, 30),
)


@dataclass(frozen=True)
class Duty:
    """One requirement: its rule as it is written and as it is read."""

    number: int
    starts_on: date
    definition: dict[str, Any]
    rule: Rule


@dataclass(frozen=True)
class KindOfStaff:
    """A kind of staff: when they came, moved, left, logged in and were away."""

    memberships: tuple[tuple[date, date | None], ...]
    first_login_on: date | None
    absences: tuple[Absence, ...]


@dataclass(frozen=True)
class Life:
    """What somebody has done about one requirement."""

    proofs: tuple[Evidence, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A kind of staff with a life under a duty, judged on the day."""

    reason: Reason
    proofs: tuple[Evidence, ...]
    facts: Facts
    status: Status
    cycles: tuple[Cycle, ...]


def duty(number: int, on: date) -> Duty:
    """A requirement that began between six weeks and two and a half years before the day."""
    due, expiry, lead, grace = _PLANS[number % len(_PLANS)]
    starts_on = on - timedelta(40 if number % 7 == 6 else 400 + number * 17)
    definition = {
        "audience": {"all": True, "roles": []},
        "due": due
        | {
            "existing": {"anchor": "fixed", "date": (starts_on + timedelta(90)).isoformat()},
            "repeat": {"anchor": "previous_valid_until", "days": 0},
        },
        "minimum_time_days": 14,
        "expiry": expiry,
        "lead_days": lead,
        "grace_days": grace,
        "early_credit": {"accept": "by_rule", "max_age_days": 90},
        "reminders": {"before_due_days": [28, 7], "after_due_days": [3, 14], "escalate_after_days": 14},
    }
    return Duty(number, starts_on, definition, read_rule(definition, starts_on))


def kinds_of_staff(on: date, chance: Random) -> list[KindOfStaff]:
    """The kinds of staff: most have been here for long, some are new, to come, gone, away or have never logged in."""
    found = []
    for number in range(KINDS_OF_STAFF):
        came = on - timedelta(chance.randrange(10, 90) if number % 10 == 9 else chance.randrange(700, 5500))
        came = on + timedelta(20) if number == 0 else came
        left = on - timedelta(30) if number == 1 else None
        moved = came + (on - came) * chance.uniform(0.2, 0.9) if number % 5 == 2 else None
        memberships = ((came, moved - timedelta(1)), (moved, left)) if moved else ((came, left),)
        login = None if number % 9 == 0 else min(came + timedelta(chance.randrange(1, 60)), on)
        absences: tuple[Absence, ...] = ()
        if number == 4:
            absences = (Absence(on - timedelta(50), None, 30, "parental-leave", on - timedelta(50)),)
        elif number == 6:
            away = (on - timedelta(120), on - timedelta(20))
            absences = (Absence(*away, 30, "sabbatical", away[0], away[0]),)
        found.append(KindOfStaff(memberships, login, absences))
    return found


def lives(of: Duty, on: date, chance: Random) -> list[Life]:
    """The lives under a requirement, each as likely as the others; most people do what they must, in time."""
    found = []
    for number in range(LIVES):
        if number < LIVES // 8:
            found.append(Life())
            continue
        proofs = tuple(_chain(of, on, chance))
        exemptions: tuple[Exemption, ...] = ()
        if number == LIVES - 1:
            release = on - timedelta(chance.randrange(10, 90))
            exemptions = (Exemption(release, release + timedelta(200), "no-device", recorded_on=release),)
        elif number == LIVES - 2 and proofs:
            fallen = Revocation(on - timedelta(5), "Für eine andere Person abgelegt", on - timedelta(5))
            proofs = (*proofs[:-1], replace(proofs[-1], revocation=fallen))
        found.append(Life(proofs, exemptions))
    return found


def _chain(of: Duty, on: date, chance: Random) -> Iterator[Evidence]:
    """A first proof and its renewals, as one who has always been here would make them; now and then one stops."""
    proofs: list[Evidence] = []
    day = of.starts_on + timedelta(chance.randrange(1, 130))
    facts = Facts((of.rule,), (Reason("0", of.starts_on),))
    while day <= on and len(proofs) < 4:
        kind = Kind.IMPORTED if not proofs and chance.random() < 0.5 else Kind.COMPLETION
        proofs.append(Evidence(f"{kind}:{day.isoformat()}:Altbestand", day, kind, recorded_on=day))
        until = status(replace(facts, evidence=tuple(proofs)), day).valid_until
        if until is None or chance.random() < 0.06:
            break
        day = until - timedelta(chance.randrange(-15, of.rule.lead_days or 1))
    return iter(proofs)


@cache
def judged(of: "Indexed", kind: int, life: int) -> Judged | None:
    """The state of such a person on the day; None if the duty does not concern them."""
    return of.judge(kind, life)


class Indexed:
    """A duty with its kinds of staff and lives by number."""

    def __init__(self, of: Duty, kinds: list[KindOfStaff], on: date, chance: Random) -> None:
        self.duty, self.kinds, self.on = of, kinds, on
        self.lives = lives(of, on, chance)

    def judge(self, kind: int, life: int) -> Judged | None:
        who, what = self.kinds[kind], self.lives[life]
        came, left = who.memberships[0][0], who.memberships[-1][1]
        since = max(came, self.duty.starts_on)
        if left is not None and left < since:
            return None
        known = min(since, self.on)
        reason = Reason("0", since, left, known, known if left else None)
        proofs = tuple(p for p in what.proofs if p.completed_on >= came and p.completed_on <= (left or self.on))
        facts = Facts(
            (self.duty.rule,),
            (reason,),
            who.absences,
            what.exemptions,
            proofs,
            came,
            tuple(starts for starts, _ends in who.memberships),
            who.first_login_on,
        )
        found = cycles(facts, self.on)
        return Judged(reason, proofs, facts, of_cycles(facts, found, self.on), found)
