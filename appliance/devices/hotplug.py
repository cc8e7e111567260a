"""Notices what is plugged in and out: events from udev where there is one, and a look at /sys every so often.

The events only say "look now": what is there is always read whole, so a lost or doubled event changes nothing.
Knows no roles and opens no device.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from appliance.devices.workers import Worker
from appliance.domain.device import Found

log = logging.getLogger(__name__)

WAIT_S = 0.5
RESCAN_S = 30.0  # beside events: one may be lost
RESCAN_WITHOUT_EVENTS_S = 1.0  # what is plugged in is known within two seconds all the same
SUBSYSTEMS = ("usbmisc", "tty", "input")
UDEV_RUNS = Path("/run/udev/control")


class Tree(Protocol):
    """Where to look."""

    def scan(self) -> tuple[Found, ...]: ...


class Events(Protocol):
    """Says when to look. `rescan_s` is how often to look anyway."""

    rescan_s: float

    def wait(self, timeout_s: float) -> bool:
        """Whether something was plugged in or out, at the latest after the limit."""


class NoEvents:
    """For a machine without udev, and for simulated devices."""

    rescan_s = RESCAN_WITHOUT_EVENTS_S

    def __init__(self) -> None:
        self._never = threading.Event()

    def wait(self, timeout_s: float) -> bool:
        return self._never.wait(timeout_s)


class UdevEvents:
    """What udev tells once it has set a node's rights."""

    rescan_s = RESCAN_S

    def __init__(self, monitor: Any) -> None:  # Any: pyudev ships no types
        self._monitor = monitor

    def wait(self, timeout_s: float) -> bool:
        if self._monitor.poll(timeout_s) is None:
            return False
        while self._monitor.poll(0) is not None:
            pass  # one plug makes a handful of events: they are one look
        return True


def system_events() -> Events:
    """udev's events, or none where there is no udev or no library for it."""
    if not UDEV_RUNS.exists():
        log.info("no udev here: looking for devices every %s s", RESCAN_WITHOUT_EVENTS_S)
        return NoEvents()
    try:
        import pyudev

        monitor = pyudev.Monitor.from_netlink(pyudev.Context())
        for subsystem in SUBSYSTEMS:
            monitor.filter_by(subsystem)
        monitor.start()
    except (ImportError, OSError) as problem:
        log.warning("no events from udev (%s): looking every %s s", problem, RESCAN_WITHOUT_EVENTS_S)
        return NoEvents()
    return UdevEvents(monitor)


class HotplugWatch(Worker):
    """`tell` is called on the watch's own thread with all that is there, first at the start, then at every change."""

    def __init__(
        self,
        tree: Tree,
        events: Events,
        tell: Callable[[tuple[Found, ...]], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("hotplug")
        self._tree = tree
        self._events = events
        self._tell = tell
        self._clock = clock
        self._known: tuple[Found, ...] | None = None
        self._look_at_s = clock()

    def turn(self) -> float:
        left_s = self._look_at_s - self._clock()
        if left_s > 0 and not self._events.wait(min(WAIT_S, left_s)):
            return 0.0
        self._look_at_s = self._clock() + self._events.rescan_s
        now = self._tree.scan()
        if now != self._known:
            self._note(now)
            self._tell(now)
            self._known = now  # told without a failure: otherwise it is told again at the next look
        return 0.0

    def _note(self, now: tuple[Found, ...]) -> None:
        # By socket: a key tells nothing of a twin that claims the same number, see `domain.device_names`.
        before = {one.by_path or one.key for one in self._known or ()}
        for one in now:
            if (one.by_path or one.key) not in before:
                log.info("plugged in: %s %s (%s)", one.kind, one.name or one.key, one.node)
        for place in before - {one.by_path or one.key for one in now}:
            log.info("unplugged: %s", place)
