"""The thread that does what the till wishes of the radio, and says what came of it. Slow work, so it has its own.

A wish is done once: it begins when the till has heard that it was taken, and what came of it is kept until that was
heard too.
A password is in the wish, goes to the radio, and is in nothing that is said or logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict
from typing import Protocol

from appliance.network.wifi import Air, Join, NoWifi, Wifi
from appliance.watchdog.listen import LatestView
from appliance.watchdog.loop import Loop
from appliance.watchdog.till_link import TillAnswer, TillGone
from appliance.watchdog.view import Json, WifiWish

log = logging.getLogger(__name__)

IDLE_S = 60.0  # woken as soon as the till has something new
RETRY_S = 1.0  # when the till did not hear


class TillPort(Protocol):
    """The till, as far as this thread speaks with it. Every call may raise `TillGone`."""

    def tell_wifi(self, body: Json) -> TillAnswer: ...
    def interrupt(self) -> None: ...


class WifiHand(Loop):
    """Owns the radio, which is made when it is first wished for."""

    def __init__(
        self, till: TillPort, latest: LatestView, make: Callable[[], Wifi], chance: Callable[[], float]
    ) -> None:
        super().__init__("watchdog-wifi", chance)
        self._till = till
        self._latest = latest
        self._make = make
        self._wifi: Wifi | None = None
        self._done: str | None = None
        self._untold: Json | None = None
        self._is_heard = True

    def turn(self) -> float:
        try:
            waits_s = self._do_next()
        except TillGone as gone:
            if self._is_heard:
                log.info("the till was not told of Wi-Fi: %s", gone)
            self._is_heard = False
            return RETRY_S
        self._is_heard = True
        return waits_s

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        self._till.interrupt()
        if self._wifi is not None:
            self._wifi.stop()

    def _do_next(self) -> float:
        if self._untold is not None:
            self._till.tell_wifi(self._untold)
            self._untold = None
        view = self._latest.get()
        wish = view.wifi if view is not None else None
        if wish is None or wish.id == self._done:
            return IDLE_S
        if self._wifi is None:
            self._wifi = self._make()
        answer = self._till.tell_wifi({"id": wish.id, "is_done": False, "air": self._look(self._wifi)})
        self._done = wish.id  # from here on it is never done again
        if answer.body.get("is_wished"):
            self._untold = {"id": wish.id, "is_done": True, "outcome": "failed"}  # whatever happens below
            outcome = self._act(wish, self._wifi)
            self._untold = {**self._untold, "outcome": outcome, "air": self._look(self._wifi)}
        return 0.0

    def _act(self, wish: WifiWish, wifi: Wifi) -> str | None:
        try:
            if wish.do == "join":
                outcome = wifi.join(Join(wish.ssid, wish.password, wish.is_hidden))
                log.info("joining a Wi-Fi: %s", outcome)  # not which: it tells where a person is
                return outcome
            if wish.do == "country":
                wifi.set_country(wish.country)
            else:
                wifi.search()
        except NoWifi as none:
            log.info("no Wi-Fi here: %s", none)
            return "no_wifi"
        return None

    def _look(self, wifi: Wifi) -> Json:
        try:
            return asdict(wifi.look())
        except NoWifi:
            return asdict(Air("none"))
