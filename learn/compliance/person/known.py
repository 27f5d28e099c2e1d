"""Everything that is known of one person's duties, in a number of queries that does not grow with them."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import prefetch_related_objects

from learn.accounts.models import Learner
from learn.compliance import records
from learn.compliance.models import Absence, Allowance, Evidence, Exemption, Obligation, ObligationReason
from learn.rules.deadlines import EarlyStart, Extension, Facts, Rule, RuleError

__all__ = ["Known", "known_of"]

R = TypeVar("R", Exemption, Evidence, Allowance)


@dataclass(frozen=True, slots=True)
class Known:
    """The rows about one person, and the facts of each obligation by its id. A rule nobody can read has no facts."""

    learner: Learner
    obligations: Sequence[Obligation]
    absences: Sequence[Absence]
    exemptions: Mapping[int, Sequence[Exemption]]  # these and the next two by requirement
    evidence: Mapping[int, Sequence[Evidence]]
    allowances: Mapping[int, Sequence[Allowance]]
    facts: Mapping[int, Facts]


def known_of(learner: Learner, only: Obligation | None = None) -> Known:
    """The duties of a person by title, or one of them."""
    if only is None:
        found = learner.obligations.select_related("requirement").order_by("requirement__title", "pk")
        obligations = list(found)
    else:
        obligations = [only]
    requirements = [obligation.requirement for obligation in obligations]
    prefetch_related_objects(requirements, "versions")
    absences = list(Absence.objects.filter(learner=learner).order_by("since", "pk"))
    of_these = {"learner": learner, "requirement__in": requirements}
    exemptions = _by_requirement(Exemption.objects.filter(**of_these).order_by("since", "pk"))
    evidence = _by_requirement(Evidence.objects.filter(**of_these).order_by("completed_on", "pk"))
    allowances = _by_requirement(Allowance.objects.filter(**of_these).order_by("since", "pk"))
    reasons: dict[int, list[ObligationReason]] = {}
    for row in ObligationReason.objects.filter(obligation__in=obligations).order_by("since", "pk"):
        reasons.setdefault(row.obligation_id, []).append(row)
    work = records.work_of(Learner.objects.filter(pk=learner.pk)).get(learner.pk, records.Work())
    rules = _rules(obligations)
    elsewhere = records.elsewhere_of((rule for each in rules.values() for rule in each), [learner.pk])
    facts = {}
    for obligation in obligations:
        if obligation.pk not in rules:
            continue
        given = [records.allowance(row) for row in allowances.get(obligation.requirement_id, ())]
        facts[obligation.pk] = Facts(
            rules[obligation.pk],
            tuple(map(records.reason, reasons.get(obligation.pk, ()))),
            tuple(map(records.absence, absences)),
            tuple(map(records.exemption, exemptions.get(obligation.requirement_id, ()))),
            tuple(map(records.evidence, evidence.get(obligation.requirement_id, ()))),
            work.entered_on,
            tuple(work.moved_on),
            obligation.first_login_on,
            elsewhere.get(learner.pk, ()),
            tuple(a for a in given if isinstance(a, Extension)),
            tuple(a for a in given if isinstance(a, EarlyStart)),
        )
    return Known(learner, obligations, absences, exemptions, evidence, allowances, facts)


def _rules(obligations: Sequence[Obligation]) -> dict[int, tuple[Rule, ...]]:
    found = {}
    for obligation in obligations:
        with suppress(RuleError):
            found[obligation.pk] = records.rules_of(obligation.requirement)
    return found


def _by_requirement(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.requirement_id, []).append(row)
    return found
