"""What the owner sees without asking: server-sent events to at most 16 pages.

Each page holds one thread of the server. A change wakes the pages of its merchant; what changed is read from
the database, so a page that missed something sees it with the next change. Knows no HTTP.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from backoffice import sales
from backoffice.database import Database
from backoffice.errors import OfficeError

MAX_VIEWERS = 16
PING_S = 15.0
REST_S = 0.25  # between two looks of one page: a box that catches up makes many changes a second
LATEST = 20  # sales told at once; behind more than that the page asks for the list anyway
REMEMBERED = 400


class Live:
    """The pages that are open, by merchant."""

    def __init__(
        self, database: Database, *, ping_s: float = PING_S, rest_s: float = REST_S, most: int = MAX_VIEWERS
    ) -> None:
        self._database = database
        self._ping_s = ping_s
        self._rest_s = rest_s
        self._places = threading.BoundedSemaphore(most)
        self._changed = threading.Condition()
        self._revisions: dict[str, int] = {}
        self._is_stopped = False
        database.on_commit(self.changed)

    def changed(self, merchant_id: str) -> None:
        """Something of a merchant was committed; returns at once."""
        with self._changed:
            self._revisions[merchant_id] = self._revisions.get(merchant_id, 0) + 1
            self._changed.notify_all()

    def stop(self) -> None:
        """End every stream."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def events(self, merchant_id: str, is_welcome: Callable[[], bool]) -> Iterator[bytes]:
        """The stream of one page, until it leaves or `is_welcome` (asked with each ping) says no.

        Raises `too_many` at once, before anything is sent.
        """
        if not self._places.acquire(blocking=False):
            raise OfficeError("too_many", retry_after_s=5)
        return _Stream(self._stream(merchant_id, is_welcome), self._places.release)

    def _stream(self, merchant_id: str, is_welcome: Callable[[], bool]) -> Iterator[bytes]:
        with self._changed:
            revision = self._revisions.get(merchant_id, 0)
        told = Told((row["box_id"], row["number"]) for row in self._latest(merchant_id))
        yield _event("changed", {"revision": revision})
        welcome_until = time.monotonic() + self._ping_s
        while True:
            seen, revision = revision, self._wait(merchant_id, revision, welcome_until - time.monotonic())
            if self._is_stopped:
                return
            if time.monotonic() >= welcome_until:
                if not is_welcome():
                    return
                welcome_until = time.monotonic() + self._ping_s
                yield b": ping\n\n"
            if revision == seen:
                continue
            for row in reversed(self._latest(merchant_id)):
                if told.is_new((row["box_id"], row["number"])):
                    yield _event("sale", row)
            yield _event("changed", {"revision": revision})
            with self._changed:  # woken early only by the end
                self._changed.wait_for(lambda: self._is_stopped, self._rest_s)

    def _wait(self, merchant_id: str, seen: int, timeout_s: float) -> int:
        def is_over() -> bool:
            return self._is_stopped or self._revisions.get(merchant_id, 0) != seen

        with self._changed:
            self._changed.wait_for(is_over, max(0.0, timeout_s))
            return self._revisions.get(merchant_id, 0)

    def _latest(self, merchant_id: str) -> list[dict[str, Any]]:  # Any: a JSON object
        return self._database.read(lambda connection: sales.latest(connection, merchant_id, LATEST))


class Told:
    """The sales a page heard of lately, each by its box and its number there."""

    def __init__(self, sales: Iterable[tuple[str, str]]) -> None:
        self._sales = OrderedDict.fromkeys(sales)

    def is_new(self, sale: tuple[str, str]) -> bool:
        """Whether a sale was not told yet; from now on it was."""
        if sale in self._sales:
            return False
        self._sales[sale] = None
        if len(self._sales) > REMEMBERED:
            self._sales.popitem(last=False)
        return True


class _Stream:
    """An iterator that gives its place back even if it was never begun (a generator's `finally` would not)."""

    def __init__(self, events: Iterator[bytes], leave: Callable[[], None]) -> None:
        self._events = events
        self._leave = leave
        self._is_open = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._events)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Called by the server when the page is gone."""
        if self._is_open:
            self._is_open = False
            self._leave()


def _event(name: str, data: dict[str, Any]) -> bytes:  # Any: a JSON object
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
