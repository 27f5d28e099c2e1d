"""Reports kept under a name, and those that run by the clock: once when they are due, however long nothing ran."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from learn.accounts.access import may_report
from learn.accounts.models import User
from learn.accounts.roles import REPORT_ALL
from learn.reports import runs
from learn.reports.catalogue import REPORTS
from learn.reports.files import Format
from learn.reports.filters import Filters
from learn.reports.models import ReportDefinition
from learn.reports.sight import Sight
from learn.rules.schedules import Plan, Rhythm, next_run

__all__ = ["due", "plan", "resume", "run_due", "seen_by"]


def seen_by(viewer: User) -> QuerySet[ReportDefinition]:
    """One's own, and for those who see the whole city what colleagues share with the personnel office."""
    mine = Q(owner=viewer)
    if viewer.has_perm(REPORT_ALL):
        mine |= Q(shared=True)
    return ReportDefinition.objects.filter(mine).select_related("owner")


def plan(definition: ReportDefinition) -> Plan | None:
    """When it runs; None for one that is made by hand."""
    if not definition.rhythm:
        return None
    return Plan(Rhythm(definition.rhythm), definition.at, definition.day)


def resume(definition: ReportDefinition, now: datetime) -> None:
    """Set the next run after a change, and let go of a pause; does not save."""
    found = plan(definition)
    definition.paused = ""
    definition.next_at = next_run(found, now) if found else None


def run_due(now: datetime) -> int:
    """Ask for every file that is due, each once; returns how many. Safe to run twice at the same time."""
    asked = 0
    for pk in list(due(now).values_list("pk", flat=True)):
        with transaction.atomic(), translation.override("de"):
            definition = due(now).select_for_update(of=("self",)).filter(pk=pk).first()
            if definition is None:
                continue  # somebody else was quicker
            definition.paused = _why_not(definition, now)
            found = plan(definition)
            definition.next_at = next_run(found, now) if found and not definition.paused else None
            definition.save(update_fields=["paused", "next_at"])
            if not definition.paused:
                filters = Filters(**definition.filters)
                report = REPORTS[definition.report]
                runs.ask(definition.owner, report, filters, Format(definition.format), now, definition)
                asked += 1
    return asked


def due(now: datetime) -> QuerySet[ReportDefinition]:
    """Those whose time has come."""
    return ReportDefinition.objects.filter(next_at__lte=now).exclude(rhythm="").select_related("owner")


def _why_not(definition: ReportDefinition, now: datetime) -> str:
    """Why it is not made any more; empty if it is."""
    owner = definition.owner
    if not owner.is_active:
        return _("Das Konto ist nicht mehr aktiv.")
    if not may_report(owner):
        return _("Die Person darf keine Berichte mehr sehen.")
    report = REPORTS.get(definition.report)
    if report is None:
        return _("Diesen Bericht gibt es nicht mehr.")
    filters = Filters(**definition.filters)
    sight = Sight.of(owner, timezone.localdate(now))
    if not sight.units:
        return _("Die Person leitet keine Organisationseinheit mehr.")
    found = report.find(owner, filters, sight.today, sight)
    if found.fault and not found.later:
        return str(found.fault)
    if found.refused:
        return _("Etwas in der Auswahl gibt es nicht mehr, oder die Person darf es nicht mehr sehen.")
    return ""
