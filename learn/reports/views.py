"""The report on completions in the CMS, and its file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from learn.accounts.access import may_report
from learn.reports import exports
from learn.reports.filters import Filters
from learn.reports.queries import Report, completions, rows
from learn.reports.rows import COLUMNS, STATE_LABELS
from learn.reports.summary import summary

EXPORTED = "learn.report_export"
PAGE_LENGTH = 50


class ReportMixin:
    """Nobody without the right to report gets further than here."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_report(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["Cache-Control"] = "private, no-store"
        return response


class CompletionReport(ReportMixin, WagtailAdminTemplateMixin, TemplateView):
    """Completions by unit and course, and the list of people behind the numbers."""

    template_name = "learn/reports/completions.html"
    page_title = gettext_lazy("Abschlüsse")
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Berichte")}, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        filters = Filters.of(self.request.GET)
        report = completions(self.request.user, filters, today)  # type: ignore[arg-type]
        page = WagtailPaginator(report.entries, PAGE_LENGTH).get_page(self.request.GET.get("p"))
        lines = [[(column.key, column.text(row)) for column in COLUMNS] for row in rows(page.object_list, today)]
        return super().get_context_data(
            filters=filters,
            selects=_selects(report, filters),
            refused=report.refused,
            nobody=not report.units,
            summary=summary(report, filters) if report.entries else None,
            columns=COLUMNS,
            lines=lines,
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            total=page.paginator.count,
            today=today,
            csv_address=_with(reverse("completion_report_csv"), filters),
            **kwargs,
        )


class CompletionCsv(ReportMixin, View):
    """The same list as a file; who took it out is written down."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        today = timezone.localdate()
        filters = Filters.of(request.GET)
        report = completions(request.user, filters, today)  # type: ignore[arg-type]
        name = exports.file_name(filters, dict(report.courses).get(filters.kurs, ""), today)
        log(
            instance=request.user,
            action=EXPORTED,
            user=request.user,
            data={"file": name, "filters": filters.query(), "rows": len(report.entries)},
        )
        return StreamingHttpResponse(
            exports.completions_csv(rows(report.entries, today)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _with(address: str, filters: Filters) -> str:
    return f"{address}?{filters.query()}" if filters else address


def _selects(report: Report, filters: Filters) -> list[dict[str, Any]]:
    """The four choices above the report; only what the viewer may see stands in them."""
    units = [(unit.code, f"{'– ' * depth}{unit}") for depth, unit in report.tree.in_order(report.units)]
    states = [(state.value, label) for state, label in STATE_LABELS.items()]
    fields = [
        ("einheit", _("Organisationseinheit und alle darunter"), _("alle"), units, filters.einheit),
        ("kurs", _("Kurs"), _("alle"), report.courses, filters.kurs),
        ("stand", _("Stand"), _("alle"), states, filters.stand),
        ("pflicht", _("Pflichtschulung"), _("alle, auch freiwillige Kurse"), report.requirements, filters.pflicht),
    ]
    return [
        {
            "name": name,
            "label": label,
            "all": every,
            "options": [(value, text, value == chosen) for value, text in options],
        }
        for name, label, every, options, chosen in fields
    ]
