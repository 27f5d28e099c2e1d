"""Paper: one certificate as PDF. Imported by the printing job only; WeasyPrint has no place in a web process."""

import atexit
import base64
import functools
import io
from pathlib import Path
from typing import Any

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from certificates import pdfua
from certificates.models import Certificate
from certificates.record import Record, record_of

PAPER = Path(__file__).parent / "paper"
SIZES = ("", "long", "full")  # classes of the page, from roomy to tight


class NotFit(ValueError):
    """The printed file breaks a rule of PDF/UA-1 or PDF/A-3a, or has more than one page: it is not handed out."""


def pdf_of(certificate: Certificate) -> bytes:
    """The certificate as a PDF that is PDF/UA-1 and PDF/A-3a at once, checked. NotFit if it is not."""
    record = record_of(certificate)
    document = _one_page(record)
    data: bytes = document.write_pdf(**pdfua.written_with({record.verify_url: record.link_spoken}))
    broken = pdfua.problems(data)
    if broken:
        raise NotFit("; ".join(broken[:10]))
    return data


@functools.cache
def press() -> tuple[Any, Any, Any]:
    """WeasyPrint with fonts and style sheet read: about two seconds, once per worker process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols={"file", "data"}, fail_on_errors=True)
    sheet = (PAPER / "certificate.css").read_text("utf-8")
    sheet = sheet.replace("FONTS", _fonts().as_uri()).replace("PAPER", PAPER.as_uri())
    fonts = FontConfiguration()
    atexit.register(press.cache_clear)  # WeasyPrint deletes its font folder, which needs a living interpreter
    return fonts, CSS(string=sheet, font_config=fonts, url_fetcher=fetcher), fetcher


def _fonts() -> Path:
    font = finders.find("vendor/kern/paper/FiraSans-SemiBold.woff2")
    if not font:
        raise FileNotFoundError("the fonts of the certificate are missing: run `make setup`")
    return Path(font).parent


def _one_page(record: Record) -> Any:
    """The laid-out page; long courses and names are set smaller."""
    from weasyprint import HTML

    fonts, sheet, fetcher = press()
    picture = qr_png(record.verify_url)
    for size in SIZES[_first_size(record) :]:
        html = render_to_string(
            "certificates/paper.html",
            {"record": record, "issuer": record.issuer_line, "qr_png": picture, "size": size},
        )
        document = HTML(string=html, url_fetcher=fetcher).render(stylesheets=[sheet], font_config=fonts)
        if len(document.pages) == 1:
            return document
    raise NotFit("the certificate does not fit on one page")


def _first_size(record: Record) -> int:
    """Which size to try first: a guess by the number of lines, so that most pages are laid out once."""
    lines = 3 * (1 + len(record.name) // 45) + 2 * (1 + len(record.course) // 55)
    lines += sum(1 + len(outcome) // 80 for outcome in record.outcomes)
    lines += sum(1 + len(fact.value) // 65 for fact in record.facts)
    return 0 if lines <= 15 else 1


def qr_png(address: str) -> str:
    """The QR code of an address as base64 of a 1-bit PNG. The fixed mask saves the search for the best one."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=4).save(picture, kind="png", scale=1, border=4)
    return base64.b64encode(picture.getvalue()).decode("ascii")
