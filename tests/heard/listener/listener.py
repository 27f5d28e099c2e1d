"""What a blind person hears: one Orca and one Chromium that stay alive for many walks, one walk at a time."""

import contextlib
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from tests.heard.listener.chromium import Chromium
from tests.heard.listener.desktop import Desktop
from tests.heard.listener.orca import Orca
from tests.heard.listener.waiting import until

# How long nothing must happen (seconds) until a step counts as over: Orca has spoken, has said nothing, opened a page.
SPOKEN, SILENT, LOADED = 0.25, 0.8, 0.6
LIMIT = 60.0
LOOK = 0.025
CALM = 2  # looks in a row at which no program wants the processor


class Listener:
    """`with Listener() as ear: with ear.window(address): ear.press("Tab")` gives what was said."""

    def __init__(self, language: str = "de_DE.UTF-8") -> None:
        self.desktop = Desktop(language)

    def __enter__(self) -> Self:
        try:
            self.desktop.start()
            self.orca = Orca(self.desktop)
            self.orca.start()
            # Orca greets first, then Chromium starts: the other way round some windows stay unknown to Orca.
            self.chromium = Chromium(self.desktop)
            until(lambda: self.orca.handled("window:activate"), LIMIT, "Chromium's window")
            self._rest(LOADED)
        except BaseException:
            self.desktop.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.desktop.stop()

    @contextlib.contextmanager
    def window(self, address: str, *, script: bool = True) -> Iterator[list[str]]:
        """A fresh window at the address; what is said when it opens."""
        self.orca.forget_pages()
        try:
            self.chromium.open_window(address, script=script)
            until(lambda: self.orca.handled("document:load-complete"), LIMIT, "the page in Orca's ears")
            self._rest(LOADED)
            yield self.orca.take()
        finally:
            self.chromium.close_window()
            self._rest(SPOKEN)
            self.orca.take()

    def press(self, key: str) -> list[str]:
        return self._act("key", "--clearmodifiers", key)

    def type(self, text: str) -> list[str]:
        return self._act("type", "--delay", "60", text)

    def later(self) -> list[str]:
        """What is said by itself after a key, once the page has brought something more."""
        self._rest(SPOKEN, SILENT)
        return self.orca.take()

    def _act(self, *keys: str) -> list[str]:
        self.orca.take()
        self.desktop.press(*keys)
        self._rest(SPOKEN, SILENT)
        return self.orca.take()

    def focused(self, selector: str) -> bool:
        """Whether the focus is on what the selector names."""
        return bool(self.evaluate(f"document.activeElement.matches({selector!r})"))

    def evaluate(self, expression: str) -> Any:
        return self.chromium.evaluate(expression)

    def _rest(self, quiet: float, silent: float = 0.0) -> None:
        """Until nothing has happened for `quiet` seconds (`silent` if nothing was said), and Orca says it is idle.

        Something happens while Orca handles events or the page loads. On a busy machine programs that have not finished
        look as if they were at rest, so at the end none of them may be waiting for the processor.
        """
        began = last = time.monotonic()
        seen, loaded, calm = len(self.orca.read()), False, 0
        while time.monotonic() - began < LIMIT:
            time.sleep(LOOK)
            loading = bool(getattr(self, "chromium", None) and self.chromium.loading)
            loaded |= loading
            if loading or len(self.orca.read()) != seen:
                last, seen, calm = time.monotonic(), len(self.orca.rows), 0
                continue
            enough = max(quiet if self.orca.said() else silent, LOADED if loaded else quiet)
            if time.monotonic() - last < enough:
                continue
            calm = 0 if self.desktop.busy() else calm + 1
            if calm >= CALM:
                self.orca.wait_until_idle()
                if len(self.orca.read()) == seen:
                    return
                last, seen, calm = time.monotonic(), len(self.orca.rows), 0
        raise TimeoutError(f"no rest within {LIMIT:.0f} s")
