"""Thin django-q2 entry points: print one certificate, and look for those that wait too long."""

import hashlib
import logging
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_q.tasks import async_task

from certificates.models import MAX_PRINTS, Certificate
from certificates.vault import Vault

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=2)  # a certificate without a file for so long is queued again
GIVEN_UP = timedelta(hours=1)  # the pause after the last allowed start


def queue_print(certificate_id: int) -> None:
    """Queues the printing in the same transaction as the certificate: both exist or neither."""
    if settings.Q_CLUSTER.get("sync"):  # no worker process: print here, but only what is committed
        transaction.on_commit(partial(print_certificate, certificate_id))
    else:
        async_task("certificates.jobs.print_certificate", certificate_id)


def print_certificate(certificate_id: int) -> None:
    """Makes the PDF if there is none. Safe to run twice; the start is counted and committed before the work."""
    certificate = _start(certificate_id, timezone.now())
    if certificate is None:
        return
    # WeasyPrint takes seconds and 80 MB to import, so a web process never does.
    from certificates import render

    try:
        data = render.pdf_of(certificate)
    except Exception as error:
        Certificate.objects.filter(pk=certificate_id).update(print_error=str(error)[:2000])
        logger.exception("certificate %s: not printed (start %s)", certificate_id, certificate.prints)
        raise
    _keep(certificate_id, data, timezone.now())


def reprint(certificate_id: int, now: datetime) -> None:
    """Queues a certificate whose file is asked for and not there. Asking again within a minute changes nothing."""
    if not cache.add(f"certificate-print-{certificate_id}", now.isoformat(), 60):
        return
    gone = Certificate.objects.filter(pk=certificate_id).exclude(file_name="")
    if gone.update(file_name="", file_size=0, sha256="", prints=0):
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
    return len(waiting)


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
