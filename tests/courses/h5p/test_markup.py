"""The count of levels is never below what a parser makes of a text, and follows well-written texts exactly."""

import re

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from courses.h5p.package.markup import measure

WORDS = (
    *("div", "p", "b", "i", "a", "em", "li", "ul", "ol", "dl", "dt", "dd", "h2", "span", "section", "button", "ruby"),
    *("table", "tbody", "thead", "tr", "td", "th", "caption", "select", "option", "textarea", "svg", "math", "title"),
    *("template", "iframe", "noscript", "xmp", "pre", "center", "font", "nobr", "details", "summary", "form", "body"),
)
ODD = (
    *("x", " ", "<", "&", "<!-- ", "-->", "<!-->", "<!--->", "--!>", "<!", "<?", ">", '"', "'", "</", "</ ", "<br>"),
    *(
        "<a title='",
        '<a title="',
        "<b c=d'>",
        '<i e=f">',
        "<u/>",
        "<hr/>",
        "<DIV>",
        "</DIV >",
        "<p\v>",
        "<![CDATA[",
        "]]>",
    ),
)
PIECES = st.one_of(
    st.sampled_from(WORDS).map(lambda word: f"<{word}>"),
    st.sampled_from(WORDS).map(lambda word: f"</{word}>"),
    st.sampled_from(ODD),
)
# all elements are kept, so that what comes out is as deep as what was parsed
PARSER = nh3.Cleaner(tags=set(WORDS) | {"u", "br", "hr"}, clean_content_tags=set(), attributes={}, link_rel=None)
VOID = {"br", "hr"}


def depth(text: str) -> int:
    """Of what a parser has written anew, every element closed; without the empty ones it makes of lonely `</p>`."""
    deepest = level = 0
    for end, name in re.findall(r"<(/?)([a-z0-9]+)[^>]*>", PARSER.clean(text).replace("<p></p>", "")):
        if name not in VOID:
            level += -1 if end else 1
            deepest = max(deepest, level)
    return deepest


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=40))
@example(["<div>", "<textarea>", "</div>", "</textarea>", "<div>"])
@example(["<textarea>", "<!-- ", "</textarea>", "<b>", "<i>", "<a>", "-->"])
@example(["<div>", "<select>", "<div>", "</div>", "</select>", "<div>"])
@example(["<p>", "<b>", "<p>", "<i>", "</p>", "<p>", "</b>"])
def test_no_parser_comes_deeper(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert measure(text, 1_000)[0] >= depth(text)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Hallo", 0),
        ("<p>a</p><p>b</p>", 1),
        ("<p>a<p>b<br>c<br/>", 1),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", 4),
        ("<table><tr><td>1<td>2<tr><td>3<tbody><tr><th>4</table><p>x</p>", 4),
        ("<table><caption>x</caption></table>", 4),
        ('<p title="a > b">x</p><p>y</p>', 1),
        ("<!-- <b> --><p>x</p>", 1),
        ("<b><i>x</b></i>", 2),
    ],
)
def test_levels_as_people_write_them(text: str, levels: int) -> None:
    assert measure(text, 1_000) == (levels, 0)


def test_what_is_read_by_other_rules_is_counted_and_never_ended() -> None:
    assert measure("<p>a</p><style></style><p>b</p><p>c</p>", 1_000) == (3, 31)
    assert measure("<div><textarea></div></textarea>" * 3, 1_000)[0] == 6
