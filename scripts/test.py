"""`make test`: first what concerns the database on PostgreSQL, then the whole suite on SQLite.

The last line printed is always pytest's own: of the SQLite run, or of the PostgreSQL run if that one failed.
"""

import subprocess
import sys
from pathlib import Path

import postgres

PYTEST = [sys.executable, "-m", "pytest", "--numprocesses", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
NOTHING_COLLECTED = 5

LEFT_OUT = ("bench", "bench_hr", "faults", "heard", "office", "seeded", "a11y")  # each has a word of its own


def main(arguments: list[str]) -> int:
    Path("build").mkdir(exist_ok=True)
    with postgres.wanted() as url:
        if url:
            print("On PostgreSQL, the tests that use the database:", flush=True)
            code = run(url, "-m", "db", *arguments)
            if code not in {0, NOTHING_COLLECTED}:
                return code
    print("\nOn SQLite, all tests:", flush=True)
    return run(None, "-m", " and ".join(f"not {mark}" for mark in LEFT_OUT), *arguments)


def run(database: str | None, *arguments: str) -> int:
    return subprocess.run([*PYTEST, *arguments], env=postgres.environment(database), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
