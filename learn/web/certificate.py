"""The certificate: its page, its file, and the name that it bears."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import certificates.api
from certificates.api import Credential
from learn.accounts.models import Learner
from learn.enrolments import completions
from learn.enrolments.errors import NameNotUsable
from learn.web.forms import Problem
from learn.web.gate import see
from learn.web.learner import learner_of, signed_in


def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate of the person who is signed in; nobody else's is shown here (404)."""
    found = _own(request, code)
    if isinstance(found, HttpResponse):
        return found
    context = {
        "credential": found,
        "record": certificates.api.record(found),
        "status": found.status(timezone.localdate()),
        "crumbs": [(_("Mein Lernen"), reverse("my_learning"))],
    }
    return _private(render(request, "learn/certificate.html", context))


def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The file; a friendly page while it is being printed."""
    found = _own(request, code)
    if isinstance(found, HttpResponse):
        return found
    data = certificates.api.pdf(code, found.holder)
    if data is None:
        context = {"credential": found, "crumbs": [(_("Mein Lernen"), reverse("my_learning"))]}
        response = render(request, "learn/certificate_wait.html", context, status=503)
        response.headers["Retry-After"] = "30"
        return _private(response)
    name = f"zertifikat-{slugify(found.course_title)[:60] or 'kurs'}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return _private(HttpResponse(data, content_type="application/pdf", headers=headers))


@require_POST
def certificate_name(request: HttpRequest) -> HttpResponse:
    """The name for certificates; what has waited for it is issued at once."""
    back = _back(request)
    learner = learner_of(request)
    if learner is None or learner.is_guest:
        return redirect(reverse("account_login"))
    text = request.POST.get("name", "")
    try:
        issued = completions.give_name(learner, text)
    except NameNotUsable as refusal:
        problem = Problem(field_id="name", message=str(refusal.sentence))
        context = {"problems": [problem], "typed": text[: completions.NAME_LENGTH], "back": back, "ask_name": True}
        return _private(render(request, "learn/certificate_name.html", context, status=422))
    if issued:
        messages.success(request, _("Ihr Zertifikat ist ausgestellt."))
        return see(reverse("certificate", kwargs={"code": issued[-1].code}))
    messages.success(request, _("Ihr Name ist gespeichert."))
    return see(back)


def _own(request: HttpRequest, code: str) -> Credential | HttpResponse:
    if not signed_in(request):
        return redirect(f"{reverse('account_login')}?next={request.path}")
    learner: Learner | None = learner_of(request)
    found = certificates.api.held(code, learner.pk) if learner else None
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("weiter", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return iri_to_uri(wanted)
    return reverse("my_learning")


def _private(response: HttpResponse) -> Any:
    response.headers["Cache-Control"] = "private, no-store"
    return response
