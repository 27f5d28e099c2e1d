"""The looks see what they are there for: each is shown a page with one fault."""

from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.looks import page_with_looks
from tests.browser.test_keyboard import faults_on_the_way
from tests.machinery.browser import NewPage

PAGE = """<!doctype html><html lang="de"><title>Frage</title>
<style>body{{margin:0;background:#fff;color:#000}} a{{color:#00c}} a,button{{font-size:2rem}} {style}</style>
<a class="skip" href="#inhalt">Zum Inhalt</a><main id="inhalt" tabindex="-1"><h1>Frage</h1>{main}</main>
<footer><a href="/">Start</a></footer></html>"""
# What stands in the page, its style, and a piece of the sentence about it.
PLANTED = [
    ("<button>Weiter</button>", "", ""),
    ("<button><span hidden>Weiter</span></button>", "", "no name"),
    ('<button aria-label="Nächste Frage">Weiter</button>', "", "label in name"),
    ("<button>Weiter</button>", "main button{font-size:8px;border:0;padding:0}", "small target"),
    ("<p>ganz hell</p>", "p{color:#bbb}", "color-contrast"),
    ("<p>im Dunkeln</p>", "@media (prefers-color-scheme:dark){p{color:#999}}", "dark: axe color-contrast"),
    ("<p>fest</p>", "@media (forced-colors:active){p{forced-color-adjust:none;color:#bbb}}", "forced colours: axe"),
    ("<p>breit</p>", "p{inline-size:40rem}", "scrolls sideways"),
    ("<button>Weiter</button>", "button:focus{outline:0}", "not to be seen"),
    ("<button>Weiter</button>", "button:focus{outline:4px solid #eee!important}", "is faint"),
    ('<label>Wort <input class="in"></label>', "input{border:2px solid #eee;background:#fff}", "faint edge"),
    ("<p>zu hoch</p>", "p{block-size:1.5em;font-size:1rem}@media{p{block-size:24px;overflow:hidden}}", "cut off"),
    ("<button>1</button><p><button>2</button>", "main{display:grid}p{order:-1}", "Tab does not follow the text"),
]


def found(page: Page, main: str, style: str) -> str:
    page.goto("/healthz")
    page.set_content(PAGE.format(main=main, style=style))
    page.evaluate(looks.AXE.read_text() + looks.LOOKS.read_text())
    return "\n".join(looks.everything(page) + faults_on_the_way(page))


def test_planted_faults_are_found(new_page: NewPage) -> None:
    page = page_with_looks(new_page)
    missed = []
    for main, style, told in PLANTED:
        faults = found(page, main, style)
        if told not in faults or (faults and not told):
            missed.append(f"{main} {style}: {faults or 'nothing'}")
    assert not missed, "\n".join(missed)
