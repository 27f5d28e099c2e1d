"""Faults in a question that is asked: names, groups, hints, controls, pictures."""

from tests.seeded.fault import Fault, both, cut, swap

LEGEND = r"<legend>(.*?)</legend>"
GROUP = both(swap("<fieldset", "<div"), swap("</fieldset>", "</div>"))
SEND_ON_CHANGE = """
for (const select of document.querySelectorAll("main select"))
  select.addEventListener("change", () => select.form.requestSubmit());
"""
RADIOS_AS_BOXES = """
for (const box of document.querySelectorAll(".choice")) {
  box.querySelector("input").hidden = true;
  box.addEventListener("click", () => (box.querySelector("input").checked = true));
}
"""
DRAG = """
for (const row of document.querySelectorAll(".order > li")) {
  row.draggable = true;
  row.querySelector(".row")?.remove();
}
"""

FAULTS = (
    Fault("legend missing", "1.3.1", "single", cut(LEGEND)),
    Fault(
        "legend not tied to the group",
        "1.3.1",
        "single",
        swap(f"<fieldset([^>]*)>\\s*{LEGEND}", r"<p>\2</p><fieldset\1>"),
    ),
    Fault("group without fieldset", "1.3.1", "single", both(GROUP, swap(LEGEND, r'<p class="q-title">\1</p>'))),
    Fault(
        "group emptied by role=presentation",
        "1.3.1",
        "single",
        swap('<fieldset class="q', '<fieldset role="presentation" class="q'),
    ),
    Fault(
        "rows without legends",
        "1.3.1",
        "statements",
        both(swap('(<fieldset class="pair[^>]*>)\\s*<legend>(.*?)</legend>', r"\1<p>\2</p>")),
    ),
    Fault(
        "radio group split by two names",
        "1.3.1",
        "single",
        swap('name="a"( value="[^"]*" id="a-2")', r'name="a-other"\1'),
    ),
    Fault(
        "radios without labels",
        "1.3.1",
        "single",
        both(swap('<label class="choice">', '<div class="choice">'), swap("</span></label>", "</span></div>")),
    ),
    Fault("radios replaced by clickable boxes", "2.1.1", "single", script=RADIOS_AS_BOXES),
    Fault(
        "radios with the role of buttons",
        "4.1.2",
        "single",
        swap('<input type="radio"', '<input type="radio" role="button"'),
    ),
    Fault(
        "label not in the name",
        "2.5.3",
        "single",
        swap('(<input type="radio"[^>]* id="a-(\\d)")', r'\1 aria-label="Auswahl \2"'),
    ),
    Fault("all choices named alike", "2.4.6", "single", swap('(<input type="radio")', r'\1 aria-label="Antwort"')),
    Fault("hint not tied to the input", "1.3.1", "single", cut("hint-a ?(?=[^<]*> <span>)")),
    Fault(
        "hint and error tied to the group only",
        "1.3.1",
        "single",
        both(
            cut('(?<=id="a-1") aria-describedby="[^"]*"'),
            swap('<fieldset class="q', '<fieldset aria-describedby="hint-a error-a" class="q'),
        ),
    ),
    Fault(
        "label missing",
        "3.3.2",
        "short",
        swap('<label class="q-title" for="a-1">(.*?)</label>', r'<p class="q-title">\1</p>'),
    ),
    Fault("label tied to nothing", "1.3.1", "short", swap('for="a-1"', 'for="a-l"')),
    Fault(
        "placeholder as label",
        "3.3.2",
        "gaps",
        swap('aria-label="([^"]*)"( aria-describedby="[^"]*")?( aria-invalid="true")?>', r'placeholder="\1"\2\3>'),
    ),
    Fault("gaps named without their place", "2.4.6", "gaps", swap('aria-label="(Lücke)[^"]*"', r'aria-label="\1"')),
    Fault("unit not tied to the number", "1.3.1", "number", swap('aria-describedby="unit-a ', 'aria-describedby="')),
    Fault("number field with arrows", "3.3.2", "number", swap('inputmode="decimal"', 'type="number"')),
    Fault("list sent at the first change", "3.2.2", "match-select", script=SEND_ON_CHANGE),
    Fault("list without label", "4.1.2", "match-select", swap('<label for="[^"]*">(.*?)</label>', r"<p>\1</p>")),
    Fault(
        "words to mark without labels",
        "4.1.2",
        "mark",
        both(swap('<label class="mark">', '<span class="mark">'), swap("</span></label>", "</span></span>")),
    ),
    Fault("check boxes shown for one answer", "4.1.2", "single", swap('type="radio"', 'type="checkbox"')),
    Fault("alternative text missing", "1.1.1", "image", cut(' alt="[^"]*"(?= width="160")')),
    Fault("alternative text empty", "1.1.1", "image", swap(' alt="[^"]*"(?= width="160")', ' alt=""')),
    Fault(
        "alternative text is a file name", "1.1.1", "image", swap('(src="/[^"]*/([^/"]*)") alt="[^"]*"', r'\1 alt="\2"')
    ),
    Fault(
        "alternative text gives the answer away",
        "1.1.1",
        "image",
        swap('alt="(Drei waagerechte[^"]*)"', r'alt="Richtige Antwort: \1"'),
    ),
    Fault("ordering by dragging only", "2.5.7", "order", script=DRAG),
    Fault("ordering buttons without the item", "2.4.6", "order", swap(': {item}, Platz {place} von {total}"', '"')),
    Fault(
        "moves are not spoken",
        "4.1.3",
        "order",
        swap('<div class="sr" aria-live="polite" aria-atomic="true">', '<div class="sr">'),
    ),
    Fault(
        "focus lost at the end of the list",
        "2.4.3",
        "order",
        in_script=swap(r'setAttribute\("aria-disabled", String\((.*?)\)\);', r"disabled = \1;"),
    ),
)
