"""The files somebody has made of reports, how far each is, and the way to load them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from learn.reports import runs
from learn.reports.catalogue import REPORTS
from learn.reports.filters import Filters
from learn.reports.models import ReportRun
from learn.reports.views import ReportMixin, sent

RELOADS, RELOAD_SECONDS = 40, 3
SHOWN = 100


class FileScreen(ReportMixin, WagtailAdminTemplateMixin, TemplateView):
    """What both screens share."""

    header_icon = "download"
    page_title: str | Promise = gettext_lazy("Erzeugte Dateien")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        files = {"url": reverse("report_runs"), "label": _("Erzeugte Dateien")}
        return [*self.breadcrumbs_items, {"url": "", "label": _("Berichte")}, files]


class Runs(FileScreen):
    """One's own files, the newest first."""

    template_name = "learn/reports/runs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = ReportRun.objects.filter(owner=self.viewer).select_related("definition")[:SHOWN]
        return super().get_context_data(rows=[_told(run) for run in found], shown=SHOWN, **kwargs)


class Run(FileScreen):
    """One file: what it is of, and how far it is. The page looks again by itself for two minutes."""

    template_name = "learn/reports/run.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = _own(request, self.kwargs["key"])
        given = request.GET.get("n", "0")
        turn = int(given) if given.isdecimal() and len(given) < 4 else RELOADS
        told = _told(run)
        reloads = told["waiting"] and turn < RELOADS
        response = self.render_to_response(
            self.get_context_data(run=run, told=told, reloads=reloads, seconds=RELOAD_SECONDS)
        )
        if reloads:
            response["Refresh"] = f"{RELOAD_SECONDS}; url={request.path}?n={turn + 1}"
        return response


class RunFile(ReportMixin, View):
    """The file, for whoever made it, as long as they still see all the units in it."""

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        run = _own(request, key)
        if not runs.may_load(run, self.viewer, timezone.localdate()):
            messages.error(
                request, _("Sie sehen heute nicht mehr alle Personen dieser Datei. Bitte erzeugen Sie sie neu.")
            )
            return redirect("report_runs")
        return sent(run)


def _own(request: HttpRequest, key: UUID) -> ReportRun:
    """A run of the viewer's; another's is not there, like a missing one."""
    run = ReportRun.objects.filter(pk=key, owner=request.user).select_related("definition").first()  # type: ignore[misc]
    if run is None:
        raise Http404
    return run


def _told(run: ReportRun) -> dict[str, Any]:
    """A run as the screens show it."""
    report = REPORTS.get(run.report)
    query = Filters(**run.filters).query()
    return {
        "run": run,
        "percent": runs.progress(run),
        "waiting": not (run.finished_at or run.failed),
        "again": f"{reverse(report.url)}{'?' if query else ''}{query}" if report else "",
    }


urlpatterns: list[URLPattern] = [
    path("berichte/dateien/", Runs.as_view(), name="report_runs"),
    path("berichte/dateien/<uuid:key>/", Run.as_view(), name="report_run"),
    path("berichte/dateien/<uuid:key>/laden/", RunFile.as_view(), name="report_run_file"),
]
