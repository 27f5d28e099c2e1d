"""The screen reader: what it said and what it is doing, read from the lines that it writes."""

import json
import re
import shutil
import signal
from pathlib import Path

from tests.heard.listener.desktop import Desktop
from tests.heard.listener.waiting import until

HERE = Path(__file__).parent
PATIENCE = 30.0
SPACES = re.compile(r"\s+")
# The browser's own window, not the page.
FRAME = re.compile(r"Chromium( \(\w+\))? (Rahmen|frame)\.$")


class Orca:
    """A real Orca with its speech server off. `rows` are the lines since the last `take`."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.log = desktop.folder / "said.jsonl"
        self.log.touch()
        self.read_to = 0
        self.rows: list[dict[str, str]] = []

    def start(self) -> None:
        preferences = self.desktop.folder / "orca"
        preferences.mkdir()
        shutil.copy(HERE / "orca-customizations.py", preferences)
        self.desktop.environment["HEARD_LOG"] = str(self.log)
        command = ["orca", "-u", str(preferences), "-d", "braille", "-d", "braille-monitor"]
        self.process = self.desktop.run("orca", command)
        # It greets.
        until(lambda: bool(self.said()) or self.process.poll() is not None, PATIENCE, "Orca's greeting")
        if self.process.poll() is not None:
            raise RuntimeError("Orca ended at once. Only one Orca can run for a user: does another one run?")

    def read(self) -> list[dict[str, str]]:
        with self.log.open("rb") as file:
            file.seek(self.read_to)
            new = file.read()
        whole = new[: new.rfind(b"\n") + 1]
        self.read_to += len(whole)
        self.rows += map(json.loads, whole.decode().splitlines())
        return self.rows

    def said(self) -> list[str]:
        """One line an utterance, since the last `take`."""
        lines = [SPACES.sub(" ", row["text"]).strip() for row in self.read() if row["kind"] == "said"]
        return [line for line in lines if line and not FRAME.search(line)]

    def handled(self, event: str) -> bool:
        return any(row["kind"] == "event" and row["text"].startswith(event) for row in self.read())

    def take(self) -> list[str]:
        lines = self.said()
        self.rows.clear()
        return lines

    def wait_until_idle(self) -> None:
        self._ask(signal.SIGUSR1, "idle")
        self.rows = [row for row in self.rows if row["kind"] != "idle"]

    def forget_pages(self) -> None:
        self._ask(signal.SIGUSR2, "reset")
        self.rows.clear()

    def _ask(self, number: signal.Signals, answer: str) -> None:
        def answers() -> int:
            return sum(row["kind"] == answer for row in self.read())

        before = answers()
        self.process.send_signal(number)
        until(lambda: answers() > before, PATIENCE, f"Orca's answer ({answer})", 0.01)
