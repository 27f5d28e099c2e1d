"""Collects what converters make: in the order of the content, with keys and losses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from courses.h5p.convert.native import Entry, Loss
from courses.h5p.convert.values import group, raw, rows

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")
MOST = 500  # parts of one content


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

    @property
    def here(self) -> str:
        """The number of the part that comes next."""
        return str(len(self.parts) + 1)

    def lose(self, kind: str, when: Any = True, **detail: str) -> None:
        loss = Loss(kind, self.here, detail)
        if when and loss not in self.losses:
            self.losses.append(loss)

    def question(self, kind: str, text: str, points: int = 1, **fields: Any) -> None:
        """Empty fields are left out, as in an archive that somebody writes."""
        if len(self.parts) < MOST:
            entry = {"key": self._new_key(), "type": kind, "text": text, "points": min(max(points, 1), 100)}
            kept = {name: value for name, value in fields.items() if value not in (None, "", [])}
            self.parts.append(("question", entry | kept))

    def block(self, name: str, value: Any) -> None:
        if len(self.parts) < MOST:
            self.parts.append(("block", {name: value}))

    def picture(self, value: Any) -> str:
        """The file name under which the blocks know a picture of the package; "" if there is none."""
        path = raw(group(value).get("path"))
        if not path or "://" in path:
            return ""
        name = f"h5p-{len(self.media) + 1}.{path.rsplit('.', 1)[-1].lower()}"
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
        wanted, self.key = self.key, ""
        key = wanted if _KEY.fullmatch(wanted) and wanted not in self._keys else f"f{len(self.parts) + 1}"
        while key in self._keys:
            key += "x"
        self._keys.add(key)
        return key
