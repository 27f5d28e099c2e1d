"""A town that lives for five years, day by day: people learn, leave, return, are ill; HR records it, sometimes late."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from learn.rules.deadlines import (
    Absence,
    Anchor,
    Credit,
    Due,
    Evidence,
    Exemption,
    Expiry,
    ExpiryKind,
    Facts,
    Kind,
    Reason,
    Reminder,
    Revocation,
    Rule,
    State,
    Status,
    cycles,
    next_change,
    reminders_due,
    status,
    with_rule,
)
from tests.learn.rules.deadlines.build import RULE

FIRST_DAY = date(2027, 1, 4)
YEARS = 5
LAST_DAY = date(FIRST_DAY.year + YEARS, 1, 3)
RULES = (
    replace(RULE, since=FIRST_DAY, starts_on=FIRST_DAY, existing=Due(Anchor.FIXED, fixed_on=date(2027, 3, 31))),
    replace(
        RULE,
        since=FIRST_DAY,
        starts_on=FIRST_DAY,
        new=Due(Anchor.FIRST_LOGIN, 30),
        existing=Due(Anchor.ENTRY_DATE, 42),
        expiry=Expiry(ExpiryKind.CALENDAR_DATE, 12, 12, 31, 6),
        lead_days=90,
        credit=Credit.BY_HAND,
    ),
    replace(RULE, since=FIRST_DAY, starts_on=FIRST_DAY, expiry=Expiry(ExpiryKind.COMPLETED, 6), grace_days=0),
)


@dataclass
class Person:
    """What is recorded of somebody so far, the keys of the mails they got, and how diligent they are."""

    facts: Facts
    diligence: float
    sent: list[str] = field(default_factory=list)
    back_on: date | None = None
    back_recorded: date | None = None
    gone_until: date | None = None
    # as a nightly run keeps it that looks only where it must: by which facts, what, and until when
    judged_by: Facts | None = None
    shown: object = None
    turn: date | None = None


@dataclass
class Town:
    """The people, a clock, and the reports stored: every day of a tenth of the people, each quarter of all."""

    people: list[Person]
    chance: Random
    reports: dict[date, dict[int, Status]] = field(default_factory=dict)
    seen: set[State] = field(default_factory=set)
    visits: int = 0

    def days(self) -> Iterator[date]:
        """Live through every day; what people do follows the mails of the morning."""
        day = FIRST_DAY
        while day <= LAST_DAY:
            for number, person in enumerate(self.people):
                mails = self._morning(person, day)
                self._life(person, number, day, mails)
            everybody = day.day == 1 and day.month % 3 == 0
            self.reports[day] = {
                number: status(person.facts, day)
                for number, person in enumerate(self.people)
                if everybody or number % 10 == day.toordinal() % 10
            }
            yield day
            day += timedelta(1)

    def _morning(self, person: Person, day: date) -> tuple[Reminder, ...]:
        found = status(person.facts, day)
        self.seen.add(found.state)
        self._night(person, found)
        mails = reminders_due(person.facts.rule(day).schedule, found, day, person.sent)
        person.sent += [mail.key for mail in mails]
        return mails

    def _night(self, person: Person, found: Status) -> None:
        """What a list shows is right every day, although nobody looked since the last change."""
        shown = (found.state, found.due_on, found.valid_until, found.renewal_open)
        if person.judged_by is person.facts and (person.turn is None or found.on < person.turn):
            assert person.shown == shown, f"nobody looked on {found.on}"
            return
        self.visits += 1
        person.judged_by, person.shown = person.facts, shown
        person.turn = next_change(person.facts, cycles(person.facts, found.on), found)

    def _life(self, person: Person, number: int, day: date, mails: tuple[Reminder, ...]) -> None:
        chance = self.chance.random
        if mails and chance() < person.diligence:
            self._proof(person, Evidence(f"{number}-{day}", day, recorded_on=day))
        if chance() < 0.0007:
            earlier = day - timedelta(self.chance.randrange(400))
            kind = self.chance.choice((Kind.IMPORTED, Kind.EQUIVALENT))
            self._proof(person, Evidence(f"alt-{number}-{day}", earlier, kind, recorded_on=day))
        if person.facts.first_login_on is None and chance() < 0.02:
            person.facts = replace(person.facts, first_login_on=day)
        if chance() < 0.0003:
            release = Exemption(day, day + timedelta(self.chance.randrange(30, 400)), recorded_on=day)
            person.facts = replace(person.facts, exemptions=(*person.facts.exemptions, release))
        if chance() < 0.0003:
            self._revoke(person, day)
        self._leave(person, day)
        self._move(person, day)
        if day == date(2029, 7, 1):
            rule = person.facts.rule(day)
            person.facts = with_rule(person.facts, replace(rule, since=day, lead_days=rule.lead_days + 30))

    def _proof(self, person: Person, proof: Evidence) -> None:
        person.facts = replace(person.facts, evidence=(*person.facts.evidence, proof))

    def _revoke(self, person: Person, day: date) -> None:
        proofs = person.facts.evidence
        if proofs and proofs[-1].revocation is None:
            since = max(proofs[-1].completed_on, day - timedelta(self.chance.randrange(20)))
            fallen = replace(proofs[-1], revocation=Revocation(since, recorded_on=day))
            person.facts = replace(person.facts, evidence=(*proofs[:-1], fallen))

    def _leave(self, person: Person, day: date) -> None:
        """Begin a leave, told up to ten days late, and record its end up to ten days late."""
        if person.back_on is None and self.chance.random() < 0.0006:
            late = timedelta(self.chance.randrange(10))
            back = self.chance.choice((None, 30))
            leave = Absence(day - late, None, back, recorded_on=day)
            person.facts = replace(person.facts, absences=(*person.facts.absences, leave))
            person.back_on = day + timedelta(self.chance.randrange(20, 400))
            person.back_recorded = person.back_on + timedelta(self.chance.randrange(10))
        elif person.back_recorded == day and person.back_on is not None:
            *before, leave = person.facts.absences
            ended = replace(leave, until=person.back_on, end_recorded_on=day)
            person.facts = replace(person.facts, absences=(*before, ended))
            person.back_on = person.back_recorded = None

    def _move(self, person: Person, day: date) -> None:
        """Leave the town hall or a unit, be recorded up to five days late, and perhaps come back."""
        *before, last = person.facts.reasons
        if last.until is None and self.chance.random() < 0.0006:
            left = max(last.since, day - timedelta(self.chance.randrange(5)))
            ended = replace(last, until=left, end_recorded_on=day)
            person.facts = replace(person.facts, reasons=(*before, ended))
            person.gone_until = day + timedelta(self.chance.choice((1, 40, 500)))
        elif person.gone_until == day:
            again = Reason(f"seit {day}", day, recorded_on=day)
            person.facts = replace(person.facts, reasons=(*person.facts.reasons, again), moved_on=(day,))


def found(people: int, seed: int) -> Town:
    """A town of so many people; a fifth of them is to come later."""
    chance = Random(seed)
    there = []
    for number in range(people):
        rule: Rule = RULES[number % len(RULES)]
        since = FIRST_DAY if number % 5 else FIRST_DAY + timedelta(chance.randrange(1, 900))
        entered = since if number % 5 else since - timedelta(chance.randrange(4000))
        login = since if number % 7 else None
        facts = Facts((rule,), (Reason("alle", since),), entered_on=entered, first_login_on=login)
        there.append(Person(facts, chance.choice((0.1, 0.5, 0.9))))
    return Town(there, chance)


def open_cycles(person: Person, day: date) -> int:
    return sum(cycle.evidence is None for cycle in cycles(person.facts, day))
