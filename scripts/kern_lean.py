"""Cuts the lean set out of the npm package @kern-ux/native: KERN's design tokens and two weights of its font.

    python scripts/kern_lean.py node_modules/@kern-ux/native var/vendor/kern

Only whole token rules are copied, unchanged (EUPL-1.2, KERN's licence stands beside them). The font is subset by
script, so that a page loads only the letters it shows. Fira Sans is under the OFL 1.1 without a reserved font name.
"""

import logging
import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

NOTICE = (
    "/*! KERN design tokens, excerpt of @kern-ux/native dist/kern.css, unchanged rules. EUPL-1.2, see LICENSE.md */\n"
)
WEIGHTS = {400: "Regular", 600: "SemiBold"}
LETTERS = {
    "latin": "20-7E,A0-FF,11E-11F,130-131,152-153,15E-15F,178,1E9E,2013-2014,2018-201A,201C-201E,2022,2026,2030,"
    "2039-203A,20AC,2192,2212",
    "latin-ext": "100-11D,120-12F,132-151,154-15D,160-177,179-17F,1A0-1A1,1AF-1B0,218-21B,1EA0-1EF9",
    "cyrillic": "400-45F,490-491,2116",
}


def token_rules(css: str) -> list[str]:
    """The top-level rules that only set tokens: `:root`, the colour schemes and the themes."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    kept, depth, start = [], 0, 0
    for place, sign in enumerate(css):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "}" and depth == 0:
            rule = css[start : place + 1].strip()
            start = place + 1
            if is_token_rule(rule):
                kept.append(rule)
    return kept


def is_token_rule(rule: str) -> bool:
    head = rule.split("{", 1)[0].strip()
    theme = "data-kern-theme" in head and "level" not in head and "--kern-color" in rule
    return head == ":root" or "prefers-color-scheme" in head or theme


def code_points(ranges: str) -> set[int]:
    points: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def subset(source: Path, target: Path, letters: str) -> None:
    options = Options(
        flavor="woff2",
        hinting=False,
        desubroutinize=True,
        layout_features=["kern", "liga", "ccmp", "mark", "mkmk", "locl", "tnum", "lnum"],
    )
    font = load_font(source, options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=code_points(letters))
    subsetter.subset(font)
    save_font(font, target, options)


def font_face(weight: int, file: str, letters: str) -> str:
    span = ",".join(f"U+{part}" for part in letters.split(","))
    return (
        f"@font-face{{font-family:'Fira Sans';font-weight:{weight};font-style:normal;font-display:swap;"
        f"src:url({file}) format('woff2');unicode-range:{span}}}"
    )


def main(source: Path, target: Path) -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # KERN's fonts carry harmless flag bits it warns of
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    rules = token_rules((source / "dist/kern.css").read_text("utf-8"))
    (target / "kern-tokens.css").write_text(NOTICE + "\n".join(rules) + "\n", "utf-8")
    faces = []
    for weight, name in WEIGHTS.items():
        for part, letters in LETTERS.items():
            file = f"fonts/fira-sans-{weight}-{part}.woff2"
            subset(source / f"dist/fonts/fira-sans/FiraSans-{name}.woff2", target / file, letters)
            faces.append(font_face(weight, file, letters))
    (target / "fira-sans.css").write_text("\n".join(faces) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
