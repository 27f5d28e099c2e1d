"""The printed certificate, opened again: one page, tagged, German, right names, both norms, a QR code that leads on."""

import base64
import io
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import segno
from django.utils import timezone
from PIL import Image

from certificates import api, jobs, pdfua, render
from certificates.examine import Finding, examine
from certificates.models import Certificate
from certificates.tokens import name_token
from tests.factories.certificates import award

pytestmark = pytest.mark.django_db

NAMES = [
    "Ayşe Yılmaz",
    "Jürgen Großmann-Weiß",
    "İbrahim Çağlar Öztürk",
    "Łucja Świętochłowska-Żółć",
    "Nguyễn Thị Ngọc Ánh",
    "Đorđe Šćepanović",
    "Оксана Ґалаґан",
    "Αλεξάνδρα Παπαδοπούλου",
    "A\u0308o\u0302\u0323 m\u0306x",
    "Zoë d'Arc & <Söhne>",
    "Ярослава Ёлкина-Їжакевич",
    "محمد عبد الرحمن الحسيني",
    "علاء جلال بن إلاهة",
    "شيماء غنيم پژمان گلچین",
    "Leila ليلى الإمام",
    "نور الهدى بنت عبد الرحمن بن محمد بن عبد الله الحسيني الهاشمي القرشي المكي المدني",
    "Maximiliane Alexandra Freifrau von und zu Übergangsbuchstaben-Sonnenschein-Krefelder",
]


def paper(**changes: Any) -> tuple[Certificate, bytes]:
    credential = api.issue(award(**changes))
    row = Certificate.objects.get(pk=credential.id)
    return row, render.pdf_of(row)


def text_of(data: bytes) -> str:
    run = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    plain = run.stdout.decode().translate(dict.fromkeys(map(ord, "\u200b\u202a\u202b\u202c")))
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def elements(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def test_one_tagged_german_page_with_a_title() -> None:
    row, data = paper()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
        left, bottom, right, top = (float(side) for side in pdf.pages[0].MediaBox)
        assert (round(right - left), round(top - bottom)) == (842, 595)
        assert str(pdf.Root.Lang) == "de"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.pages[0].Tabs) == "/S"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "Zertifikat Phishing erkennen – Ayşe Yılmaz"
            assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "3", "A")
        tags = [str(element.S) for element in elements(pdf.Root.StructTreeRoot.K)]
        assert tags.count("/H1") == 1
        assert tags.count("/H2") == 1
        assert {"/L", "/Table", "/TH", "/Link", "/Figure"} <= set(tags)
        figures = [e for e in elements(pdf.Root.StructTreeRoot.K) if e.S == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == [api.record(api.find(row.code)).qr_alt]  # type: ignore[arg-type]
        scopes = {str(e.A.Scope) for e in elements(pdf.Root.StructTreeRoot.K) if e.S == "/TH"}
        assert scopes == {"/Row"}
        (link,) = pdf.pages[0].Annots
        address = api.record(api.find(row.code)).verify_url  # type: ignore[arg-type]
        assert str(link.A.URI) == f"{address}?n={name_token(row.code)}"
        assert str(link.Contents) == "Prüfseite dieses Zertifikats öffnen"
    assert "Ayşe Yılmaz hat den Kurs abgeschlossen und das Abschluss-Quiz bestanden." in text_of(data)


@pytest.mark.parametrize("name", NAMES)
def test_names_are_right_on_paper_and_in_both_norms(name: str) -> None:
    _row, data = paper(holder_name=name)
    assert pdfua.problems(data) == []
    assert unicodedata.normalize("NFKC", name) in text_of(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = pdf.pages[0].Resources.Font
        names = [str(font.BaseFont) for font in fonts.values()]
        assert all("Fira" in name or "Vazirmatn" in name for name in names), "a letter came from a strange font"


def test_all_fonts_are_embedded() -> None:
    _row, data = paper(holder_name=NAMES[4])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor or "/FontFile3" in (
                font.DescendantFonts[0].FontDescriptor
            )


def test_the_qr_code_holds_the_verification_address() -> None:
    """Rebuilt from the address and compared square by square with the picture in the file."""
    row, data = paper()
    address = f"http://testserver/z/{row.code}/?n={name_token(row.code)}"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        images = list(pdf.pages[0].get_images().values())
        assert len(images) == 1
        picture = pikepdf.PdfImage(images[0]).as_pil_image().convert("L")
    expected = segno.make(address, error="m", micro=False, mask=4)
    size = expected.symbol_size(border=4)[0]
    assert picture.size == (size, size)
    for y, line in enumerate(expected.matrix_iter(border=4)):
        for x, dark in enumerate(line):
            assert (picture.getpixel((x, y)) < 128) is bool(dark)
    png = Image.open(io.BytesIO(base64.b64decode(render.qr_png(address))))
    assert png.mode == "1"


@pytest.mark.parametrize("count", [0, 1, 3, 6, 10])
def test_many_outcomes_stay_on_one_page(count: int) -> None:
    outcome = "Ich erkenne, woran man eine gefälschte Nachricht erkennt, und weiß, wem ich sie melden kann."
    _row, data = paper(
        outcomes=(outcome,) * count,
        holder_name=NAMES[-1],
        course_title="Informationssicherheit und Datenschutz im Amt: was alle Beschäftigten der Stadt wissen müssen",
    )
    assert pdfua.problems(data) == []
    assert text_of(data).count("gefälschte Nachricht") == count


def test_what_does_not_fit_is_not_handed_out() -> None:
    with pytest.raises(render.NotFit, match="one page"):
        paper(outcomes=("Ich kann etwas, das sehr lang beschrieben ist. " * 20,) * 12)


def test_no_code_makes_an_invalid_file() -> None:
    """Data that ends in a line break once made one file in fifty break PDF/A; the code varies the QR code's data."""
    credential = api.issue(award())
    row = Certificate.objects.get(pk=credential.id)
    for _ in range(60):
        row.code = api.issue(award()).code
        assert pdfua.problems(render.pdf_of(row)) == []


def test_participation_says_less() -> None:
    _row, data = paper(kind="participation", valid_until=None, competences=(), signatory="", signatory_role="")
    text = text_of(data)
    assert "Teilnahme-Bescheinigung" in text
    assert "hat am Kurs teilgenommen und alle Lektionen bearbeitet." in text
    assert "bestanden" not in text
    assert "Gültig bis" not in text


def test_paper_and_page_say_the_same_in_the_same_order() -> None:
    from django.template.loader import render_to_string
    from django.utils.html import strip_tags

    row, data = paper()
    record = api.record(api.find(row.code))  # type: ignore[arg-type]
    page = " ".join(strip_tags(render_to_string("certificates/_record.html", {"record": record})).split())
    said = [
        record.issuer_line,
        record.title,
        record.course,
        record.name,
        record.says,
        *record.outcomes,
        *(part for fact in record.facts for part in (fact.label, fact.value)),
        record.signatory,
        record.verify_label,
    ]
    for text in (page, text_of(data)):
        places = [text.index(part) for part in said]
        assert places == sorted(places)
        assert record.code_grouped in text


def test_the_same_certificate_prints_the_same_file() -> None:
    row, data = paper()
    assert render.pdf_of(row) == data


def test_leichte_sprache_gets_the_german_paper() -> None:
    credential = api.issue(replace(award(), language="de-simple"))
    assert api.record(credential).language == "de"


def test_a_picture_without_words_is_refused() -> None:
    from weasyprint import HTML

    page = HTML(string="<html lang=de><title>x</title><img src='data:image/png;base64," + render.qr_png("x") + "'>")
    with pytest.raises(pdfua.NotAccessible):
        page.write_pdf(**pdfua.written_with({}))


def test_a_plain_pdf_is_found_lacking() -> None:
    from weasyprint import HTML

    broken = pdfua.problems(HTML(string="<p>Hallo").write_pdf())
    assert any(line.startswith("ua1") for line in broken)
    assert any(line.startswith("3a") for line in broken)


def test_no_web_process_imports_the_press() -> None:
    script = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'learn.settings.test'; django.setup();"
        "import learn.urls, learn.jobs, learn.wsgi, certificates.wagtail_hooks, certificates.proof; "
        "print('weasyprint' in sys.modules, 'certificates.render' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


@pytest.mark.usefixtures("key")
def test_the_printed_file_encloses_the_badge_and_both_are_known_again(settings: Any, tmp_path: Path) -> None:
    settings.CERTIFICATE_ROOT = tmp_path / "certificates"
    row = Certificate.objects.get(pk=api.issue(award()).id)
    jobs.print_certificate(row.pk)
    data = api.file_of(row.code)
    assert data and pdfua.problems(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        badge = pdf.attachments["credential.json"].get_file().read_bytes()
    today = timezone.localdate()
    assert examine(badge, today).finding is Finding.UNCHANGED
    assert examine(data, today).finding is Finding.UNCHANGED
    assert examine(data[:-40] + b" " + data[-40:], today).finding is Finding.CHANGED
