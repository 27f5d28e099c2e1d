"""Joining records that belong to one person: a guest who signs in or signs up, two accounts of one person."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

import certificates.api
import courses.api
from learn.accounts import voluntary
from learn.accounts.groups import sync_heads
from learn.accounts.models import Disclosure, Learner, Membership, User
from learn.compliance.merge import merge as merge_duties
from learn.compliance.models import Obligation
from learn.enrolments import completions
from learn.enrolments.merge import merge
from learn.enrolments.models import Enrolment
from learn.queue import queue

MERGED = "learn.merge_people"


@dataclass(frozen=True, slots=True)
class Moves:
    """What would go over from an account that is joined to another; `rights` are groups, which do not."""

    courses: tuple[str, ...]
    certificates: int
    duties: tuple[str, ...]
    memberships: int
    pages: int
    rights: tuple[str, ...]


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
    merge_duties(source, target, timezone.localdate())
    voluntary.merge(source, target)
    told = Disclosure.learners.through.objects
    known = told.filter(learner=target).values("disclosure_id")
    told.filter(learner=source).exclude(disclosure_id__in=list(known.values_list("disclosure_id", flat=True))).update(
        learner=target
    )
    source.delete()


def what_moves(source: User) -> Moves:
    """What `merge_people` would take over, for the screen that asks before."""
    learner = Learner.objects.filter(user=source).first()
    titles = courses.api.titles("de")
    keys = Enrolment.objects.filter(learner=learner).values_list("course_key", flat=True) if learner else ()
    duties = Obligation.objects.filter(learner=learner).select_related("requirement") if learner else ()
    return Moves(
        courses=tuple(sorted({titles.get(key, str(key)) for key in keys})),
        certificates=len(certificates.api.certificates_of(learner.pk)) if learner else 0,
        duties=tuple(sorted(duty.requirement.title for duty in duties)),
        memberships=source.memberships.count(),
        pages=Page.objects.filter(owner=source).count(),
        rights=tuple(source.groups.order_by("name").values_list("name", flat=True)),
    )


@transaction.atomic
def merge_people(source: User, target: User, actor: User) -> bool:
    """Join two accounts of one person: everything of `source` becomes `target`'s, then `source` goes; False if gone.

    Log-in, address, password and rights of `target` stay as they are. Nobody joins away the account they work with.
    """
    held = {user.pk: user for user in User.objects.select_for_update().filter(pk__in=(source.pk, target.pk))}
    if len(held) < 2 or source.pk == actor.pk:
        return False
    source, target = held[source.pk], held[target.pk]
    Membership.objects.filter(user=source).update(user=target)
    learner = Learner.objects.filter(user=source).first()
    own, _ = Learner.objects.get_or_create(user=target)
    if learner is not None:
        merge_learners(learner, own)
    Page.objects.filter(owner=source).update(owner=target)
    log(instance=target, action=MERGED, user=actor, data={"gone": source.email, "stays": target.email})
    source.delete()
    sync_heads(timezone.localdate())
    queue("learn.jobs.refresh_duties")
    return True
