"""Thin entry points of the queue (ids in, one call down) and the table of schedules."""

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.management import call_command
from django.utils import timezone

import learn.queue
from certificates import api as certificates
from learn.accounts import disclosures
from learn.assessment import regrade as regrading
from learn.compliance import carry_out, nightly, reminders
from learn.compliance.models import Requirement
from learn.compliance.requirements import drafts
from learn.enrolments import progress
from learn.people import intake, invitations
from learn.post import send as post
from learn.privacy import retention
from learn.reports import definitions as report_definitions
from learn.reports import runs as report_runs

KEPT = timedelta(days=30)  # finished jobs and mails
DISCLOSURES_KEPT = timedelta(days=365)
SLICE = timedelta(seconds=45)  # of long work, far from the queue's timeout


def send_mail(mail_id: int) -> None:
    now = timezone.now()
    reminders.before_sending(mail_id, now)
    post.send(mail_id, now)


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
    drafts.forget(before)
    disclosures.forget(timezone.now() - DISCLOSURES_KEPT)


def decide_for_many(order_id: int) -> None:
    carry_out.carry_out(order_id, timezone.now())


def refresh_open(course_key: str) -> None:
    progress.refresh_open(UUID(course_key), timezone.now())


def refresh_duties() -> None:
    """All duties whose day has come or whose facts changed; what does not fit into one job is left to the next."""
    end = time.monotonic() + SLICE.total_seconds()
    if not nightly.run(timezone.localdate(), stop=lambda: time.monotonic() > end):
        learn.queue.queue("learn.jobs.refresh_duties")


def refresh_duties_of(*learners: str) -> None:
    nightly.refresh_people([UUID(learner) for learner in learners], timezone.localdate())


def refresh_duties_under(requirement_id: int) -> None:
    nightly.visit(Requirement.objects.get(pk=requirement_id), timezone.localdate())


def send_reminders() -> None:
    now = timezone.now()
    if reminders.send(timezone.localdate(now), now, SLICE.total_seconds()).more:
        learn.queue.queue("learn.jobs.send_reminders")


def read_roster(run_id: str) -> None:
    intake.prepare(UUID(run_id), timezone.localdate())


def apply_roster(run_id: str) -> None:
    intake.apply(UUID(run_id), timezone.now(), timezone.localdate())


def tidy_people() -> None:
    intake.tidy(timezone.now(), timezone.localdate())
    invitations.forget(timezone.now())


def invite(by: int, *users: int) -> None:
    invitations.send(by, users, timezone.now())


def foresee_requirement(draft_id: str) -> None:
    drafts.count(UUID(draft_id), timezone.localdate())


def apply_requirement(draft_id: str) -> None:
    drafts.run(UUID(draft_id), timezone.localdate())


def make_report(run_id: str) -> None:
    report_runs.make(UUID(run_id), timezone.now())


def run_due_reports() -> None:
    report_definitions.run_due(timezone.now())


def forget_reports() -> None:
    report_runs.forget(timezone.now())


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
    Schedule("learn.jobs.run_due_reports", minutes=5),
    Schedule("learn.jobs.clear_sessions", cron="40 3 * * *"),
    Schedule("learn.jobs.tidy_people", cron="5 0 * * *"),
    Schedule("learn.jobs.refresh_duties", cron="10 0 * * *"),
    # after the nightly refresh; a machine that slept over it catches up once
    Schedule("learn.jobs.send_reminders", cron="0 7 * * *"),
    Schedule("learn.jobs.erase_idle_guests", cron="20 3 * * *"),
    Schedule("learn.jobs.forget_answers", cron="30 3 * * *"),
    Schedule("learn.jobs.forget_reports", cron="45 3 * * *"),
    Schedule("learn.jobs.forget_finished", cron="50 3 * * *"),
)
