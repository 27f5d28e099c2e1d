"""Words of a mail: templates in text and HTML, the style sheet written into the elements."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

SUBJECT = "Betreff:"
_TAG = re.compile(r"<([a-z][a-z0-9]*)([^<>]*)>")
_CLASS = re.compile(r' class="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it has a receiver."""

    subject: str
    text: str
    html: str


def certificate_ready(name: str, course_title: str, link: str, valid_until: date | None, language: str) -> Letter:
    """The mail with the link to a new certificate. `link` is a whole address."""
    facts = {"name": name, "course": course_title, "link": link, "valid_until": valid_until}
    return letter("zertifikat", facts, language)


def certificate_file(name: str, course_title: str, language: str) -> Letter:
    """The mail that carries the file of a certificate, because its holder wanted it."""
    return letter("anhang", {"name": name, "course": course_title}, language)


def answers_read(quiz_title: str, course_title: str, link: str, language: str) -> Letter:
    """The mail that says that free answers have been read. `link` is a whole address."""
    return letter("gelesen", {"quiz": quiz_title, "course": course_title, "link": link}, language)


def letter(kind: str, facts: Mapping[str, object], language: str) -> Letter:
    """Renders templates/mail/KIND.txt, whose first line is the subject, and KIND.html."""
    context = {**facts, "town": settings.TOWN, "site": settings.SITE_URL}
    with translation.override(language):
        first, _line, text = render_to_string(f"mail/{kind}.txt", context).partition("\n")
        html = render_to_string(f"mail/{kind}.html", context)
    return Letter(first.removeprefix(SUBJECT).strip(), text.strip() + "\n", with_styles(html, _rules()))


def with_styles(html: str, rules: Mapping[str, str]) -> str:
    """Writes the rules for tags ("a") and classes (".button") into the elements: mail programs know no linked CSS.

    `html` comes from our own templates, which escape what they are given: no bracket in it is anything but a tag's.
    """

    def styled(found: re.Match[str]) -> str:
        tag, attributes = found.groups()
        named = _CLASS.search(attributes)
        wanted = (tag, *(f".{name}" for name in named[1].split())) if named else (tag,)
        styles = ";".join(rules[name] for name in wanted if name in rules)
        style = f' style="{escape(styles)}"' if styles else ""
        return f"<{tag}{_CLASS.sub('', attributes)}{style}>"

    return _TAG.sub(styled, html)


@cache
def _rules() -> dict[str, str]:
    """selector -> declarations, of the one style sheet of all mails; only tags and single classes."""
    sheet = render_to_string("mail/mail.css")
    rules: dict[str, str] = {}
    for selectors, declarations in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)):
        for selector in selectors.split(","):
            name = selector.strip()
            rules[name] = ";".join(filter(None, (rules.get(name, ""), declarations.strip().strip(";"))))
    return rules
