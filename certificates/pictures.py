"""Pictures of a design: taken apart and made anew, so that nothing hidden in an upload reaches the vault."""

import hashlib
import io
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from certificates.design import Picture
from certificates.vault import Vault

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 3 * 1024 * 1024
MOST_PIXELS = 40_000_000  # of an upload, before it is made smaller
LONGEST_SIDE = 1000  # pixels: 300 dots an inch at 85 mm


class BadPicture(ValueError):
    """An upload that is no picture of ours. `sentence` is for people."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def keep(file: IO[bytes], alt: str) -> Picture:
    """Reads PNG, JPEG or WebP, makes it small enough for paper and keeps it under its hash. BadPicture for all else.

    Drawings (SVG) are refused: they can carry scripts.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadPicture(_("Das Bild ist zu groß. Erlaubt sind 3 MB."))
    image = _opened(data)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    image = image.convert("RGBA" if clear else "RGB")
    kind = "png" if clear or image.getcolors(4096) else "jpeg"
    written = io.BytesIO()
    image.save(written, kind, **({"optimize": True} if kind == "png" else {"quality": 88}))
    made = written.getvalue()
    picture = Picture(hashlib.sha256(made).hexdigest(), kind, *image.size, alt)
    Vault().put(picture.file_name, made)
    return picture


def _opened(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadPicture(_("Das Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es."))
            image.load()
            return ImageOps.exif_transpose(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, BadPicture):
            raise
        raise BadPicture(
            _("Dieses Bild können wir nicht lesen. Erlaubt sind PNG, JPEG und WebP, keine Zeichnungen (SVG).")
        ) from error


def read(picture: Picture, ink: str) -> bytes:
    """The picture's bytes in an ink. FileNotFoundError if the vault has lost it."""
    data = Vault().read(picture.file_name)
    if data is None:
        raise FileNotFoundError(f"a picture of a design is lost: {picture.file_name}")
    if ink != "grey":
        return data
    grey = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.convert("LA" if image.mode == "RGBA" else "L").save(grey, "png")
    return grey.getvalue()
