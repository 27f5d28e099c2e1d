"""Checking a file that somebody was given: PDF, or badge as JSON, JWT, PNG, SVG. Is it ours, is it unchanged?"""

import hashlib
import logging
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from certificates import keys
from certificates.badge import picture, proof
from certificates.numbering import LENGTH, Problem, read
from certificates.record import verify_address
from certificates.verify import Verdict, row_of, verdict_of

logger = logging.getLogger(__name__)

LARGEST = 5 * 1024 * 1024  # bytes of a file that is looked at
_UNPACKED = 20 * 1024 * 1024  # bytes that the streams of a PDF may have together
_MOST_STREAMS = 500
_JWT = re.compile(rb"\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\s*")
_STREAM = re.compile(rb"stream\r?\n")


class Finding(Enum):
    """What a file turned out to be."""

    UNCHANGED = "unchanged"
    EARLIER = "earlier"  # a PDF as it was printed before, a badge with the name as it was before
    CHANGED = "changed"
    KEY_WITHDRAWN = "key withdrawn"
    UNSIGNED = "unsigned"
    FOREIGN = "foreign"
    GONE = "gone"  # really ours, but nothing is kept of it
    ACTIVE = "active"  # a picture with code in it
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"


@dataclass(frozen=True, slots=True)
class Examined:
    """The answer to a file. `verdict` is there if the file leads to a certificate of ours."""

    finding: Finding
    kind: str  # "pdf" | "json" | "jwt" | "png" | "svg" | ""
    verdict: Verdict | None = None
    issuer: str = ""  # whom a foreign badge names; of unknown origin

    @property
    def genuine(self) -> bool:
        return self.finding in (Finding.UNCHANGED, Finding.EARLIER)

    @property
    def valid(self) -> bool:
        """Unchanged, and the certificate is valid today."""
        return self.genuine and self.verdict is not None and self.verdict.status == "valid"


def examine(data: bytes, today: date) -> Examined:
    """What a file is. It is never opened, drawn or kept. At most one query. KeysBroken if our keys cannot be read."""
    examined = _examine(data, today)
    if not examined.genuine:
        logger.warning("file refused: %s %s", examined.kind or "unknown kind", examined.finding.value)
    return examined


def _examine(data: bytes, today: date) -> Examined:
    if len(data) > LARGEST:
        return Examined(Finding.TOO_LARGE, "")
    for kind, fits, look in _KINDS:
        if fits(data):
            try:
                return look(data, today)
            except picture.ActivePicture:
                return Examined(Finding.ACTIVE, kind)
            except picture.NoBadge:
                return Examined(Finding.UNREADABLE, kind)
    return Examined(Finding.UNREADABLE, "")


def _pdf(data: bytes, today: date) -> Examined:
    codes = _codes_in(data)
    if not codes:
        return Examined(Finding.FOREIGN, "pdf")
    if len(codes) > 1:  # put together from several
        return Examined(Finding.CHANGED, "pdf")
    code = codes.pop()
    row = row_of(code)
    if row is None:
        return Examined(Finding.FOREIGN, "pdf")
    verdict = verdict_of(row, code, today)
    if not verdict.known:
        return Examined(Finding.GONE, "pdf", verdict)
    digest = hashlib.sha256(data).hexdigest()
    if digest == row.sha256:
        return Examined(Finding.UNCHANGED, "pdf", verdict)
    finding = Finding.EARLIER if digest in row.earlier_files else Finding.CHANGED
    return Examined(finding, "pdf", verdict)


def _codes_in(data: bytes) -> set[str]:
    """The codes in the links of a PDF to our verification page, in plain objects or packed ones."""
    wanted = re.compile(re.escape(f"{settings.SITE_URL}/z/").encode() + rb"([0-9A-Z]{%d})" % LENGTH)
    found = set(wanted.findall(data))
    left, view = _UNPACKED, memoryview(data)
    for number, start in enumerate(_STREAM.finditer(data)):
        if found or number >= _MOST_STREAMS or left <= 0:
            break
        try:
            unpacked = zlib.decompressobj().decompress(view[start.end() :], left)
        except zlib.error:
            continue
        left -= len(unpacked)
        found |= set(wanted.findall(unpacked))
    return {plain for code in found if not isinstance(plain := read(code.decode("ascii")), Problem)}


def _badge(kind: str, text_of: Callable[[bytes], str]) -> Callable[[bytes, date], Examined]:
    def look(data: bytes, today: date) -> Examined:
        try:
            credential = proof.check(text_of(data), keys.did(), keys.public_keys())
        except proof.Refused as refused:
            return Examined(_FINDINGS[refused.why], kind, issuer=refused.issuer)
        return _of_ours(credential, kind, today)

    return look


def _of_ours(credential: dict[str, Any], kind: str, today: date) -> Examined:
    """A badge that we have signed: whose certificate is it, and does that still stand?"""
    address = credential.get("id")
    code = read(address) if isinstance(address, str) else None
    if not isinstance(code, str) or address != verify_address(code):
        return Examined(Finding.FOREIGN, kind)  # signed by us, but no badge: the list of the withdrawn
    row = row_of(code)
    verdict = verdict_of(row, code, today)
    if row is None or not verdict.known:
        return Examined(Finding.GONE, kind, verdict)
    # A name that was put right later: the badge is as it was given out, and no longer what the certificate says.
    same = credential["credentialSubject"].get("name") == row.holder_name
    return Examined(Finding.UNCHANGED if same else Finding.EARLIER, kind, verdict)


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise picture.NoBadge("no text") from error


_FINDINGS = {
    proof.Why.UNREADABLE: Finding.UNREADABLE,
    proof.Why.UNSIGNED: Finding.UNSIGNED,
    proof.Why.FOREIGN: Finding.FOREIGN,
    proof.Why.KEY_UNKNOWN: Finding.CHANGED,
    proof.Why.KEY_WITHDRAWN: Finding.KEY_WITHDRAWN,
    proof.Why.CHANGED: Finding.CHANGED,
}
_KINDS: tuple[tuple[str, Callable[[bytes], bool], Callable[[bytes, date], Examined]], ...] = (
    ("pdf", lambda data: data.startswith(b"%PDF-"), _pdf),
    ("png", lambda data: data.startswith(picture.PNG), _badge("png", picture.from_png)),
    ("svg", lambda data: data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"), _badge("svg", picture.from_svg)),
    ("json", lambda data: data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"), _badge("json", _utf8)),
    ("jwt", lambda data: bool(_JWT.fullmatch(data)), _badge("jwt", _utf8)),
)


_TEXTS = {
    Finding.UNCHANGED: (_("Diese Datei ist unverändert"), _("Sie ist genau so, wie wir sie ausgegeben haben.")),
    Finding.EARLIER: (
        _("Diese Datei ist unverändert"),
        _("Sie ist ein früherer Stand dieses Zertifikats. Inzwischen wurde es noch einmal ausgegeben."),
    ),
    Finding.CHANGED: (
        _("Diese Datei wurde verändert"),
        _("Sie ist nicht so, wie wir sie ausgegeben haben. Es gilt nur, was auf dieser Seite steht."),
    ),
    Finding.KEY_WITHDRAWN: (
        _("Diese Unterschrift gilt nicht mehr"),
        _(
            "Der Schlüssel, mit dem das Abzeichen unterschrieben ist, wurde zurückgezogen. "
            "Das Zertifikat kann trotzdem gelten: Bitte prüfen Sie den Code, "
            "oder lassen Sie sich das Abzeichen neu geben."
        ),
    ),
    Finding.UNSIGNED: (
        _("Dieses Abzeichen hat keine gültige Unterschrift"),
        _("Wir unterschreiben jedes Abzeichen. Dieses ist nicht so von uns ausgegeben."),
    ),
    Finding.FOREIGN: (
        _("Diese Datei ist nicht von uns"),
        _("Wir können nur prüfen, was wir selbst ausgegeben haben. Bitte fragen Sie dort, wo die Datei herkommt."),
    ),
    Finding.GONE: (
        _("Zu dieser Datei gibt es keine Angaben mehr"),
        _("Die Angaben dazu wurden gelöscht. Wir können nicht mehr sagen, ob das Zertifikat gültig war."),
    ),
    Finding.ACTIVE: (
        _("Diese Bilddatei ist nicht von uns"),
        _(
            "Sie enthält Programmcode oder Verweise. Unsere Abzeichen enthalten nichts davon. "
            "Bitte öffnen Sie die Datei nicht."
        ),
    ),
    Finding.UNREADABLE: (
        _("In dieser Datei ist kein Zertifikat"),
        _(
            "Wir können PDF-Dateien prüfen und Abzeichen als JSON, JWT, PNG oder SVG. "
            "Bitte wählen Sie die Datei, die Sie bekommen haben, kein Foto und keinen Scan davon."
        ),
    ),
    Finding.TOO_LARGE: (
        _("Diese Datei ist zu groß"),
        _("Wir prüfen Dateien bis %(size)d MB. Unsere Zertifikate sind viel kleiner."),
    ),
}


def sentences(examined: Examined) -> tuple[str, str]:
    """A heading and what it means, for people."""
    heading, meaning = _TEXTS[examined.finding]
    return str(heading), str(meaning) % {"size": LARGEST // 2**20}
