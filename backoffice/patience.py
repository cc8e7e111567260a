"""Who may wait here: boxes for news of their catalogue, and writes for their turn. Both are bounded.

A back office that comes up again is met by all its boxes at once. Each one that cannot be served now is given a
moment of its own to come back, so that they do not meet again. Knows no request and no table.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from backoffice.errors import OfficeError

MAX_WAITING_BOXES = 24  # each holds a thread; see the sum in box_api
MAX_WRITES = 16
WRITES_PER_S = 100.0  # a cautious guess for a small server; only spreads those that come back
LONGEST_RETRY_S = 120
GLANCE_S = 5.0  # another process may have changed the catalogue: it rings no bell here


class ChangeBell:
    """Wakes those who wait for a commit that concerns their merchant. Holds no database connection."""

    def __init__(self, most: int = MAX_WAITING_BOXES) -> None:
        self._changed = threading.Condition()
        self._rings: Counter[str] = Counter()
        self._places = threading.BoundedSemaphore(most)
        self._is_closed = False

    def ring(self, merchant_id: str) -> None:
        """To be registered with `Database.on_commit`."""
        with self._changed:
            self._rings[merchant_id] += 1
            self._changed.notify_all()

    def rings(self, merchant_id: str) -> int:
        """How often it rang; ask before looking, so that no ring between looking and waiting is missed."""
        with self._changed:
            return self._rings[merchant_id]

    def wait(self, merchant_id: str, seen: int, timeout_s: float) -> None:
        """Until it rings again for this merchant, or for `timeout_s`, or a glance is due."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_closed or self._rings[merchant_id] != seen, min(timeout_s, GLANCE_S)
            )

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Whether there is a place to wait; it is given back at the end."""
        has_place = self._places.acquire(blocking=False)
        try:
            yield has_place
        finally:
            if has_place:
                self._places.release()

    def close(self) -> None:
        """Send everybody home: the program ends."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()


class WriteQueue:
    """A bounded number of writes at a time; the others are told when to come again, one after the other."""

    def __init__(
        self, monotonic: Callable[[], float], most: int = MAX_WRITES, per_s: float = WRITES_PER_S
    ) -> None:
        self._monotonic = monotonic
        self._most = most
        self._gap_s = 1 / per_s
        self._lock = threading.Lock()
        self._inside = 0
        self._next_slot_s = 0.0

    @contextmanager
    def turn(self, share: float = 1.0) -> Iterator[None]:
        """Take part in writing. With a `share` below 1, places are left for what matters more. Raises `too_many`."""
        with self._lock:
            if self._inside >= max(1, int(self._most * share)):
                raise OfficeError("too_many", retry_after_s=self._slot_in_s())
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1

    @property
    def is_crowded(self) -> bool:
        """Whether more than half of the places are taken."""
        return self._inside * 2 > self._most

    def _slot_in_s(self) -> int:
        now = self._monotonic()
        self._next_slot_s = max(self._next_slot_s + self._gap_s, now + 1)
        if self._next_slot_s > now + LONGEST_RETRY_S:
            self._next_slot_s = (
                now + 1
            )  # beyond that, begin again at the front rather than pile up at the end
        return math.ceil(self._next_slot_s - now)
