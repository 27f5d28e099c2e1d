"""Every look a design may have: orientation, ink, language, pictures; fit to hand out, in the order one sees it."""

import io
import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from certificates import api, design, letters, pdfua, pictures, render
from certificates.design import Look
from certificates.models import Certificate, Design
from tests.factories.certificates import award
from tests.machinery.site import ROOT

pytestmark = pytest.mark.django_db

LOOKS = list(itertools.product(design.ORIENTATIONS, design.INKS, ("de", "en"), ("pass", "participation")))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.CERTIFICATE_ROOT = tmp_path
    return tmp_path


def picture(size: tuple[int, int] = (600, 200), kind: str = "PNG", alt: str = "", mode: str = "RGBA") -> design.Picture:
    file = io.BytesIO()
    Image.new(mode, size, "#1b479f").save(file, kind)
    file.seek(0)
    return pictures.keep(file, alt)


def row_of(look: Look, **changes: Any) -> Certificate:
    row = Certificate.objects.get(pk=api.issue(award(**changes)).id)
    row.design = look.as_json()
    return row


def all_looks() -> Iterator[tuple[Look, str]]:
    for orientation, ink, language, kind in LOOKS:
        yield Look(orientation=orientation, ink=ink, language=language), kind


def seen(data: bytes) -> list[str]:
    """The words of the page by what stands higher, then further left; the column of the QR code by itself."""
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    found = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', run.stdout.decode())
    return [word for _y, _x, word in sorted((round(float(y) / 6), float(x), word) for x, y, word in found)]


def read(data: bytes) -> list[str]:
    """The words of the page in the order of its structure tree, as a screen reader goes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        texts = _pieces(pdf.pages[0])
        return " ".join(texts[mcid] for mcid in _marks(pdf.Root.StructTreeRoot.K) if mcid in texts).split()


def _marks(node: Any) -> Iterator[int]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _marks(kid)
    elif isinstance(node, pikepdf.Dictionary):
        yield from _marks(node.get("/K", pikepdf.Array()))
    else:
        yield int(node)


def _pieces(page: Any) -> dict[int, str]:
    """Marked content by its number, decoded with the ToUnicode maps of the fonts."""
    maps = {
        name: {
            int(glyph, 16): bytes.fromhex(text).decode("utf-16-be")
            for glyph, text in re.findall(r"<([0-9a-f]+)> <([0-9a-f]+)>", font.ToUnicode.read_bytes().decode())
        }
        for name, font in page.Resources.Font.items()
    }
    texts: dict[int, str] = {}
    mark, letters_of = -1, {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC":
            mark = int(operands[1].MCID)
        elif str(operator) == "Tf":
            letters_of = maps[str(operands[0])]
        elif str(operator) == "TJ":
            codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            glyphs = [int.from_bytes(codes[place : place + 2]) for place in range(0, len(codes), 2)]
            texts[mark] = texts.get(mark, "") + "".join(letters_of[glyph] for glyph in glyphs)
    return texts


def test_every_look_is_fit_to_hand_out() -> None:
    """All orientations, inks, languages and kinds, each with all a design may add."""
    logo, signature = picture(alt="Wappen der Stadt Krefeld"), picture((300, 120), "JPEG", mode="RGB")
    for look, kind in all_looks():
        full = replace(look, logo=logo, signature=signature, closing="Herzlichen Glückwunsch, {name}!")
        for each in (look, full):
            data = render.pdf_of(row_of(each, kind=kind, language=look.language))
            assert pdfua.problems(data) == [], each
            with pikepdf.open(io.BytesIO(data)) as pdf:
                assert len(pdf.pages) == 1
                assert str(pdf.Root.Lang) == look.language
                _left, _bottom, right, top = (float(side) for side in pdf.pages[0].MediaBox)
                assert (right > top) is (look.orientation == "landscape")


def test_it_is_read_in_the_order_it_is_seen() -> None:
    for look, kind in all_looks():
        full = replace(look, logo=picture(alt="Wappen der Stadt Krefeld"), closing="Herzlichen Glückwunsch!")
        data = render.pdf_of(row_of(full, kind=kind))
        heard, looked_at = read(data), seen(data)
        assert sorted(heard) == sorted(looked_at)
        proof = (
            heard.index("Echtheit" if look.language == "de" else "Check") if look.orientation == "landscape" else None
        )
        column, beside = (heard[:proof], set(heard[proof:])) if proof else (heard, set())
        if look.orientation == "portrait":  # signature and proof stand side by side, left before right
            bottom = column.index("Dr.")
            column, beside = column[:bottom], set(column[bottom:])
        assert [word for word in looked_at if word not in beside] == [w for w in column if w not in beside]


def test_all_colours_can_be_read_in_both_inks() -> None:
    sheet = (render.PAPER / "certificate.css").read_text("utf-8").replace("ACCENT", design.VELVET)
    for ink in design.INKS:
        ground = design.inked(design.PAPER, ink)
        colours = set(re.findall(r"(?<!-)color:(#[0-9a-f]{6})", design.inked(sheet, ink)))
        assert len(colours) >= 3
        assert {colour: round(design.contrast(colour, ground), 1) for colour in colours if
                design.contrast(colour, ground) < design.CONTRAST} == {}  # fmt: skip


@pytest.mark.parametrize("count", [0, 6, 10])
def test_long_courses_stay_on_one_upright_page(count: int) -> None:
    look = Look(orientation="portrait", logo=picture(), signature=picture(), closing="Herzlichen Glückwunsch, {name}!")
    row = row_of(
        look,
        outcomes=("Ich erkenne, woran man eine gefälschte Nachricht erkennt, und weiß, wem ich sie melden kann.",)
        * count,
        holder_name="Maximiliane Alexandra Freifrau von und zu Übergangsbuchstaben-Sonnenschein-Krefelder",
        course_title="Informationssicherheit und Datenschutz im Amt: was alle Beschäftigten der Stadt wissen müssen",
    )
    assert pdfua.problems(render.pdf_of(row)) == []


@pytest.mark.parametrize("orientation", design.ORIENTATIONS)
def test_a_page_in_grey_has_no_colour(orientation: str) -> None:
    look = Look(orientation=orientation, ink="grey", accent="#0b6b3a", logo=picture(), signature=picture(mode="RGB"))
    data = render.pdf_of(row_of(look))
    png = subprocess.run(["pdftoppm", "-png", "-r", "30", "-"], input=data, capture_output=True, check=True).stdout
    page = Image.open(io.BytesIO(png)).convert("HSV")
    assert max(page.getchannel("S").tobytes()) < 8
    assert page.getpixel((5, 5))[2] > 250  # type: ignore[index]  # the ground is white and takes no toner


def test_a_file_may_be_enclosed() -> None:
    given = json.dumps({"type": "VerifiableCredential", "name": "Ayşe"}).encode()
    row = row_of(Look())
    plain = render.pdf_of(row)
    more = render.Enclosure("angaben.json", b'{"a": 1}', "Angaben zum Zertifikat")
    data = render.pdf_of(row, [more], credential_of=given)
    assert data == render.pdf_of(row, [more], credential_of=given)
    assert data != plain
    assert pdfua.problems(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()} == {
            "angaben.json": b'{"a": 1}',
            "credential.json": given,
        }
        related = {str(spec.UF): (str(spec.AFRelationship), str(spec.EF.F.Subtype)) for spec in pdf.Root.AF}
    assert related == {
        "angaben.json": ("/Data", "/application/json"),
        "credential.json": ("/Source", "/application/json"),
    }


def test_a_letter_without_a_font_is_refused_by_name() -> None:
    assert letters.unprintable("Zoë Ярослава محمد ḇ Ẍ") == ()
    assert letters.unprintable("王小明 Ana 王") == ("王", "小", "明")
    with pytest.raises(render.NotFit, match="王 小 明"):
        render.pdf_of(row_of(Look(), holder_name="王小明"))


def test_the_list_of_letters_is_what_the_fonts_have() -> None:
    vendor = ROOT / "var" / "vendor"

    def codes(*files: str) -> set[int]:
        return set.intersection(*(set(TTFont(vendor / file).getBestCmap()) for file in files))

    fira = codes("kern/paper/FiraSans-Regular.woff2", "kern/paper/FiraSans-SemiBold.woff2")
    arabic = codes("vazirmatn/vazirmatn-arabic-400-normal.woff2", "vazirmatn/vazirmatn-arabic-600-normal.woff2")
    listed = {code for first, last in letters.SPANS for code in range(first, last + 1)}
    assert listed <= fira | arabic


def test_a_reprint_is_the_same_paper_whatever_became_of_the_design() -> None:
    logo = picture(alt="Wappen der Stadt Krefeld")
    look = Look(orientation="portrait", headline_pass="Urkunde", says_pass="hat „{kurs}“ bestanden.", logo=logo)
    made = Design.objects.create(title="Eigene", draft=look.as_json(), published=look.as_json())
    row = Certificate.objects.get(pk=api.issue(award(design=made.key)).id)
    first = render.pdf_of(row)
    assert "Urkunde" in read(first)
    made.published = Look(ink="grey").as_json()
    made.save()
    assert render.pdf_of(Certificate.objects.get(pk=row.pk)) == first
    made.delete()
    assert render.pdf_of(Certificate.objects.get(pk=row.pk)) == first


def test_the_default_design_serves_where_none_is_chosen() -> None:
    assert Look.of(Certificate.objects.get(pk=api.issue(award()).id).design).orientation == "landscape"
    Design.objects.filter(is_default=True).update(published={"orientation": "portrait"})
    draft = Design.objects.create(title="Nur ein Entwurf", draft={"orientation": "landscape"})
    for chosen in (None, draft.key):
        row = Certificate.objects.get(pk=api.issue(award(design=chosen)).id)
        assert row.design["orientation"] == "portrait"
    Design.objects.all().delete()
    assert Look.of(Certificate.objects.get(pk=api.issue(award()).id).design).orientation == "landscape"


def test_placeholders() -> None:
    values = dict.fromkeys(design.PLACEHOLDERS, "x")
    assert design.fill("{name} war {{da}}: {kurs}", values) == "x war {da}: x"
    for text, named in (
        ("Hallo {vorname}", "{vorname}"),
        ("{name.__class__}", "{name.__class__}"),
        ("{name!r}", "{name!r}"),
        ("{}", "{}"),
        ("{datum:%Y}", "{datum:%Y}"),
        ("ein { allein", "{"),
        ("ein } allein", "}"),
    ):
        with pytest.raises(design.UnknownPlaceholder) as refused:
            design.check(text)
        assert refused.value.found == named


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"GIF89a", b"", b"\x89PNG\r\n\x1a\n"],
)
def test_only_pictures_get_in(data: bytes, folder: Path) -> None:
    with pytest.raises(pictures.BadPicture, match="SVG"):
        pictures.keep(io.BytesIO(data), "")
    assert not list(folder.rglob("*.png"))


def test_a_picture_leaves_everything_hidden_behind() -> None:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "geheim"
    Image.new("RGB", (3000, 1500), "#123456").save(file, "JPEG", exif=exif)
    file.seek(0)
    kept = pictures.keep(file, "")
    assert (kept.width, kept.height) == (1000, 500)
    assert b"geheim" not in pictures.read(kept, "colour")
