"""How the work of a function grows with its input, as a ratio of CPU times in one run."""

import gc
from collections.abc import Callable
from time import process_time

TRIES = 3


def growth(work: Callable[[int], Callable[[], object]], small: int, large: int) -> float:
    """CPU time at `large` over that at `small`; `work(count)` prepares the input and returns what is measured.

    The quickest of three tries counts, without the garbage collector: other processes only ever make a try slower.
    """
    return _seconds(work(large)) / _seconds(work(small))


def _seconds(run: Callable[[], object]) -> float:
    tries = []
    for _ in range(TRIES):
        gc.collect()
        gc.disable()
        try:
            begun = process_time()
            run()
            tries.append(process_time() - begun)
        finally:
            gc.enable()
    return min(tries)
