"""How long to wait before trying again. Pure: chance and time are handed in."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_PAUSE_S = 60.0
LONGEST_OFFLINE_PAUSE_S = (
    15.0  # nobody was reached, so nobody was burdened; a cable that is back is soon noticed
)
SHORTEST_PAUSE_S = 0.1
LONGEST_OBEYED_S = 3600.0  # a Retry-After beyond an hour is a mistake, and must not silence a box for good


def pause_s(failures: int, chance: float, longest_s: float = LONGEST_PAUSE_S) -> float:
    """Full jitter: anything up to 1, 2, 4 … `longest_s` seconds after the 1st, 2nd, 3rd … failure; for ever."""
    longest_s = min(longest_s, 2.0 ** min(failures - 1, 10))
    return max(SHORTEST_PAUSE_S, longest_s * chance)


def obeyed_s(retry_after_s: float) -> float:
    """How long a back office's Retry-After holds."""
    return min(max(retry_after_s, 0.0), LONGEST_OBEYED_S)


@dataclass(frozen=True, slots=True)
class Gate:
    """Shut after a failure until its time; a success opens it."""

    failures: int = 0
    shut_until_s: float = 0.0

    def is_open(self, now_s: float) -> bool:
        return now_s >= self.shut_until_s

    def failed(self, now_s: float, chance: float, longest_s: float = LONGEST_PAUSE_S) -> Gate:
        """Shut for longer than before."""
        failures = self.failures + 1
        return Gate(failures, now_s + pause_s(failures, chance, longest_s))

    def shut(self, until_s: float) -> Gate:
        """Shut until then, as often as it takes: no growing pause."""
        return Gate(self.failures, until_s)


OPEN = Gate()
