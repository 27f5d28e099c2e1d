"""Markdown of the archive <-> HTML of the CMS. In Leichte Sprache each source line is one sentence and stays a line."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

EASY = "de-simple"
_BLOCKED = {
    "heading_open": _("Überschriften stehen nicht im Text, sondern als Block „heading“."),
    "html_block": _("HTML ist im Text nicht erlaubt."),
    "html_inline": _("HTML ist im Text nicht erlaubt."),
    "fence": _("Code-Blöcke sind nicht erlaubt."),
    "image": _("Bilder stehen nicht im Text, sondern als Block „image“."),
    "hr": _("Trennlinien sind im Text nicht erlaubt."),
    "blockquote_open": _("Zitatblöcke sind nicht erlaubt."),
}


def _parser(easy: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).disable("code")
    softbreak = "<br/>" if easy else " "

    def broken(self: Any, tokens: Any, number: int, options: Any, env: Any) -> str:
        return softbreak

    def hard(self: Any, tokens: Any, number: int, options: Any, env: Any) -> str:
        return "<br/>"

    parser.add_render_rule("softbreak", broken)
    parser.add_render_rule("hardbreak", hard)
    return parser


_EASY, _PLAIN, _STRICT = _parser(True), _parser(False), MarkdownIt("commonmark").disable("code")


def to_html(text: str, language: str) -> str:
    """Markdown as the rich text Wagtail stores."""
    html = (_EASY if language == EASY else _PLAIN).render(text.strip())
    # Wagtail's own words for the two; and no line feeds between elements, so that equal text has equal HTML
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i>").replace("</em>", "</i>")
    return re.sub(r">\n+<", "><", html.strip())


def faults(text: str) -> list[str]:
    """What this Markdown has that a lesson's text must not have."""
    found: list[str] = []
    for token in _STRICT.parse(text):
        for each in (token, *(token.children or ())):
            if each.type in _BLOCKED and (message := str(_BLOCKED[each.type])) not in found:
                found.append(message)
    return found


def to_markdown(html: str, language: str) -> str:
    """Rich text as Markdown."""
    converter = MarkdownConverter(bullets="-", strong_em_symbol="*", newline_style="backslash", heading_style="atx")
    text = converter.convert(html).strip()
    text = re.sub(r"[ \t]+\n", "\n", text)
    if language == EASY:
        text = text.replace("\\\n", "\n")
    return re.sub(r"\n{3,}", "\n\n", text)
