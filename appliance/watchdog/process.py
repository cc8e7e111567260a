"""The watchdog process: wires its three threads, waits for a signal, stops them within two seconds."""

from __future__ import annotations

import logging
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from appliance.network.wifi import Wifi
from appliance.notify import SILENT, Notifier
from appliance.watchdog.client import OfficeClient
from appliance.watchdog.listen import LatestView, TillListener
from appliance.watchdog.loop import Loop
from appliance.watchdog.office_clock import OfficeClock, ShiftedClock
from appliance.watchdog.pull import Pull
from appliance.watchdog.sync import Sync
from appliance.watchdog.till_link import TillLink
from appliance.watchdog.uplinks import SystemRoute, Uplinks
from appliance.watchdog.view import Identity, TillView
from appliance.watchdog.wifi import WifiHand

log = logging.getLogger(__name__)

STOP_S = 1.8
NICENESS = 10  # a sale goes before a backlog

# What goes into a heartbeat: JSON for whoever owns the light.
Heartbeat = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WatchdogSettings:
    """`heart` begins heartbeats of the given state and answers how to end them.

    `clock_offset_file` holds the seconds by which the simulator moves a demo box's clock. `ca_file`: trust these
    certificates instead of the system's. `wifi` makes the radio, when it is first wished for.
    """

    till_socket: Path
    clock_offset_file: Path | None = None
    ca_file: Path | None = None
    heart: Callable[[Callable[[], Heartbeat]], Callable[[], None]] | None = None
    wifi: Callable[[], Wifi] | None = None


class Watchdog:
    """Its threads: three, and one more where there may be Wi-Fi. `start`, then `stop`."""

    def __init__(self, settings: WatchdogSettings, uplinks: Uplinks | None = None) -> None:
        self._heart = settings.heart
        self._end_heart: Callable[[], None] | None = None
        chance = random.SystemRandom().random  # many boxes start at once: they must not agree
        clocks: dict[Identity, OfficeClock] = {}
        wall = ShiftedClock(settings.clock_offset_file)

        def connect(identity: Identity) -> OfficeClient:
            clock = clocks.get(identity)
            if clock is None:
                clocks.clear()
                clock = clocks.setdefault(identity, OfficeClock(wall))
            return OfficeClient(identity, clock, settings.ca_file)

        latest = LatestView()
        self._sync: Sync
        self._pull = Pull(TillLink(settings.till_socket), connect, lambda: self._sync.suspect(), chance)
        self._sync = Sync(
            TillLink(settings.till_socket),
            latest,
            connect,
            uplinks or SystemRoute(),
            chance,
            self._after_turn,
        )
        obeying: list[Loop] = [self._sync]
        if settings.wifi is not None:
            obeying.append(WifiHand(TillLink(settings.till_socket), latest, settings.wifi, chance))

        def heard() -> None:
            for loop in obeying:
                loop.wake()

        listener = TillListener(TillLink(settings.till_socket), latest, heard, chance)
        self._loops = (listener, *obeying, self._pull)

    def start(self) -> None:
        for loop in self._loops:
            loop.start()
        if self._heart is not None:
            self._end_heart = self._heart(self.heartbeat)

    def stop(self) -> None:
        """End all threads; never takes longer than two seconds, and loses nothing."""
        until_s = time.monotonic() + STOP_S
        if self._end_heart is not None:
            self._end_heart()
        for loop in self._loops:
            loop.ask_to_stop()
        for loop in self._loops:
            loop.join(until_s - time.monotonic())

    def heartbeat(self) -> Heartbeat:
        """What the light is told. Raises when the thread that does the work hangs: then no beat goes out."""
        return {"who": "watchdog", "online": self._sync.online}

    def _after_turn(self, view: TillView | None, online: bool | None) -> None:
        self._pull.obey(view, online)


def _step_aside() -> None:
    """Let the till have the processor first, also where a kernel weighs sessions and not programs (autogroups)."""
    os.nice(NICENESS)
    with suppress(OSError):  # this kernel has none, or systemd weighs us (CPUWeight)
        Path("/proc/self/autogroup").write_text(str(NICENESS), encoding="ascii")


def run(settings: WatchdogSettings, notify: Notifier = SILENT) -> int:
    """Run until SIGTERM or SIGINT; the exit code."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    _step_aside()
    watchdog = Watchdog(settings)
    watchdog.start()
    log.info("watchdog of %s", settings.till_socket)
    notify.ready()
    while not ended.wait(1.0):
        with suppress(RuntimeError):  # its work hangs: then nothing is said, and systemd starts it anew
            watchdog.heartbeat()
            notify.alive()
    notify.stopping()
    watchdog.stop()
    return 0
