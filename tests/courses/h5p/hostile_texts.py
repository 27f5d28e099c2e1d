"""Texts, markup, names of libraries and pictures that cost too much, or that are not what they seem."""

import io
import json
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image

from tests.courses.h5p.making import MAIN, Row, and_file, content, described, good, library, packed


def text(markup: str) -> bytes:
    """A package whose content is this one text, in a field that is no address. Some of it cannot be packed small."""
    return content(json.dumps({"text": markup}, ensure_ascii=False))


def _markup() -> Iterator[Row]:
    unlike = "".join(f"<b a={number}>" for number in range(49))
    table = "<tr><td><p><span>1</span></p></td>" * 12
    yield "80 kB of lists in lists", text("<ul><li>" * 1_900), "html-too-deep"
    yield "unlike elements never closed", text(unlike + "<p>" * 900), None
    yield (
        "paragraphs that repeat unlike elements",
        text("<p>" + "".join(f"<b a={number}>" for number in range(30)) + "<p>x" * 900),
        "html-tangled",
    )
    yield "300 levels of markup", text("<div>" * 300 + "Hallo" + "</div>" * 300), "html-too-deep"
    yield "levels whose ends are in a comment", text("<div><!-- </div> -->" * 60), "html-too-deep"
    yield "levels whose ends are in an attribute", text('<div><a title="</div>"></a>' * 60), "html-too-deep"
    yield "levels whose ends are in a text area", text("<div><textarea></div></textarea>" * 60), "html-tangled"
    yield "levels whose ends are in a choice", text("<div><select></div></select>" * 60), "html-tangled"
    yield "elements that are levels in a drawing alone", text("<svg>" + "<link>" * 60), "html-tangled"
    yield "levels whose ends are in a cell", text("<div><table><td></div></td></table>" * 60), "html-too-deep"
    yield "levels whose ends are badly quoted", text("<div><a b=c'd></div><a e='>" * 60), "html-tangled"
    yield "5,000 elements", text("<br>" * 5_000), "html-too-many"
    yield "20,000 attributes", text("<b " + " ".join(f"a{number}" for number in range(20_000)) + ">"), "html-tangled"
    yield "80 kB in a style sheet", text("<style>" + ".a { color: red }\n" * 4_500 + "</style>Ja"), "html-tangled"
    yield "a text of 250,000 letters", text("<p>" + " ".join(map(str, range(45_000)))), "text-too-long"
    yield "50 lists in lists", text("<ul><li>a" * 20 + "</li></ul>" * 20), None
    yield "a large table, ends left out", text(f"<table>{table * 20}</table>"), None
    yield "300 paragraphs without ends", text("<p>Hallo <br>" * 300), None
    yield "markup as Word leaves it", text("<p><!--[if gte mso 9]><xml>1</xml><![endif]-->Hallo<o:p></o:p></p>"), None
    yield "words with signs", text("<p>1 < 2 & 3 > 2</p>"), None
    yield "titles in deep markup", described(title="<i>" * 60 + "x"), "html-too-deep"


def _contents() -> Iterator[Row]:
    begin = '{"library": "H5P.Column 1.16", "params": {"content": [{"content": '
    nested = begin * 300 + "{}" + "}]}}" * 300
    letters = "".join(map(chr, range(0x4E00, 0x9FFF)))
    yield "sub-contents 300 deep", content(nested), "json-too-deep"
    yield "brackets behind a bracket too many", content("]" * 900 + "[" * 900), "json"
    yield "brackets behind signs in a text", content('{"a": "\\\\", "b": ' + "[" * 900), "json-too-deep"
    yield "quotation marks without end", content('"' * 999), "json"
    yield "100,001 values", content("[" + ",".join(map(str, range(100_001))) + "]"), "json-too-many"
    yield "almost 200,000 lists and commas", content("[" + ",".join(["[]"] * 99_000) + ",0]"), "json-too-many"
    yield "one text of 600 kB", content(json.dumps({"a": letters * 10}, ensure_ascii=False)), "text-too-long"
    yield "NUL in a text", content('{"text": "a\\u0000b"}'), "nul"
    yield "NUL in a name of a field", content('{"a\\u0000b": 1}'), "nul"
    yield "NUL in the title", described(title="a\x00b"), "nul"
    yield "NUL in a library's title", packed(good() | library(title="a\x00b")), "nul"
    yield "NUL beside the content", and_file("content/a.json", b'["\\u0000"]'), "nul"
    yield "an address as data", content('{"url": "data:text/html,<b>x"}'), None
    yield "a text that begins like an address", content('{"text": "Data: was ist das?"}'), None


def _descriptions() -> Iterator[Row]:
    yield "no language", described(language=...), "language"
    yield "a language with a line", described(language="de_DE"), "language"
    yield "no way to embed", described(embedTypes=...), "embed-types"
    yield "nothing in the list of embed types", described(embedTypes=[]), None
    yield "a license of one's own", described(license="Nur für Freunde"), "license"
    yield "an old code of a license", described(license="cc-by-sa"), None
    yield "a license left empty", described(license=""), None
    yield "numbers where text is meant", described(licenseVersion=4.0, yearFrom=2026), None
    yield "a title that grows by cleaning", described(title="<b>" + "&" * 200), "too-long"
    yield "a source of 6,000 letters", described(source="a" * 6_000), "too-long"
    yield "an author of 300 letters", described(authors=[{"name": "a" * 300}]), "too-long"
    yield "an author that is a list", described(authors=[{"name": ["a"]}]), "field"
    yield "a source that acts", described(source="JavaScript:alert(1)"), None
    yield "a library's title of 300 letters", packed(good() | library(title="a" * 300)), "too-long"


def _libraries() -> Iterator[Row]:
    def asks(name: str) -> bytes:
        return described(preloadedDependencies=[MAIN, MAIN | {"machineName": name}])

    for name in (
        *("H5P.Multichoice", "h5p.MultiChoice", "H5P.Multi-Choice", "H5P.Mu1tiChoice", "H5P.MuItiChoice", "H5P.B1anks"),
        *(
            "H5P.lmage",
            "H5P.Co1umn",
            "H5P.DialogCards",
            "H5p.Other",
            "H5P_Editor.Other",
            "H5Peditor.Other",
            "HSP.Other",
        ),
        *("H5P.\u041culti\u0421hoice", "H5P.Bl\u0430nks", "H5P.Bl\u00e1nks", "\uff28\uff15\uff30.Blanks"),
    ):
        yield f"asks for {name!r}", asks(name), "library-like"
    for name in ("H5P.MultiChoice", "H5P.Blanks", "FontAwesome", "H5PEditor.Other", "Krefeld.Column", "H5P-Theme"):
        yield f"{name} is no harm", asks(name), None
    inner = '{"content": [{"library": "H5P.Multichoice 1.16", "params": {}}]}'
    yield "a sub-content in a library like a known one", content(inner), "library-like"
    yield "a sub-content in another spelling", content('{"library": "H5P.MADE 1.1"}'), "library-like"
    yield "the main library like a known one", described(mainLibrary="H5P.BIanks"), "library-like"
    like = library("H5P.Multichoice-1.16", machineName="H5P.Multichoice", minorVersion=16)
    yield "a library like a known one", packed(good() | like), "library-like"
    needs = [{"machineName": "H5P.joubelUI", "majorVersion": 1, "minorVersion": 3}]
    yield "a library that stands on one like it", packed(good() | library(preloadedDependencies=needs)), "library-like"
    large = {f"H5P.Made{number}-1.1/library.json": b" " * 200_000 + b"{}" for number in range(3)}
    yield "descriptions of 600 kB", packed(good(large)), "libraries-too-large"


def _pictures() -> Iterator[Row]:
    def picture(kind: str, **options: Any) -> bytes:
        made = io.BytesIO()
        Image.new("RGB", (40, 30), "red").save(made, kind, **options)
        return made.getvalue()

    frames = [Image.new("P", (40, 30), colour) for colour in (1, 2)]
    kinds = {"jpg": "JPEG", "gif": "GIF", "webp": "WEBP", "png": "PNG"}
    for ending, kind in kinds.items():
        yield f"{ending} is no harm", and_file(f"content/a.{ending}", picture(kind)), None
        half = and_file(f"content/a.{ending}", picture(kind)[:30])
        yield f"{ending} cut off", half, "wrong-content"
    yield "jpg in steps is no harm", and_file("content/a.jpg", picture("JPEG", progressive=True)), None
    yield "webp without loss is no harm", and_file("content/a.webp", picture("WEBP", lossless=True)), None
    moving = {"save_all": True, "append_images": frames}
    yield "webp that moves is no harm", and_file("content/a.webp", picture("WEBP", **moving)), None
    yield "gif that moves is no harm", and_file("content/a.gif", picture("GIF", **moving)), None
    yield "png that moves is no harm", and_file("content/a.png", picture("PNG", **moving)), None
    gif, jpg, png, webp = (picture(kind) for kind in ("GIF", "JPEG", "PNG", "WEBP"))
    frame = jpg.index(b"\xff\xc0")
    head = b"IHDR" + struct.pack(">LL", 9_000, 9_000) + png[24:29]
    large = png[:12] + head + struct.pack(">L", zlib.crc32(head)) + png[33:]
    yield "gif that claims 60,000 by 60,000", and_file("content/a.gif", gif[:6] + b"\x60\xea" * 2 + gif[10:]), "picture"
    claims = jpg[: frame + 5] + b"\xea\x60" * 2 + jpg[frame + 9 :]
    yield "jpg that claims 60,000 by 60,000", and_file("content/a.jpg", claims), "picture"
    yield "png that claims 9,000 by 9,000", and_file("content/a.png", large), "picture"
    yield "png with a wrong checksum", and_file("content/a.png", png[:20] + b"\x01" + png[21:]), "wrong-content"
    canvas = b"VP8X" + struct.pack("<LL", 10, 0) + b"\x3f\x1f\x00" * 2  # 8,000 by 8,000
    vast = b"RIFF" + struct.pack("<L", len(webp) - 8 + len(canvas)) + b"WEBP" + canvas + webp[12:]
    yield "webp with a canvas of 64 million points", and_file("content/a.webp", vast), "picture"
    still = webp.index(b"\x9d\x01\x2a")
    claims = webp[: still + 3] + b"\xff\x3f" * 2 + webp[still + 7 :]
    yield "webp that claims 16,383 by 16,383", and_file("content/a.webp", claims), "picture"
    yield "gif of many small blocks", and_file("content/a.gif", gif[:-2] + b"\x01\x00" * 900_000), "squeezed"
    yield (
        "a jpg without a scan",
        and_file("content/a.jpg", jpg[: jpg.index(b"\xff\xda")] + b"\xff\xd9"),
        "wrong-content",
    )
    yield "no points", and_file("content/a.gif", gif[:6] + bytes(4) + gif[10:]), "wrong-content"


PARTS = (_markup, _contents, _descriptions, _libraries, _pictures)
