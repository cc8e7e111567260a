"""The back office switched off and on, or put back to an older copy, as a lost server's backup would be.

It is held down by a file its supervisor respects, and ended as the power plug ends the till. It knows neither
the back office's data nor its program: what restores a copy is a command line.
"""

from __future__ import annotations

import logging
import queue
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from appliance.simulator.log import Log
from appliance.simulator.plug import till_answers
from appliance.simulator.victim import NotTheTill, send_signal

LOG = logging.getLogger(__name__)

STATES = ("up", "down", "restored")
BACK_WITHIN_S = 60.0
GONE_WITHIN_S = 5.0
RESTORE_LIMIT_S = 60.0
POLL_S = 0.1
LONGEST_WORDS = 200
_MADE_AT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """Where the back office runs. The last line `restore_argv` prints names the copy that came back."""

    url: str
    pid_file: Path
    hold_file: Path
    restore_argv: tuple[str, ...]


def copy_named_in(words: str) -> str:
    """When the copy was made, as ISO 8601 UTC, if its name tells (`…20261122T093000Z…`); else the words."""
    made = _MADE_AT.search(words)
    return "{}-{}-{}T{}:{}:{}Z".format(*made.groups()) if made else words


class OfficeSwitch:
    """One thread does what the switch is set to, one order after the other."""

    def __init__(
        self,
        settings: OfficeSettings,
        log: Log,
        on_change: Callable[[], None] = lambda: None,
        *,
        answers: Callable[[], bool] | None = None,
        end: Callable[[Path], int] = lambda pid_file: send_signal(pid_file, signal.SIGKILL),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._log = log
        self._on_change = on_change
        self._answers = answers or (lambda: till_answers(settings.url))
        self._end = end
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._state = "starting"
        self._copy: str | None = None
        self._orders: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sim-office", daemon=True)

    def start(self) -> None:
        """It is up after each start of the simulator: whoever held it down is gone."""
        self._settings.hold_file.unlink(missing_ok=True)
        self._thread.start()

    def stop(self) -> None:
        """Forget all orders and hold nothing down; returns within about two seconds."""
        self._stop.set()
        self._orders.put("")
        if self._thread.is_alive():
            self._thread.join(1.5)
        self._settings.hold_file.unlink(missing_ok=True)

    def view(self) -> dict[str, str | None]:
        """`starting`, `up`, `down`, `restoring`; and when the copy that came back was made."""
        with self._lock:
            return {"state": self._state, "copy": self._copy}

    def set(self, state: str) -> None:
        """One of `STATES`; it is done by the switch's thread."""
        self._orders.put(state)

    def _work(self) -> None:
        self._wait_until_up(None)
        while not self._stop.is_set():
            order = self._orders.get()  # `stop` puts one, so this never waits for ever
            if order == "down":
                self._take_down()
            elif order == "up":
                self._release()
            elif order == "restored":
                self._restore()

    def _take_down(self) -> bool:
        """Hold it down and end it; False when something keeps answering."""
        self._settings.hold_file.parent.mkdir(parents=True, exist_ok=True)
        self._settings.hold_file.touch()
        try:
            pid = self._end(self._settings.pid_file)
            LOG.info("the back office (pid %d) was ended", pid)
        except NotTheTill as refusal:
            LOG.info("no back office was ended: %s", refusal.reason)
        deadline_s = self._monotonic() + GONE_WITHIN_S
        while (is_answering := self._answers()) and self._monotonic() < deadline_s:
            if self._stop.wait(POLL_S):
                return False
        if is_answering:
            self._settings.hold_file.unlink(missing_ok=True)
            self._become("up", "log.office_stays_up")
            return False
        was_down = self.view()["state"] == "down"
        self._become("down", None if was_down else "log.office_down")
        return True

    def _release(self) -> None:
        if self.view()["state"] == "up":
            return
        began_s = self._monotonic()
        self._settings.hold_file.unlink(missing_ok=True)
        self._become("starting")
        self._wait_until_up(began_s)

    def _restore(self) -> None:
        if not self._take_down():
            return
        self._become("restoring")
        words, is_done = self._run_restore()
        if is_done:
            copy = copy_named_in(words)
            with self._lock:
                self._copy = copy
            self._log.say("log.office_restored", copy=copy)
        else:
            self._log.say("log.office_not_restored", words=words)
        self._release()

    def _run_restore(self) -> tuple[str, bool]:
        """The last line it said, and whether it went well."""
        try:
            process = subprocess.Popen(
                self._settings.restore_argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
        except OSError as problem:
            return str(problem)[:LONGEST_WORDS], False
        try:
            said, _ = process.communicate(timeout=RESTORE_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate(timeout=5)
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        return (lines[-1] if lines else "")[:LONGEST_WORDS], process.returncode == 0

    def _wait_until_up(self, began_s: float | None) -> None:
        """Until it answers. `began_s` None is the start of everything, of which the log says nothing."""
        limit_s = self._monotonic() + BACK_WITHIN_S
        while not self._stop.is_set() and self._orders.empty():
            if self._answers():
                ms = 0 if began_s is None else round((self._monotonic() - began_s) * 1000)
                self._become("up", None if began_s is None else "log.office_back", ms=ms)
                return
            if self._monotonic() > limit_s:
                self._become("starting", "log.office_not_back", seconds=round(BACK_WITHIN_S))
                limit_s = float("inf")  # said once; it may still come
            self._stop.wait(POLL_S)

    def _become(self, state: str, key: str | None = None, **params: str | int) -> None:
        with self._lock:
            self._state = state
        if key is not None:
            self._log.say(key, **params)
        self._on_change()
