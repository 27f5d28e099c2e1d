"""The screens of all reports in the CMS; the one on completions has its table of units as well."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from learn.accounts import disclosures
from learn.accounts.access import may_report
from learn.accounts.asked import asked
from learn.accounts.guarded import Guarded
from learn.reports import runs
from learn.reports.catalogue import REPORTS, Report
from learn.reports.choices import choices
from learn.reports.files import Format, NotWritable
from learn.reports.filters import Filters, NotUnderstood
from learn.reports.found import Found
from learn.reports.queries import Completions
from learn.reports.queries_history import MOST_CANDIDATES, candidates, person_shown
from learn.reports.sight import Sight
from learn.reports.summary import summary

PAGE_LENGTH = 50


class ReportMixin(Guarded):
    """For those who may report."""

    def allowed(self) -> bool:
        return may_report(self.viewer)


class ReportScreen(ReportMixin, WagtailAdminTemplateMixin, TemplateView):
    """A report: its choices, its list page by page, and the ways to a file."""

    template_name = "learn/reports/report.html"
    header_icon = "table"
    report: Report
    key = ""
    to_do = False  # rows are duties of today, about which something can be done

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.report = REPORTS[self.key]

    @property
    def page_title(self) -> str | Promise:  # type: ignore[override]
        return self.report.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Berichte")}, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        filters = Filters.of(self.request.GET).only(self.report.filters)
        sight = Sight.of(self.viewer, today)
        found = self.report.find(self.viewer, filters, today, sight)
        page = WagtailPaginator(found, PAGE_LENGTH).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            report=self.report,
            filters=filters,
            choices=choices(self.report, filters, sight),
            found=found,
            nobody=not sight.units,
            columns=self.report.columns,
            lines=[self._line(row) for row in page.object_list],
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            total=page.paginator.count,
            today=today,
            formats=Format,
            file_address=_with(reverse("report_file", args=[self.report.key]), filters),
            keep_address=_with(reverse("report_definition_add", args=[self.report.key]), filters),
            bulk_address=reverse("duty_bulk") if self.to_do and page.paginator.count else "",
            **self.more(filters, sight, found),
            **kwargs,
        )

    def more(self, filters: Filters, sight: Sight, found: Found) -> dict[str, Any]:
        """What this report shows beyond the list."""
        return {}

    def _line(self, row: Any) -> dict[str, Any]:
        """A row as the template shows it: cells; for a duty of today what to choose it by and the way to the person."""
        cells = [(column.key, column.kind.value, column.text(row)) for column in self.report.columns]
        if not self.to_do:
            return {"cells": cells}
        return {
            "cells": cells,
            "obligation": row.obligation,
            "person_address": reverse("duty_person", args=[row.learner]),
        }


class CompletionReport(ReportScreen):
    """Completions by unit and course, and the list of people behind the numbers."""

    template_name = "learn/reports/completions.html"
    key = "abschluesse"

    def more(self, filters: Filters, sight: Sight, found: Found) -> dict[str, Any]:
        assert isinstance(found, Completions)  # noqa: S101  what this report finds
        return {"summary": summary(found, filters) if found.entries else None}


class HistoryReport(ReportScreen):
    """One person's history; without a person, a search. Whoever is shown is noted."""

    template_name = "learn/reports/history.html"
    key = "verlauf"

    def more(self, filters: Filters, sight: Sight, found: Found) -> dict[str, Any]:
        text = asked(self.request.GET)
        name = person_shown(self.viewer, filters, sight.today, sight) if filters.person else ""
        if name:
            title = _("Bericht: %(title)s") % {"title": self.report.title}
            disclosures.record(self.viewer, [UUID(filters.person)], title)
        people = candidates(self.viewer, text, sight.today, sight) if text else []
        return {"text": text, "person_name": name, "people": people, "more_people": len(people) == MOST_CANDIDATES}


class ReportFile(ReportMixin, View):
    """Makes a file by the choices in the address: sent at once, or the way to its progress."""

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        report = REPORTS.get(key)
        if report is None:
            raise Http404
        filters = Filters.of(request.GET).only(report.filters)
        back = _with(reverse(report.url), filters)
        form = request.POST.get("format", "")
        if form not in set(Format):
            messages.error(request, _("Bitte wählen Sie CSV, Excel, ODS oder PDF."))
            return redirect(back)
        try:
            run = runs.ask(self.viewer, report, filters, Format(form), timezone.now())
        except (NotUnderstood, NotWritable) as refusal:
            messages.error(request, str(refusal.sentence))
            return redirect(back)
        return sent(run) if run.finished_at else redirect("report_run", key=run.pk)


def sent(run: Any) -> HttpResponseBase:
    """The file of a run, or a page that says it is gone."""
    file = runs.open_file(run)
    if file is None:
        raise Http404
    return FileResponse(file, as_attachment=True, filename=run.file_name, content_type=Format(run.format).content_type)


def _with(address: str, filters: Filters) -> str:
    return f"{address}?{filters.query()}" if filters else address


def _screen(key: str, *, to_do: bool = False) -> URLPattern:
    report = REPORTS[key]
    return path(f"berichte/{key}/", ReportScreen.as_view(key=key, to_do=to_do), name=report.url)


urlpatterns: list[URLPattern] = [
    path("berichte/abschluesse/", CompletionReport.as_view(), name="completion_report"),
    _screen("ueberfaellig", to_do=True),
    _screen("ablauf", to_do=True),
    _screen("stichtag"),
    path("berichte/verlauf/", HistoryReport.as_view(), name="report_history"),
    _screen("beteiligung"),
    path("berichte/<slug:key>/datei/", ReportFile.as_view(), name="report_file"),
]
