"""Who must be judged anew: whose next change has come, and whose facts differ from those they were judged by.

Each obligation keeps a print (a number) of rule, memberships with the units above, first log-in and completions. So a
change is found whatever way it came, and nobody has to tell of it. Exemptions, absences and proofs from elsewhere are
not in it: whoever decides them refreshes in the same transaction.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from learn.compliance.models import Obligation, Requirement
from learn.compliance.reasons import Lines, lines_of_units, spans_of
from learn.compliance.records import Work, courses_of, logins_of, rules_of, work_of
from learn.enrolments.models import Completion

__all__ = ["Staff", "prints", "to_visit"]

#: parts of a rule that no status hangs on
BESIDE = frozenset({"reminders", "note"})


@dataclass(frozen=True)
class Staff:
    """What is known of people apart from any requirement."""

    work: Mapping[UUID, Work]
    logins: Mapping[UUID, date]
    lines: Lines

    @classmethod
    def load(cls, learners: Collection[UUID] | None = None) -> "Staff":
        """Some people, or everybody who works or has worked here, in three queries."""
        return cls(work_of(learners), logins_of(learners), lines_of_units())

    def print_of(self, learner: UUID) -> bytes:
        """Where somebody works and has worked, and whether they have ever logged in."""
        posts = self.work[learner].memberships if learner in self.work else ()
        told = repr([(self.lines.get(post.department_id), *post[1:]) for post in posts])
        return blake2b(told.encode() + bytes([learner in self.logins]), digest_size=16).digest()


class _Prints(dict[UUID, int]):
    """The print of each person under one requirement, made when it is asked for."""

    def __init__(
        self, rule: bytes, staff: Staff, people: dict[UUID, bytes], done: Mapping[UUID, tuple[int, int]]
    ) -> None:
        self.rule, self.staff, self.people, self.done = rule, staff, people, done

    def __missing__(self, learner: UUID) -> int:
        person = self.people.get(learner)
        if person is None:
            person = self.people[learner] = self.staff.print_of(learner)
        told = self.rule + person + b"%d %d" % self.done.get(learner, (0, 0))
        return int.from_bytes(blake2b(told, digest_size=8).digest(), signed=True)


def prints(
    requirement: Requirement,
    staff: Staff,
    learners: Collection[UUID] | None = None,
    people: dict[UUID, bytes] | None = None,
) -> Mapping[UUID, int]:
    """The prints of people under a requirement by what is known now. Raises RuleError.

    `people` keeps what does not hang on the requirement, for whoever asks for many requirements.
    """
    rules = rules_of(requirement)
    versions = [(str(version.since), _judging(version.definition)) for version in requirement.versions.all()]
    days = [str(requirement.starts_on), str(requirement.ends_on)]
    told = [_judging(requirement.definition), days, requirement.course_keys, versions]
    rule = blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=16).digest()
    rows = Completion.objects.filter(enrolment__course_key__in=courses_of(requirement, rules))
    if learners is not None:
        rows = rows.filter(enrolment__learner__in=learners)
    counted = rows.values_list("enrolment__learner_id").annotate(Count("pk"), Max("pk")).order_by()
    done = {learner: (count, last) for learner, count, last in counted}
    return _Prints(rule, staff, {} if people is None else people, done)


def to_visit(
    requirement: Requirement,
    staff: Staff,
    on: date,
    learners: Collection[UUID] | None = None,
    people: dict[UUID, bytes] | None = None,
) -> set[UUID]:
    """The people under a requirement who must be judged to be right on a day. Raises RuleError, UnknownAudienceTerm."""
    now = prints(requirement, staff, learners, people)
    rows = Obligation.objects.filter(requirement=requirement)
    if learners is not None:
        rows = rows.filter(learner__in=learners)
    there, found = set(), set()
    for learner, judged_from, turn in rows.values_list("learner_id", "judged_from", "next_change_on"):
        there.add(learner)
        if (turn is not None and turn <= on) or judged_from != now[learner]:
            found.add(learner)
    others = {learner: work for learner, work in staff.work.items() if learner not in there}
    return found | spans_of(requirement, others, on, staff.lines).keys()


def _judging(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in definition.items() if name not in BESIDE}
