"""Joining records that belong to one person: a guest who signs in or signs up, two accounts of one person."""

from django.db import transaction
from django.utils import timezone

from learn.accounts.models import Learner, User
from learn.enrolments import completions
from learn.enrolments.merge import merge


@transaction.atomic
def join_guest(user: User, guest: Learner | None) -> Learner:
    """Bring a guest's progress into an account; then issue the certificates that waited for one.

    A guest becomes the account's learner if it has none, else both are merged and the guest's row goes. A row that
    already belongs to an account is left alone. Safe to call twice.
    """
    own = Learner.objects.filter(user=user).first()
    if guest is not None:
        # no_key: an answer that is being stored points to the learner and must not wait for us while we wait for it
        held = Learner.objects.select_for_update(no_key=True)
        guest = held.filter(pk=guest.pk, user__isnull=True).first()
    if guest is not None and own is None:
        guest.user = user
        guest.save(update_fields=["user"])
        own = guest
    elif guest is not None and own is not None:
        merge_learners(guest, own)
    if own is None:
        own, _ = Learner.objects.get_or_create(user=user)
    own.user = user
    completions.issue_open(own)
    return own


@transaction.atomic
def merge_learners(source: Learner, target: Learner) -> None:
    """Everything of `source` becomes `target`'s; the row of `source` goes."""
    merge(source, target, timezone.now())
    source.delete()
