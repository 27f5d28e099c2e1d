"""What printing a certificate costs: warm, with finishing and the check of both norms, in CPU milliseconds.

Run: python -m tests.benchmarks.printing [certificates]. Prints a table, writes build/printing.json.
"""

import json
import os
import statistics
import sys
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path

import django

LIMIT_MS, GOAL_MS = 100.0, 60.0
NAMES = ("Ayşe Yılmaz", "Jürgen Großmann-Weiß", "Оксана Ґалаґан", "محمد عبد الرحمن الحسيني")


def main(number: int) -> int:
    """Prints so many of each look; the exit code is 1 over the limit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learn.settings.test")
    django.setup()
    from certificates import design, pdfua, render
    from certificates.models import Certificate
    from certificates.numbering import new_code
    from tests.factories.certificates import award

    def certificate(look: design.Look, name: str) -> Certificate:
        facts = asdict(award(holder_name=name)) | {"design": look.as_json()}
        return Certificate(code=new_code(), issued_on=date(2026, 11, 22), **facts)

    table: dict[str, dict[str, float]] = {}
    for orientation in design.ORIENTATIONS:
        for ink in design.INKS:
            look = design.Look(orientation=orientation, ink=ink)
            render.pdf_of(certificate(look, NAMES[0]))  # the first one reads fonts and style sheet
            whole, checking, size = [], [], 0
            for turn in range(number):
                row = certificate(look, NAMES[turn % len(NAMES)])
                start = time.process_time()
                data = render.pdf_of(row)
                whole.append((time.process_time() - start) * 1000)
                start = time.process_time()
                pdfua.problems(data)
                checking.append((time.process_time() - start) * 1000)
                size = max(size, len(data))
            median, checked = statistics.median(whole), statistics.median(checking)
            table[f"{orientation}, {ink}"] = {"cpu_ms": median, "of_it_checking": checked, "bytes": size}
            print(f"{orientation:10} {ink:7} {median:6.1f} CPU ms, {checked:4.1f} of them checking, {size:>7,} bytes")
    worst = max(row["cpu_ms"] for row in table.values())
    print(f"worst      {'':7} {worst:6.1f} CPU ms a certificate (limit {LIMIT_MS:.0f}, goal {GOAL_MS:.0f})")
    out = Path(__file__).resolve().parents[2] / "build" / "printing.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(table, indent=2))
    return int(worst > LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
