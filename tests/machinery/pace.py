"""How fast this machine works at the moment, by a fixed piece of work: limits in seconds are set for a quiet one.

Shared machines are up to three times slower at times. A figure is judged after division by the pace, and tables show
the pace beside the figure as it was measured.
"""

import json
import sqlite3
from time import process_time

__all__ = ["pace"]

#: CPU seconds of `_work` on the quiet two-core machine on which the limits were set
QUIET_S = 0.060


def pace() -> float:
    """How many times longer a piece of work takes than on the quiet machine; never below 1."""
    return max(1.0, min(_seconds() for _ in range(3)) / QUIET_S)


def _seconds() -> float:
    begun = process_time()
    _work()
    return process_time() - begun


def _work() -> None:
    """A little of all that costs: objects, texts, sorting, JSON, and a database."""
    rows = [(number, f"Müller-{number * 7919 % 10_007:05}", number % 30) for number in range(8_000)]
    by_place: dict[int, list[str]] = {}
    for _number, name, place in sorted(rows, key=lambda row: (row[2], row[1])):
        by_place.setdefault(place, []).append(name.upper())
    json.loads(json.dumps(by_place))
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, place INTEGER)")
        database.executemany("INSERT INTO people VALUES (?, ?, ?)", rows)
        database.execute("SELECT place, count(*), max(name) FROM people GROUP BY place").fetchall()
    database.close()
