"""Writes THIRD_PARTY_NOTICES: every package the running site uses, with version and licence (`make lock` calls it)."""

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """Third-party notices
===================

The running site uses the packages below, each under its own licence. Their texts come with the packages:
below .venv/lib/*/site-packages/*.dist-info/ and node_modules/*/. Written by scripts/notices.py.
"""
FONT = """
Fonts and design tokens
-----------------------

var/vendor/kern is cut out of @kern-ux/native: whole token rules, unchanged (EUPL-1.2, its licence text stands beside
them), and subsets of Fira Sans (copyright The Mozilla Foundation and Telefonica S.A.), SIL Open Font License 1.1.
var/vendor/vazirmatn has two weights of Vazirmatn (copyright The Vazirmatn Project Authors), SIL Open Font License 1.1.

H5P's core in the player
------------------------

h5p-standalone is a wrapper under the MIT licence. Its frame.bundle.js, its style sheets and its fonts hold the core of
H5P (core API 1.28, copyright Joubel AS and contributors), GNU General Public License 3.0, and jQuery (MIT). They are
served unchanged, as files of their own, from var/vendor/h5p. Source: https://github.com/h5p/h5p-php-library and
https://github.com/tunapanda/h5p-standalone, version 3.8.2. Fonts beside them: Inter and Open Sans, SIL Open Font
License 1.1.

Licence of this project
-----------------------

European Union Public Licence 1.2, see LICENSE.
"""


def python_packages() -> list[tuple[str, str, str]]:
    names = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), flags=re.MULTILINE)
    found = []
    for name in names:
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # for another system or another Python
        found.append((package.metadata["Name"], package.version, licence_of(package)))
    return sorted(found, key=lambda row: row[0].lower())


def licence_of(package: Distribution) -> str:
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return expression
    classifiers = [
        line.split(" :: ")[-1] for line in metadata.get_all("Classifier") or [] if line.startswith("License")
    ]
    classifiers = [line for line in classifiers if line != "OSI Approved"]
    if classifiers:
        return ", ".join(classifiers)
    return (metadata.get("License") or "see the package").strip().splitlines()[0][:60]


def npm_packages() -> list[tuple[str, str, str]]:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    return sorted(
        (path.removeprefix("node_modules/"), entry["version"], entry.get("license", "see the package"))
        for path, entry in packages.items()
        if path and not entry.get("dev")
    )


def table(title: str, rows: list[tuple[str, str, str]]) -> str:
    width, short = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows)
    lines = [f"{name:<{width}}  {version:<{short}}  {licence}" for name, version, licence in rows]
    return "\n".join(["", title, "-" * len(title), "", *lines, ""])


if __name__ == "__main__":
    text = HEAD + table("Python", python_packages()) + table("npm", npm_packages()) + FONT
    (ROOT / "THIRD_PARTY_NOTICES").write_text(text, "utf-8")
