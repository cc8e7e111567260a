"""What the box just did, in words: message keys with parameters; the page speaks the viewer's language."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MOST_ENTRIES = 200
Params = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `number` grows by one with each."""

    number: int
    at_utc: str
    key: str
    params: Params


class Log:
    """The last 200 entries. `on_entry` is called after each, outside the lock."""

    def __init__(
        self,
        on_entry: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._on_entry = on_entry
        self._now = now
        self._lock = threading.Lock()
        self._entries: deque[Entry] = deque(maxlen=MOST_ENTRIES)
        self._count = 0

    def say(self, key: str, **params: str | int) -> None:
        """Add an entry; `key` is one of the page's `log.*` messages."""
        at_utc = self._now().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        with self._lock:
            self._count += 1
            self._entries.append(Entry(self._count, at_utc, key, params))
        self._on_entry()

    def entries(self) -> tuple[Entry, ...]:
        """Oldest first."""
        with self._lock:
            return tuple(self._entries)


def entry_to_dict(entry: Entry) -> dict[str, Any]:  # Any: JSON
    """The entry as JSON."""
    return {"number": entry.number, "at_utc": entry.at_utc, "key": entry.key, "params": entry.params}
