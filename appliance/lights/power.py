"""Asks the machine to switch itself off, without waiting for its answer: the lamp goes on telling meanwhile.

The lights' user may ask for that and nothing else (a rule of polkit, see docs/operations.md). Decides nothing.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from appliance.lights.wires import Wires

LOG = logging.getLogger(__name__)

LIMIT_S: Final = 8.0
# busctl and not a D-Bus library: this process loads nothing that the lamp does not need, and nobody waits in it.
ASK: Final = (
    "busctl", "call", "--timeout=5", "--allow-interactive-authorization=no",
    "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PowerOff", "b", "false",
)  # fmt: skip


class Power(Protocol):
    """Who can switch the box off."""

    def ask(self) -> None:
        """Have it switched off."""

    def answer(self) -> bool | None:
        """Whether that was granted; None while nobody has answered."""


class LogindPower:
    """systemd-logind, which ends all programs in order and cuts the power where the board can."""

    def __init__(
        self,
        command: Sequence[str] = ASK,
        limit_s: float = LIMIT_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = command
        self._limit_s = limit_s
        self._monotonic = monotonic
        self._asking: subprocess.Popen[bytes] | None = None
        self._until_s = 0.0

    def ask(self) -> None:
        """One call; a second one only after the first was answered. What it complains about goes to our log."""
        if self._asking is not None and self._asking.poll() is None:
            return
        self._until_s = self._monotonic() + self._limit_s
        try:
            self._asking = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, close_fds=True
            )
        except OSError as problem:
            LOG.warning("nobody can be asked to switch off: %s", problem)
            self._asking = None

    def answer(self) -> bool | None:
        """A call that takes too long is ended and counts as refused."""
        if self._asking is None:
            return False
        code = self._asking.poll()
        if code is None and self._monotonic() >= self._until_s:
            self._asking.kill()
            code = self._asking.wait(1.0)
        return None if code is None else code == 0


class SimulatedPower:
    """Tells the workbench, which ends the demo box's programs as a machine that is switched off would."""

    def __init__(
        self, socket_path: Path, end: Callable[[], None] = lambda: signal.raise_signal(signal.SIGTERM)
    ) -> None:
        """`end` is what the machine does to this process."""
        self._socket_path = socket_path
        self._end = end

    def ask(self) -> None:
        """One datagram for the others, and our own end."""
        wires = Wires(str(self._socket_path))
        wires.switch_off()
        wires.close()
        self._end()

    def answer(self) -> bool | None:
        return True
