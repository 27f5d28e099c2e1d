"""Faults of the whole page: language, title, structure, focus, time."""

from tests.seeded.fault import Fault, both, cut, swap

TRAP = """
for (const field of document.querySelectorAll("main input"))
  field.addEventListener("keydown", (event) => event.key === "Tab" && event.preventDefault());
"""
TIMER = "setTimeout(() => document.querySelector('main form')?.submit(), 5000);"

FAULTS = (
    Fault("wrong language", "3.1.1", "single", swap('<html lang="de"', '<html lang="en"')),
    Fault("no language", "3.1.1", "single", swap('<html lang="de"', "<html")),
    Fault("page without title", "2.4.2", "single", swap("<title>.*?</title>", "<title></title>")),
    Fault(
        "the same title on all pages",
        "2.4.2",
        "single",
        swap("<title>.*?</title>", "<title>SMARTKREFELD Lernen</title>"),
    ),
    Fault("skip link missing", "2.4.1", "single", cut('<a class="skip".*?</a>')),
    Fault("skip link leads nowhere", "2.4.1", "single", swap('href="#inhalt"', 'href="#content"')),
    Fault("no main landmark", "1.3.1", "single", both(swap("<main", "<div"), swap("</main>", "</div>"))),
    Fault("duplicated ids", "4.1.2", "single", swap('id="a-\\d"', 'id="a-1"')),
    Fault(
        "heading level skipped",
        "1.3.1",
        "single",
        both(swap('<h2( id="fb"|[^>]*class="q-title")', r"<h4\1"), swap("</h2>(?=\\s*(?:<p|<ul|$))", "</h4>")),
    ),
    Fault("no first heading", "1.3.1", "single", both(swap("<h1>", '<p class="h1">'), swap("</h1>", "</p>"))),
    Fault("table without headers", "1.3.1", "start", both(swap('<th scope="row">', "<td>"), swap("</th>", "</td>"))),
    Fault(
        "answers not a list",
        "1.3.1",
        "single",
        both(
            swap('<ul class="choices" role="list">', '<div class="choices">'),
            swap('<li class="choice(.*?)</li>', r'<div class="choice\1</div>'),
            swap("</div>\\s*</ul>", "</div></div>"),
        ),
    ),
    Fault("positive tabindex", "2.4.3", "single", swap('<button class="btn">', '<button class="btn" tabindex="1">')),
    Fault(
        "focusable inside aria-hidden",
        "4.1.2",
        "single",
        swap('<p class="row"><button', '<p class="row" aria-hidden="true"><button'),
    ),
    Fault(
        "button that is none",
        "4.1.2",
        "single",
        swap('<button class="btn">(.*?)</button>', r'<span class="btn">\1</span>'),
    ),
    Fault(
        "button without name",
        "4.1.2",
        "single",
        swap('(<button class="btn">)[^<]*', r'\1<svg class="icon" aria-hidden="true" focusable="false"></svg>'),
    ),
    Fault("keyboard trap", "2.1.2", "short", script=TRAP),
    Fault("time limit", "2.2.1", "single", script=TIMER),
    Fault(
        "page reloads by itself",
        "2.2.1",
        "single",
        swap('(<meta charset="utf-8">)', r'\1<meta http-equiv="refresh" content="30">'),
    ),
    Fault("zoom forbidden", "1.4.4", "single", swap("initial-scale=1", "initial-scale=1, user-scalable=no")),
)
