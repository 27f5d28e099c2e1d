"""Where printed certificates lie: a private folder that no web server serves."""

import os
import tempfile
from pathlib import Path

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
        target = Path(self.path(name))
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).chmod(0o640)
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise

    def read(self, name: str) -> bytes | None:
        """The file's bytes; None if it is gone."""
        try:
            with self.open(name) as file:
                data: bytes = file.read()
                return data
        except FileNotFoundError:
            return None
