"""Playing a content: which version, at which address, and what is believed of its results."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.h5p.models import H5PVersion
from courses.h5p.result import Reported, reported
from courses.h5p.storage import read

_SIGNED_FOR = 24 * 60 * 60  # seconds; each beginning gets a new address
_signer = signing.TimestampSigner(salt="courses.h5p.play")


class NotPlayable(Exception):
    """The content is gone, or a library it plays with is not approved (any more)."""

    sentence = _("Diese Aufgabe lässt sich im Augenblick nicht starten. Bitte nutzen Sie die Fassung als Text.")


@dataclass(frozen=True, slots=True)
class Play:
    """A version ready to be played. `address` is that of the frame page, good for a day."""

    number: int
    address: str
    activity: str  # the IRI its statements name


def play(content_key: UUID, number: int | None = None) -> Play:
    """The version with this number, else the current one. Raises NotPlayable."""
    version = _version(content_key, number)
    return Play(version.number, frame_address(version), activity_iri(content_key))


def _version(content_key: UUID, number: int | None) -> H5PVersion:
    """Somebody who has begun keeps the version, as long as it can be played."""
    playable = H5PVersion.objects.filter(content__key=content_key, libraries__isnull=False).distinct()
    kept = playable.filter(number=number).first() if number else None
    found = kept or playable.order_by("-number").first()
    if found is None or (kept is None and found.number != _latest(content_key)):
        raise NotPlayable
    return found


def _latest(content_key: UUID) -> int | None:
    numbers = H5PVersion.objects.filter(content__key=content_key).order_by("-number")
    return numbers.values_list("number", flat=True).first()


def frame_address(version: H5PVersion) -> str:
    """The whole address of the frame page, on the host for contents where there is one."""
    return settings.H5P_URL + reverse("h5p_frame", kwargs={"token": _signer.sign(str(version.pk))})


def version_of(token: str) -> H5PVersion | None:
    """The version of a frame address; None for an address that is not ours or too old."""
    try:
        pk = int(_signer.unsign(token, max_age=_SIGNED_FOR))
    except (signing.BadSignature, ValueError):
        return None
    return H5PVersion.objects.select_related("content").filter(pk=pk, libraries__isnull=False).first()


def activity_iri(content_key: UUID) -> str:
    """What xAPI knows a content by; a name, not an address to be opened."""
    return f"{settings.SITE_URL}/h5p/{content_key}"


def judge(content_key: UUID, number: int, statement: Any) -> Reported:
    """What is believed of a statement about this version. Raises StatementRefused, NotPlayable."""
    version = H5PVersion.objects.filter(content__key=content_key, number=number).first()
    if version is None:
        raise NotPlayable
    return reported(statement, activity_iri(content_key), version.main_library, _content(version.folder))


@lru_cache(maxsize=64)
def _content(folder: str) -> Any:
    """A folder is named by the hash of what lies in it, so its content may be kept."""
    return json.loads(read(f"{folder}/content/content.json"))
