"""What the cookies say about a reader, asked without touching the session: that would mark the answer as personal."""

from django.conf import settings
from django.http import HttpRequest

MESSAGES_COOKIE = "messages"


def has_session(request: HttpRequest) -> bool:
    """Whether the reader sent a session cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def is_guest(request: HttpRequest) -> bool:
    """Whether the reader sent a guest cookie."""
    return settings.GUEST_COOKIE in request.COOKIES


def has_own_cookie(request: HttpRequest) -> bool:
    """Whether the reader is known to us: by a session or as a guest."""
    return has_session(request) or is_guest(request)


def may_have_notes(request: HttpRequest) -> bool:
    """Whether a message may wait for the reader."""
    return has_session(request) or MESSAGES_COOKIE in request.COOKIES
