"""Work out: queue(name, *ids) after commit; a Job row counts its starts before the work begins."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

logger = logging.getLogger(__name__)

MAX_STARTS = 5  # a job that kills its worker would otherwise be started for ever
JOBS = "learn.jobs."


class Job(models.Model):
    """One piece of work: a function of learn.jobs and the ids it is called with."""

    personal_data = None
    retention = "30 days after it is finished"

    name = models.CharField(_("Auftrag"), max_length=100)
    args = models.JSONField(default=list)
    starts = models.PositiveSmallIntegerField(_("Starts"), default=0)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    started_at = models.DateTimeField(_("zuletzt begonnen"), null=True)
    finished_at = models.DateTimeField(_("beendet"), null=True)
    given_up_at = models.DateTimeField(_("aufgegeben"), null=True)
    error = models.TextField(_("Fehler"), blank=True)

    class Meta:
        verbose_name = _("Auftrag")
        verbose_name_plural = _("Aufträge")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["created_at"], condition=Q(finished_at=None, given_up_at=None), name="job_still_open")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.args}"


def queue(name: str, *ids: object) -> Job:
    """Queues a function of learn.jobs, named by its whole dotted name, with ids as text or numbers.

    The job is written in the caller's transaction: it exists if and only if the business rows do. It runs after commit.
    """
    if not name.startswith(JOBS):
        raise ValueError(f"{name!r} is no function of learn.jobs")
    job = Job.objects.create(name=name, args=[value if isinstance(value, int) else str(value) for value in ids])
    _hand_over(job.pk)
    return job


def run(job_id: int) -> None:
    """Entry point of the worker: counts the start, commits it, then calls the function. Safe to run twice."""
    job = _start(job_id, timezone.now())
    if job is None:
        return
    try:
        import_string(job.name)(*job.args)
    except Exception as error:
        Job.objects.filter(pk=job_id).update(error=f"{type(error).__name__}: {error}"[:2000])
        logger.exception("job %s %s failed (start %s of %s)", job.name, job.args, job.starts, MAX_STARTS)
        raise
    Job.objects.filter(pk=job_id).update(finished_at=timezone.now(), error="")


def sweep(now: datetime, patience: timedelta = timedelta(minutes=15)) -> int:
    """Queues jobs again whose queue entry is lost: open and untouched for longer than `patience`. Returns how many."""
    late = now - patience
    lost = (
        Job.objects.filter(finished_at=None, given_up_at=None, created_at__lt=late)
        .exclude(started_at__gte=late)
        .values_list("pk", flat=True)[:200]
    )
    for job_id in lost:
        _hand_over(job_id)
    return len(lost)


def forget(before: datetime) -> int:
    """Deletes jobs that ended before a moment; returns how many."""
    return Job.objects.filter(Q(finished_at__lt=before) | Q(given_up_at__lt=before)).delete()[0]


def oldest_waiting(now: datetime) -> timedelta:
    """For how long the oldest open job has been waiting for its first start."""
    first = Job.objects.filter(finished_at=None, given_up_at=None, starts=0).order_by("created_at").first()
    return now - first.created_at if first else timedelta(0)


def _hand_over(job_id: int) -> None:
    if settings.Q_CLUSTER.get("sync"):  # no worker process: run here, but only what is committed
        transaction.on_commit(partial(run, job_id))
    else:
        async_task("learn.queue.run", job_id)


def _start(job_id: int, now: datetime) -> Job | None:
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, finished_at=None, given_up_at=None).first()
        if job is None:
            return None
        if job.starts >= MAX_STARTS:
            Job.objects.filter(pk=job_id).update(given_up_at=now)
            logger.error("job %s %s: given up after %s starts", job.name, job.args, job.starts)
            return None
        Job.objects.filter(pk=job_id).update(starts=F("starts") + 1, started_at=now)
    job.starts += 1
    return job
