"""Verification for everybody: type a code or scan it, see course, dates and status. Never the name, never a list."""

import io
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from certificates.numbering import LENGTH, Kind, Problem, read
from certificates.record import verify_address
from certificates.verify import check

FIELD = "pruef-code"
MAX_TYPED = 200  # characters of a typed code that are looked at and shown again
# Guessing 128 bits is hopeless; the limit keeps the guesser from costing anything.
GUESSES, GUESS_SECONDS = 60, 600


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One line of the error summary."""

    field_id: str
    message: str


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The form; a typed code leads on to its own address."""
    if "code" not in request.GET:
        return render(request, "certificates/verify.html", {"field_id": FIELD})
    typed = request.GET["code"][:MAX_TYPED]
    code = read(typed)
    if isinstance(code, Problem):
        return _form_again(request, typed, code, 200)
    return HttpResponseRedirect(reverse("verify_code", kwargs={"code": code}))


@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What is publicly known about one certificate, on this day."""
    typed = code[:MAX_TYPED]
    plain = read(typed)
    if isinstance(plain, Problem):
        return _form_again(request, typed, plain, 404)
    if plain != code:
        return HttpResponseRedirect(reverse("verify_code", kwargs={"code": plain}))
    if _guesses(request) >= GUESSES:
        return _private(render(request, "certificates/too_many.html", status=429))
    verdict = check(plain, timezone.localdate())
    known = verdict.status not in ("unknown", "erased")
    if not known:
        _count_guess(request)
    context = {"verdict": verdict, "known": known, "field_id": FIELD}
    return _private(render(request, "certificates/verdict.html", context, status=200 if known else 404))


@require_safe
def verify_qr(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code of a verification address as a picture. It asks no database: any well-formed code gets one."""
    plain = read(code)
    if plain != code:
        raise Http404
    # Imported here, since few web processes ever draw one.
    import segno

    picture = io.BytesIO()
    segno.make(verify_address(code), error="m", micro=False, mask=4).save(
        picture, kind="svg", scale=4, border=2, dark="#241c36", light="#fff", svgclass=None, lineclass=None
    )
    response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["X-Robots-Tag"] = "noindex"
    return response


def sentence_of(problem: Problem) -> str:
    """What is wrong with a typed code, and what to do."""
    if problem.kind is Kind.EMPTY:
        return _("Bitte geben Sie den Prüf-Code ein. Er steht neben dem QR-Code.")
    if problem.kind is Kind.CHARACTER:
        return ngettext(
            "Dieses Zeichen kommt in keinem Prüf-Code vor: %(strange)s. Bitte vergleichen Sie den Code noch einmal.",
            "Diese Zeichen kommen in keinem Prüf-Code vor: %(strange)s. Bitte vergleichen Sie den Code noch einmal.",
            len(problem.strange),
        ) % {"strange": " ".join(problem.strange)}
    if problem.kind is Kind.LENGTH:
        return _(
            "Ein Prüf-Code hat %(length)d Zeichen. Sie haben %(found)d eingegeben. "
            "Bitte vergleichen Sie den Code noch einmal."
        ) % {"length": LENGTH, "found": problem.found}
    return _(
        "Dieser Code hat einen Tippfehler: Ein Zeichen ist falsch oder vertauscht. "
        "Bitte vergleichen Sie ihn Zeichen für Zeichen."
    )


def _form_again(request: HttpRequest, typed: str, problem: Problem, status: int) -> HttpResponse:
    problems = [FormProblem(FIELD, sentence_of(problem))]
    context = {"problems": problems, "typed": typed, "field_id": FIELD}
    return _private(render(request, "certificates/verify.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """For nobody's cache or index: tomorrow the answer may be another one."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _guess_key(request: HttpRequest) -> str:
    # The adapter knows how many proxies stand in front: without that the whole town would share one limit.
    address = get_adapter(request).get_client_ip(request)
    return "verify-guesses-" + salted_hmac("certificates.verify", address).hexdigest()


def _guesses(request: HttpRequest) -> int:
    return int(cache.get(_guess_key(request), 0))


def _count_guess(request: HttpRequest) -> None:
    key = _guess_key(request)
    if not cache.add(key, 1, GUESS_SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # it has just run out
            cache.set(key, 1, GUESS_SECONDS)
