"""One file of a storage, found so that no name leads out of it, and sent in pieces."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from django.core.files.storage import FileSystemStorage, Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe

_PIECE = 64 * 1024


class _Kept(Protocol):
    modified: int
    size: int

    def open(self) -> IO[bytes]: ...


class _InPieces(Protocol):
    """What `courses.bucket` offers; the class itself is loaded only where a bucket is set."""

    def kept(self, name: str) -> _Kept: ...


@dataclass(frozen=True)
class Stored:
    """A file that exists. `modified` is in whole seconds, as HTTP has them."""

    name: str
    modified: int
    size: int
    open: Callable[[], IO[bytes]]


def stored(storage: Storage, name: str) -> Stored:
    """The file with this name. Raises Http404, also for a name that leads out of the storage."""
    if "\x00" in name or ".." in PurePosixPath(name).parts:
        raise Http404
    if isinstance(storage, FileSystemStorage):
        return _in_folder(Path(storage.location).resolve(), name)
    try:
        kept = cast(_InPieces, storage).kept(name)
    except FileNotFoundError as error:
        raise Http404 from error
    return Stored(PurePosixPath(name).name, kept.modified, kept.size, kept.open)


def _in_folder(root: Path, name: str) -> Stored:
    try:
        file = (root / name).resolve()
        found = file.is_relative_to(root) and file.is_file()
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error
    if not found:
        raise Http404
    about = file.stat()
    return Stored(file.name, int(about.st_mtime), about.st_size, lambda: file.open("rb"))


def send(request: HttpRequest, file: Stored, kind: str, *, as_attachment: bool = False) -> HttpResponse | FileResponse:
    """The file as a response, or 304 for a browser that has it. No browser guesses another type than `kind`."""
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response: HttpResponse | FileResponse
    if since is not None and file.modified <= since:
        response = HttpResponseNotModified()
    else:
        try:
            stream = file.open()
        except FileNotFoundError as error:  # deleted this very moment
            raise Http404 from error
        response = FileResponse(stream, content_type=kind, as_attachment=as_attachment, filename=file.name)
        response.block_size = _PIECE
        response["Content-Length"] = str(file.size)
    response["Last-Modified"] = http_date(file.modified)
    response["X-Content-Type-Options"] = "nosniff"
    return response
