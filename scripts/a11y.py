"""`make a11y`: every question type in every state × theme × width × size of text, before axe-core and IBM's engine.

Prints one line a type and state with the number of findings in each cell, and writes all of them to build/a11y.json.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
PARTS, REPORT = ROOT / "build" / "a11y", ROOT / "build" / "a11y.json"
BASELINE = ROOT / "tests" / "a11y" / "baseline.yaml"
PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    "-m",
    "a11y",
    "tests/a11y",
    "--numprocesses",
    "2",
    "--dist",
    "load",
    "--quiet",
]
MINUTES = 15
COLUMNS = list(product((100, 200), (1280, 320), ("light", "dark", "forced")))
Findings = list[dict[str, Any]]


def main(arguments: list[str]) -> int:
    print(f"This takes about {MINUTES} minutes.", flush=True)
    shutil.rmtree(PARTS, ignore_errors=True)
    tests = subprocess.run([*PYTEST, *arguments], cwd=ROOT, check=False).returncode
    parts = [json.loads(file.read_text("utf-8")) for file in sorted(PARTS.glob("*.json"))]
    cells = [cell for part in parts for cell in part["cells"]]
    small = sorted({target for part in parts for target in part["small_targets"]})
    REPORT.write_text(json.dumps({"cells": cells, "small_targets": small}, ensure_ascii=False, indent=1), "utf-8")
    print_matrix(cells)
    open_findings = [each for cell in cells for each in cell["findings"] if not each["reason"]]
    excused = [each for cell in cells for each in cell["findings"] if each["reason"]]
    print_findings("Findings", open_findings)
    print_findings("Looked at by people and no failure (tests/a11y/baseline.yaml)", excused)
    unused = [entry for entry in baseline() if not any(each["reason"] == entry["reason"] for each in excused)]
    for entry in unused:
        print(f"In the baseline, and found no more: {entry['rule']}, {entry['where']}")
    print(f"\nTargets under 44 px (told, not asked for by WCAG AA): {len(small)}", *small, sep="\n  ")
    print(f"\n{len(cells)} cells, {len(open_findings)} findings. All of them: {REPORT.relative_to(ROOT)}")
    return 1 if tests or open_findings or unused or not cells else 0


def baseline() -> list[dict[str, str]]:
    return yaml.safe_load(BASELINE.read_text("utf-8")) or []


def print_matrix(cells: list[dict[str, Any]]) -> None:
    """The places of a type and state together; "·" is none."""
    counts: Counter[tuple[Any, ...]] = Counter()
    for cell in cells:
        row = (cell["kind"], cell["state"])
        counts[*row, cell["text"], cell["width"], cell["theme"]] += sum(not each["reason"] for each in cell["findings"])
    rows = sorted({key[:2] for key in counts})
    print(f"\n{'text':32}" + "".join(f"{f'{text} %':>8}" for text, _, _ in COLUMNS))
    print(f"{'width':32}" + "".join(f"{f'{width} px':>8}" for _, width, _ in COLUMNS))
    print(f"{'theme':32}" + "".join(f"{theme:>8}" for _, _, theme in COLUMNS))
    for row in rows:
        found = (counts[*row, *column] for column in COLUMNS)
        print(f"{', '.join(row):32}" + "".join(f"{number or '·':>8}" for number in found))


def print_findings(title: str, findings: Findings) -> None:
    """Each kind once, with how often it was met and one element."""
    times = Counter((each["engine"], each["rule"], each["message"]) for each in findings)
    print(f"\n{title}: {len(findings)}")
    for (engine, rule, message), number in times.most_common():
        example = next(each["element"] for each in findings if (each["engine"], each["rule"]) == (engine, rule))
        print(f"  {number:5}x {engine} {rule}: {message}\n         {example[:150]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
