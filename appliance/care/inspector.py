"""What an inspector asks for: is the whole record sound, and all of it on a stick. Changes nothing, knows no files.

One check runs at a time, on a thread of its own; selling goes on meanwhile.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from appliance.care.records import Tally
from appliance.care.saving import Saving
from appliance.ports import Document, RecordFile, Store
from appliance.till.people import People

log = logging.getLogger(__name__)


class Inspector:
    """Callable from any thread; `last_z` tells the newest Z, `saving` puts the records on a stick."""

    def __init__(self, store: Store, people: People, last_z: Callable[[], int], saving: Saving) -> None:
        self._store = store
        self._people = people
        self._last_z = last_z
        self._saving = saving
        self._lock = threading.Lock()
        self._state = "idle"
        self._done, self._of = 0, 0
        self._found = Tally()
        self._thread: threading.Thread | None = None

    def begin(self, approval: str | None) -> Document:
        """Start the check unless one runs. Raises `needs_approval`."""
        self._people.check("export", approval)
        with self._lock:
            if self._state != "running":
                self._state, self._found = "running", Tally()
                self._done, self._of = 0, 0
                self._thread = threading.Thread(target=self._run, name="inspector", daemon=True)
                self._thread.start()
        return self.view()

    def save(self, key: str, approval: str | None) -> Document:
        """Put all records on the stick that is in, unless that is under way. Raises `needs_approval`."""
        self._people.check("export", approval)
        self._saving.start(key)
        return self.view()

    def view(self) -> Document:
        """How far it is, and what it found: `state` is idle, running, sound, damaged or failed (try again)."""
        saved = self._saving.view()
        with self._lock:
            found = self._found
            return {
                "state": self._state,
                "done": self._done,
                "of": self._of,
                "facts": found.count,
                "first_day": found.first_day,
                "last_day": found.last_day,
                "head": found.head if self._state in ("sound", "damaged") else None,
                "damaged": [_told(file) for file in found.damaged] if self._state == "damaged" else [],
                "last_z": self._last_z(),
                "saved": saved,
            }

    def wait(self, timeout_s: float) -> None:
        """For tests: until the running check is over."""
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        found, state = Tally(), "failed"
        try:
            for file in self._store.records(self._step):
                found.add(file)
            state = "damaged" if found.damaged else "sound"
        except Exception:  # a thread's top: the screen says that nothing was found out
            log.exception("the records could not be checked")
        finally:
            with self._lock:
                self._found, self._state = found, state

    def _step(self, done: int, of: int) -> None:
        with self._lock:
            self._done, self._of = done, of


def _told(file: RecordFile) -> Document:
    return {"file": file.name, "day": file.day, "lost": file.lost}
