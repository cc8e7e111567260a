"""How fast the card keeps what it is given: the wait that every sale has, measured on the data partition itself.

Appends like the journal does and asks the disk after each to have it (fdatasync). Leaves nothing behind.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

BLOCK = b"\xa5" * 4096  # not zeros, which some cards only note
WRITES = 100
AT_MOST_S = 6.0
LEAST_WRITES = 10

Pace = Literal["fast", "usable", "slow"]


@dataclass(frozen=True, slots=True)
class Speed:
    """Waits in thousandths of a millisecond: half of all were shorter than `p50_us`, 99 of 100 than `p99_us`."""

    p50_us: int
    p99_us: int
    writes: int

    @property
    def pace(self) -> Pace:
        """`fast`: nobody notices; `slow`: a vendor waits at the till."""
        if self.p99_us <= 100_000:
            return "fast"
        return "usable" if self.p99_us <= 400_000 else "slow"


def measure(
    folder: Path,
    *,
    is_stopped: Callable[[], bool] = lambda: False,
    now_s: Callable[[], float] = time.perf_counter,
    to_disk: Callable[[int], None] = os.fdatasync,
) -> Speed:
    """Raises OSError when the card refuses or is too slow for a verdict."""
    waits_us: list[int] = []
    end_s = now_s() + AT_MOST_S
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        while len(waits_us) < WRITES and not is_stopped() and (now_s() < end_s or not waits_us):
            began_s = now_s()
            file.write(BLOCK)
            to_disk(file.fileno())
            waits_us.append(round((now_s() - began_s) * 1_000_000))
    if len(waits_us) < LEAST_WRITES:
        raise OSError("the card is too slow, or the measurement was ended")
    return Speed(percentile(waits_us, 50), percentile(waits_us, 99), len(waits_us))


def percentile(values: Sequence[int], percent: int) -> int:
    """The value that `percent` of 100 do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
