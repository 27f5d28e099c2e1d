"""How deep and how large the HTML of one text is, counted before a parser for HTML sees it.

Such a parser mends what is written wrongly, and some of that takes time and memory by the square of its length.
The count is never below the depth the parser comes to: whatever is written other than by the rules of HTML (quoting,
order of ends, elements whose inside is read differently) only ever adds to it.
"""

from __future__ import annotations

import re

from courses.h5p.package.refused import Limits, Refused

BEGINNING = re.compile(r"<[a-zA-Z!/?]")
_START = re.compile(r"<[a-zA-Z]")
# Comments, and tags as the HTML standard wants them written (13.1.2, 13.1.6); never backtracks.
_WRITTEN = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))
    |<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)
     (?:[\t\n\f\r\ ]++[^\t\n\f\r\ "'<>/=]++
        (?:[\t\n\f\r\ ]*+=[\t\n\f\r\ ]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r\ "'=<>`]++))?+)*+
     [\t\n\f\r\ ]*+/?>""",
    re.VERBOSE | re.DOTALL,
)
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_LONG_TAG = 2_000
_TABLE = 3
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
# Whatever stands in these is not read as elsewhere, so no end inside or behind them is believed.
_OTHER_RULES = frozenset(
    (
        *("frameset", "iframe", "math", "noembed", "noframes", "noscript", "option", "plaintext", "script", "select"),
        *("style", "svg", "template", "textarea", "title", "xmp"),
    )
)
_CELLS, _WORDS = ("td", "th"), ("dt", "dd")
#: what may be left open before a beginning or an end; parts of a table stand for themselves in no other element
_PARTS = frozenset(("tr", "tbody", "thead", "tfoot"))
_ENDED_BY = {"p": ("p",), "li": ("li",), "dt": _WORDS, "dd": _WORDS, "td": _CELLS, "th": _CELLS}
_ENDED_WITH = {"ul": ("li",), "ol": ("li",), "dl": _WORDS, "table": _CELLS}
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)")


def check(text: str, file: str, limits: Limits) -> None:
    """Raises Refused for more elements or levels in one text than anybody writes by hand."""
    if sum(1 for _ in _START.finditer(text)) > limits.tags:
        raise Refused("html-too-many", file, most=str(limits.tags), text=_begin(text))
    depth, loose = measure(text, limits.levels)
    if loose > limits.loose or (loose and depth > limits.levels):
        raise Refused("html-tangled", file, text=_begin(text))
    if depth > limits.levels:
        raise Refused("html-too-deep", file, most=str(limits.levels), text=_begin(text))


def check_cleaned(text: str, cleaned: str, file: str, limits: Limits) -> None:
    """Raises Refused where mending has made much of little: unclosed elements are repeated in all that follows."""
    if len(cleaned) > limits.growth * len(text) + 200:
        raise Refused("html-tangled", file, text=_begin(text))


def measure(text: str, enough: int) -> tuple[int, int]:
    """At most how deep elements lie in each other (counting ends above `enough`); letters read by other rules."""
    opened: list[str] = []
    deepest = place = loose = 0
    while found := BEGINNING.search(text, place):
        tag = None if loose else _WRITTEN.match(text, found.start())
        named = _NAME.match(text, found.start())
        name = named[1].lower() if named else ""
        if tag is None or name in _OTHER_RULES or _has_many_attributes(tag[0]):
            loose = loose or len(text) - found.start()  # from here on nothing is taken as ended
        place = found.end() if loose or not tag else tag.end()
        if name and found[0] != "</":
            _enter(opened, name, is_sure=not loose)
        elif not loose and tag and tag["end"]:
            _leave(opened, name)
        deepest = max(deepest, len(opened))
        if deepest > enough:
            break
    return deepest, loose


def _has_many_attributes(tag: str) -> bool:
    """Each is compared with all before it."""
    return len(tag) > _LONG_TAG and len(_VALUE.sub("", tag)) > _LONG_TAG


def _enter(opened: list[str], name: str, is_sure: bool) -> None:
    """A table is three levels: parsers write its rows and their group where an author leaves them out."""
    if is_sure and name in _VOID:
        return
    if is_sure:
        _drop(opened, _CELLS if name in _PARTS else _ENDED_BY.get(name, ()))
    if not is_sure or name not in _PARTS:
        opened += [name] * (_TABLE if name == "table" else 1)


def _leave(opened: list[str], name: str) -> None:
    """An end counts only for the innermost element, or where HTML lets the ends between be left out."""
    if name in _PARTS:
        _drop(opened, _CELLS)
        return
    inner = len(opened)
    while inner and opened[inner - 1] in _ENDED_WITH.get(name, ()):
        inner -= 1
    if inner and opened[inner - 1] == name:
        del opened[inner - (_TABLE if name == "table" else 1) :]


def _drop(opened: list[str], names: tuple[str, ...]) -> None:
    while opened and opened[-1] in names:
        opened.pop()


def _begin(text: str) -> str:
    return re.sub(r"<[^>]*>|\s+", " ", text[:400]).strip()[:60]
