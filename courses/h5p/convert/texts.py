"""Accordion, Dialogcards, AdvancedText, Image: what is read and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courses.h5p.convert.maker import Maker
from courses.h5p.convert.values import group, line, lines, markdown, raw, rows, truth

Params = Mapping[str, Any]


def advanced_text(params: Params, made: Maker) -> None:
    _text(params.get("text"), made)


def _text(value: Any, made: Maker) -> None:
    made.lose("shape", "<table" in raw(value).lower())
    for kind, text in markdown(value):
        made.block(kind, text)


def accordion(params: Params, made: Maker) -> None:
    """Panels one after the other, open: a heading and its text."""
    for panel in map(group, rows(params.get("panels"), "panels")):
        if title := line(panel.get("title")):
            made.block("heading", title)
        _text(group(group(panel.get("content")).get("params")).get("text"), made)


def dialogcards(params: Params, made: Maker) -> None:
    """Front and back as term and meaning."""
    if title := line(params.get("title")):
        made.block("heading", title)
    _text(params.get("description"), made)
    for card in map(group, rows(params.get("dialogs"), "dialogs")):
        made.lose_media(card.get("image"))
        made.lose_media((rows(card.get("audio")) or [None])[0])
        tips = group(card.get("tips"))
        made.lose("tip", lines(tips.get("front")) or lines(tips.get("back")))
        term, answer = line(card.get("text")), lines(card.get("answer"))
        if term and answer:
            made.block("glossary", {"term": term, "text": answer})
        elif term or answer:
            made.block("text", term or answer)


def image(params: Params, made: Maker) -> None:
    name = made.picture(params.get("file"))
    if not name:
        made.lose("media")
        return
    alt, decorative = raw(params.get("alt")).strip(), truth(params.get("decorative"))
    made.lose("no-alt", not alt and not decorative)
    entry = {"file": name, "alt": alt, "decorative": decorative, "caption": lines(params.get("caption"))}
    made.block("image", {key: value for key, value in entry.items() if value})
