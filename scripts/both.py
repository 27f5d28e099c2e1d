"""Runs pytest with the same arguments on PostgreSQL, where a server is found, and on SQLite; shows what tests print."""

import subprocess
import sys
from pathlib import Path

import postgres


def main(arguments: list[str]) -> int:
    Path("build").mkdir(exist_ok=True)
    with postgres.wanted() as url:
        ended = [run("PostgreSQL", url, arguments)] if url else []
    ended.append(run("SQLite", None, arguments))
    return int(any(ended))


def run(name: str, database: str | None, arguments: list[str]) -> int:
    print(f"\nOn {name}:", flush=True)
    command = [sys.executable, "-m", "pytest", "--capture=no", *arguments]
    return subprocess.run(command, env=postgres.environment(database), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
