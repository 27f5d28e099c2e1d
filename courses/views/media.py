"""Media files, served so that none of them can act."""

import mimetypes
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

#: a drawing opened by itself may style itself, and nothing else
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
#: types that a browser may show; everything else is a download
SHOWN = {".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"}
_YEAR = 31_536_000


def _file(name: str) -> Path:
    root = Path(settings.MEDIA_ROOT).resolve()
    if "\x00" in name or ".." in PurePosixPath(name).parts:
        raise Http404
    try:
        file = (root / name).resolve()
        found = file.is_relative_to(root) and file.is_file()
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error
    if not found:
        raise Http404
    return file


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """One file below MEDIA_ROOT. Names never change their content, so browsers may keep it for a year."""
    file = _file(name)
    suffix = file.suffix.lower()
    modified = int(file.stat().st_mtime)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response: HttpResponse | FileResponse
    if since is not None and modified <= since:
        response = HttpResponseNotModified()
    else:
        kind = "image/svg+xml" if suffix == ".svg" else mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        response = FileResponse(
            file.open("rb"), content_type=kind, as_attachment=suffix not in SHOWN, filename=file.name
        )
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    if suffix == ".svg":
        response["Content-Security-Policy"] = DRAWING_POLICY
    return response
