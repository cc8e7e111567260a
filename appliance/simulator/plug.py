"""The power plug: kills the till now, or at a random moment of the next sale, and tells when it is back.

The power button ends it in order instead.

It never restarts the till; that is the supervisor's work. It knows a sale only from outside, as a person
does: the customer display changes (somebody tapped), the drawer springs or the printer stirs (somebody paid).
"""

from __future__ import annotations

import http.client
import logging
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from appliance.simulator.log import Log
from appliance.simulator.victim import NotTheTill, end_till, kill_till

LOG = logging.getLogger(__name__)

PHASES = ("tapping", "payment", "paper")
BUTTON = "button"
LATEST_MS = {"tapping": 400, "payment": 60, "paper": 350}
BACK_WITHIN_S = 60.0
POLL_S = 0.05


def till_answers(till_url: str, timeout_s: float = 1.0) -> bool:
    """Does the till's /healthz say 200?"""
    address = urlsplit(till_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port or 80, timeout=timeout_s)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class PowerPlug:
    """One thread waits for orders; displays and printers report what they saw through `saw`."""

    def __init__(
        self,
        pid_file: Path,
        log: Log,
        on_change: Callable[[], None] = lambda: None,
        *,
        answers: Callable[[], bool],
        kill: Callable[[Path], int] = kill_till,
        end: Callable[[Path], int] = end_till,
        randomness: random.Random | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pid_file = pid_file
        self._log = log
        self._on_change = on_change
        self._answers = answers
        self._kill = kill
        self._end = end
        self._random = randomness or random.Random()  # noqa: S311 - a moment to pull, not a secret
        self._monotonic = monotonic
        self._condition = threading.Condition()
        self._stop = threading.Event()
        self._phase: str | None = None
        self._order: tuple[str, int] | None = None
        self._state = "ready"
        self._last_back_ms: int | None = None
        self._pulls = 0
        self._thread = threading.Thread(target=self._work, name="sim-plug", daemon=True)

    def start(self) -> None:
        """Wait for orders."""
        self._thread.start()

    def stop(self) -> None:
        """Forget all orders; returns within two seconds."""
        self._stop.set()
        with self._condition:
            self._condition.notify_all()
        if self._thread.is_alive():
            self._thread.join(1.5)

    @property
    def state(self) -> str:
        """`ready`, `armed` (waiting for a sale), or `dark` (pulled, the till is not back yet)."""
        with self._condition:
            return self._state

    def view(self) -> dict[str, str | int | None]:
        """State, number of pulls, and how long the till was away last time."""
        with self._condition:
            return {"state": self._state, "pulls": self._pulls, "back_ms": self._last_back_ms}

    def pull_now(self) -> None:
        """Kill the till at once (from the plug's thread)."""
        self._place("now", 0)

    def switch_off(self) -> None:
        """End the till in order (from the plug's thread), as a machine does whose power button was held."""
        self._place(BUTTON, 0)

    def arm(self) -> None:
        """Choose a moment of the next sale, and tell nobody which."""
        with self._condition:
            if self._state != "ready":
                return
            self._phase = self._random.choice(PHASES)
            self._state = "armed"
        self._log.say("log.plug_armed")
        self._on_change()

    def disarm(self) -> None:
        """Think better of it."""
        with self._condition:
            if self._state != "armed":
                return
            self._phase, self._order, self._state = None, None, "ready"
        self._log.say("log.plug_disarmed")
        self._on_change()

    def saw(self, what: str) -> None:
        """`display` changed, printer `data` began, the `drawer` sprang, a `row` was printed."""
        with self._condition:
            if self._phase is None or self._order is not None:
                return
            is_moment = {
                "tapping": what == "display",
                "payment": what in ("drawer", "data"),
                "paper": what == "row",
            }[self._phase]
            if not is_moment:
                return
            phase = self._phase
            delay_ms = self._random.randint(0, LATEST_MS[phase])
        self._place(phase, delay_ms)

    def _place(self, phase: str, delay_ms: int) -> None:
        with self._condition:
            if self._state != "dark" and self._order is None:
                self._order = (phase, delay_ms)
                self._condition.notify_all()

    def _work(self) -> None:
        while not self._stop.is_set():
            with self._condition:
                if not self._condition.wait_for(lambda: self._order is not None or self._stop.is_set(), 1.0):
                    continue
                order = self._order
            if order is not None and not self._stop.wait(order[1] / 1000):
                self._pull(*order)

    def _pull(self, phase: str, delay_ms: int) -> None:
        with self._condition:
            if self._order is None:
                return  # disarmed while the moment was near
            self._order, self._phase, self._state = None, None, "dark"
        began = self._monotonic()
        try:
            pid = (self._end if phase == BUTTON else self._kill)(self._pid_file)
        except NotTheTill as refusal:
            LOG.warning("the plug pulled nothing: %s", refusal.reason)
            self._log.say(f"log.nothing_pulled_{refusal.reason}")
            self._settle(None)
            return
        LOG.info("power pulled from the till (pid %d), %s, after %d ms", pid, phase, delay_ms)
        with self._condition:
            self._pulls += phase != BUTTON
        self._log.say(f"log.pulled_{phase}", ms=delay_ms)
        self._on_change()
        self._watch(began, is_gone=phase != BUTTON)

    def _watch(self, began: float, *, is_gone: bool) -> None:
        while not self._stop.wait(POLL_S):
            away_s = self._monotonic() - began
            if not self._answers():
                is_gone = True  # who ends in order answers for a moment yet
            elif is_gone:
                away_ms = round((self._monotonic() - began) * 1000)
                self._log.say("log.till_back", ms=away_ms)
                self._settle(away_ms)
                return
            if away_s > BACK_WITHIN_S:
                self._log.say("log.till_not_back", seconds=round(away_s))
                self._settle(None)
                return

    def _settle(self, back_ms: int | None) -> None:
        with self._condition:
            self._state, self._last_back_ms = "ready", back_ms
        self._on_change()
