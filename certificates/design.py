"""How a certificate looks and what it says besides the facts: plain data that stands as JSON in rows; no framework."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from string import Formatter
from typing import Any

# What may stand in braces in the texts of a design; `record` knows the values.
PLACEHOLDERS = ("name", "kurs", "datum", "gueltig_bis", "umfang", "aussteller")
TEXTS = ("headline_pass", "headline_participation", "says_pass", "says_participation", "closing")
ORIENTATIONS = ("landscape", "portrait")
INKS = ("colour", "grey")
VELVET = "#43204a"
PAPER = "#fffbf4"
CONTRAST = 4.5  # text on its ground at least; WCAG 2.2, 1.4.3
_HEX = re.compile(r"#([0-9a-fA-F]{6})\b")


class UnknownPlaceholder(ValueError):
    """A text has something in braces that nobody can fill in; `found` says what."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the vault. `alt` is empty where it only decorates; sizes in pixels."""

    sha256: str
    kind: str  # "png" | "jpeg"
    width: int
    height: int
    alt: str = ""

    @property
    def file_name(self) -> str:
        return f"pictures/{self.sha256}.{self.kind}"


@dataclass(frozen=True, slots=True)
class Look:
    """All that a design decides. Empty texts stand for the usual ones; an empty language for that of the course."""

    orientation: str = "landscape"
    ink: str = "colour"
    accent: str = VELVET
    language: str = ""
    headline_pass: str = ""
    headline_participation: str = ""
    says_pass: str = ""
    says_participation: str = ""
    closing: str = ""
    signatory: str = ""
    signatory_role: str = ""
    site_name: str = ""
    logo: Picture | None = None
    signature: Picture | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Look":
        """The look of JSON data; what is missing is as usual, what is unknown is left aside."""
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in data.items() if name in known}
        for name in ("logo", "signature"):
            if given.get(name):
                given[name] = Picture(**given[name])
        return cls(**given)

    @property
    def digest(self) -> str:
        """The same for equal looks."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def pictures(self) -> Iterator[Picture]:
        yield from (picture for picture in (self.logo, self.signature) if picture)


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with the values of its placeholders. Raises UnknownPlaceholder for anything else in braces."""
    return "".join(before + (values[name] if name else "") for before, name in _parts(text))


def check(text: str) -> None:
    """Raises UnknownPlaceholder for a text that cannot be filled in."""
    for _part in _parts(text):
        pass


def _parts(text: str) -> Iterator[tuple[str, str]]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:  # a single brace
        raise UnknownPlaceholder("{" if "{" in text else "}") from error
    for before, name, form, conversion in parts:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            raise UnknownPlaceholder(
                "{" + name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}"
            )
        yield before, name or ""


def luminance(colour: str) -> float:
    """Relative luminance 0..1 of "#rrggbb" (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1..21 of two colours (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def grey_of(colour: str) -> str:
    """The grey that is as light as a colour; the ground becomes white, which takes no toner."""
    if colour.lower() == PAPER:
        return "#ffffff"
    linear = luminance(colour)
    channel = round(255 * (linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055))
    return f"#{channel:02x}{channel:02x}{channel:02x}"


def inked(text: str, ink: str) -> str:
    """A style sheet or drawing with all its colours in this ink."""
    return _HEX.sub(lambda found: grey_of(found[0]), text) if ink == "grey" else text
