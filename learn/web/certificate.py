"""The certificate: its page, its file, and the name that it bears."""

import re
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import slugify
from django.utils.translation import get_language
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
        "profile_link": certificates.api.profile_link(found),
        "request_key": uuid4().hex,
        "email": request.user.email,  # type: ignore[union-attr]
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


def certificate_badge(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The certificate as a signed badge; only its holder gets it, since it bears the name."""
    found = _own(request, code)
    if isinstance(found, HttpResponse):
        return found
    badge = certificates.api.badge(code, found.holder, form)
    if badge is None:
        raise Http404
    name = f"abzeichen-{slugify(found.course_title)[:60] or 'kurs'}.{badge.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return _private(HttpResponse(badge.data, content_type=badge.media_type, headers=headers))


@require_POST
def certificate_mail(request: HttpRequest, code: str) -> HttpResponse:
    """Sends the file to the account's own address. The same form sent twice sends one mail."""
    found = _own(request, code)
    if isinstance(found, HttpResponse):
        return found
    wish = request.POST.get("anfrage", "")
    learner = learner_of(request)
    if learner is None or not re.fullmatch("[0-9a-f]{32}", wish):
        raise Http404
    if completions.mail_file(learner, found, wish, get_language() or settings.LANGUAGE_CODE):
        messages.success(request, _("Die E-Mail mit der PDF-Datei ist unterwegs."))
    else:
        messages.warning(
            request, _("Heute haben wir Ihnen schon mehrere Dateien geschickt. Bitte laden Sie das PDF hier.")
        )
    return see(reverse("certificate", kwargs={"code": found.code}))


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
