"""The thread that listens to the till: a question that waits until something changes, over and over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from appliance.watchdog.loop import Loop
from appliance.watchdog.till_link import TillGone, TillLink
from appliance.watchdog.view import BadView, TillView

log = logging.getLogger(__name__)

WAIT_S = 1  # the till takes three seconds without a question for a dead watchdog
FIRST_RETRY_S = 0.2
LONGEST_RETRY_S = 2.0


class LatestView:
    """The newest view of the till, and how often the till was away meanwhile."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._view: TillView | None = None

    def put(self, view: TillView) -> None:
        with self._lock:
            self._view = view

    def get(self) -> TillView | None:
        with self._lock:
            return self._view


class TillListener(Loop):
    """Keeps `latest` fresh and calls `heard` after each change."""

    def __init__(
        self, link: TillLink, latest: LatestView, heard: Callable[[], None], chance: Callable[[], float]
    ) -> None:
        super().__init__("watchdog-listen", chance)
        self._link = link
        self._latest = latest
        self._heard = heard
        self._seen: int | None = None
        self._retry_s = FIRST_RETRY_S

    def turn(self) -> float:
        try:
            view = self._link.next(self._seen, WAIT_S)
        except TillGone as gone:
            self._seen = None  # a till that comes back counts anew
            if self._retry_s == FIRST_RETRY_S and not self.is_stopping:
                log.info("the till does not answer: %s", gone)
        except BadView as bad:
            self._seen = None
            log.warning("the till says what this watchdog cannot read: %s", bad)
        else:
            self._retry_s = FIRST_RETRY_S
            if view.rev != self._seen:
                self._seen = view.rev
                self._latest.put(view)
                self._heard()
            return 0.0
        retry_s, self._retry_s = self._retry_s, min(self._retry_s * 2, LONGEST_RETRY_S)
        return retry_s

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        self._link.interrupt()
