"""Collects what converters make: in the order of the content, with keys and losses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from courses.h5p.convert.fit import FITTING, LINE, TEXT
from courses.h5p.convert.native import Entry, Loss
from courses.h5p.convert.values import group, markdown, portions, raw, rows

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")
_PICTURE = re.compile(r"(?i)\.(png|jpg|jpeg|webp)$")
MOST = 500  # parts of one content
MOST_LOSSES = 500


class Maker:
    """One content on its way. Converters add questions and blocks; the losses of a part carry its number."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.parts: list[tuple[str, Entry]] = []
        self.losses: list[Loss] = []
        self.media: dict[str, str] = {}
        self.pass_mark: Decimal | None = None
        self.draw: int | None = None
        self.shuffle = False
        self.title = ""
        self.key = ""  # the one the next question is to have, where the content gives one
        self._keys: set[str] = set()
        self._lost: set[tuple[str, ...]] = set()

    @property
    def here(self) -> str:
        """The number of the part that comes next."""
        return str(len(self.parts) + 1)

    @property
    def full(self) -> bool:
        """Whether there is room for more; what does not fit is told once."""
        if len(self.parts) < MOST:
            return False
        self.lose_whole("too-many-parts", most=str(MOST))
        return True

    def lose(self, kind: str, when: Any = True, **detail: str) -> None:
        """A loss in the part that comes next."""
        if when:
            self._lose(Loss(kind, self.here, detail))

    def lose_whole(self, kind: str, when: Any = True, **detail: str) -> None:
        """A loss of the content as a whole, or of something that does not become a part at all."""
        if when:
            self._lose(Loss(kind, "", detail))

    def _lose(self, loss: Loss) -> None:
        told = (loss.kind, loss.where, *loss.detail.values())
        if told in self._lost or len(self.losses) > MOST_LOSSES:
            return
        self._lost.add(told)
        self.losses.append(loss if len(self.losses) < MOST_LOSSES else Loss("more"))

    def question(self, kind: str, text: str, points: float = 1, **fields: Any) -> None:
        """What fits into an archive; one that holds nothing at all is told and left out.

        Lists that a type needs are kept even when they are empty: a draft can be completed.
        """
        if self.full:
            return
        needed, fitting = FITTING[kind]
        fields = fitting(self, fields)
        if not text.strip() and not any(fields.get(name) for name in needed):
            self.key = ""
            self.lose_whole("empty")
            return
        self.lose("no-text", not text.strip())
        most = max(min(points, 100), 1)
        self.lose("points", points > most)
        entry = {"key": self._new_key(), "type": kind, "text": self.cut(text, TEXT), "points": most}
        kept = {name: value for name, value in fields.items() if name in needed or value not in (None, "", [])}
        self.parts.append(("question", entry | kept))

    def block(self, name: str, value: Any) -> None:
        if not self.full:
            self.parts.append(("block", {name: value}))

    def heading(self, text: str) -> None:
        if text:
            self.block("heading", self.cut(text, LINE))

    def text(self, value: Any) -> None:
        """HTML as headings and texts."""
        self.lose("shape", "<table" in raw(value).lower())
        for kind, text in markdown(value):
            if self.full:
                return
            if kind == "heading":
                self.heading(text)
            for portion in portions(text, TEXT) if kind == "text" else ():
                self.block("text", self.cut(portion, TEXT))

    def cut(self, text: str, most: int) -> str:
        """The text, cut where it is too long for the place; that is told."""
        self.lose("cut", len(text) > most)
        return text if len(text) <= most else f"{text[: most - 2].rstrip()} …"

    def picture(self, value: Any) -> str:
        """The file name under which the blocks know a picture of the package; "" if there is none to be shown."""
        path = raw(group(value).get("path"))
        kind = _PICTURE.search(path)
        if not kind or "://" in path:
            return ""
        name = f"h5p-{len(self.media) + 1}.{kind[1].lower()}"
        self.media[name] = path
        return name

    def lose_media(self, value: Any) -> None:
        """Pictures, sounds and films beside a question."""
        medium = group(value)
        self.lose("media", medium.get("path") or group(medium.get("type")).get("library") or medium.get("library"))

    def lose_ranges(self, value: Any) -> None:
        """Sentences by score."""
        told: Iterable[Mapping[str, Any]] = map(group, rows(value, "overallFeedback"))
        self.lose("feedback-range", any(raw(each.get("feedback")).strip() for each in told))

    def _new_key(self) -> str:
        """The key the content gives, if it is one and new."""
        wanted, self.key = self.key, ""
        key = wanted if _KEY.fullmatch(wanted) and _same(wanted) not in self._keys else f"f{len(self.parts) + 1}"
        while _same(key) in self._keys:
            key += "x"
        self._keys.add(_same(key))
        return key


def _same(key: str) -> str:
    """Keys as long as a UUID become ids as they are, and a UUID has many spellings."""
    return key.replace("-", "").lower() if len(key) == 36 else key
