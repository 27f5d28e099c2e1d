"""Certificates in the CMS: look one up, withdraw it with a reason, put its name right; many of them as one ZIP."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

import certificates.api
import courses.api
from certificates.api import Credential
from learn.accounts import disclosures
from learn.accounts.asked import asked
from learn.accounts.guarded import Guarded
from learn.accounts.models import User
from learn.enrolments import completions
from learn.enrolments.errors import NameNotUsable
from learn.reports.filters import Filters
from learn.reports.queries_people import holders
from learn.reports.views import ReportMixin

PERMISSION = "certificates.change_certificate"
# Administrators look after all accounts, so after those of citizens as well.
EVERYBODY = "accounts.change_user"
REVOKED, CORRECTED = "certificates.revoke", "certificates.correct_name"
ASKED, LOADED = "certificates.bundle", "certificates.bundle_load"
SAID = {
    REVOKED: (gettext_lazy("Zertifikat zurückgezogen"), gettext_lazy("Zertifikat %(code)s (%(course)s) zurückgezogen")),
    CORRECTED: (
        gettext_lazy("Name berichtigt"),
        gettext_lazy("Zertifikat %(code)s (%(course)s) durch %(new)s ersetzt: Name berichtigt"),
    ),
    ASKED: (gettext_lazy("Zertifikate gesammelt"), gettext_lazy("%(number)s Zertifikate gesammelt: %(title)s")),
    LOADED: (gettext_lazy("Zertifikate geladen"), gettext_lazy("%(number)s Zertifikate heruntergeladen: %(title)s")),
}
SHOWN = 50
LONGEST_REASON = 500
RELOADS, RELOAD_SECONDS = 5, 5


def _searched(viewer: User, today: date) -> frozenset[UUID] | None:
    """Whose certificates somebody may look for; None for all."""
    return None if viewer.has_perm(EVERYBODY) else holders(viewer, today)


class HeldScreen(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """What the screens of certificates share."""

    header_icon = "doc-full-inverse"
    page_title: str | Promise = gettext_lazy("Zertifikate")

    def allowed(self) -> bool:
        return self.viewer.has_perm(PERMISSION)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": reverse("held_certificates"), "label": _("Zertifikate")}
        return [*self.breadcrumbs_items, {"url": "", "label": _("Berichte")}, here]


class HeldList(HeldScreen):
    """Certificates of people one may see, by name, course or code."""

    template_name = "learn/reports/certificates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        text = asked(self.request.GET)
        found = certificates.api.search(_searched(self.request.user, today), text, SHOWN + 1)  # type: ignore[arg-type]
        rows = [(credential, credential.status(today)) for credential in found[:SHOWN]]
        return super().get_context_data(rows=rows, text=text, more=len(found) > SHOWN, shown=SHOWN, **kwargs)


class HeldCertificate(HeldScreen):
    """One certificate with its states; POST withdraws it or puts its name right."""

    template_name = "learn/reports/certificate.html"
    page_title = gettext_lazy("Zertifikat")

    def _found(self) -> Credential:
        found = certificates.api.find(self.kwargs["code"])
        allowed = _searched(self.request.user, timezone.localdate())  # type: ignore[arg-type]
        if found is None or not (allowed is None or found.holder in allowed):
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self._found()
        shown = _("Zertifikat %(code)s") % {"code": found.code_grouped}
        disclosures.record(request.user, disclosures.known([found.holder]), shown)  # type: ignore[arg-type]
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self._found()
        status = found.status(timezone.localdate())
        new = certificates.api.find(found.replaced_by) if found.replaced_by else None
        return super().get_context_data(
            credential=found, status=status, new=new, may_change=status in ("valid", "expired"), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self._found()
        return self._correct(found) if "name" in request.POST else self._revoke(found)

    def _revoke(self, found: Credential) -> HttpResponse:
        reason = " ".join(self.request.POST.get("grund", "").split())
        if not reason or len(reason) > LONGEST_REASON:
            return self._again(
                reason_error=_("Bitte schreiben Sie den Grund auf, mit höchstens %(most)d Zeichen.")
                % {"most": LONGEST_REASON},
                reason=reason[:LONGEST_REASON],
            )
        if certificates.api.revoke(found.code, reason, timezone.localdate()):
            self._log(REVOKED, found)
            messages.success(self.request, _("Das Zertifikat ist zurückgezogen. Die Prüfseite sagt es sofort."))
        return redirect("held_certificate", code=found.code)

    def _correct(self, found: Credential) -> HttpResponse:
        name = self.request.POST["name"]
        try:
            new = completions.correct_name(found.holder, found.code, name, timezone.localdate())
        except (NameNotUsable, certificates.api.NotChanged) as refusal:
            return self._again(name_error=str(refusal.sentence), name=name[: completions.NAME_LENGTH])
        self._log(CORRECTED, found, new=new.code_grouped)
        messages.success(
            self.request, _("Das neue Zertifikat ist ausgestellt. Das alte ist als ersetzt gekennzeichnet.")
        )
        return redirect("held_certificate", code=new.code)

    def _again(self, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs), status=422)

    def _log(self, action: str, found: Credential, **more: str) -> None:
        data = {"code": found.code_grouped, "course": found.course_title, **more}
        log(instance=self.request.user, action=action, user=self.request.user, data=data)


class Parcels(ReportMixin, WagtailAdminTemplateMixin, TemplateView):
    """The ZIPs somebody has asked for, and how far each has come. POST asks for one, by the choices of the report."""

    template_name = "learn/reports/parcels.html"
    page_title = gettext_lazy("Zertifikate als ZIP")
    header_icon = "download"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {"url": reverse("completion_report"), "label": _("Abschlüsse")}
        return [
            *self.breadcrumbs_items,
            {"url": "", "label": _("Berichte")},
            report,
            {"url": "", "label": self.page_title},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        parcels = certificates.api.bundles_of(str(request.user.pk))
        given = request.GET.get("n", "0")
        turn = int(given) if given.isdecimal() and len(given) < 3 else RELOADS
        reloads = turn < RELOADS and any(not (each.finished or each.given_up) for each in parcels)
        response = self.render_to_response(
            self.get_context_data(parcels=parcels, reloads=reloads, seconds=RELOAD_SECONDS)
        )
        if reloads:
            response["Refresh"] = f"{RELOAD_SECONDS}; url={request.path}?n={turn + 1}"
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = Filters.of(request.POST)
        titles = {str(key): title for key, title in courses.api.titles("de").items()}
        back = redirect("completion_report")
        if chosen.kurs and chosen.kurs not in titles:
            messages.error(request, _("Diesen Kurs gibt es nicht mehr. Bitte wählen Sie neu."))
            return back
        people = holders(request.user, timezone.localdate(), chosen.einheit)  # type: ignore[arg-type]
        title = ", ".join(filter(None, (titles.get(chosen.kurs, ""), chosen.einheit))) or _("alle Kurse")
        made = certificates.api.bundle(
            people, UUID(chosen.kurs) if chosen.kurs else None, owner=str(request.user.pk), title=title
        )
        if made is None:
            messages.warning(request, _("Zu dieser Auswahl gibt es noch keine Zertifikate."))
            return back
        log(instance=request.user, action=ASKED, user=request.user, data={"title": title, "number": made.total})
        return redirect("certificate_parcels")


class ParcelFile(ReportMixin, View):
    """One ZIP, for whoever asked for it, as long as they may see everybody in it."""

    def get(self, request: HttpRequest, key: UUID) -> HttpResponseBase:
        found = certificates.api.open_bundle(key, str(request.user.pk))
        parcel, file = found or (None, None)
        if parcel is None or file is None:
            raise Http404
        if not parcel.holders <= holders(request.user, timezone.localdate()):  # type: ignore[arg-type]
            file.close()
            messages.error(request, _("Sie sehen heute nicht mehr alle dieser Personen. Bitte sammeln Sie neu."))
            return redirect("certificate_parcels")
        log(
            instance=request.user,
            action=LOADED,
            user=request.user,
            data={"title": parcel.title, "number": parcel.total - parcel.missing},
        )
        name = f"zertifikate-{slugify(parcel.title)[:60] or 'auswahl'}.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


urlpatterns: list[URLPattern] = [
    path("berichte/zertifikate/", HeldList.as_view(), name="held_certificates"),
    path("berichte/zertifikate/zip/", Parcels.as_view(), name="certificate_parcels"),
    path("berichte/zertifikate/zip/<uuid:key>/", ParcelFile.as_view(), name="certificate_parcel"),
    path("berichte/zertifikate/<str:code>/", HeldCertificate.as_view(), name="held_certificate"),
]
