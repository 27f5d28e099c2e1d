"""One fault as it is put into a page: a change of its text, of the style sheet, of a script, or a script of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass

Change = Callable[[str], str]


@dataclass(frozen=True)
class Fault:
    """`kind` names the question (or the page) that has it, `criterion` what it breaks (a number of WCAG 2.2)."""

    name: str
    criterion: str
    kind: str
    change: Change | None = None
    css: str = ""
    script: str = ""
    in_script: Change | None = None

    def in_page(self, html: str, script_address: str) -> str:
        if self.change:
            html = self.change(html)
        if self.script:
            html = html.replace("</body>", f'<script src="{script_address}" defer></script></body>')
        return html


def swap(old: str, new: str, times: int = 0) -> Change:
    """A regular expression by its replacement, everywhere or so many times."""
    pattern = re.compile(old, re.DOTALL)
    return lambda html: pattern.sub(new, html, count=times)


def cut(old: str, times: int = 0) -> Change:
    return swap(old, "", times)


def both(*changes: Change) -> Change:
    def change(html: str) -> str:
        for each in changes:
            html = each(html)
        return html

    return change
