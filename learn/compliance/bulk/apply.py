"""Writing one decision for many duties: in one transaction, an audit line each, every requirement refreshed once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from learn.accounts.models import User
from learn.compliance import tally
from learn.compliance.bulk.plan import REMIND, Plan, plan
from learn.compliance.bulk.remind import remind
from learn.compliance.decisions import values
from learn.compliance.models import Allowance, AuditEntry, Exemption, Obligation, Requirement
from learn.compliance.obligations import refresh

__all__ = ["write"]

BATCH = 500
Row = Exemption | Allowance


@transaction.atomic
def write(action: str, data: Mapping[str, Any], obligations: Sequence[Obligation], actor: User, today: date) -> Plan:
    """Do it for everybody it can reach; the plan of what was done. Raises NotPossible, and nothing is written then."""
    requirements = sorted({obligation.requirement_id for obligation in obligations})
    # Held before the plan is made, so that the same form sent twice finds what the first one wrote.
    held = {row.pk: row for row in Requirement.objects.select_for_update().filter(pk__in=requirements)}
    found = plan(action, data, obligations, today)
    reached = [obligation for obligation, _effect in found.reached]
    if not reached:
        return found
    if action == REMIND:
        return _without(found, remind(reached, actor, today))
    rows = _rows(action, data, reached, actor, today)
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                learner_id=obligation.learner_id,
                requirement_id=obligation.requirement_id,
                actor=actor,
                action=action,
                reason=data["why"],
                after=values(row),
            )
            for obligation, row in zip(reached, rows, strict=True)
        ],
        batch_size=BATCH,
    )
    with tally.once(today):
        for pk in sorted({obligation.requirement_id for obligation in reached}):
            refresh(held[pk], today, [o.learner_id for o in reached if o.requirement_id == pk])
    return found


def _without(found: Plan, missed: Mapping[int, str]) -> Plan:
    """The plan without those who could not be reached in the end."""
    for obligation, _effect in found.reached:
        if obligation.pk in missed:
            found.left_out.setdefault(missed[obligation.pk], []).append(obligation)
    found.reached = [pair for pair in found.reached if pair[0].pk not in missed]
    return found


def _rows(
    action: str, data: Mapping[str, Any], reached: Sequence[Obligation], actor: User, today: date
) -> Sequence[Row]:
    """What is kept of the decision for each of the duties, in their order."""
    who = [{"learner_id": o.learner_id, "requirement_id": o.requirement_id, "recorded_on": today} for o in reached]
    if action == "exempt":
        given = {name: data[name] for name in ("since", "until", "reason_code", "document")}
        return Exemption.objects.bulk_create([Exemption(granted_by=actor, **given, **w) for w in who], batch_size=BATCH)
    kind = Allowance.EXTENSION if action == "extend" else Allowance.NEW_CYCLE
    made = [Allowance(kind=kind, since=today, due_on=data["due_on"], **w) for w in who]
    return Allowance.objects.bulk_create(made, batch_size=BATCH)
