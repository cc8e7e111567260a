"""How many facts travel at once: slowly more while it goes well, half as many when it does not. Pure."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_LIMIT = 100
MOST = 1000  # the till must never be busy with one batch for long
STEP = 20
MAX_BATCH_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Sent:
    """What a batch held: `count` facts, `size` bytes before compression."""

    count: int
    size: int

    def fills(self, limit: int) -> bool:
        """Whether more may wait behind it: the till cuts a batch by number or, with long receipts, by size."""
        return self.count >= limit or self.size > MAX_BATCH_BYTES // 2


class BatchSize:
    """Additive increase, multiplicative decrease; never more than the back office wishes."""

    def __init__(self) -> None:
        self.limit = FIRST_LIMIT
        self._wish = FIRST_LIMIT

    def wish(self, batch: object) -> None:
        """The back office's wish; anything else than a number is no wish."""
        if isinstance(batch, int) and not isinstance(batch, bool):
            self._wish = min(max(batch, 1), MOST)
            self.limit = min(self.limit, self._wish)

    def grow(self) -> None:
        self.limit = min(self.limit + STEP, self._wish)

    def halve(self, sent: Sent) -> None:
        """Half of what was really sent."""
        self.limit = max(1, min(self.limit, sent.count) // 2)
