"""What the benchmark's city is, in numbers; how it is built stands in `town`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class City:
    """What was built, and the day on which every row is right."""

    people: int
    requirements: int
    on: date
