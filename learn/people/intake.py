"""A roster on its way in: file kept, read, shown, confirmed, taken over; then the file goes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from learn.accounts import roster
from learn.accounts.groups import sync_heads
from learn.accounts.models import RosterRun, User
from learn.accounts.roster_files import roster_lines
from learn.people import preview
from learn.people.preview import FileFault
from learn.queue import queue
from learn.rules.roster import Fault, Line, Plan, Reading, Roster, Unreadable, Wrong, plan, read_people, read_units

__all__ = ["Options", "apply", "confirm", "drop", "forget_files", "prepare", "take_upload", "tidy"]

#: a file up to this size is read while the browser waits; a larger one by a job
READ_AT_ONCE = 100_000
KEPT = ONE_DAY = timedelta(days=1)
ENTRIES_KEPT = timedelta(days=3 * 365)
State = RosterRun.State


@dataclass(frozen=True, slots=True)
class Options:
    """What is said beside the list: the last day of those who are missing in it; None: they stay."""

    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    roster: Roster
    faults: tuple[FileFault, ...] = ()
    ignored: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def take_upload(by: User, files: Mapping[str, tuple[str, bytes]], options: Options, today: date) -> RosterRun:
    """Keep the files `units` and `people` (name, content) and read them: at once if they are small, else by a job."""
    run = RosterRun(by=by, last_day=options.last_day)
    for kind, (name, data) in files.items():
        setattr(run, f"{kind}_name", name[:255])
        setattr(run, f"{kind}_hash", hashlib.sha256(data).hexdigest())
        setattr(run, f"{kind}_file", data)
    run.save()
    if sum(len(data) for _, data in files.values()) <= READ_AT_ONCE:
        prepare(run.pk, today)
    else:
        queue("learn.jobs.read_roster", run.pk)
    run.refresh_from_db()
    return run


@transaction.atomic
def prepare(key: UUID, today: date, *, again: bool = False) -> None:
    """Read the files and keep what would change for the screen. With a fault nothing can be confirmed; the file goes.

    `again`: somebody has confirmed another preview, which no longer holds.
    """
    run = _held(key)
    if run is None or run.state != State.READING:
        return
    read = _read(run)
    record = roster.on_record(today, [person.email for person in read.roster.people], by=run.by)
    planned = plan(record.current, read.roster, today)
    faults = (*read.faults, *(preview.of_plan(fault) for fault in planned.conflicts), *_yourself(run, planned))
    run.preview = preview.shown(planned, record, read.roster, faults, read.ignored, run.last_day or today - ONE_DAY)
    run.preview["again"] = again
    run.counts = preview.counts(planned)
    run.digest = _digest(planned)
    run.state = State.FAULTY if faults else State.READY
    if faults:
        _let_go(run)
    run.save()


@transaction.atomic
def confirm(key: UUID, *, accepts_many: bool) -> bool:
    """Queue the run to be taken over; False if it cannot be: not ready, or too many would leave and nobody says yes."""
    run = _held(key)
    if run is None or run.state != State.READY or (run.preview["alarming"] and not accepts_many):
        return False
    run.state, run.accepts_many = State.APPLYING, accepts_many
    run.save(update_fields=["state", "accepts_many"])
    queue("learn.jobs.apply_roster", run.pk)
    return True


@transaction.atomic
def apply(key: UUID, now: datetime, today: date) -> None:
    """Take a confirmed run over, in one transaction; safe to run twice.

    If something has changed since the preview (a day, a person, a unit), nothing is written and the new preview waits.
    """
    run = _held(key)
    if run is None or run.state != State.APPLYING:
        return
    roster.hold()
    read = _read(run)
    record = roster.on_record(today, [person.email for person in read.roster.people], by=run.by)
    planned = plan(record.current, read.roster, today)
    if planned.conflicts or read.faults or _digest(planned) != run.digest:
        run.state, run.accepts_many = State.READING, False
        run.save(update_fields=["state", "accepts_many"])
        prepare(key, today, again=True)
        return
    taken = roster.take(planned, record, read.roster, today, run.last_day)
    run.state, run.applied_at = State.APPLIED, now
    run.preview = {}
    _let_go(run)
    run.save()
    if not planned.empty:
        sync_heads(today)
    if taken.users:
        queue("learn.jobs.refresh_duties")


@transaction.atomic
def drop(key: UUID) -> None:
    """Forget a list that was not taken over."""
    run = _held(key)
    if run is not None and run.state in (State.READING, State.READY, State.FAULTY):
        run.state, run.preview = State.DROPPED, {}
        _let_go(run)
        run.save()


def tidy(now: datetime, today: date) -> None:
    """Once a day: lists that nobody confirmed go, old entries, and the log-in of those whose last day is over."""
    forget_files(now)
    RosterRun.objects.filter(at__lt=now - ENTRIES_KEPT).delete()
    roster.close_accounts(today)
    sync_heads(today)


def forget_files(now: datetime) -> int:
    """Drop lists that nobody has confirmed for a day, and what was shown of faulty ones; how many."""
    waiting = RosterRun.objects.filter(at__lt=now - KEPT, state__in=(State.READING, State.READY, State.FAULTY))
    keys = list(waiting.values_list("pk", flat=True))
    for key in keys:
        drop(key)
    return len(keys)


def _held(key: UUID) -> RosterRun | None:
    return RosterRun.objects.select_for_update(of=("self",)).select_related("by").filter(pk=key).first()


def _let_go(run: RosterRun) -> None:
    run.units_file = run.people_file = None


def _read(run: RosterRun) -> _Read:
    faults: list[FileFault] = []
    ignored: dict[str, tuple[str, ...]] = {}
    units = _rows("units", run.units_file, read_units, faults, ignored)
    people = _rows("people", run.people_file, read_people, faults, ignored)
    complete = run.people_file is not None and run.last_day is not None and not faults
    return _Read(Roster(people, units, complete=complete), tuple(faults), ignored)


def _rows(
    kind: str, data: Any, read: Any, faults: list[FileFault], ignored: dict[str, tuple[str, ...]]
) -> tuple[Any, ...]:
    if data is None:
        return ()
    try:
        lines: list[Line] = roster_lines(bytes(data))
    except Unreadable as unreadable:
        faults.append(FileFault(kind, unreadable.fault))
        return ()
    reading: Reading[Any] = read(lines)
    there = list(reading.faults)
    if not reading.rows and not there:
        there = [Fault(0, Wrong.EMPTY)]
    found = ", ".join(cell for cell in lines[0].cells if cell)
    faults += [FileFault(kind, fault, found if fault.code is Wrong.COLUMN_MISSING else "") for fault in there]
    ignored[kind] = reading.ignored
    return reading.rows


def _yourself(run: RosterRun, planned: Plan) -> Iterable[FileFault]:
    """Whoever takes in a list in which they are missing would lock themselves out."""
    if run.by is not None and any(person.email == run.by.email for person in planned.left):
        yield FileFault("people", None)


def _digest(planned: Plan) -> str:
    return hashlib.sha256(repr(planned).encode()).hexdigest()
