"""The frame an H5P content is played in, and the files it loads: code of others, which must reach nothing of ours.

The frame has no origin of its own (`sandbox` without `allow-same-origin`): no cookie, no storage, no way to the page
around it but messages. Its policy lets it load the player, its own files and nothing else. So whatever it loads is
given to any origin, and no file of it is secret.
"""

import mimetypes
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from courses.h5p.models import H5PVersion
from courses.h5p.play import activity_iri, version_of
from courses.h5p.storage import store
from courses.views.stored import send, stored

_DAY = 86_400  # seconds
_TYPES = {".json": "application/json", ".js": "text/javascript", ".css": "text/css"}


def _policy(request: HttpRequest, files: str) -> str:
    """The frame's policy. H5P's core sets styles by script, so they cannot be forbidden.

    An opaque origin has no 'self', so the host is written out; with paths, so that even a page of the same host is out
    of reach. Sources without a path would let a content read every public page.
    """
    host = f"{request.scheme}://{request.get_host()}"
    player = f"{host}{settings.STATIC_URL}"
    own = f"{host}{files}"
    around = settings.SITE_URL if settings.H5P_URL else host
    return (
        f"default-src 'none'; script-src {player} {own}bibliotheken/; style-src {player} {own} 'unsafe-inline'; "
        f"img-src {player} {own} data: blob:; media-src {own} blob:; font-src {player} {own} data:; "
        f"connect-src {player} {own}; frame-src 'none'; form-action 'none'; base-uri 'none'; "
        f"frame-ancestors {around}; sandbox allow-scripts allow-forms"
    )


def _found(request: HttpRequest, token: str) -> H5PVersion:
    """The version of an address. 404 on the host that is not the one for contents, too."""
    wanted = urlsplit(settings.H5P_URL).netloc
    version = version_of(token) if not wanted or request.get_host() == wanted else None
    if version is None:
        raise Http404
    return version


@require_safe
@xframe_options_exempt
def frame(request: HttpRequest, token: str) -> HttpResponse:
    """The page in the frame: titled, with a heading, in the language of the content."""
    version = _found(request, token)
    files = reverse("h5p_frame", kwargs={"token": token})
    context = {
        "title": version.content.title,
        "language": _language(version.language),
        "files": f"{files}inhalt",
        "libraries": f"{files}bibliotheken",
        "activity": activity_iri(version.content.key),
        "script": static("vendor/h5p/frame.bundle.js"),
        "style": static("vendor/h5p/styles/h5p.css"),
    }
    response = render(request, "courses/h5p/frame.html", context)
    response["Content-Security-Policy"] = _policy(request, files)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


def _language(code: str) -> str:
    """H5P writes "und" where nobody chose a language."""
    return code if code and code != "und" else settings.LANGUAGE_CODE


@require_safe
def content_file(request: HttpRequest, token: str, name: str) -> HttpResponse | FileResponse:
    """A file of the content: h5p.json, content/content.json, media."""
    return _given(request, _found(request, token).folder, name)


@require_safe
def library_file(request: HttpRequest, token: str, library: str, name: str) -> HttpResponse | FileResponse:
    """A file of a library the version plays with, by the folder name H5P uses: `SK.Selfcheck-1.1`."""
    for row in _found(request, token).libraries.all():
        if library == f"{row.machine_name}-{row.major}.{row.minor}":
            return _given(request, row.folder, name)
    raise Http404


def _given(request: HttpRequest, folder: str, name: str) -> HttpResponse | FileResponse:
    suffix = PurePosixPath(name).suffix.lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = send(request, stored(store(), f"{folder}/{name}"), kind)
    response["Access-Control-Allow-Origin"] = "*"  # a page without an origin is a stranger everywhere
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"  # opened by itself it can do nothing
    response["Cache-Control"] = f"private, max-age={_DAY}"
    return response
