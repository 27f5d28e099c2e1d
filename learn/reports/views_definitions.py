"""Reports kept under a name: listed, added from a report's choices, changed, deleted."""

from dataclasses import asdict
from typing import Any

from django import forms
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

from learn.accounts.roles import REPORT_ALL
from learn.reports import definitions
from learn.reports.catalogue import REPORTS, Report
from learn.reports.choices import in_words
from learn.reports.files import Format
from learn.reports.filters import Filters
from learn.reports.models import ReportDefinition
from learn.reports.sight import Sight
from learn.reports.views import ReportMixin
from learn.rules.schedules import Rhythm

RHYTHMS = {
    "": gettext_lazy("nur von Hand"),
    Rhythm.DAILY: gettext_lazy("täglich"),
    Rhythm.WEEKLY: gettext_lazy("wöchentlich"),
    Rhythm.MONTHLY: gettext_lazy("monatlich"),
}
DAYS = (
    gettext_lazy("Montag"),
    gettext_lazy("Dienstag"),
    gettext_lazy("Mittwoch"),
    gettext_lazy("Donnerstag"),
    gettext_lazy("Freitag"),
    gettext_lazy("Samstag"),
    gettext_lazy("Sonntag"),
)
FORMATS = [(Format.CSV, "CSV"), (Format.XLSX, "Excel (XLSX)"), (Format.ODS, "LibreOffice (ODS)"), (Format.PDF, "PDF")]


class DefinitionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The two days are asked apart, since one is a weekday and one a day of the month."""

    weekday = forms.TypedChoiceField(label=gettext_lazy("Wochentag, wenn wöchentlich"), coerce=int, required=False)
    monthday = forms.IntegerField(
        label=gettext_lazy("Tag im Monat, wenn monatlich"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=gettext_lazy("Hat ein Monat diesen Tag nicht, läuft der Bericht am letzten Tag des Monats."),
        error_messages={
            "min_value": gettext_lazy("Bitte geben Sie einen Tag von 1 bis 31 ein."),
            "max_value": gettext_lazy("Bitte geben Sie einen Tag von 1 bis 31 ein."),
            "invalid": gettext_lazy("Bitte geben Sie einen Tag von 1 bis 31 ein."),
        },
    )

    class Meta:
        model = ReportDefinition
        fields = ("name", "format", "shared", "rhythm", "weekday", "monthday", "at")
        widgets = {"at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"] = forms.ChoiceField(label=_("Format"), choices=FORMATS)
        self.fields["rhythm"] = forms.ChoiceField(
            label=_("Wiederholung"), choices=list(RHYTHMS.items()), required=False
        )
        self.fields["weekday"].choices = list(enumerate(DAYS, 1))  # type: ignore[attr-defined]
        self.fields["name"].error_messages["required"] = _("Bitte geben Sie dem Bericht einen Namen.")
        self.fields["at"].error_messages["invalid"] = _("Bitte geben Sie die Uhrzeit so ein: 07:00.")
        self.fields["at"].error_messages["required"] = _("Bitte geben Sie die Uhrzeit so ein: 07:00.")
        if not may_share:
            del self.fields["shared"]
        if self.instance.rhythm == Rhythm.WEEKLY:
            self.initial["weekday"] = self.instance.day
        elif self.instance.rhythm == Rhythm.MONTHLY:
            self.initial["monthday"] = self.instance.day

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        others = ReportDefinition.objects.filter(owner=self.instance.owner_id, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("Einen Bericht mit diesem Namen haben Sie schon."))
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        days: dict[str, Any] = {Rhythm.WEEKLY: data.get("weekday"), Rhythm.MONTHLY: data.get("monthday")}
        self.instance.day = days.get(data.get("rhythm", "")) or 1
        return data


class DefinitionScreen(ReportMixin, WagtailAdminTemplateMixin, TemplateView):
    """What these screens share."""

    header_icon = "history"
    page_title: str | Promise = gettext_lazy("Gespeicherte Berichte")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": reverse("report_definitions"), "label": _("Gespeicherte Berichte")}
        return [*self.breadcrumbs_items, {"url": "", "label": _("Berichte")}, here]


class Definitions(DefinitionScreen):
    """One's own, and those that colleagues share."""

    template_name = "learn/reports/definitions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sight = Sight.of(self.viewer, timezone.localdate())
        rows = [self._told(each, sight) for each in definitions.seen_by(self.viewer)]
        return super().get_context_data(rows=rows, **kwargs)

    def _told(self, definition: ReportDefinition, sight: Sight) -> dict[str, Any]:
        report = REPORTS.get(definition.report)
        filters = Filters(**definition.filters)
        query = f"?{filters.query()}" if filters else ""
        return {
            "definition": definition,
            "title": report.title if report else "",
            "words": _chosen(report, filters, sight, named=False) if report else [],
            "own": definition.owner_id == self.viewer.pk,
            "rhythm": RHYTHMS[definition.rhythm],
            "screen": f"{reverse(report.url)}{query}" if report else "",
            "file": f"{reverse('report_file', args=[report.key])}{query}" if report else "",
        }


class Definition(DefinitionScreen):
    """One definition of one's own: a new one takes its choices from the address."""

    template_name = "learn/reports/definition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        definition = kwargs.pop("definition", None) or self._definition()
        form = kwargs.pop("form", None) or self._form(definition)
        report = REPORTS[definition.report]
        words = _chosen(report, Filters(**definition.filters), Sight.of(self.viewer, timezone.localdate()))
        return super().get_context_data(definition=definition, form=form, report=report, words=words, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        definition = self._definition()
        form = self._form(definition, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(definition=definition, form=form), status=422)
        made = form.save(commit=False)
        definitions.resume(made, timezone.now())
        made.save()
        messages.success(request, _("„%(name)s“ ist gespeichert.") % {"name": made.name})
        return redirect("report_definitions")

    def _form(self, definition: ReportDefinition, data: Any = None) -> DefinitionForm:
        return DefinitionForm(data, instance=definition, may_share=self.viewer.has_perm(REPORT_ALL))

    def _definition(self) -> ReportDefinition:
        if "pk" in self.kwargs:
            return _own(self.request, self.kwargs["pk"])
        report = REPORTS.get(self.kwargs["key"])
        if report is None:
            raise Http404
        chosen = Filters.of(self.request.GET).only(report.filters)
        made = ReportDefinition(owner=self.viewer, report=report.key, filters=asdict(chosen), format=Format.XLSX)
        made.name = str(report.title)
        return made


class Deletion(ReportMixin, View):
    """Deletes a definition of one's own; files made of it stay their week."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        definition = _own(request, pk)
        definition.delete()
        messages.success(request, _("„%(name)s“ ist gelöscht.") % {"name": definition.name})
        return redirect("report_definitions")


def _own(request: HttpRequest, pk: int) -> ReportDefinition:
    found = ReportDefinition.objects.filter(pk=pk, owner=request.user).first()  # type: ignore[misc]
    if found is None:
        raise Http404
    return found


def _chosen(report: Report, filters: Filters, sight: Sight, *, named: bool = True) -> list[tuple[str, str]]:
    """What was chosen, in words, without what was left at "all"."""
    words = zip(report.filters, in_words(report, filters, sight, named=named), strict=True)
    return [said for name, said in words if getattr(filters, name)]


urlpatterns: list[URLPattern] = [
    path("berichte/gespeichert/", Definitions.as_view(), name="report_definitions"),
    path("berichte/gespeichert/neu/<slug:key>/", Definition.as_view(), name="report_definition_add"),
    path("berichte/gespeichert/<int:pk>/", Definition.as_view(), name="report_definition"),
    path("berichte/gespeichert/<int:pk>/loeschen/", Deletion.as_view(), name="report_definition_delete"),
]
