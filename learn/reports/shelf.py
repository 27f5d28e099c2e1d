"""Where files of reports lie: a private folder that no web server serves. A file is there whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

from django.conf import settings

__all__ = ["Kept", "drop", "drop_older", "keep", "note", "noted", "take"]


class Kept(NamedTuple):
    """SHA-256 of what was written, and its size in bytes."""

    sha256: str
    size: int


def keep(name: str, write: Callable[[IO[bytes]], None]) -> Kept:
    """Writes a file beside its place and moves it there; an older one of this name is replaced."""
    target = _path(name)
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            found = Kept(hashlib.file_digest(file, "sha256").hexdigest(), file.seek(0, os.SEEK_END))
        Path(beside).chmod(0o640)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return found


def take(name: str) -> IO[bytes] | None:
    """The open file; None if it is gone."""
    try:
        return _path(name).open("rb")
    except FileNotFoundError:
        return None


def drop(name: str) -> None:
    """Deletes a file, if it is there."""
    _path(name).unlink(missing_ok=True)


def drop_older(before: datetime) -> None:
    """Deletes whatever was written before a moment: files whose entry went with its owner, half a file."""
    folder = Path(settings.REPORT_ROOT)
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)


def _path(name: str) -> Path:
    """Names are ours (a key and an ending); anything else does not lead out of the folder."""
    return Path(settings.REPORT_ROOT) / Path(name).name


def note(key: str, done: int) -> None:
    """How far a file has come. Not in the database: its row would be written while the same connection reads the
    report, which SQLite refuses as soon as somebody else has written meanwhile."""
    path = _path(f"{key}.done")
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    path.write_text(str(done), "ascii")


def noted(key: str) -> int:
    """What `note` said last; 0 if nothing."""
    try:
        return int(_path(f"{key}.done").read_text("ascii") or 0)
    except FileNotFoundError:
        return 0
