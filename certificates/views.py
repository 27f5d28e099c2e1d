"""Verification for everybody: type a code, scan it or upload a file; see course, dates and status. Never a list.

The name is shown to nobody but who holds the paper (its link has a second token); whoever types it is told yes or no.
"""

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from certificates.examine import LARGEST, Examined, Finding, examine, sentences
from certificates.numbering import LENGTH, Kind, Problem, read
from certificates.record import verify_address
from certificates.verify import LONGEST_NAME, Verdict, check, name_stands_on, row_of, verdict_of

FIELD, NAME_FIELD, FILE_FIELD = "pruef-code", "pruef-name", "pruef-datei"
TOKEN = "n"  # noqa: S105  the parameter with the second token of the paper
FORM_AROUND = 64 * 1024  # bytes that a browser's form may add to a file
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
        return _page(request, "certificates/verify.html", {}, 200)
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
        return _too_many(request)
    return _shown(request, check(plain, timezone.localdate(), request.GET.get(TOKEN, "")[:MAX_TYPED]))


@require_http_methods(["GET", "HEAD", "POST"])
def verify_name(request: HttpRequest, code: str) -> HttpResponse:
    """Does this name stand on this certificate? Yes or no, as long for the one as for the other."""
    plain = read(code[:MAX_TYPED])
    if isinstance(plain, Problem):
        return _form_again(request, code[:MAX_TYPED], plain, 404)
    if request.method != "POST":  # an answer opened again, as by choosing another language
        return HttpResponseRedirect(reverse("verify_code", kwargs={"code": plain}))
    if _guesses(request) >= GUESSES:
        return _too_many(request)
    typed = request.POST.get("name", "")
    problem = _name_problem(typed)
    row = row_of(plain)
    fits = name_stands_on(row, typed)
    if not fits and not problem:
        _count_guess(request)  # also of a known code: the name must not be found by trying
    asked = {"typed_name": typed[:LONGEST_NAME].strip(), "name_fits": fits, "name_asked": not problem}
    asked["name_problems"] = [FormProblem(NAME_FIELD, problem)] if problem else []
    return _shown(request, verdict_of(row, plain, timezone.localdate()), **asked)


@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Is this file ours and unchanged? It is looked at and forgotten."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("verify"))
    if _guesses(request) >= GUESSES:
        return _too_many(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + FORM_AROUND:
        examined = Examined(Finding.TOO_LARGE, "")  # it is not even taken in
    else:
        uploaded = request.FILES.get("datei")
        if uploaded is None or not uploaded.size:
            problems = [FormProblem(FILE_FIELD, _("Bitte wählen Sie zuerst eine Datei aus."))]
            return _private(_page(request, "certificates/verify.html", {"file_problems": problems}, 422))
        examined = examine(uploaded.read(LARGEST + 1), timezone.localdate())
    if not examined.genuine:
        _count_guess(request)
    heading, meaning = sentences(examined)
    context = {"examined": examined, "heading": heading, "meaning": meaning, "verdict": examined.verdict}
    return _private(_page(request, "certificates/examined.html", context, 200))


# Nothing of worth changes: no token is needed where no cookie is set, but the form must come from this site.
_STATELESS = "stateless"
verify_name.form_without_token = _STATELESS  # type: ignore[attr-defined]
verify_file.form_without_token = _STATELESS  # type: ignore[attr-defined]


@require_safe
def verify_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same for programs: always these members, `null` where nothing is known. Never the name."""
    plain = read(code[:MAX_TYPED])
    if _guesses(request) >= GUESSES:
        return _json(Verdict("wait", ""), 429)
    if isinstance(plain, Problem):
        return _json(Verdict("unknown", ""), 404)
    verdict = check(plain, timezone.localdate())
    if not verdict.known:
        _count_guess(request)
    return _json(verdict, 200 if verdict.known else 404)


@require_safe
def short_code(request: HttpRequest, code: str) -> HttpResponse:
    """The address on paper: for people the page in German, for programs that ask for JSON the same as `.json`."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return verify_json(request, code)
    with translation.override(settings.LANGUAGE_CODE):
        address = reverse("verify_code", kwargs={"code": code})
    token = request.GET.get(TOKEN, "")
    return _private(HttpResponseRedirect(f"{address}?{urlencode({TOKEN: token})}" if token else address))


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


def _shown(request: HttpRequest, verdict: Verdict, **asked: Any) -> HttpResponse:
    """The page of a verdict: one template, the same parts for known and unknown codes."""
    if not verdict.known and not asked:
        _count_guess(request)
    context = {"verdict": verdict, "known": verdict.known, **asked}
    status = 404 if not verdict.known else 422 if asked.get("name_problems") else 200
    return _private(_page(request, "certificates/verdict.html", context, status))


def _json(verdict: Verdict, status: int) -> HttpResponse:
    told = {
        "code": verdict.code,
        "status": verdict.status,
        "course": verdict.course_title or None,
        "issuer": verdict.issuer or None,
        "issued_on": verdict.issued_on,
        "valid_until": verdict.valid_until,
        "revoked_on": verdict.revoked_on if verdict.status == "revoked" else None,
        "replaced_on": verdict.replaced_on if verdict.status == "replaced" else None,
    }
    response = _private(JsonResponse(told, status=status))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    fields = {"field_id": FIELD, "name_field": NAME_FIELD, "file_field": FILE_FIELD}
    return render(request, template, {**fields, **context}, status=status)


def _too_many(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "certificates/too_many.html", status=429))


def _name_problem(typed: str) -> str:
    if not typed.strip():
        return _("Bitte geben Sie den Namen ein, der auf dem Zertifikat stehen soll.")
    if len(typed) > LONGEST_NAME:
        return _("Dieser Name ist zu lang. Auf einem Zertifikat stehen höchstens %(most)d Zeichen.") % {
            "most": LONGEST_NAME
        }
    if not typed.strip().replace("\t", " ").isprintable():
        return _("In diesem Namen sind Zeichen, die man nicht drucken kann. Bitte tippen Sie ihn neu ein.")
    return ""


def _form_again(request: HttpRequest, typed: str, problem: Problem, status: int) -> HttpResponse:
    problems = [FormProblem(FIELD, sentence_of(problem))]
    return _private(_page(request, "certificates/verify.html", {"problems": problems, "typed": typed}, status))


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
