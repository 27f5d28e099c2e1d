"""Who looked at whom: written by every screen and file that shows people, read by those concerned."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from learn.accounts.models import Disclosure, Learner, User

__all__ = ["forget", "known", "of", "record"]

BATCH = 1000


@transaction.atomic
def record(
    viewer: User, learners: Iterable[UUID], what: str, details: Mapping[str, object] | None = None
) -> Disclosure:
    """Note that a viewer was shown these people. `what` is the title of the screen or file, as its viewer reads it.

    Nobody is noted as having looked at themselves.
    """
    disclosure = Disclosure.objects.create(viewer=viewer, what=what[:200], details=dict(details or {}))
    own = Learner.objects.filter(user=viewer).values_list("pk", flat=True).first()
    through = Disclosure.learners.through
    rows = (through(disclosure_id=disclosure.pk, learner_id=learner) for learner in set(learners) if learner != own)
    through.objects.bulk_create(rows, batch_size=BATCH)
    return disclosure


def known(learners: Iterable[UUID]) -> list[UUID]:
    """Those of them who are still there; for what outlives people, as certificates do."""
    return list(Learner.objects.filter(pk__in=list(learners)).values_list("pk", flat=True))


def of(learner: Learner) -> QuerySet[Disclosure]:
    """What was shown of a person, the latest first."""
    return Disclosure.objects.filter(learners=learner).select_related("viewer").order_by("-at", "-pk")


def forget(before: datetime) -> int:
    """Delete what is older; returns how many entries."""
    return Disclosure.objects.filter(at__lt=before).delete()[1].get("accounts.Disclosure", 0)
