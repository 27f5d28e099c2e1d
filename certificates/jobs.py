"""Thin django-q2 entry points: print one certificate, pack many, proof a design; and look for what waits too long."""

import hashlib
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django_q.tasks import async_task

from certificates import bundle as packing
from certificates import proof, sealing
from certificates.design import Look
from certificates.keys import KeysBroken
from certificates.models import BUNDLE_LASTS, MAX_PRINTS, Bundle, Certificate, Design
from certificates.vault import Vault

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=2)  # a certificate without a file for so long is queued again
GIVEN_UP = timedelta(hours=1)  # the pause after the last allowed start
STEP = settings.Q_CLUSTER["timeout"] / 6  # seconds of printing in one go for a bundle: well within a job's time limit
MAX_PACKS = 2 * MAX_PRINTS  # starts of a bundle that print nothing: one bad certificate has paused long before


def queue_print(certificate_id: int) -> None:
    """Queues the printing in the same transaction as the certificate: both exist or neither."""
    _hand_over(print_certificate, certificate_id)


def print_certificate(certificate_id: int) -> None:
    """Makes the PDF if there is none. Safe to run twice; the start is counted and committed before the work."""
    certificate = _start(certificate_id, timezone.now())
    if certificate is None:
        return
    # WeasyPrint takes seconds and 80 MB to import, so a web process never does.
    from certificates import render

    try:
        data = render.pdf_of(certificate, credential_of=credential_of(certificate))
    except Exception as error:
        Certificate.objects.filter(pk=certificate_id).update(print_error=str(error)[:2000])
        logger.exception("certificate %s: not printed (start %s)", certificate_id, certificate.prints)
        raise
    _keep(certificate_id, data, timezone.now())


def credential_of(certificate: Certificate) -> bytes | None:
    """The signed credential that is enclosed in the file. None where no key was made yet and none has to be there."""
    try:
        return sealing.badge_of(certificate, "json", timezone.now()).data
    except KeysBroken:
        if settings.CERTIFICATE_KEYS_NEEDED:
            raise
        return None


def reprint(certificate_id: int, now: datetime) -> None:
    """Queues a certificate whose file is asked for and not there. Asking again within a minute changes nothing."""
    if not cache.add(f"certificate-print-{certificate_id}", now.isoformat(), 60):
        return
    gone = Certificate.objects.filter(pk=certificate_id).exclude(file_name="")
    printed = gone.first()
    # Copies of the lost file are about: they are still told from forged ones.
    earlier = [*printed.earlier_files, printed.sha256] if printed else []
    if gone.update(file_name="", file_size=0, sha256="", prints=0, earlier_files=earlier):
        logger.error("certificate %s: its file is lost; it is printed again", certificate_id)
    queue_print(certificate_id)


def sweep(now: datetime) -> int:
    """Queues certificates that have had no file for longer than two minutes; returns how many."""
    late = now - PATIENCE
    soon = Q(prints__lt=MAX_PRINTS) | Q(print_started_at__lt=now - GIVEN_UP)
    waiting = (
        Certificate.objects.filter(soon, file_name="", erased_on=None, created_at__lt=late)
        .exclude(print_started_at__gte=late)
        .values_list("pk", flat=True)[:200]
    )
    for certificate_id in waiting:
        queue_print(certificate_id)
    packing.remove_old(now - BUNDLE_LASTS)
    for bundle_id in _open_bundles(late):
        queue_pack(bundle_id)
    return len(waiting)


def queue_pack(bundle_id: int) -> None:
    """Queues the packing of a bundle, in the transaction of its row."""
    _hand_over(pack, bundle_id)


def pack(bundle_id: int) -> None:
    """Prints what a bundle still lacks, for some seconds; then writes the ZIP, or queues itself for the next step.

    Safe to run twice: a printed certificate is not printed again, and the ZIP is there whole or not at all.
    """
    bundle = _start_bundle(bundle_id, timezone.now())
    if bundle is None:
        return
    begun = time.monotonic()
    if not packing.print_missing(bundle, print_certificate, lambda: time.monotonic() - begun > STEP):
        Bundle.objects.filter(pk=bundle_id).update(started_at=None)
        queue_pack(bundle_id)
        return
    name, size = packing.write(bundle)
    finished = Bundle.objects.filter(pk=bundle_id).update(
        file_name=name, file_size=size, done=len(bundle.wanted), finished_at=timezone.now()
    )
    if not finished:  # it was deleted meanwhile
        Vault().delete(name)


def queue_proof(design_id: int) -> None:
    """Queues the proofing of a design's draft, in the transaction of its row."""
    _hand_over(proof_design, design_id)


def proof_design(design_id: int) -> None:
    """Prints a design's draft in all ways and keeps the first paper and what is wrong. Safe to run twice."""
    with transaction.atomic():
        design = Design.objects.select_for_update().filter(pk=design_id).first()
        if design is None or not design.proof_wanted or design.proof_of == design.proof_wanted:
            return
        if design.proof_starts >= MAX_PRINTS:
            logger.error("design %s: its proof is given up after %s starts", design.key, design.proof_starts)
            return
        Design.objects.filter(pk=design_id).update(proof_starts=F("proof_starts") + 1)
    look = Look.of(design.draft)
    with translation.override("de"):
        data, findings = proof.print_all(look)
    if data is not None:
        Vault().put(design.proof_name, data)
    Design.objects.filter(pk=design_id, proof_wanted=look.digest).update(
        proof_of=look.digest, findings=findings, proof_starts=0
    )


def _hand_over(job: Callable[[int], None], key: int) -> None:
    if settings.Q_CLUSTER.get("sync"):  # no worker process: work here, but only on what is committed
        transaction.on_commit(partial(job, key))
    else:
        async_task(f"{__name__}.{job.__name__}", key)


def _open_bundles(late: datetime) -> list[int]:
    waiting = Bundle.objects.filter(finished_at=None, given_up_at=None, created_at__lt=late)
    return list(waiting.exclude(started_at__gte=late).values_list("pk", flat=True)[:20])


def _start_bundle(bundle_id: int, now: datetime) -> Bundle | None:
    with transaction.atomic():
        bundle = Bundle.objects.select_for_update().filter(pk=bundle_id, finished_at=None, given_up_at=None).first()
        if bundle is None:
            return None
        if bundle.starts >= MAX_PACKS:
            Bundle.objects.filter(pk=bundle_id).update(given_up_at=now)
            logger.error("bundle %s: given up after %s starts", bundle.key, bundle.starts)
            return None
        Bundle.objects.filter(pk=bundle_id).update(starts=F("starts") + 1, started_at=now)
    return bundle


def _start(certificate_id: int, now: datetime) -> Certificate | None:
    """Counts the start and returns the certificate; None if nothing is to be done."""
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().filter(pk=certificate_id, erased_on=None).first()
        if certificate is None or certificate.file_name:
            return None
        if certificate.prints >= MAX_PRINTS and _just_tried(certificate, now):
            logger.error("certificate %s: given up for an hour after %s starts", certificate_id, certificate.prints)
            return None
        Certificate.objects.filter(pk=certificate_id).update(prints=F("prints") + 1, print_started_at=now)
    certificate.prints += 1
    return certificate


def _just_tried(certificate: Certificate, now: datetime) -> bool:
    """After five starts only one an hour: a certificate that kills its printer must not stop all others."""
    return certificate.print_started_at is not None and now - certificate.print_started_at < GIVEN_UP


def _keep(certificate_id: int, data: bytes, now: datetime) -> None:
    """Stores the file and its hash together: a second printer that comes later leaves the first one's file alone."""
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().filter(pk=certificate_id, erased_on=None).first()
        if certificate is None or certificate.file_name:
            return
        name = f"{certificate.code[:2]}/{certificate.code}.pdf"
        Vault().put(name, data)
        certificate.file_name = name
        certificate.file_size = len(data)
        certificate.sha256 = hashlib.sha256(data).hexdigest()
        certificate.printed_at = now
        certificate.print_error = ""
        certificate.save(update_fields=["file_name", "file_size", "sha256", "printed_at", "print_error"])
