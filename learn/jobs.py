"""Thin entry points of the queue (ids in, one call down) and the table of schedules."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.management import call_command
from django.utils import timezone

import learn.queue
from certificates import api as certificates
from learn.assessment import regrade as regrading
from learn.enrolments import progress
from learn.post import send as post
from learn.privacy import retention

KEPT = timedelta(days=30)  # finished jobs and mails


def send_mail(mail_id: int) -> None:
    post.send(mail_id, timezone.now())


def sweep_mails() -> None:
    post.sweep(timezone.now())


def sweep_certificates() -> None:
    certificates.sweep(timezone.now())


def sweep_jobs() -> None:
    learn.queue.sweep(timezone.now())


def heartbeat() -> None:
    from learn.operations import health

    health.beat(timezone.now())


def publish_scheduled() -> None:
    call_command("publish_scheduled")


def clear_sessions() -> None:
    call_command("clearsessions")


def forget_finished() -> None:
    before = timezone.now() - KEPT
    post.forget(before)
    learn.queue.forget(before)


def refresh_open(course_key: str) -> None:
    progress.refresh_open(UUID(course_key), timezone.now())


def regrade(regrade_id: str) -> None:
    regrading.run(UUID(regrade_id), timezone.now())


def erase_idle_guests() -> None:
    retention.erase_idle_guests(timezone.now())


def forget_answers() -> None:
    retention.forget_answers(timezone.now())


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a job runs by itself: every so many minutes, or by a cron line in local time."""

    job: str
    minutes: int = 0
    cron: str = ""


SCHEDULES = (
    Schedule("learn.jobs.heartbeat", minutes=1),
    Schedule("learn.jobs.sweep_certificates", minutes=1),
    Schedule("learn.jobs.sweep_mails", minutes=1),
    Schedule("learn.jobs.sweep_jobs", minutes=5),
    Schedule("learn.jobs.publish_scheduled", minutes=5),
    Schedule("learn.jobs.clear_sessions", cron="40 3 * * *"),
    Schedule("learn.jobs.erase_idle_guests", cron="20 3 * * *"),
    Schedule("learn.jobs.forget_answers", cron="30 3 * * *"),
    Schedule("learn.jobs.forget_finished", cron="50 3 * * *"),
)
