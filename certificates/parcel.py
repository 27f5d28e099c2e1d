"""Parcels: many certificates in one ZIP for one person who may see them, packed by the queue, kept for a week."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from django.db import transaction

from certificates import bundle as packing
from certificates import jobs
from certificates.models import BUNDLE_LASTS, Bundle, Certificate
from certificates.vault import Vault


@dataclass(frozen=True, slots=True)
class Parcel:
    """A ZIP of certificates as other rooms see it, with how far it has come."""

    key: uuid.UUID
    title: str
    total: int
    done: int
    missing: int
    finished: bool
    given_up: bool
    size: int  # bytes
    until: datetime  # when it is deleted
    holders: frozenset[uuid.UUID] = frozenset()


def bundle(
    holders: Iterable[uuid.UUID], course_key: uuid.UUID | None = None, *, owner: str, title: str
) -> Parcel | None:
    """Asks for one ZIP with the certificates of these people that count, for one person; None if there are none.

    Whoever asks answers for it that `owner` may see these people. The file is kept for seven days.
    """
    rows = Certificate.objects.filter(erased_on=None, revoked_on=None, replaced_on=None)
    if course_key is not None:
        rows = rows.filter(course_key=course_key)
    people = list(holders)
    wanted = [
        pk
        for start in range(0, len(people), 5000)  # below what databases take as parameters
        for pk in rows.filter(holder__in=people[start : start + 5000]).values_list("pk", flat=True)
    ]
    if not wanted:
        return None
    with transaction.atomic():
        made = Bundle.objects.create(owner=owner, title=title[:200], wanted=wanted)
        jobs.queue_pack(made.pk)
    return _parcel(made)


def bundles_of(owner: str) -> Sequence[Parcel]:
    """The ZIPs a person has asked for, the newest first."""
    return [_parcel(row) for row in Bundle.objects.filter(owner=owner)]


def open_bundle(key: uuid.UUID, owner: str) -> tuple[Parcel, IO[bytes] | None] | None:
    """A ZIP of this person, with the people in it, and its open file; the file is None until it is packed."""
    row = Bundle.objects.filter(key=key, owner=owner).first()
    if row is None:
        return None
    held_by = frozenset(Certificate.objects.filter(pk__in=row.wanted).values_list("holder", flat=True))
    try:
        file = Vault().open(row.file_name) if row.file_name else None
    except FileNotFoundError:
        file = None
    return replace(_parcel(row), holders=held_by), file


def drop_bundles(owner: str) -> int:
    """Deletes all ZIPs a person has asked for; returns how many."""
    return packing.remove(Bundle.objects.filter(owner=owner))


def forget_person(certificate_ids: Iterable[int]) -> int:
    """Deletes all ZIPs that hold one of these certificates; returns how many."""
    gone = set(certificate_ids)
    return packing.remove([row for row in Bundle.objects.all() if gone & set(row.wanted)])


def _parcel(row: Bundle) -> Parcel:
    return Parcel(
        key=row.key,
        title=row.title,
        total=len(row.wanted),
        done=row.done,
        missing=len(row.missing),
        finished=row.finished_at is not None,
        given_up=row.given_up_at is not None,
        size=row.file_size,
        until=row.created_at + BUNDLE_LASTS,
    )
