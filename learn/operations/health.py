"""Health: is this process alive, and is the house ready to serve?"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

import certificates.api
from learn import queue

BEAT = "queue-heartbeat"
BEAT_LASTS = timedelta(minutes=5)
LONGEST_WAIT = timedelta(minutes=10)
LEAST_DISK = 200 * 1024 * 1024  # bytes
STARTED = timezone.now()  # this process


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the house: whether it works, and a word about it that betrays nothing.

    What is not `vital` is for operators to look after; the house serves on without it.
    """

    name: str
    ok: bool
    note: str = ""
    vital: bool = True


def beat(now: datetime) -> None:
    """The queue's sign of life, left each minute by a job."""
    cache.set(BEAT, now.isoformat(), None)


def readiness(now: datetime) -> tuple[Check, ...]:
    """All checks, whatever fails."""
    return tuple(
        _guarded(name, check, now)
        for name, check in (
            ("database", _database),
            ("cache", _cache),
            ("queue", _queue),
            ("jobs", _jobs),
            ("disk", _disk),
            ("certificates", _certificates),
        )
    )


def _guarded(name: str, check: Callable[[datetime], tuple[bool, str]], now: datetime) -> Check:
    vital = check is not _certificates
    try:
        return Check(name, *check(now), vital)
    except Exception as error:  # noqa: BLE001  whatever it is, the answer must come
        return Check(name, False, type(error).__name__, vital)


def _database(now: datetime) -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,), ""


def _cache(now: datetime) -> tuple[bool, str]:
    cache.set("readyz", now.isoformat(), 60)
    return cache.get("readyz") is not None, ""


def _queue(now: datetime) -> tuple[bool, str]:
    last = cache.get(BEAT)
    if last is None:
        # A worker that was just started beats within its first minute; nobody should be alarmed before.
        running = now - STARTED
        return running <= BEAT_LASTS, f"no heartbeat yet, started {_seconds(running)} s ago"
    age = now - datetime.fromisoformat(last)
    return age <= BEAT_LASTS, f"heartbeat {_seconds(age)} s ago"


def _jobs(now: datetime) -> tuple[bool, str]:
    waiting = queue.oldest_waiting(now)
    return waiting <= LONGEST_WAIT, f"oldest waits {_seconds(waiting)} s"


def _disk(now: datetime) -> tuple[bool, str]:
    folder = settings.CERTIFICATE_ROOT
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return free >= LEAST_DISK, f"{free // 1024**2} MiB free"


def _certificates(now: datetime) -> tuple[bool, str]:
    """Papers that break a norm or have a letter without a font are not handed out: somebody has to look at them."""
    failed = certificates.api.unprinted(now)
    return not failed, f"{failed} not printed"


def _seconds(age: timedelta) -> int:
    return max(0, int(age.total_seconds()))
