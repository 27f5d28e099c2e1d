"""Who is learning in this request: an account, a guest by the signed cookie, or nobody yet."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from learn.accounts.models import Learner
from learn.enrolments.enrol import guest
from learn.web.readers import has_session

_SALT = "learn.guest"


def signed_in(request: HttpRequest) -> bool:
    """Whether somebody with an account reads; never touches the session without its cookie."""
    return has_session(request) and request.user.is_authenticated


def guest_id(request: HttpRequest) -> UUID | None:
    """The guest's id of the cookie, if its signature is ours."""
    value = request.get_signed_cookie(
        settings.GUEST_COOKIE, default=None, salt=_SALT, max_age=settings.GUEST_IDLE_DAYS * 86_400
    )
    try:
        return UUID(value) if value else None
    except ValueError:
        return None


def guest_of(request: HttpRequest) -> Learner | None:
    """The guest of the cookie; None when there is none or the row has got an account or was erased."""
    key = guest_id(request)
    return Learner.objects.filter(pk=key, user__isnull=True).first() if key else None


def learner_of(request: HttpRequest) -> Learner | None:
    """The learner of this request, if there is one; at most one query."""
    if signed_in(request):
        learner = Learner.objects.filter(user=request.user).first()  # type: ignore[misc]
        if learner is not None:
            learner.user = request.user  # type: ignore[assignment]
        return learner
    return guest_of(request)


def learner_for(request: HttpRequest, seed: str | None = None) -> Learner:
    """The learner of this request; made if there is none. A seed makes one guest of a form that is posted twice."""
    found = learner_of(request)
    if found is not None:
        return found
    if signed_in(request):
        learner, _ = Learner.objects.get_or_create(user=request.user)  # type: ignore[misc]
        learner.user = request.user  # type: ignore[assignment]
        return learner
    return guest(seed)


def set_guest_cookie(response: HttpResponse, learner: Learner) -> HttpResponse:
    """Give a guest the cookie (again): signed, HttpOnly, SameSite=Lax, for 90 days. Accounts get none."""
    if learner.is_guest:
        response.set_signed_cookie(
            settings.GUEST_COOKIE,
            str(learner.pk),
            salt=_SALT,
            max_age=settings.GUEST_IDLE_DAYS * 86_400,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
