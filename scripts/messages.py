"""Compiles the catalogues of strings (learn/locale/*/LC_MESSAGES/*.po) where they changed.

Babel's own command skips folders that are no CLDR language; Leichte Sprache is one, so each file is compiled here.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parents[1] / "learn" / "locale"


def compile_catalogue(source: Path) -> None:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with source.open("rb") as file:
        catalogue = read_po(file, domain=source.stem)
    with target.open("wb") as file:
        write_mo(file, catalogue)


if __name__ == "__main__":
    for po in sorted(FOLDER.glob("*/LC_MESSAGES/*.po")):
        compile_catalogue(po)
