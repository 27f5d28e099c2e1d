"""Answers to machines: alive, and ready with reasons."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from learn.operations import health


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """All checks as JSON: 200 if every vital one is well, else 503."""
    checks = health.readiness(timezone.now())
    ready = all(check.ok for check in checks if check.vital)
    body = {"ready": ready, "checks": {check.name: {"ok": check.ok, "note": check.note} for check in checks}}
    return JsonResponse(body, status=200 if ready else 503, headers={"Cache-Control": "no-store"})
