"""Erasing a person (Art. 17 DSGVO). What others wrote stays; of a certificate only the bare code stays."""

from django.db import transaction

import certificates.api
from learn.accounts.models import Learner, User
from learn.assessment.counts import fold_and_delete
from learn.enrolments.models import Attempt
from learn.reports import runs

from .inventory import INVENTORY


@transaction.atomic
def erase_person(user: User) -> int:
    """Delete every row of the inventory and the account itself; returns how many rows went.

    What was answered stays in the sums of the statistics, which tell nothing about anybody.
    """
    learner = Learner.objects.filter(user=user).first()
    erased = certificates.api.erase(learner.pk) if learner else 0
    erased += certificates.api.drop_bundles(str(user.pk))
    erased += runs.drop(user) + (runs.forget_person(learner) if learner else 0)
    erased += fold_and_delete(Attempt.objects.filter(enrolment__learner__user=user))
    for kept in INVENTORY:
        if not kept.stays:
            erased += kept.rows(user).delete()[0]
    return erased
