"""Writing a list of earlier completions: all of it in one transaction, an audit line each."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from learn.accounts.models import User
from learn.compliance import tally
from learn.compliance.decisions import values
from learn.compliance.earlier.plan import Plan, plan
from learn.compliance.models import AuditEntry, Evidence, Requirement
from learn.compliance.obligations import refresh
from learn.rules.deadlines import Kind
from learn.rules.roster import Earlier

__all__ = ["write"]

BATCH = 500


@transaction.atomic
def write(rows: Sequence[Earlier], file: str, actor: User, today: date) -> Plan:
    """Take over what is not there yet; the plan of what was done. With a fault nothing is written.

    Two at once wait for each other, so the second finds what the first has written.
    """
    list(Requirement.objects.select_for_update().order_by("pk"))
    found = plan(rows, actor, today)
    if found.faults or not found.items:
        return found
    evidence = Evidence.objects.bulk_create(
        [
            Evidence(
                learner=item.learner,
                requirement=item.requirement,
                key=item.key,
                kind=Kind.IMPORTED,
                completed_on=item.row.completed_on,
                source=_source(item.row, file),
                document=item.row.document,
                recorded_on=today,
            )
            for item in found.items
        ],
        batch_size=BATCH,
    )
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                learner=item.learner,
                requirement=item.requirement,
                actor=actor,
                action=Kind.IMPORTED,
                reason=_("Liste früherer Abschlüsse"),
                after=values(row),
            )
            for item, row in zip(found.items, evidence, strict=True)
        ],
        batch_size=BATCH,
    )
    by_requirement = {item.requirement.pk: item.requirement for item in found.items}
    with tally.once(today):
        for pk, requirement in sorted(by_requirement.items()):
            refresh(requirement, today, list({i.learner.pk for i in found.items if i.requirement.pk == pk}))
    return found


def _source(row: Earlier, file: str) -> str:
    """Where it says so: the source named in the line, and the line itself."""
    place = _("%(file)s, Zeile %(line)s") % {"file": file[:80], "line": row.line}
    return f"{row.source}; {place}" if row.source else place
