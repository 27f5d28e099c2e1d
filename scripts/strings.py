"""Brings the catalogues (learn/locale/*/LC_MESSAGES/*.po) up to date with the code and lists what they leave open.

`make strings`. Reads Python and templates with Babel and Django, without GNU gettext. A string that is gone leaves the
catalogue, a new one enters it empty. Catalogues named as arguments, as of another branch, lend their translations.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "learn" / "locale"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# What code or browsers read in a sentence: %(name)s, %s, {given}, <strong>, &nbsp;
FIXED = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|<[^>]+>|&\w+;")


def sources(root: Path) -> Iterator[Path]:
    for package in ("certificates", "courses", "learn"):
        yield from sorted((root / package).rglob("*.py"))
    yield from sorted(path for path in (root / "templates").rglob("*") if path.suffix in {".html", ".txt"})


def strings(root: Path = ROOT) -> Catalog:
    """Every string that the code wants translated, with the places it stands in."""
    found = Catalog()
    for path in sources(root):
        text = path.read_text("utf-8")
        if path.suffix != ".py":
            text = f"({templatize(text)})"  # in brackets indents mean nothing
        place = path.relative_to(root).as_posix()
        for line, wanted, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            found.add(wanted, locations=[(place, line)], context=context)
    return found


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, domain=path.stem)


def entries(catalogue: Catalog) -> list[Message]:
    """What a catalogue holds, without its head."""
    return [message for message in catalogue if message.id]


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A text as its forms: one, or one for each kind of number."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def fault(message: Message) -> str:
    """What is wrong with a translation; "" if nothing."""
    translations, originals = forms(message.string), forms(message.id)
    if not all(translations) or len(translations) < len(originals):
        return "not translated"
    for index, translation in enumerate(translations):
        original = originals[min(index, len(originals) - 1)]
        if astray := set(FIXED.findall(original)) ^ set(FIXED.findall(translation)):
            return f"not the same in both: {', '.join(sorted(astray))}"
        if "„" in translation:
            return "German quotation marks"
    return ""


def borrow(catalogue: Catalog, lender: Catalog) -> None:
    """Fills what is empty with what the lender has."""
    for message in entries(catalogue):
        lent = lender.get(message.id, message.context)
        if not any(forms(message.string)) and lent is not None and lent.pluralizable == message.pluralizable:
            message.string = lent.string


def renew(path: Path, found: Catalog, lenders: list[Catalog]) -> Catalog:
    """Writes a catalogue anew, in the order of the code and under its own head."""
    head = path.read_text("utf-8").partition("\n\n")[0]
    catalogue = read(path)
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    for lender in lenders:
        borrow(catalogue, lender)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, ignore_obsolete=True)
    path.write_text(f"{head}\n\n{body.getvalue().decode().strip()}\n", "utf-8")
    return catalogue


def main(lenders: list[str]) -> None:
    found = strings()
    borrowed = [read(Path(lender)) for lender in lenders]
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/*.po")):
        catalogue = renew(path, found, borrowed)
        open_ones = [(message, wrong) for message in entries(catalogue) if (wrong := fault(message))]
        for message, wrong in open_ones:
            place, line = message.locations[0]
            print(f"{place}:{line}: {forms(message.id)[0]!r}: {wrong}")
        print(f"{path.relative_to(ROOT)}: {len(entries(found))} strings, {len(open_ones)} to do")


if __name__ == "__main__":
    main(sys.argv[1:])
