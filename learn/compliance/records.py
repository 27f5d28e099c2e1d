"""The facts of many people under one requirement, read in a constant number of queries, as the pure rules want them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

import courses.api
from learn.accounts.models import Learner, Membership
from learn.compliance import models
from learn.compliance.versions import Path, Version, versions_of, ways
from learn.enrolments.models import Completion
from learn.rules.deadlines import (
    Absence,
    Anchor,
    Completed,
    EarlyStart,
    Evidence,
    Exemption,
    Extension,
    Facts,
    Kind,
    Reason,
    Revocation,
    Rule,
    proofs,
    read_rule,
)

V = TypeVar("V")

__all__ = [
    "Post",
    "Work",
    "absence",
    "allowance",
    "courses_of",
    "elsewhere_of",
    "evidence",
    "exemption",
    "facts_of",
    "logins_of",
    "proofs_of",
    "read_rules",
    "reason",
    "rules_of",
    "work_of",
]


class Post(NamedTuple):
    """A membership as plain data."""

    department_id: int
    position: str
    starts_on: date
    ends_on: date | None


@dataclass(slots=True)
class Work:
    """What the memberships tell of a person, the earliest first: first day in the service, and the days of moves."""

    entered_on: date | None = None
    moved_on: list[date] = field(default_factory=list)
    memberships: list[Post] = field(default_factory=list)


def rules_of(requirement: models.Requirement) -> tuple[Rule, ...]:
    """The requirement's own rule and its versions. Raises RuleError."""
    return read_rules(requirement.starts_on, versions_of(requirement))


def read_rules(starts_on: date, written: Sequence[Version]) -> tuple[Rule, ...]:
    """The rules of these versions, the requirement's own first. Raises RuleError."""
    return tuple(read_rule(version.definition, starts_on, version.since) for version in written)


def proofs_of(
    over_time: Sequence[tuple[date, Path]], learners: Collection[UUID], on: date
) -> dict[UUID, tuple[Completed, ...]]:
    """The completions that prove a requirement, by learner. `over_time` are its paths (see `versions.ways`).

    A path proves until it is replaced; the present one proves by what was completed before it came, too.
    """
    begun = [way for way in over_time if way[0] <= on] or list(over_time[:1])
    done = _completions({key for _since, path in begun for course in path for key in course}, learners)
    found: dict[UUID, tuple[Completed, ...]] = {}
    for place, (_since, (first, repeat)) in enumerate(begun):
        ends = over_time[place + 1][0] if place + 1 < len(over_time) else date.max
        for learner, completed in done.items():
            proven = (proof for proof in proofs(first, repeat, completed) if proof.on < ends)
            found[learner] = tuple({proof.key: proof for proof in (*found.get(learner, ()), *proven)}.values())
    return found


def courses_of(requirement: models.Requirement, rules: Iterable[Rule]) -> frozenset[UUID]:
    """The keys of all courses whose completion counts for the requirement or moves one of its due dates."""
    asked = (key for _since, path in ways(requirement) for keys in path for key in keys)
    return frozenset(UUID(key) for key in (*asked, *_elsewhere_keys(rules)))


def work_of(learners: QuerySet[Learner] | Collection[UUID] | None) -> dict[UUID, Work]:
    """What the memberships tell, by learner; None for everybody who has one."""
    found: dict[UUID, Work] = defaultdict(Work)
    whose = Q(user__learner__isnull=False) if learners is None else Q(user__learner__in=learners)
    rows = Membership.objects.filter(whose).order_by("starts_on", "pk")
    told = rows.values_list("user__learner__pk", "department_id", "position", "starts_on", "ends_on")
    for learner, unit, position, starts_on, ends_on in told:
        membership = Post(unit, position, starts_on, ends_on)
        work = found[learner]
        work.entered_on = work.entered_on or membership.starts_on
        work.moved_on.append(membership.starts_on)
        work.memberships.append(membership)
    return found


def logins_of(learners: Collection[UUID] | None) -> dict[UUID, date]:
    """The day of the last log-in, by learner; who has never logged in is left out. None for all staff."""
    whose = Q(user__memberships__isnull=False) if learners is None else Q(pk__in=learners)
    rows = Learner.objects.filter(whose, user__last_login__isnull=False).values_list("pk", "user__last_login")
    return {learner: timezone.localdate(login) for learner, login in rows}


def facts_of(
    requirement: models.Requirement,
    obligations: Sequence[models.Obligation],
    work: Mapping[UUID, Work],
    rules: Sequence[Rule] = (),
) -> dict[UUID, Facts]:
    """The facts behind obligations of one requirement, by learner; obligations nobody has stored have no reasons yet.

    `rules` are the versions of the rule, if not those the requirement has.
    """
    learners = [obligation.learner_id for obligation in obligations]
    whose = {obligation.pk: obligation.learner_id for obligation in obligations if obligation.pk}
    rules = tuple(rules or rules_of(requirement))
    reasons = _grouped(
        (whose[row.obligation_id], reason(row))
        for row in models.ObligationReason.objects.filter(obligation__in=list(whose))
    )
    absences = _grouped((row.learner_id, absence(row)) for row in models.Absence.objects.filter(learner__in=learners))
    of_requirement = {"requirement_id": requirement.pk, "learner__in": learners}
    exemptions = _grouped((r.learner_id, exemption(r)) for r in models.Exemption.objects.filter(**of_requirement))
    proven = _grouped((r.learner_id, evidence(r)) for r in models.Evidence.objects.filter(**of_requirement))
    allowances = _grouped((r.learner_id, allowance(r)) for r in models.Allowance.objects.filter(**of_requirement))
    elsewhere = elsewhere_of(rules, learners)
    return {
        obligation.learner_id: Facts(
            rules,
            tuple(reasons.get(obligation.learner_id, ())),
            tuple(absences.get(obligation.learner_id, ())),
            tuple(exemptions.get(obligation.learner_id, ())),
            tuple(proven.get(obligation.learner_id, ())),
            work[obligation.learner_id].entered_on if obligation.learner_id in work else None,
            tuple(work[obligation.learner_id].moved_on) if obligation.learner_id in work else (),
            obligation.first_login_on,
            elsewhere.get(obligation.learner_id, ()),
            tuple(a for a in allowances.get(obligation.learner_id, ()) if isinstance(a, Extension)),
            tuple(a for a in allowances.get(obligation.learner_id, ()) if isinstance(a, EarlyStart)),
        )
        for obligation in obligations
    }


def _completions(course_keys: set[str], learners: Collection[UUID]) -> dict[UUID, list[Completed]]:
    rows = Completion.objects.filter(
        enrolment__course_key__in=[UUID(key) for key in course_keys], enrolment__learner__in=learners
    ).values_list("enrolment__learner_id", "enrolment__course_key", "completed_at", "enrolment_id")
    return _grouped(
        (learner, Completed(str(course), timezone.localdate(at), str(sitting))) for learner, course, at, sitting in rows
    )


def elsewhere_of(rules: Iterable[Rule], learners: Collection[UUID]) -> dict[UUID, tuple[tuple[str, date], ...]]:
    """Completions of the courses on which due dates hang; rules name these by slug."""
    slugs = _elsewhere_keys(rules)
    found = _completions(set(slugs), learners) if slugs else {}
    return {learner: tuple((slugs[c.course], c.on) for c in done) for learner, done in found.items()}


def _elsewhere_keys(rules: Iterable[Rule]) -> dict[str, str]:
    """The slugs of the courses on which due dates hang, by key."""
    wanted = {
        due.course for rule in rules for due in (rule.new, rule.existing) if due.anchor is Anchor.OTHER_COMPLETION
    }
    if not wanted:
        return {}
    return {str(card.key): card.slug for card in courses.api.catalogue("de").courses if card.slug in wanted}


def _grouped(pairs: Iterable[tuple[UUID, V]]) -> dict[UUID, list[V]]:
    found: dict[UUID, list[V]] = defaultdict(list)
    for learner, value in pairs:
        found[learner].append(value)
    return found


def reason(row: models.ObligationReason) -> Reason:
    return Reason(str(row.entry), row.since, row.until, row.recorded_on, row.end_recorded_on)


def absence(row: models.Absence) -> Absence:
    return Absence(row.since, row.until, row.days_after_return, row.reason_code, row.recorded_on, row.end_recorded_on)


def exemption(row: models.Exemption) -> Exemption:
    return Exemption(row.since, row.until, row.reason_code, row.lifted_on, row.recorded_on)


def allowance(row: models.Allowance) -> Extension | EarlyStart:
    made = Extension if row.kind == models.Allowance.EXTENSION else EarlyStart
    return made(row.since, row.due_on, row.recorded_on)


def evidence(row: models.Evidence) -> Evidence:
    revocation = None
    if row.revoked_from is not None:
        revocation = Revocation(row.revoked_from, row.revoked_why, row.revocation_recorded_on)
    return Evidence(row.key, row.completed_on, Kind(row.kind), row.accepted, revocation, row.recorded_on)
