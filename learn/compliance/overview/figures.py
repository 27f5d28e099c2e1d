"""Pure: what is counted, what it adds up to, and how serious it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from learn.rules.deadlines import State

__all__ = ["AWAY", "MISSED", "SHOWN", "Ahead", "Figures", "Tone", "share"]

#: those who had to be done by now, and are not
MISSED = (State.OVERDUE, State.EXPIRED)
#: not counted for the time being
AWAY = (State.SUSPENDED, State.EXEMPT)
#: those who have to hold a valid proof today; in the order in which they are drawn
BINDING = (State.VALID, State.OPEN, State.IN_GRACE, State.OVERDUE, State.EXPIRED)
#: everything but what has lapsed
SHOWN = (*BINDING, *AWAY, State.FUTURE)
_SERIOUS = 10  # percent missed
_WELL = 80  # percent valid


class Tone(StrEnum):
    """How serious a figure is; screens say it in words as well. Calm: nothing is missed, but much is still to do."""

    GOOD = "good"
    SOME = "some"
    MANY = "many"
    CALM = "calm"


def share(part: int, whole: int) -> int:
    """Percent, cut off: 100 only if it is all, and never 0 if there is one."""
    if part <= 0 or whole <= 0:
        return 0
    return max(1, part * 100 // whole)


@dataclass(frozen=True)
class Figures:
    """Duties by state: one person under three requirements counts three times."""

    states: Mapping[State, int] = field(default_factory=dict)
    renewal_open: int = 0

    def of(self, *states: State) -> int:
        """How many are in one of these states."""
        return sum(self.states.get(state, 0) for state in states)

    @cached_property
    def binding(self) -> int:
        """How many have to hold a valid proof today; the base of every percentage."""
        return self.of(*BINDING)

    @cached_property
    def valid(self) -> int:
        return self.of(State.VALID)

    @cached_property
    def missed(self) -> int:
        return self.of(*MISSED)

    @property
    def percent(self) -> int:
        return share(self.valid, self.binding)

    @property
    def missed_percent(self) -> int:
        return share(self.missed, self.binding)

    @cached_property
    def shown(self) -> int:
        """How many stand in lists: all but those whose reason has ended."""
        return self.of(*SHOWN)

    @property
    def tone(self) -> Tone:
        if not self.binding:
            return Tone.CALM
        if not self.missed:
            return Tone.GOOD if self.valid * 100 >= _WELL * self.binding else Tone.CALM
        return Tone.MANY if self.missed * 100 >= _SERIOUS * self.binding else Tone.SOME

    def __add__(self, other: "Figures") -> "Figures":
        states = {state: self.of(state) + other.of(state) for state in {*self.states, *other.states}}
        return Figures(states, self.renewal_open + other.renewal_open)


@dataclass(frozen=True)
class Ahead:
    """What lies ahead: whose validity ends within so many days, in which month, and the health of cycles."""

    within: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    health: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def summed(cls, parts: Iterable[Mapping[str, Mapping[str, int]]]) -> "Ahead":
        """The sum of some outlooks, or of differences."""
        sums: dict[str, dict[str, int]] = {"within": {}, "months": {}, "health": {}}
        for part in parts:
            for name, into in sums.items():
                for key, people in part.get(name, {}).items():
                    into[key] = into.get(key, 0) + people
        return cls(**sums)
