"""Where printed certificates lie: a private folder that no web server serves."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class Vault(FileSystemStorage):
    """Files below CERTIFICATE_ROOT, without an address. A file is there whole or not at all."""

    def __init__(self) -> None:
        super().__init__(
            location=settings.CERTIFICATE_ROOT, file_permissions_mode=0o640, directory_permissions_mode=0o750
        )

    def url(self, name: str | None) -> str:
        raise ValueError("a certificate has no public address")

    def put(self, name: str, data: bytes) -> None:
        """Writes the file beside its place and moves it there; an older file of this name is replaced."""

        def write(file: IO[bytes]) -> None:
            file.write(data)

        self.put_by(name, write)

    def put_by(self, name: str, write: Callable[[IO[bytes]], None]) -> int:
        """As `put`, for a file that is written piece by piece; returns its size in bytes."""
        target = Path(self.path(name))
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
                size = file.tell()
            Path(beside).chmod(0o640)
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        return size

    def read(self, name: str) -> bytes | None:
        """The file's bytes; None if it is gone."""
        try:
            with self.open(name) as file:
                data: bytes = file.read()
                return data
        except FileNotFoundError:
            return None
