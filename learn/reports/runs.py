"""Making files of reports: at once when they are short, else by a job; kept for a week, each with its SHA-256."""

import logging
from collections.abc import Generator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from learn.accounts import disclosures
from learn.accounts.access import may_report, scope
from learn.accounts.models import Learner, User
from learn.post import letters, outbox
from learn.queue import queue
from learn.reports import shelf
from learn.reports.catalogue import REPORTS, Report
from learn.reports.choices import in_words
from learn.reports.files import WRITERS, About, Format, NotWritable, Sheet, file_name
from learn.reports.filters import Filters, NotUnderstood
from learn.reports.found import CHUNK, Found
from learn.reports.models import ReportDefinition, ReportRun
from learn.reports.rows import Row
from learn.reports.sight import Sight

__all__ = [
    "AT_ONCE_ROWS",
    "EXPORTED",
    "KEPT",
    "ask",
    "drop",
    "forget",
    "forget_person",
    "make",
    "may_load",
    "open_file",
    "progress",
]

logger = logging.getLogger(__name__)
EXPORTED = "learn.report_export"
AT_ONCE_ROWS = 5000
KEPT = timedelta(days=7)
ENTRY_KEPT = timedelta(days=365)
ORPHANS_KEPT = timedelta(days=1)  # longer than the entry says: a file that nobody can load any more
MOST_STARTS = 3


def ask(
    viewer: User,
    report: Report,
    filters: Filters,
    form: Format,
    now: datetime,
    definition: ReportDefinition | None = None,
) -> ReportRun:
    """Make a file for a viewer: at once if it is short, else it is queued and a mail tells when it is there.

    Raises NotUnderstood for choices that cannot be read and NotWritable for what the format cannot hold.
    """
    chosen = filters.only(report.filters)
    sight = Sight.of(viewer, timezone.localdate(now))
    found = report.find(viewer, chosen, sight.today, sight)
    if found.fault and not found.later:
        raise NotUnderstood(found.fault)
    run = ReportRun(
        owner=viewer,
        definition=definition,
        report=report.key,
        filters=asdict(chosen),
        format=form,
        title=str(report.title),
        created_at=now,
        expires_at=now + KEPT,
        total=found.count(),
        units=None if sight.within.everyone else sorted(sight.within.units),
    )
    if form is Format.PDF or found.later or run.total > AT_ONCE_ROWS or definition is not None:
        with transaction.atomic():
            run.save()
            queue("learn.jobs.make_report", run.pk)
        return run
    _write(run, report, found, sight, now)
    return run


def make(run_id: UUID, now: datetime) -> None:
    """What the job does; safe to run twice. The rights are those the owner has now."""
    ReportRun.objects.filter(pk=run_id, finished_at=None, failed="").update(starts=F("starts") + 1)
    run = ReportRun.objects.filter(pk=run_id, finished_at=None, failed="").select_related("owner", "definition").first()
    if run is None:
        return None
    report = REPORTS[run.report]
    with translation.override("de"):
        if run.starts > MOST_STARTS:
            return _fail(run, _("Das hat auch beim dritten Mal nicht geklappt. Bitte wählen Sie weniger oder CSV."))
        if not (run.owner.is_active and may_report(run.owner)):
            return _fail(run, _("Sie dürfen Berichte zurzeit nicht sehen."))
        filters = Filters(**run.filters)
        sight = Sight.of(run.owner, timezone.localdate(now), patient=True)
        found = report.find(run.owner, filters, sight.today, sight)
        if found.fault:
            return _fail(run, str(found.fault))
        run.total = found.count()
        run.units = None if sight.within.everyone else sorted(sight.within.units)
        run.save(update_fields=["total", "units"])
        try:
            _write(run, report, found, sight, now, mail=True)
        except NotWritable as refusal:
            _fail(run, str(refusal.sentence))


def progress(run: ReportRun) -> int:
    """How far a file is, in percent."""
    if run.finished_at:
        return 100
    return min(99, shelf.noted(str(run.pk)) * 100 // run.total) if run.total else 0


def may_load(run: ReportRun, viewer: User, today: date) -> bool:
    """Whether a viewer may have the file: it is theirs, and they still see all the units it was made of."""
    if run.owner_id != viewer.pk or not may_report(viewer):
        return False
    within = scope(viewer, today)
    return within.everyone or (run.units is not None and set(run.units) <= within.units)


def forget(now: datetime) -> int:
    """Delete files that are over their time, and entries after a year; returns how many files went."""
    over = ReportRun.objects.filter(expires_at__lt=now).exclude(file_name="")
    gone = 0
    for run in over:
        shelf.drop(_place(run))
        gone += 1
    over.update(file_name="")
    shelf.drop_older(now - KEPT - ORPHANS_KEPT)
    ReportRun.objects.filter(created_at__lt=now - ENTRY_KEPT).delete()
    return gone


def drop(runs_of: User) -> int:
    """Delete all files somebody has made, with their entries; returns how many."""
    mine = ReportRun.objects.filter(owner=runs_of)
    for run in mine:
        shelf.drop(_place(run))
    return mine.delete()[0]


def forget_person(learner: Learner) -> int:
    """Delete the files that show a person, as far as they are still there; returns how many."""
    keys = [details.get("run") for details in disclosures.of(learner).values_list("details", flat=True)]
    shown = ReportRun.objects.filter(pk__in=[key for key in keys if key]).exclude(file_name="")
    for run in shown:
        shelf.drop(_place(run))
    return shown.update(file_name="")


def open_file(run: ReportRun) -> IO[bytes] | None:
    """The file of a run; None if it is not there yet, or no more."""
    return shelf.take(_place(run)) if run.file_name else None


def _place(run: ReportRun) -> str:
    return f"{run.pk}.{run.format}"


def _fail(run: ReportRun, why: str) -> None:
    logger.warning("report %s for %s: %s", run.pk, run.owner_id, why)
    ReportRun.objects.filter(pk=run.pk).update(failed=why[:300])


def _write(run: ReportRun, report: Report, found: Found, sight: Sight, now: datetime, *, mail: bool = False) -> None:
    """The file first, then in one transaction the entry, the record of who was shown, and the mail."""
    filters = Filters(**run.filters)
    words = in_words(report, filters, sight)
    on = filters.day(sight.today) if "tag" in report.filters else sight.today
    about = About(str(report.title), words, on, now, str(run.owner))
    people: set[UUID] = set()
    rows = _watched(found, people, str(run.pk))

    def fill(file: IO[bytes]) -> None:
        run.rows = WRITERS[Format(run.format)](Sheet(about, report.columns, rows), file)

    try:
        kept = shelf.keep(_place(run), fill)
    finally:
        rows.close()  # lets go of the database before anything is written to it
        shelf.drop(f"{run.pk}.done")
    run.sha256, run.size = kept
    run.finished_at = now
    chosen = _for_the_name(filters, dict(words), report, sight)
    run.file_name = file_name(report.key, chosen, on, run.format)
    with transaction.atomic():
        run.save()
        if people:
            title = _("Bericht: %(title)s") % {"title": report.title}
            disclosures.record(run.owner, people, title, {"run": str(run.pk), "format": run.format})
        data = {"file": run.file_name, "filters": filters.query(), "rows": run.rows}
        log(instance=run.owner, action=EXPORTED, user=run.owner, data=data)
        if mail:
            _tell(run)


def _watched(found: Found, people: set[UUID], key: str) -> Generator[Row, None, None]:
    """The rows, noting whom they are about and, now and then, how many there were."""
    for number, row in enumerate(found):
        if row.learner is not None:
            people.add(row.learner)
        if number % CHUNK == CHUNK - 1:
            shelf.note(key, number)
        yield row


def _for_the_name(filters: Filters, words: dict[str, str], report: Report, sight: Sight) -> list[str]:
    """The choices as they stand in the name of the file: codes and keys, but a course and a person by their names."""
    found = []
    for name, (_label, said) in zip(report.filters, words.items(), strict=True):
        value = getattr(filters, name)
        if value and name != "tag":
            found.append({"kurs": said, "person": said, "tage": f"{value}-tage"}.get(name, value))
    return found


def _tell(run: ReportRun) -> None:
    """A mail with a link behind the log-in, never with the file."""
    link = f"{settings.SITE_URL}{reverse('report_run', args=[run.pk])}"
    name = run.definition.name if run.definition else run.title
    facts = {"name": str(run.owner), "report": name, "link": link, "until": run.expires_at}
    letter = letters.letter("bericht", facts, "de")
    outbox.write("bericht", run.owner.email, letter.subject, letter.text, letter.html, key=f"bericht:{run.pk}")
