"""All devices of one box behind the core's `Devices` port; what is not configured is simply absent.

Knows the workers and the words for the customer's display. Nothing here waits: each device has its own thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from appliance.devices.display import DisplayWorker
from appliance.devices.jobs import StoredJobs
from appliance.devices.links import link_from_url
from appliance.devices.printing import PrinterSettings, PrintWorker
from appliance.devices.scale import ScaleWorker
from appliance.devices.scanner import ScannerWorker
from appliance.domain.money import Currency
from appliance.ports import DeviceStatus
from appliance.wording import money, say

COLUMNS = 20  # of the customer's display


@dataclass(frozen=True, slots=True)
class Links:
    """Where the devices are; an empty text means there is none."""

    printer: str = ""
    display: str = ""
    scanner: str = ""
    scale: str = ""


class Hardware:
    """The box's workers, started and stopped together. `changed` is told of every new state."""

    def __init__(self, links: Links, jobs: StoredJobs, printer: PrinterSettings) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.scanned: Callable[[str], None] = lambda code: None
        self._jobs = jobs
        self._printer = (
            PrintWorker(link_from_url(links.printer), jobs, printer, self._tell, self._tell)
            if links.printer
            else None
        )
        self._display = DisplayWorker(link_from_url(links.display)) if links.display else None
        self._scanner = (
            ScannerWorker(link_from_url(links.scanner), lambda code: self.scanned(code), clock=time.monotonic)
            if links.scanner
            else None
        )
        self._scale = ScaleWorker(link_from_url(links.scale), self._tell) if links.scale else None

    def start(self) -> None:
        """Start every worker that has a device."""
        for worker in (self._printer, self._display, self._scanner, self._scale):
            if worker is not None:
                worker.start()

    def stop(self) -> None:
        """Stop them all; a worker that hangs is left behind after its limit."""
        for worker in (self._scanner, self._scale, self._printer, self._display):
            if worker is not None:
                worker.stop(timeout_s=1.0)

    def status(self) -> DeviceStatus:
        """What the devices last said."""
        question = self._jobs.question()
        printer = self._printer.status if self._printer else None
        scale = self._scale.reading if self._scale else None
        return DeviceStatus(
            printer=printer.state if printer else "none",
            printer_queued=printer.queued if printer else 0,
            paper_low=printer.paper_low if printer else None,
            question=None if question is None else (question.id, question.number),
            scale=scale.state if scale else "none",
            weight_g=scale.weight_g if scale else None,
        )

    def kick_drawer(self) -> None:
        if self._printer:
            self._printer.kick_drawer()

    def print_soon(self, job_id: str | None = None) -> None:
        if self._printer:
            self._printer.wake(job_id)

    def show_welcome(self, language: str) -> None:
        if self._display:
            self._display.show(say("display.welcome", language), "")

    def show_line(
        self, name: str, amount_minor: int, total_minor: int, currency: Currency, language: str
    ) -> None:
        if self._display:
            upper = _row(name, _money(amount_minor, currency, language)) if name else ""
            self._display.show(
                upper, _row(say("display.total", language), _money(total_minor, currency, language))
            )

    def show_change(self, total_minor: int, change_minor: int, currency: Currency, language: str) -> None:
        if self._display:
            self._display.show(
                _row(say("display.total", language), _money(total_minor, currency, language)),
                _row(say("display.change", language), _money(change_minor, currency, language)),
            )

    def _tell(self, _state: object) -> None:
        self.changed()


def _row(left: str, right: str) -> str:
    """Left and right on one display line; the amount is never cut."""
    return left[: max(0, COLUMNS - len(right) - 1)].ljust(COLUMNS - len(right)) + right


def _money(minor: int, currency: Currency, language: str) -> str:
    return money(minor, currency.code, currency.exponent, language, bare=True)
