"""The stamp of everything published: whoever keeps something made of content keeps it under this value.

It changes whenever a page is published, unpublished, moved or deleted, a restriction or a topic changes. The row
changes with the content, in the same transaction; the shared cache follows after commit. A cache entry lives a minute,
so that a process that dies between the two makes pages a minute old, never wrong for good.
"""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.cache import caches
from django.db import transaction

from courses.models.site import SiteStamp

_KEY = "site-stamp"
_SECONDS = 60
_P = ParamSpec("_P")
_R = TypeVar("_R")


class _Renewal:
    """A stamp that waits for its transaction."""

    def __init__(self) -> None:
        self.value = ""
        self.done = False

    def __call__(self) -> None:
        self.done = True
        caches["pages"].set(_KEY, self.value, _SECONDS)


def _pending() -> _Renewal | None:
    waiting = (entry[1] for entry in reversed(transaction.get_connection().run_on_commit))
    return next((f for f in waiting if isinstance(f, _Renewal) and not f.done), None)


def current() -> str:
    """The stamp this process should work under now. No query while the cache knows it."""
    if pending := _pending():
        return pending.value
    value = caches["pages"].get(_KEY)
    if value is None:
        value = SiteStamp.objects.get_or_create(pk=1, defaults={"value": uuid.uuid4().hex})[0].value
        # add, not set: a renewal that came between must win
        caches["pages"].add(_KEY, value, _SECONDS)
    return value


def renew() -> None:
    """Give everything published a new stamp, valid with the running transaction. Cheap; call it as often as needed."""
    value = uuid.uuid4().hex
    SiteStamp.objects.update_or_create(pk=1, defaults={"value": value})
    pending = _pending()
    if pending is None:
        pending = _Renewal()
        pending.value = value
        transaction.on_commit(pending)
    else:
        pending.value = value


def remembered(size: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Keep what a function made in this process, under the stamp, at most `size` results; the oldest go first."""

    def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
        kept: OrderedDict[Hashable, Any] = OrderedDict()
        lock = threading.Lock()

        @wraps(function)
        def wrapper(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            key = (current(), args, tuple(sorted(kwargs.items())))
            with lock:
                if key in kept:
                    kept.move_to_end(key)
                    return kept[key]
            made = function(*args, **kwargs)
            with lock:
                kept[key] = made
                while len(kept) > size:
                    kept.popitem(last=False)
            return made

        return wrapper

    return decorate
