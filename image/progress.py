"""Tells how far the build is and how long it will take, from how long its stages took before on this machine.

Pure but for the small file of times and the clock it is given. It never invents: without a recorded time of a stage
it says which stage has never run here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KEPT_RUNS = 5


@dataclass(frozen=True, slots=True)
class Left:
    """Seconds still to go as far as known, and the stages whose time is not known."""

    seconds: int
    unknown: tuple[str, ...]


def typical(runs: Sequence[int]) -> int | None:
    """The median of recorded seconds; None without any."""
    return sorted(runs)[len(runs) // 2] if runs else None


def time_left(stages: Sequence[str], times: Mapping[str, Sequence[int]], running_s: int) -> Left:
    """What is left of `stages`, the first of which has been running for `running_s`."""
    seconds, unknown = 0, []
    for index, stage in enumerate(stages):
        usual_s = typical(times.get(stage, ()))
        if usual_s is None:
            unknown.append(stage)
        else:
            # A stage that takes longer than ever still takes a little: never promise zero.
            seconds += max(usual_s - running_s, 5) if index == 0 else usual_s
    return Left(seconds, tuple(unknown))


def in_words(left: Left) -> str:
    """`about 4 min left`, or what is not known."""
    known = f"about {left.seconds} s" if left.seconds < 90 else f"about {round(left.seconds / 60)} min"
    if not left.unknown:
        return f"{known} left"
    never = ", ".join(left.unknown)
    return f"time left unknown: never run here: {never}" + (f"; {known} for the rest" if left.seconds else "")


class Times:
    """How long each stage took the last times, kept beside the cache."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.runs: dict[str, list[int]] = self._read()

    def _read(self) -> dict[str, list[int]]:
        try:
            held = json.loads(self._path.read_text())
            return {str(stage): [int(run) for run in runs] for stage, runs in held.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}  # a lost or broken file only costs the estimate

    def record(self, stage: str, seconds: int) -> None:
        self.runs[stage] = [*self.runs.get(stage, []), seconds][-KEPT_RUNS:]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self.runs, indent=1) + "\n")
