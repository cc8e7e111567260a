"""Tells systemd how a process stands: ready, alive, stopping (sd_notify(3)). Knows nothing of what the process does.

`NOTIFY_SOCKET` and `WATCHDOG_USEC` are taken out of the environment once, at the start: gunicorn would otherwise say
"ready" before the till answers, and the kiosk's web processes would inherit a socket that is not theirs. Without
them everything here does nothing.

What the units must say:
- till: `NotifyAccess=all`, because gunicorn's worker speaks and not the main process.
- kiosk: `NotifyAccess=all`, because the compositor is the main process; and `TimeoutStartSec=infinity`, because it is
  ready only once the till's page is there.
- watchdog, lights: `NotifyAccess=main`.
- `WatchdogSec=` at least 10 s for till and lights. The watchdog process may wait a minute on a bad line in one turn:
  it says `alive` as long as its last turn is younger than that.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, MutableMapping

log = logging.getLogger(__name__)

USUAL_INTERVAL_S = 10.0  # of a unit that has no WatchdogSec: what is said then is only read by people
SEND_LIMIT_S = 1.0
STOP_LIMIT_S = 2.0


class Notifier:
    """One process's voice. Every call returns at once and never raises: a deaf systemd must not stop a sale."""

    def __init__(
        self, address: str, interval_s: float = USUAL_INTERVAL_S, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        """`address` is the socket's path, `@name` for an abstract one, empty for none."""
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._now_s = now_s
        self._said_s = float("-inf")
        self.interval_s = interval_s
        self._is_ready = False

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens."""
        return bool(self._address)

    def ready(self) -> None:
        """The process does its work from now on. Said once."""
        if not self._is_ready:
            self._is_ready = True
            self._say("READY=1")

    def status(self, words: str) -> None:
        """How it goes, for who asks systemd: one line of ASCII, other letters become question marks."""
        self._say(f"STATUS={' '.join(words.split())}")

    def alive(self) -> None:
        """A loop was completed. At most four go out in the time systemd waits for one."""
        now_s = self._now_s()
        if now_s - self._said_s >= self.interval_s / 4:
            self._said_s = now_s
            self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """The process is ending, as it was asked to."""
        self._say("STOPPING=1")

    def _say(self, text: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as wire:
                wire.settimeout(SEND_LIMIT_S)
                wire.sendto(text.encode("ascii", "replace"), self._address)
        except OSError as problem:
            log.debug("systemd did not hear %s: %s", text, problem)


SILENT = Notifier("")


def take(environment: MutableMapping[str, str]) -> Notifier:
    """The voice that `environment` (os.environ) offers; its variables are removed, so that no child has them."""
    address = environment.pop("NOTIFY_SOCKET", "")
    watchdog_us = environment.pop("WATCHDOG_USEC", "")
    pid = environment.pop("WATCHDOG_PID", "")
    if not address.startswith(("/", "@")):
        return SILENT
    is_for_us = not pid or pid == str(os.getpid())
    if is_for_us and watchdog_us.isascii() and watchdog_us.isdigit() and int(watchdog_us) > 0:
        return Notifier(address, int(watchdog_us) / 1_000_000)
    return Notifier(address)


class Proof:
    """A thread that says `alive` each time `prove` returned; `ready` the first time.

    `prove` does a small piece of the real work and raises when it cannot. While it hangs or raises, nothing is
    said, and systemd does what its unit says.
    """

    def __init__(self, notifier: Notifier, prove: Callable[[], object]) -> None:
        self._notifier = notifier
        self._prove = prove
        self._stop = threading.Event()
        self._is_failing = False
        # A daemon, because a hanging `prove` must not keep a process from ending.
        self._thread = threading.Thread(target=self._run, name="notify-proof", daemon=True)

    def start(self) -> None:
        """Begin, if anybody listens."""
        if self._notifier.is_heard:
            self._thread.start()

    def stop(self) -> None:
        """Say that the process is ending, and nothing after it."""
        self._stop.set()
        self._notifier.stopping()
        if self._thread.is_alive():
            self._thread.join(STOP_LIMIT_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._turn()
            self._stop.wait(self._notifier.interval_s / 4)

    def _turn(self) -> None:
        try:
            self._prove()
        except Exception as problem:  # a thread's top: whatever is wrong, silence is the message
            if not self._is_failing:
                log.warning("no proof of life: %r", problem)
            self._is_failing = True
            return
        if not self._stop.is_set():
            self._is_failing = False
            self._notifier.ready()
            self._notifier.alive()
