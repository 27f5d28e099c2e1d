"""Paper: one certificate as PDF. Imported by the printing job only; WeasyPrint has no place in a web process."""

import atexit
import base64
import functools
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from certificates import pdfua, pictures
from certificates.design import Look, Picture, inked
from certificates.letters import unprintable
from certificates.models import Certificate
from certificates.record import Record, record_of
from certificates.tokens import name_token

PAPER = Path(__file__).parent / "paper"
GROUNDS = {"landscape": "urkunde-quer.svg", "portrait": "urkunde-hoch.svg"}
FIRA = "kern/paper/FiraSans-SemiBold.woff2"
ARABIC = "vazirmatn/vazirmatn-arabic-600-normal.woff2"
SIZES = ("", "long", "full")  # classes of the page, from roomy to tight
ROOM = {"landscape": 15, "portrait": 21}  # lines that fit the roomy page


class NotFit(ValueError):
    """The printed file breaks a rule of PDF/UA-1 or PDF/A-3a, has a letter without a font or more than one page:
    it is not handed out."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file inside the PDF (ISO 19005-3, 6.8). `relationship` as ISO 32000-2, 7.11.3 has it: "Data", "Source" …"""

    name: str
    data: bytes
    description: str
    relationship: str = "Data"


def pdf_of(
    certificate: Certificate, attachments: Sequence[Enclosure] = (), credential_of: bytes | None = None
) -> bytes:
    """The certificate as a PDF that is PDF/UA-1 and PDF/A-3a at once, checked. NotFit if it is not.

    `credential_of` is the certificate's signed credential as JSON; it is enclosed as the source of the paper.
    """
    record = record_of(certificate)
    # Whoever holds the paper may see the name on the page of verification.
    record = replace(record, verify_url=f"{record.verify_url}?n={name_token(certificate.code)}")
    if strange := unprintable(" ".join(_texts(record))):
        raise NotFit(f"no font has these letters: {' '.join(strange)}")
    look = Look.of(certificate.design)
    document = _one_page(record, look)
    if credential_of is not None:
        attachments = (*attachments, Enclosure("credential.json", credential_of, record.link_spoken, "Source"))
    enclosed = [_enclosed(each, certificate.issued_on) for each in attachments]
    options = pdfua.written_with({record.verify_url: record.link_spoken})
    data: bytes = document.write_pdf(attachments=enclosed, **options)
    broken = pdfua.problems(data)
    if broken:
        raise NotFit("; ".join(broken[:10]))
    return data


def listing(html: str, style: str) -> bytes:
    """A page of our own with tables as a PDF that is PDF/UA-1 and PDF/A-3a at once, checked. NotFit if it is not.

    `style` names our two fonts as the certificate's sheet does. Nothing is loaded from anywhere.
    """
    from weasyprint import CSS, HTML

    fonts, fetcher = press()
    sheet = CSS(string=_with_fonts(style), font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher).render(stylesheets=[sheet], font_config=fonts)
    data: bytes = document.write_pdf(**pdfua.written_with({}))
    broken = pdfua.problems(data)
    if broken:
        raise NotFit("; ".join(broken[:10]))
    return data


def _texts(record: Record) -> Iterator[str]:
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, str):
            yield value
    yield from record.outcomes
    yield from (fact.value for fact in record.facts)


def _enclosed(enclosure: Enclosure, on: date) -> Any:
    from weasyprint import Attachment

    day = datetime(on.year, on.month, on.day)  # noqa: DTZ001  the same file whenever it is printed
    return Attachment(
        file_obj=io.BytesIO(enclosure.data),
        name=enclosure.name,
        description=enclosure.description,
        relationship=enclosure.relationship,
        created=day,
        modified=day,
        url_fetcher=press()[1],
    )


@functools.cache
def press() -> tuple[Any, Any]:
    """WeasyPrint's fonts and fetcher: about two seconds, once per worker process."""
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    atexit.register(forget)  # WeasyPrint deletes its font folder, which needs a living interpreter
    return FontConfiguration(), URLFetcher(allowed_protocols={"file", "data"}, fail_on_errors=True)


def forget() -> None:
    """Puts the press away."""
    sheet.cache_clear()
    press.cache_clear()


@functools.lru_cache(maxsize=16)
def sheet(orientation: str, ink: str, accent: str) -> Any:
    """The style sheet of a look, read once per worker process."""
    from weasyprint import CSS

    fonts, fetcher = press()
    ground = (PAPER / GROUNDS[orientation]).read_text("utf-8").replace("#5B2A5E", accent)
    packed = base64.b64encode(inked(ground, ink).encode()).decode("ascii")
    text = (PAPER / "certificate.css").read_text("utf-8").replace("ACCENT", accent)
    text = inked(text, ink).replace("GROUND", f"data:image/svg+xml;base64,{packed}")
    return CSS(string=_with_fonts(text), font_config=fonts, url_fetcher=fetcher)


def _with_fonts(style: str) -> str:
    return style.replace("FONTS", _folder(FIRA).as_uri()).replace("ARABIC", _folder(ARABIC).as_uri())


def _folder(font: str) -> Path:
    found = finders.find(f"vendor/{font}")
    if not found:
        raise FileNotFoundError("the fonts of the certificate are missing: run `make setup`")
    return Path(found).parent


def _one_page(record: Record, look: Look) -> Any:
    """The laid-out page; long courses and names are set smaller."""
    from weasyprint import HTML

    fonts, fetcher = press()
    style = sheet(look.orientation, look.ink, look.accent)
    context = {
        "record": record,
        "look": look,
        "issuer": record.issuer_line,
        "qr_png": qr_png(record.verify_url),
        "logo": _picture(look.logo, look.ink),
        "signature": _picture(look.signature, look.ink),
    }
    for size in SIZES[_first_size(record, look) :]:
        html = render_to_string("certificates/paper.html", {**context, "size": size})
        document = HTML(string=html, url_fetcher=fetcher).render(stylesheets=[style], font_config=fonts)
        if len(document.pages) == 1:
            return document
    raise NotFit("the certificate does not fit on one page")


def _picture(picture: Picture | None, ink: str) -> dict[str, Any] | None:
    if picture is None:
        return None
    return {
        "alt": picture.alt,
        "kind": "png" if ink == "grey" else picture.kind,
        "data": base64.b64encode(pictures.read(picture, ink)).decode("ascii"),
    }


def _first_size(record: Record, look: Look) -> int:
    """Which size to try first: a guess by the number of lines, so that most pages are laid out once."""
    lines = 3 * (1 + len(record.name) // 45) + 2 * (1 + len(record.course) // 55)
    lines += sum(1 + len(outcome) // 80 for outcome in record.outcomes)
    lines += sum(1 + len(fact.value) // 65 for fact in record.facts)
    lines += 2 * sum(1 for _picture in look.pictures) + (1 + len(record.closing) // 80 if record.closing else 0)
    return 0 if lines <= ROOM[look.orientation] else 1


def qr_png(address: str) -> str:
    """The QR code of an address as base64 of a 1-bit PNG. The fixed mask saves the search for the best one."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=4).save(picture, kind="png", scale=1, border=4)
    return base64.b64encode(picture.getvalue()).decode("ascii")
