"""The screens of designs: list, form, preview, publishing, deletion. The preview is printed by the queue's worker."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from certificates import jobs
from certificates.cms.forms import DesignForm
from certificates.design import PLACEHOLDERS, Look
from certificates.models import MAX_PRINTS, Design
from certificates.vault import Vault

PERMISSION = "certificates.change_design"
SAVED, PUBLISHED, DELETED = "certificates.design_save", "certificates.design_publish", "certificates.design_delete"
RELOADS, RELOAD_SECONDS = 5, 3  # of the preview while it is printed; then one looks by oneself


class Permitted:
    """Nobody without the right to change designs gets further than here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["Cache-Control"] = "private, no-store"
        return response


class DesignScreen(Permitted, WagtailAdminTemplateMixin, TemplateView):
    """What all screens of designs share."""

    request: HttpRequest
    header_icon = "doc-full-inverse"
    page_title: str | Promise = gettext_lazy("Zertifikats-Vorlagen")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("certificate_designs"), "label": _("Zertifikats-Vorlagen")}
        here = [] if type(self) is DesignList else [{"url": "", "label": self.get_page_title()}]
        return [*self.breadcrumbs_items, above, *here]

    @property
    def design(self) -> Design:
        return get_object_or_404(Design, pk=self.kwargs["pk"])


class DesignList(DesignScreen):
    """All designs, with what is published of them."""

    template_name = "certificates/cms/designs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(row, Look.of(row.draft), row.draft != row.published) for row in Design.objects.all()]
        return super().get_context_data(rows=rows, **kwargs)


class DesignEdit(DesignScreen):
    """The form of a new or known design. Saving keeps a draft and has it printed for the preview."""

    template_name = "certificates/cms/design.html"

    def get_page_title(self) -> str:
        return _("Vorlage ändern") if "pk" in self.kwargs else _("Neue Vorlage")

    def _known(self) -> Design | None:
        return self.design if "pk" in self.kwargs else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", DesignForm(design=self._known()))
        placeholders = ", ".join("{" + name + "}" for name in PLACEHOLDERS)
        return super().get_context_data(design=self._known(), placeholders=placeholders, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = self._known()
        form = DesignForm(request.POST, request.FILES, design=known)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        with transaction.atomic():
            design = known or Design()
            design.title, design.draft = form.cleaned_data["title"], form.look.as_json()
            design.save()
            ask_for_proof(design)
            log(instance=design, action=SAVED, user=request.user, data={"title": design.title})
        return redirect("certificate_design_preview", pk=design.pk)


def ask_for_proof(design: Design) -> None:
    """Has the draft printed, unless its proof is there or on its way."""
    digest = Look.of(design.draft).digest
    if design.proof_wanted == digest and (design.proof_of == digest or design.proof_starts < MAX_PRINTS):
        if design.proof_of != digest:
            jobs.queue_proof(design.pk)
        return
    Design.objects.filter(pk=design.pk).update(proof_wanted=digest, proof_of="", findings=[], proof_starts=0)
    jobs.queue_proof(design.pk)


class DesignPreview(DesignScreen):
    """What the draft looks like on paper and what is wrong with it. While it is printed the page reloads by itself,
    a few times only, so that it never takes a slow reader by surprise for long."""

    template_name = "certificates/cms/preview.html"
    page_title = gettext_lazy("Vorschau")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        design = self.design
        ready = bool(design.proof_of) and design.proof_of == Look.of(design.draft).digest
        turn = int(number) if (number := request.GET.get("n", "0")).isdecimal() and len(number) < 3 else RELOADS
        context = self.get_context_data(
            design=design,
            ready=ready,
            has_file=ready and Vault().exists(design.proof_name),
            changed=design.draft != design.published,
            stuck=not ready and design.proof_starts >= MAX_PRINTS,
            reloads=not ready and turn < RELOADS,
            seconds=RELOAD_SECONDS,
        )
        response = self.render_to_response(context)
        if context["reloads"]:
            response["Refresh"] = f"{RELOAD_SECONDS}; url={request.path}?n={turn + 1}"
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Asks for the print once more."""
        ask_for_proof(self.design)
        return redirect(request.path)


class DesignProof(Permitted, View):
    """The preview as PDF."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        design = get_object_or_404(Design, pk=pk)
        try:
            file = Vault().open(design.proof_name)
        except FileNotFoundError as error:
            raise Http404 from error
        return FileResponse(file, content_type="application/pdf", filename="vorschau.pdf")


class DesignPublish(Permitted, View):
    """New certificates get this draft from now on, or this design by default. Only a proof without findings passes."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            design = get_object_or_404(Design.objects.select_for_update(), pk=pk)
            if "standard" in request.POST and design.published is not None:
                Design.objects.filter(is_default=True).update(is_default=False)
                Design.objects.filter(pk=pk).update(is_default=True)
                messages.success(
                    request, _("„%(title)s“ gilt jetzt, wo ein Kurs nichts anderes wählt.") % _named(design)
                )
            elif design.proof_of != Look.of(design.draft).digest or design.findings:
                messages.error(request, _("Bitte sehen Sie sich zuerst die Vorschau ohne Fehler an."))
                return redirect("certificate_design_preview", pk=pk)
            else:
                Design.objects.filter(pk=pk).update(published=design.draft, published_at=timezone.now())
                messages.success(request, _("„%(title)s“ gilt für alle Zertifikate ab jetzt.") % _named(design))
            log(instance=design, action=PUBLISHED, user=request.user, data=_named(design))
        return redirect("certificate_designs")


class DesignDelete(DesignScreen):
    """Asks, then deletes. Certificates keep their own copy; courses fall back on the default design."""

    template_name = "certificates/cms/delete.html"
    page_title = gettext_lazy("Vorlage löschen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(design=self.design, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        design = self.design
        if design.is_default:
            messages.error(request, _("Die Standard-Vorlage lässt sich nicht löschen. Wählen Sie zuerst eine andere."))
            return redirect("certificate_designs")
        log(instance=design, action=DELETED, user=request.user, data=_named(design))
        Vault().delete(design.proof_name)
        design.delete()
        messages.success(request, _("Die Vorlage „%(title)s“ ist gelöscht.") % _named(design))
        return redirect("certificate_designs")


def _named(design: Design) -> dict[str, str]:
    return {"title": design.title}
