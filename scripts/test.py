"""`make test`: first what concerns the database on PostgreSQL, then the whole suite on SQLite.

The last line printed is always pytest's own: of the SQLite run, or of the PostgreSQL run if that one failed.
"""

import os
import subprocess
import sys
from pathlib import Path

import postgres

PYTEST = [sys.executable, "-m", "pytest", "--numprocesses", "2", "--dist", "loadfile"]
NOTHING_COLLECTED = 5


def main(arguments: list[str]) -> int:
    Path("build").mkdir(exist_ok=True)
    required = os.environ.get("REQUIRE_POSTGRES", "") not in {"", "0"}
    with postgres.server() as url:
        if url:
            print("On PostgreSQL, the tests that use the database:", flush=True)
            code = run(url, "-m", "db", *arguments)
            if code not in {0, NOTHING_COLLECTED}:
                return code
        elif required:
            print("No PostgreSQL server was found, and REQUIRE_POSTGRES is set. Name one by TEST_POSTGRES_URL.")
            return 1
        else:
            print("PostgreSQL not tried: no server found. Name one by TEST_POSTGRES_URL.")
    print("\nOn SQLite, all tests:", flush=True)
    return run("", "-m", "not bench and not faults and not a11y", *arguments)


def run(database: str, *arguments: str) -> int:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    return subprocess.run([*PYTEST, *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
