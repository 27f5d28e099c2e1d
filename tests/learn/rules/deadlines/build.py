"""Short ways to write rules and facts in tests."""

from dataclasses import replace
from datetime import date

from learn.rules.deadlines import (
    Absence,
    Anchor,
    Credit,
    Due,
    EarlyStart,
    Evidence,
    Exemption,
    Expiry,
    ExpiryKind,
    Extension,
    Facts,
    Kind,
    Reason,
    Revocation,
    Rule,
    Schedule,
)

START = date(2026, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def opt(text: str) -> date | None:
    return day(text) if text else None


YEARLY = Expiry(ExpiryKind.COMPLETED, 12)
ANNIVERSARY = Expiry(ExpiryKind.PREVIOUS_VALID_UNTIL, 12)
CALENDAR = Expiry(ExpiryKind.CALENDAR_DATE, 12, 12, 31, 6)
RULE = Rule(
    since=START,
    starts_on=START,
    new=Due(Anchor.ASSIGNMENT, 30),
    existing=Due(Anchor.FIXED, fixed_on=date(2026, 3, 31)),
    repeat=Due(Anchor.PREVIOUS_VALID_UNTIL),
    expiry=ANNIVERSARY,
    lead_days=60,
    grace_days=30,
    minimum_days=14,
    credit=Credit.BY_RULE,
    credit_days=90,
    schedule=Schedule((28, 7), (3, 14), 14),
)


def rule(**changes: object) -> Rule:
    return replace(RULE, **changes)  # type: ignore[arg-type]


def by(anchor: Anchor, days: int = 0, **more: object) -> Rule:
    """A rule whose first cycle is due by this anchor, for everybody."""
    due = Due(anchor, days, **more)  # type: ignore[arg-type]
    return rule(new=due, existing=due)


def reason(since: str = "2026-02-01", until: str = "", name: str = "alle") -> Reason:
    return Reason(name, day(since), opt(until))


def done(on: str, kind: Kind = Kind.COMPLETION, revoked: str = "", **more: object) -> Evidence:
    revocation = Revocation(day(revoked), "Täuschung") if revoked else None
    return Evidence(f"{kind}-{on}", day(on), kind, revocation=revocation, **more)  # type: ignore[arg-type]


def away(since: str, until: str = "", back: int | None = None) -> Absence:
    return Absence(day(since), opt(until), back, "Elternzeit")


def exempt(since: str, until: str, lifted: str = "") -> Exemption:
    return Exemption(day(since), day(until), "kein Gerät", opt(lifted))


def more_time(on: str, until: str) -> Extension:
    return Extension(day(on), day(until), day(on))


def again(on: str, by: str) -> EarlyStart:
    return EarlyStart(day(on), day(by), day(on))


def facts(*things: object, rules: tuple[Rule, ...] = (RULE,), **more: object) -> Facts:
    """Facts of reasons, proofs, absences and exemptions in any order; without a reason one from 1 February 2026."""

    def of(kind: type) -> tuple[object, ...]:
        return tuple(thing for thing in things if isinstance(thing, kind))

    given = {"extensions": of(Extension), "early_starts": of(EarlyStart)}
    return Facts(
        rules,
        of(Reason) or (reason(),),  # type: ignore[arg-type]
        of(Absence),  # type: ignore[arg-type]
        of(Exemption),  # type: ignore[arg-type]
        of(Evidence),  # type: ignore[arg-type]
        **given | more,  # type: ignore[arg-type]
    )
