"""Waiting for something to become true, never for time to pass."""

import time
from collections.abc import Callable


def until(true: Callable[[], bool], limit: float, what: str, pause: float = 0.02) -> None:
    """Looks again and again. `what` names in the error what did not come."""
    end = time.monotonic() + limit
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {limit:.0f} s for {what}")
        time.sleep(pause)
