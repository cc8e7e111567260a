"""The thread that brings the catalogue: one long question to the back office after another.

It has its own connection, so that waiting for a price change never delays a sale. It runs only while reports
succeed; a cut of its connection is the first sign of a dead line and is passed on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from appliance.watchdog.answers import Answer, NoAnswer, Outcome
from appliance.watchdog.loop import Loop
from appliance.watchdog.patience import OPEN, obeyed_s
from appliance.watchdog.till_link import TillAnswer, TillGone
from appliance.watchdog.view import Cursor, Identity, Json, TillView

log = logging.getLogger(__name__)

WAIT_S = 25
SHORTEST_ROUND_S = 1.0  # for a back office that answers "nothing new" without waiting
CATALOGUE_BYTES = 8 * 1024 * 1024
IDLE_S = 30.0


class ChangesPort(Protocol):
    """The back office, as far as this thread speaks with it."""

    def changes(self, generation: str | None, after: int, wait_s: int, limit_bytes: int) -> Outcome: ...
    def interrupt(self) -> None: ...
    def close(self) -> None: ...


class CataloguePort(Protocol):
    """The till, as far as this thread speaks with it."""

    def changes(self, changes: Json, asked: Cursor) -> tuple[TillAnswer, Cursor | None]: ...
    def interrupt(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Orders:
    """For whom to pull, and from where; `cursor` is the till's."""

    identity: Identity
    cursor: Cursor


class Pull(Loop):
    """Pulls while it has orders. `obey` may be called from any thread."""

    def __init__(
        self,
        till: CataloguePort,
        connect: Callable[[Identity], ChangesPort],
        suspect: Callable[[], None],
        chance: Callable[[], float],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("watchdog-pull", chance)
        self._till = till
        self._connect = connect
        self._suspect = suspect
        self._now_s = now_s
        self._lock = threading.Lock()
        self._orders: Orders | None = None
        self._till_cursor: Cursor | None = None
        self._office: ChangesPort | None = None
        self._whose: Identity | None = None
        self._cursor: Cursor | None = None
        self._gate = OPEN

    def obey(self, view: TillView | None, online: bool | None) -> None:
        """Start, go on or stop, by how the till and the line are now."""
        orders = None
        if view is not None and view.identity is not None and online:
            if not view.is_offline_by_choice and not view.wants_offer:
                orders = Orders(view.identity, view.cursor)
        with self._lock:
            before, self._orders = self._orders, orders
            whose, office = self._whose, self._office
        if orders is None or (whose is not None and whose != orders.identity):
            if office is not None:
                office.interrupt()
        if orders is not None and (before is None or before != orders):
            self.wake()

    def turn(self) -> float:
        with self._lock:
            orders = self._orders
        if orders is None:
            self._let_go()
            return IDLE_S
        now_s = self._now_s()
        if not self._gate.is_open(now_s):
            return self._gate.shut_until_s - now_s
        office = self._office_for(orders.identity)
        asked = self._asked(orders.cursor)
        outcome = office.changes(asked.generation, asked.version, WAIT_S, CATALOGUE_BYTES)
        if not self._still_wanted(orders.identity):
            return 0.0
        if isinstance(outcome, NoAnswer) or not outcome.is_ok:
            return self._failed(outcome)
        if not _is_news(outcome.body, asked):
            # Without a place to wait we are told when to come again.
            rest_s = max(SHORTEST_ROUND_S, obeyed_s(outcome.retry_after_s or 0.0))
            self._gate = OPEN.shut(now_s + rest_s)
            self._cursor = self._till_cursor = None  # by now the till's own account is the newer one
            return 0.0
        return self._hand_over(outcome.body, asked)

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        self._till.interrupt()
        with self._lock:
            office = self._office
        if office is not None:
            office.interrupt()

    def release(self) -> None:
        self._let_go()

    def _asked(self, till_cursor: Cursor) -> Cursor:
        """Our own cursor, which is ahead of the till's account of it, until the till's changes otherwise."""
        if till_cursor != self._till_cursor:
            self._till_cursor = till_cursor
            self._cursor = till_cursor
        return self._cursor or till_cursor

    def _hand_over(self, changes: Json, asked: Cursor) -> float:
        try:
            answer, cursor = self._till.changes(changes, asked)
        except TillGone as gone:
            log.debug("changes not handed over: %s", gone)
            return self._later()
        if cursor is None:
            log.info("the till does not take the changes after %s: %s", asked, answer.code)
            self._cursor = self._till_cursor = None
            return self._later()
        log.info("catalogue at version %d", cursor.version)
        self._cursor = cursor
        self._gate = OPEN
        return 0.0

    def _failed(self, outcome: Outcome) -> float:
        self._suspect()
        wait_s = self._later()
        if isinstance(outcome, NoAnswer):
            if outcome.retry_after_s is not None:
                wait_s = obeyed_s(outcome.retry_after_s)
                self._gate = self._gate.shut(self._now_s() + wait_s)
        elif isinstance(outcome, Answer):
            log.warning("the back office does not give its changes: %d %s", outcome.status, outcome.code)
        self._let_go()
        return wait_s

    def _later(self) -> float:
        now_s = self._now_s()
        self._gate = self._gate.failed(now_s, self._chance())
        return self._gate.shut_until_s - now_s

    def _still_wanted(self, identity: Identity) -> bool:
        with self._lock:
            return self._orders is not None and self._orders.identity == identity and not self.is_stopping

    def _office_for(self, identity: Identity) -> ChangesPort:
        if self._office is not None and self._whose == identity:
            return self._office
        self._let_go()
        office = self._connect(identity)
        with self._lock:
            self._office, self._whose = office, identity
        self._cursor = self._till_cursor = None
        return office

    def _let_go(self) -> None:
        with self._lock:
            office, self._office, self._whose = self._office, None, None
        if office is not None:
            office.close()


def _is_news(changes: Json, asked: Cursor) -> bool:
    return (
        changes.get("is_snapshot") is True
        or changes.get("generation") != asked.generation
        or changes.get("version") != asked.version
    )
