"""Uploads between two screens: as they came, in the private store, below a name nobody can guess; a day at most."""

from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID, uuid4

from django.core.files.base import File

from courses.h5p.storage import store

KEPT = timedelta(days=1)
_FOLDER = "waiting"


class Gone(Exception):
    """The upload does not wait any more."""


def put(file: File) -> str:
    """Keeps an upload; the name by which it is found again."""
    token = str(uuid4())
    file.seek(0)
    store().save(_path(token), file)
    return token


def take(token: str) -> IO[Any]:
    """The upload, open for reading; raises Gone."""
    try:
        return store().open(_path(token))
    except FileNotFoundError as error:
        raise Gone from error


def drop(token: str) -> None:
    """Deletes the upload; one that is gone already is no fault."""
    store().delete(_path(token))


def sweep(now: datetime) -> int:
    """Deletes the uploads nobody came back for; how many."""
    kept = store()
    try:
        names = kept.listdir(_FOLDER)[1]
    except FileNotFoundError:  # nothing has waited yet
        return 0
    old = [f"{_FOLDER}/{name}" for name in names if kept.get_modified_time(f"{_FOLDER}/{name}") < now - KEPT]
    for path in old:
        kept.delete(path)
    return len(old)


def _path(token: str) -> str:
    return f"{_FOLDER}/{UUID(token)}.h5p"
