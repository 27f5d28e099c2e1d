"""One walk by ear: the keys pressed, what was said after each, in states that have a name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.heard.listener.listener import Listener

OPENED = "opened"
LOADING = "Es wird geladen. Bitte warten."  # said now earlier, now later: that is the machine's, not the page's


def sentences(lines: Iterable[str]) -> str:
    """One text of all that was said, with a full stop where the voice pauses."""
    return " ".join(line if line[-1] in ".?!:…)“" else f"{line}." for line in lines)


@dataclass(frozen=True)
class Step:
    """A key (OPENED: none, the page came up), what it was for, and what was said."""

    state: str
    key: str
    what_for: str
    said: tuple[str, ...]

    @property
    def typed(self) -> bool:
        """Whether it is text that was typed, which Orca does not repeat."""
        return self.key.startswith("„")

    @property
    def presses(self) -> int:
        return len(self.key) - len("„“") if self.typed else int(self.key != OPENED)

    @property
    def text(self) -> str:
        return sentences(self.said)


@dataclass
class Walk:
    """`state` opens a new part; `press`, `type` and `go_to` record what is said."""

    ear: Listener
    title: str
    steps: list[Step] = field(default_factory=list)
    seconds: float = 0.0
    current: str = ""

    def state(self, name: str) -> None:
        self.current = name

    def add(self, key: str, what_for: str, said: list[str]) -> Step:
        step = Step(self.current, key, what_for, tuple(line for line in said if line != LOADING))
        self.steps.append(step)
        return step

    def press(self, key: str, what_for: str = "") -> Step:
        return self.add(key, what_for, self.ear.press(key))

    def type(self, text: str, what_for: str = "") -> Step:
        return self.add(f"„{text}“", what_for, self.ear.type(text))

    def go_to(self, selector: str, what_for: str, key: str = "Tab", most: int = 40) -> Step:
        """Presses the key until the focus is on what the selector names; the last step is the one that got there."""
        for _ in range(most):
            step = self.press(key)
            if self.ear.focused(selector):
                self.steps[-1] = Step(step.state, step.key, what_for, step.said)
                return self.steps[-1]
        raise AssertionError(f"{selector} was not reached by {most} times {key}:\n" + "\n".join(self.lines()))

    def of(self, state: str) -> list[Step]:
        return [step for step in self.steps if step.state == state]

    def lines(self) -> Iterator[str]:
        """Readable, for messages of failed tests."""
        for step in self.steps:
            yield f"[{step.state}] {step.key}: {step.text or '(silence)'}"

    @property
    def keys(self) -> int:
        return sum(step.presses for step in self.steps)

    @property
    def words(self) -> int:
        return sum(len(line.split()) for step in self.steps for line in step.said)
