"""`manage.py schedule_jobs`: writes the table of schedules into the queue; can be run again at any time."""

from datetime import datetime
from typing import Any

from croniter import croniter
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule as Row

from learn import jobs
from learn.queue import JOBS


class Command(BaseCommand):
    help = "Writes the schedules of learn.jobs into the queue, once a name, and removes those that are gone."

    def handle(self, *, verbosity: int = 1, **options: Any) -> None:
        now = timezone.localtime()
        with transaction.atomic():
            gone, _models = (
                Row.objects.filter(name__startswith=JOBS).exclude(name__in=[s.job for s in jobs.SCHEDULES]).delete()
            )
            changed = sum(write(schedule, now) for schedule in jobs.SCHEDULES)
        if verbosity:
            self.stdout.write(f"{len(jobs.SCHEDULES)} schedules, {changed} new or changed, {gone} removed.")


def write(schedule: jobs.Schedule, now: datetime) -> bool:
    """Whether the schedule was new or changed; an unchanged one keeps its next run."""
    wanted = {
        "func": schedule.job,
        "schedule_type": Row.CRON if schedule.cron else Row.MINUTES,
        "minutes": schedule.minutes or None,
        "cron": schedule.cron or None,
        "repeats": -1,
    }
    if Row.objects.filter(name=schedule.job, **wanted).exists():
        return False
    first = croniter(schedule.cron, now).get_next(datetime) if schedule.cron else now
    Row.objects.update_or_create(name=schedule.job, defaults={**wanted, "next_run": first})
    return True
