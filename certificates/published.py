"""What the issuer of badges publishes for anybody's verifier: keys, profile, the list of the withdrawn, the picture."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates import keys, sealing
from certificates.badge import status
from certificates.badge.credential import CONTEXTS
from certificates.badge.keys import did_document, jwks
from certificates.badge.plain import written
from certificates.models import Certificate

MOST_LISTS = 99  # of 131,072 certificates each


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """The did:web document: all keys that still verify."""
    document = did_document(keys.did(), settings.SITE_URL, keys.public_keys())
    return _open(written(document), "application/did+json")


@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    """The same keys as a JWK set."""
    return _open(written(jwks(keys.did(), keys.public_keys())), "application/jwk-set+json")


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """The issuer as a Profile of Open Badges 3.0."""
    profile: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": keys.did(),
        "type": ["Profile"],
        "name": settings.TOWN["name"],
        "url": settings.SITE_URL,
        "image": {"id": f"{settings.SITE_URL}/abzeichen.png", "type": "Image"},
    }
    return _open(written(profile), "application/ld+json")


@require_safe
def status_list(request: HttpRequest, page: int, form: str) -> HttpResponse:
    """Which certificates of a list are withdrawn, replaced or erased. One query; made anew each time."""
    if page > MOST_LISTS:
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    numbers = status.numbers(page)
    withdrawn = Certificate.objects.filter(pk__gte=numbers.start, pk__lt=numbers.stop).filter(
        Q(revoked_on__lte=today) | Q(replaced_on__lte=today) | Q(erased_on__isnull=False)
    )
    data = sealing.status_list(page, form, withdrawn.values_list("pk", flat=True), now)
    return _open(data, sealing.FORMS[form][1])


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The picture of every badge, without a badge in it."""
    response = _open(sealing.plain_picture(), "image/png")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _open(data: bytes, media_type: str) -> HttpResponse:
    """For verifiers on any site (CORS); no person's data is in it."""
    response = HttpResponse(data, content_type=media_type)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"  # what is withdrawn now is known now
    response["X-Robots-Tag"] = "noindex"
    return response
