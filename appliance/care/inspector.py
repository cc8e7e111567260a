"""What an inspector asks for: is the whole record sound, and all of it to take along. Changes nothing, knows no files.

One check runs at a time, on a thread of its own; selling goes on meanwhile.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Iterator

from appliance.domain.errors import TillError
from appliance.ports import Document, Inspection, Store
from appliance.till.people import People

PART = 500  # facts read at a time
PART_BYTES = 1 << 20
OPEN_S = 900.0


class Inspector:
    """Callable from any thread; `last_z` tells the newest Z.

    Who may begin a check may take the records along for a while.
    """

    def __init__(
        self,
        store: Store,
        people: People,
        last_z: Callable[[], int],
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._people = people
        self._last_z = last_z
        self._lock = threading.Lock()
        self._is_running = False
        self._done, self._of = 0, 0
        self._found: Inspection | None = None
        self._thread: threading.Thread | None = None
        self._monotonic_s = monotonic_s
        self._open_until_s = 0.0

    def begin(self, approval: str | None) -> Document:
        """Start the check unless one runs. Raises `needs_approval`."""
        self._people.check("export", approval)
        with self._lock:
            self._open_until_s = self._monotonic_s() + OPEN_S
            if not self._is_running:
                self._is_running, self._found = True, None
                self._done, self._of = 0, 0
                self._thread = threading.Thread(target=self._run, name="inspector", daemon=True)
                self._thread.start()
        return self.view()

    def view(self) -> Document:
        """How far it is, and what it found: `state` is idle, running, sound or damaged."""
        with self._lock:
            found = self._found
            state = "running" if self._is_running else "idle"
            if found is not None:
                state = "damaged" if found.damaged else "sound"
            return {
                "state": state,
                "done": self._done,
                "of": self._of,
                "facts": found.facts if found else 0,
                "first_day": found.first_day if found else None,
                "last_day": found.last_day if found else None,
                "head": found.head if found else None,
                "damaged": list(found.damaged) if found else [],
                "last_z": self._last_z(),
            }

    def wait(self, timeout_s: float) -> None:
        """For tests: until the running check is over."""
        if self._thread is not None:
            self._thread.join(timeout_s)

    def export(self) -> Iterator[bytes]:
        """Every fact that can be read, byte for byte, a line each, oldest first; as one gzip file (RFC 1952).

        Raises `not_checked` when no check was begun in the last quarter of an hour.
        """
        with self._lock:
            if self._monotonic_s() >= self._open_until_s:
                raise TillError("not_checked", allowed="after a check, for a quarter of an hour")
        return self._packed()

    def _packed(self) -> Iterator[bytes]:
        packer = zlib.compressobj(6, wbits=31)
        for epoch in self._store.epochs():
            after = 0
            while (part := self._store.stream_part(epoch, after, PART, PART_BYTES)) is not None:
                after += len(part.facts)
                packed = packer.compress(b"".join(fact + b"\n" for fact in part.facts))
                if packed:
                    yield packed
        yield packer.flush()

    def _run(self) -> None:
        found: Inspection | None = None
        try:
            found = self._store.inspect(self._step)
        finally:
            with self._lock:
                self._found, self._is_running = found, False

    def _step(self, done: int, of: int) -> None:
        with self._lock:
            self._done, self._of = done, of
