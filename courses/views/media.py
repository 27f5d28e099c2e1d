"""Media files, served so that none of them can act."""

import mimetypes
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from courses.views.stored import send, stored

#: a drawing opened by itself may style itself, and nothing else
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
#: types that a browser may show; everything else is a download
SHOWN = {".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"}
_YEAR = 31_536_000


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """One media file, from folder or bucket. Names never change their content, so browsers may keep it for a year."""
    file = stored(default_storage, name)
    suffix = PurePosixPath(file.name).suffix.lower()
    kind = "image/svg+xml" if suffix == ".svg" else mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = send(request, file, kind, as_attachment=suffix not in SHOWN)
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    if suffix == ".svg":
        response["Content-Security-Policy"] = DRAWING_POLICY
    return response
