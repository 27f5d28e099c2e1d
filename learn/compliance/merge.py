"""Joining the duties of two learners who are one person: proofs, exemptions and absences of both count."""

from datetime import date

from django.db import transaction

from learn.accounts.models import Learner
from learn.compliance import tally
from learn.compliance.models import (
    Absence,
    Allowance,
    AuditEntry,
    Evidence,
    Exemption,
    Obligation,
    ObligationReason,
    Requirement,
)
from learn.compliance.obligations import refresh
from learn.compliance.versions import rename_person

__all__ = ["merge"]


@transaction.atomic
def merge(source: Learner, target: Learner, today: date) -> None:
    """Move what the personnel office knows of `source` to `target`, and judge the duties of `target` anew."""
    known = set(Evidence.objects.filter(learner=target).values_list("requirement_id", "key"))
    for proof in Evidence.objects.filter(learner=source):
        if (proof.requirement_id, proof.key) not in known:
            proof.learner = target
            proof.save(update_fields=["learner"])
    for model in (Exemption, Absence, Allowance, AuditEntry):
        model.objects.filter(learner=source).update(learner=target)
    own = {obligation.requirement_id: obligation for obligation in Obligation.objects.filter(learner=target)}
    for obligation in Obligation.objects.filter(learner=source):
        if obligation.requirement_id in own:
            _move_reasons(obligation, own[obligation.requirement_id])
            obligation.delete()
        else:
            obligation.learner = target
            obligation.save(update_fields=["learner"])
    rename_person(str(source.pk), str(target.pk))
    with tally.once(today):
        for requirement in Requirement.objects.filter(obligations__learner=target):
            refresh(requirement, today, [target.pk])


def _move_reasons(source: Obligation, target: Obligation) -> None:
    known = set(target.reasons.values_list("entry", "since"))
    for reason in ObligationReason.objects.filter(obligation=source):
        if (reason.entry, reason.since) not in known:
            reason.obligation = target
            reason.save(update_fields=["obligation"])
