"""Long work in small pieces: whoever reads or checks much rests now and then, so that a payment need not wait.

The interpreter runs one thread at a time. Work that never waits keeps it until it is taken away, and a payment, which
lets go of it a dozen times, would lose it a dozen times. Knows nothing of what the work is.
"""

from __future__ import annotations

import time
from collections.abc import Callable


class Breath:
    """Call it after every piece; each `pieces` pieces it rests for `rest_s` seconds."""

    __slots__ = ("_done", "_pieces", "_rest", "_rest_s")

    def __init__(self, pieces: int, rest_s: float, rest: Callable[[float], None] = time.sleep) -> None:
        self._pieces, self._rest_s, self._rest = pieces, rest_s, rest
        self._done = 0

    def __call__(self) -> None:
        self._done += 1
        if self._done == self._pieces:
            self._done = 0
            self._rest(self._rest_s)
