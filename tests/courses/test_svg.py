"""Drawings keep what draws and lose what acts."""

import pytest

from courses.exchange.archive.svg import BadDrawing, sanitised
from tests.factories.courses import FIXTURES

BAD = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 viewBox="0 0 9 9" onload="x()">
<script>alert(1)</script><style>@import url(http://x)</style>
<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
<a href="http://x"><text>Link</text></a><image href="http://x/y.png"/>
<use href="#g"/><use xlink:href="http://x#g"/><g id="g" onclick="x()"><rect fill="url(#f)" width="1" height="1"/></g>
<rect fill="url(http://x)" stroke="u\\72l(x)" width="2" height="2"/><animate attributeName="href" to="javascript:x"/>
<set attributeName="onload" to="x"/><x:y xmlns:x="urn:x"/><text>bleibt</text></svg>"""


def test_what_acts_is_gone_and_what_draws_stays() -> None:
    made = sanitised(BAD.encode()).decode()
    for gone in (
        "script",
        "style",
        "foreignObject",
        "onload",
        "onclick",
        "http://x",
        "animate",
        "<set",
        "<a ",
        "<image",
        "72l",
    ):
        assert gone not in made
    for kept in ('href="#g"', "url(#f)", "bleibt", 'viewBox="0 0 9 9"'):
        assert kept in made
    assert sanitised(made.encode()) == made.encode()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"text", b"<svg", b"<html></html>", b"<svg>no namespace</svg>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(content: bytes) -> None:
    with pytest.raises(BadDrawing):
        sanitised(content)


def test_the_demos_drawings_lose_nothing() -> None:
    for file in FIXTURES.glob("*/media/*.svg"):
        before, after = file.read_text(), sanitised(file.read_bytes()).decode()
        for element in ("<rect", "<path", "<text", "<circle", "<g", "<use", "<tspan", "<line"):
            assert before.count(element) == after.count(element), (file.name, element)
