"""The cash drawer that hangs on the printer: one pulse, soon or not at all.

A drawer that opens late only startles, so a wish grows old and is forgotten. Knows nothing of sales.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from appliance.devices import status
from appliance.devices.links import LinkError
from appliance.devices.printer import Printer
from appliance.devices.printer_watch import PrinterWatch

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pulse:
    """What opens this drawer: the connector's pin (0 or 1) and how long the solenoid is on and rests."""

    pin: int = 0
    on_ms: int = 50
    off_ms: int = 500


class Drawer:
    """`kick` may be called from any thread; `serve` only from the printer's."""

    def __init__(
        self,
        printer: Printer,
        watch: PrinterWatch,
        pulse: Pulse,
        clock: Callable[[], float],
        *,
        within_s: float,
        obeys_at_once: bool,
    ) -> None:
        self._printer = printer
        self._watch = watch
        self._pulse = pulse
        self._clock = clock
        self._within_s = within_s
        self._obeys_at_once = obeys_at_once  # understands the real-time pulse
        self._lock = threading.Lock()  # guards _until
        self._until: float | None = None

    @property
    def is_wanted_open(self) -> bool:
        """Whether a kick still waits to be delivered."""
        with self._lock:
            return self._until is not None

    def kick(self) -> None:
        """Wish it open; several wishes before the next turn are one."""
        with self._lock:
            self._until = self._clock() + self._within_s

    def serve(self) -> None:
        """Send the pulse wished for, once; a failure is not repeated, a person is at the drawer anyway."""
        with self._lock:
            until = self._until
        if until is None:
            return
        if self._clock() >= until:
            self._forget()
            log.warning("drawer not opened: the printer it hangs on was not reached")
            return
        if not self._watch.open():
            return
        self._forget()
        try:
            self._printer.say(self._command())
        except LinkError as error:
            log.warning("drawer may not have opened: %s", error)
            self._watch.lost(error)

    def _forget(self) -> None:
        with self._lock:
            self._until = None

    def _command(self) -> bytes:
        pulse = self._pulse
        if self._obeys_at_once and self._watch.status.state in status.FAULTS:
            # The ordinary pulse would queue behind the missing paper and open the drawer much later.
            return status.kick_now(pulse.pin, pulse.on_ms)
        return status.kick(pulse.pin, pulse.on_ms, pulse.off_ms)
