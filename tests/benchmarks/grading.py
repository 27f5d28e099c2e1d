"""How long grading takes: 100,000 answers to all types, in CPU seconds. Prints a table, writes build/grading.json.

Run: python -m tests.benchmarks.grading [answers]
"""

import json
import sys
import time
from pathlib import Path

from courses.grading.grade import grade
from courses.grading.spec import TYPES
from tests.courses.grading.samples import RIGHT, SPECS, WRONG

LIMIT_SECONDS = 5.0


def main(answers: int) -> int:
    """Grade right and wrong answers of each type in turn; the exit code is 1 over the limit."""
    each = answers // (2 * len(TYPES))
    table: dict[str, float] = {}
    for type_ in TYPES:
        spec, right, wrong = SPECS[type_], RIGHT[type_], WRONG[type_]
        start = time.process_time()
        for _ in range(each):
            grade(spec, right)
            grade(spec, wrong)
        table[type_] = time.process_time() - start
        print(f"{type_:12} {2 * each:>8,} answers  {table[type_]:6.3f} s  {table[type_] / each / 2 * 1e6:6.1f} µs each")
    total = sum(table.values())
    print(f"{'all':12} {2 * each * len(TYPES):>8,} answers  {total:6.3f} s CPU (limit {LIMIT_SECONDS} s for 100,000)")
    out = Path(__file__).resolve().parents[2] / "build" / "grading.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"answers": 2 * each * len(TYPES), "cpu_seconds": total, "by_type": table}, indent=2))
    return int(total > LIMIT_SECONDS * answers / 100_000)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
