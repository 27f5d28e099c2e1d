"""Waiting for processes, killing them, and what they have cost so far."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import connection

PATIENCE = 120  # seconds that a process may take to start or to come to its work; two cores may be busy

_TICK = 1000 / os.sysconf("SC_CLK_TCK")


def until(true: Callable[[], object], seconds: float) -> bool:
    """Looks again and again; whether it came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        pause(0.01)
    return False


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """kill -9 for all processes of a group at once: nothing of it can tidy up."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def cpu_ms(pids: Iterable[int]) -> float:
    """User and system time of these processes, all threads, in milliseconds."""
    total = 0
    for pid in pids:
        # the name in brackets may hold spaces; what follows it may not
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total * _TICK


def own_server_ms() -> float:
    """The time of PostgreSQL's process behind this connection, in milliseconds and finer than the clock's ticks.

    Nothing for SQLite, which works in our own process, and for a server elsewhere.
    """
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return int(spent.read_text().split()[0]) / 1e6 if spent.exists() else 0.0


def database_processes() -> list[int]:
    """PostgreSQL's processes for this database but our own; SQLite has none, a server elsewhere none that we see."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall() if "postgres" in _name(pid)]


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return ""
