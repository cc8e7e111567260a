"""Which lines have reached the disk, and who makes the next ones reach it.

Appending happens under the store's lock, flushing outside it. The first thread that waits becomes the leader:
it flushes once for everything appended so far, the others wait for it (group commit). Lazy lines ride on the
next flush; a thread of its own makes sure that comes within a second. After one failed flush nothing is ever
acknowledged again: the kernel may have dropped the pages and called them clean.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from appliance.domain.errors import TillError
from appliance.store.tail import WriteFailed

log = logging.getLogger(__name__)

LAZY_FLUSH_S = 0.7
JOIN_S = 15.0


class Durability:
    """Counts appended and durable lines and facts; safe to use from any thread."""

    def __init__(self, sync: Callable[[], None], *, n: int, f: int) -> None:
        self._sync = sync
        self._mutex = threading.Lock()
        self._changed = threading.Condition(self._mutex)
        self.is_syncing = False
        self._appended = (n, f)
        self._waiting = 0
        self.durable_n = n
        self.durable_f = f
        self.failure: str | None = None
        self._stop = threading.Event()
        self._lazy = threading.Event()
        self._flusher: threading.Thread | None = None

    def appended(self, n: int, f: int) -> None:
        """A line was handed to the operating system; the caller holds the store's lock.

        One assignment of a pair: a leader reads either this pair or the one before, both true.
        """
        self._appended = (n, f)

    def restart(self, n: int, f: int) -> None:
        """Everything up to here is known to be durable (a new epoch's first segment)."""
        with self._mutex:
            self._appended = (n, f)
            self.durable_n, self.durable_f = n, f

    def soon(self) -> None:
        """A lazy line was appended: see that it is flushed within a second."""
        if self._flusher is None:
            self._flusher = threading.Thread(target=self._flush_lazily, name="store-flusher", daemon=True)
            self._flusher.start()
        self._lazy.set()

    def fail(self, reason: str) -> None:
        """Never acknowledge again."""
        with self._mutex:
            if self.failure is None:
                self.failure = reason
                log.error("the store failed and acknowledges nothing any more: %s", reason)
            self._changed.notify_all()

    def wait(self, n: int, timeout_s: float) -> None:
        """Return once line `n` is durable; TillError `store_failed`, or `store_busy` when time is up."""
        if self.durable_n >= n:
            return
        deadline_s: float | None = None
        while True:
            with self._mutex:
                while True:
                    if self.durable_n >= n:
                        return
                    if self.failure is not None:
                        raise TillError("store_failed")
                    if not self.is_syncing:
                        break
                    now_s = time.monotonic()
                    deadline_s = now_s + timeout_s if deadline_s is None else deadline_s
                    if now_s >= deadline_s:
                        raise TillError("store_busy")
                    self._waiting += 1
                    try:
                        self._changed.wait(deadline_s - now_s)
                    finally:
                        self._waiting -= 1
                self.is_syncing = True
                target_n, target_f = self._appended
            self._lead(target_n, target_f)
            if self.durable_n >= n:
                return

    def _lead(self, target_n: int, target_f: int) -> None:
        failure: str | None = "the flush was interrupted"
        try:
            self._sync()
            failure = None
        except WriteFailed as error:
            failure = str(error)
        finally:
            with self._mutex:
                self.is_syncing = False
                if failure is None:
                    self.durable_n = target_n
                    self.durable_f = target_f
                elif self.failure is None:
                    self.failure = failure
                    log.error("a flush failed; the store acknowledges nothing any more: %s", failure)
                if self._waiting:
                    self._changed.notify_all()

    def flush(self, timeout_s: float = 30.0) -> None:
        """Make everything appended so far durable."""
        self.wait(self._appended[0], timeout_s)

    def _flush_lazily(self) -> None:
        while not self._stop.is_set():
            self._lazy.wait()
            if self._stop.wait(LAZY_FLUSH_S):
                return
            self._lazy.clear()
            try:
                self.flush()
            except TillError as error:
                log.warning("lazy lines were not flushed: %s", error.code)
                if self.failure is not None:
                    return

    def stop(self) -> None:
        """End the flusher; the caller flushes what is left."""
        self._stop.set()
        self._lazy.set()
        if self._flusher is not None:
            self._flusher.join(JOIN_S)


class LineCommit:
    """One transaction's line on its way to the disk."""

    __slots__ = ("_durability", "n")

    def __init__(self, durability: Durability | None, n: int) -> None:
        self._durability = durability  # None: nothing to wait for
        self.n = n

    def wait(self, timeout_s: float = 10.0) -> None:
        """Return once the line is durable, at once for a lazy one."""
        if self._durability is not None:
            self._durability.wait(self.n, timeout_s)


SETTLED = LineCommit(None, 0)
