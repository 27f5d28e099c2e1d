"""What comes out of a file when its text is copied, searched or read aloud: mends where WeasyPrint writes it wrongly.

WeasyPrint maps each glyph to the letters of the place where it met it first. A letter of two glyphs (base and accent,
an Arabic letter and its dots) leaves one of them without letters, which PDF/A-3a and PDF/UA-1 forbid.
"""

import functools
import io
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from certificates.letters import is_right_to_left

_MAPPING = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]*)>")
_NOTHING = "\u200b"  # a zero-width space, for the part of a letter that has no letter of its own


def mend(document: Any, pdf: Any) -> None:
    """Gives every glyph the letters its font says it is, wherever WeasyPrint left one without."""
    fonts = {font.name: font for font in document.fonts.values()}
    for entry in pdf.objects:
        if isinstance(entry, dict) and "ToUnicode" in entry and entry["BaseFont"] in fonts:
            _give_letters(pdf.objects[int(entry["ToUnicode"].split()[0])], fonts[entry["BaseFont"]])


def _give_letters(to_unicode: Any, font: Any) -> None:
    maps = list(_MAPPING.findall(b"\n".join(line for line in to_unicode.stream if isinstance(line, bytes))))
    joined = any(
        len(text) > 4 and is_right_to_left(bytes.fromhex(text.decode()).decode("utf-16-be")) for _, text in maps
    )
    if all(text for _glyph, text in maps) and not joined:
        return
    from weasyprint.text.fonts import get_hb_object_data

    own = _letters_of(bytes(get_hb_object_data(font.hb_face)), font.index)  # the whole font, not its cut-out

    def letters(found: re.Match[bytes]) -> bytes:
        text = bytes.fromhex(found[2].decode()).decode("utf-16-be")
        text = own.get(int(found[1], 16)) or _joined().get(text, text) or _NOTHING
        return b"<%s> <%s>" % (found[1], text.encode("utf-16-be").hex().encode())

    to_unicode.stream = [_MAPPING.sub(letters, line) if isinstance(line, bytes) else line for line in to_unicode.stream]


@functools.cache
def _joined() -> Mapping[str, str]:
    """Letters that Arabic script joins -> the one code point of their joined form (Unicode's presentation forms).

    Readers of PDFs do not agree in which order the letters of one right-to-left glyph come; one letter has none.
    """
    forms = map(chr, (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)))
    return {text: form for form in forms if len(text := unicodedata.normalize("NFKC", form)) > 1}


@functools.lru_cache(maxsize=4)
def _letters_of(file: bytes, index: int) -> Mapping[int, str]:
    """Glyph -> letter, as the font itself says."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(file), fontNumber=index)
    return {font.getGlyphID(name): chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
