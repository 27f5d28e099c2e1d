"""Accordion, Dialogcards, AdvancedText, Image: what is read and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courses.h5p.convert.fit import LINE, TEXT
from courses.h5p.convert.maker import Maker
from courses.h5p.convert.values import group, line, lines, markdown, raw, rows, truth

Params = Mapping[str, Any]
_TEXTS = "H5P.AdvancedText"


def advanced_text(params: Params, made: Maker) -> None:
    made.text(params.get("text"))


def accordion(params: Params, made: Maker) -> None:
    """Panels one after the other, open: a heading and its text."""
    for panel in map(group, rows(params.get("panels"), "panels")):
        if made.full:
            return
        content = group(panel.get("content"))
        made.heading(line(panel.get("title")))
        name = raw(content.get("library")).split(" ")[0]
        made.lose_whole("unsupported", name not in ("", _TEXTS), name=name[:80])
        made.text(group(content.get("params")).get("text"))


def dialogcards(params: Params, made: Maker) -> None:
    """Front and back as term and meaning."""
    made.heading(line(params.get("title")))
    made.text(params.get("description"))
    for card in map(group, rows(params.get("dialogs"), "dialogs")):
        if made.full:
            return
        made.lose_media(card.get("image"))
        made.lose_media((rows(card.get("audio")) or [None])[0])
        tips = group(card.get("tips"))
        made.lose("tip", lines(tips.get("front")) or lines(tips.get("back")))
        term, answer = line(card.get("text")), card.get("answer")
        meaning = "\n\n".join(text for _kind, text in markdown(answer))
        if term and meaning:
            made.block("glossary", {"term": made.cut(term, LINE), "text": made.cut(meaning, TEXT)})
        else:
            made.text(answer if meaning else card.get("text"))


def image(params: Params, made: Maker) -> None:
    name = made.picture(params.get("file"))
    if not name:
        made.lose_whole("media")
        return
    alt, decorative = raw(params.get("alt")).strip(), truth(params.get("decorative"))
    made.lose("no-alt", not alt and not decorative)
    caption = made.cut(lines(params.get("caption")), TEXT)
    entry = {"file": name, "alt": made.cut(alt, TEXT), "decorative": decorative, "caption": caption}
    made.block("image", {key: value for key, value in entry.items() if value})
