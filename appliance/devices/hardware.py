"""All devices of one box behind the core's `Devices` and `Rack` ports; what is not there is simply absent.

One worker for each role, whose link can be aimed elsewhere while it runs, and one for each scanner that types. Nothing
here waits: each worker has its own thread.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appliance.devices import display_text
from appliance.devices.display import DisplayWorker
from appliance.devices.display_text import Glass
from appliance.devices.hid_scanner import HidScanner, PairingEar, Take
from appliance.devices.jobs import StoredJobs
from appliance.devices.links import Link, link_from_url
from appliance.devices.printing import PrinterSettings, PrintWorker
from appliance.devices.sample_paper import sample_lines
from appliance.devices.scale import ScaleWorker
from appliance.devices.scanner import ScannerWorker
from appliance.devices.switched_link import SwitchedLink
from appliance.devices.typed import grab
from appliance.devices.workers import Worker
from appliance.domain.device import HID, Role
from appliance.domain.money import Currency
from appliance.ports import DeviceStatus, Wired

if TYPE_CHECKING:
    from appliance.wording.layout import Laid

log = logging.getLogger(__name__)

DOTS_A_COLUMN = 12
WIRED_ROLES: tuple[Role, ...] = ("printer", "scale", "scanner", "display")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the configured devices are; an empty text means there is none."""

    printer: str = ""
    display: str = ""
    scanner: str = ""
    scale: str = ""

    def by_role(self) -> dict[Role, str]:
        """Those there are."""
        links: dict[Role, str] = {
            "printer": self.printer,
            "scale": self.scale,
            "scanner": self.scanner,
            "display": self.display,
        }
        return {role: url for role, url in links.items() if url}


class Hardware:
    """The box's workers, started and stopped together. `changed` is told of every new state.

    `scanned` gets every code; `paired` the key of the keyboard that typed the code asked for with `listen_for`.
    """

    def __init__(
        self, links: Links, jobs: StoredJobs, printer: PrinterSettings, *, take: Take = grab
    ) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.scanned: Callable[[str], None] = lambda code: None
        self.paired: Callable[[str], None] = lambda key: None
        self.configured: Mapping[Role, str] = links.by_role()
        self._jobs = jobs
        self._columns = printer.width_dots // DOTS_A_COLUMN
        self._take = take
        # The store is asked under the first lock, never under the second: a sale that holds the store asks `status`.
        self._wiring_now = threading.Lock()
        self._lock = threading.Lock()  # guards the wiring below; never held over I/O
        self._is_started = False
        self._wiring: dict[Role, Wired | None] = dict.fromkeys(WIRED_ROLES)
        self._has: set[Role] = set(self.configured)
        self._typing: dict[str, HidScanner] = {}
        own = self._own_link
        self._links = {role: SwitchedLink(role, own(role)) for role in WIRED_ROLES}
        self._printer = PrintWorker(self._links["printer"], jobs, printer, self._tell, self._tell)
        self._display = DisplayWorker(self._links["display"])
        self._scanner = ScannerWorker(
            self._links["scanner"], lambda code: self.scanned(code), clock=time.monotonic
        )
        self._scale = ScaleWorker(self._links["scale"], self._tell)
        self._ear = PairingEar(lambda key: self.paired(key), lambda: self.changed())
        self._workers: dict[Role, Worker] = {
            "printer": self._printer,
            "scale": self._scale,
            "scanner": self._scanner,
            "display": self._display,
        }

    def start(self) -> None:
        """Start every worker that has a device; others start with their first."""
        with self._lock:
            self._is_started = True
            for role in self._has:
                self._workers[role].start()
            for scanner in self._typing.values():
                scanner.start()

    def stop(self) -> None:
        """Stop them all; a worker that hangs is left behind after its limit."""
        with self._lock:
            self._is_started = False
            typing = list(self._typing.values())
        for worker in (self._ear, *typing, self._scanner, self._scale, self._printer, self._display):
            worker.let_go()
        for worker in (self._ear, *typing, self._scanner, self._scale, self._printer, self._display):
            worker.stop(timeout_s=1.0)

    # --- what is plugged in where

    def use(self, wired: Callable[[], Sequence[Wired]]) -> None:
        """Aim each role at its device; what is unplugged stays known, so that it counts as offline and not as none."""
        with self._wiring_now:
            now = wired()
            with self._lock:
                typing = {one.device.key: one.node for one in now if one.device.driver == HID and one.node}
                self._use_typing(typing)
                roles = {one.device.role: one for one in now if one.device.driver != HID}
                for role in WIRED_ROLES:
                    self._use_role(role, roles.get(role))
        self.changed()

    def _use_role(self, role: Role, wired: Wired | None) -> None:
        if wired == self._wiring[role]:
            return
        self._wiring[role] = wired
        link = self._own_link(role) if wired is None else _link(wired)
        self._links[role].aim(link)
        if wired is None and role not in self.configured:
            self._has.discard(role)
        else:
            self._has.add(role)
            if self._is_started:
                self._workers[role].start()
        log.info("%s: %s", role, link.name if link is not None else "nothing is plugged in")
        self._printer.plugged_anew() if role == "printer" else self._workers[role].nudge()

    def _use_typing(self, nodes: Mapping[str, str]) -> None:
        for key, scanner in list(self._typing.items()):
            if nodes.get(key) != scanner.node:
                scanner.let_go()
                del self._typing[key]
        for key, node in nodes.items():
            if key not in self._typing:
                self._typing[key] = HidScanner(node, lambda code: self.scanned(code), take=self._take)
                if self._is_started:
                    self._typing[key].start()

    def _own_link(self, role: Role) -> Link | None:
        return link_from_url(self.configured[role]) if role in self.configured else None

    def listen_for(self, code: str, nodes: Mapping[str, str], until_s: float) -> None:
        """Find out which keyboard types `code`; `paired` is called on the ear's own thread."""
        self._ear.start()
        self._ear.listen_for(code, nodes, until_s)

    def stop_listening(self) -> None:
        """See `Rack`."""
        self._ear.stop_listening()

    def print_sample(self, language: str) -> None:
        """A test print; `sample` says what became of it."""
        self._printer.print_sample(sample_lines(language, self._columns))

    def print_paper(self, lines: Callable[[int], Sequence[Laid]]) -> None:
        """Another paper that belongs to no sale, laid out for our columns; `sample` says what became of it."""
        self._printer.print_sample(lines(self._columns))

    @property
    def sample(self) -> str:
        """See `Rack`."""
        return self._printer.sample

    # --- what they say and do

    def status(self) -> DeviceStatus:
        """What the devices last said."""
        question = self._jobs.question()
        with self._lock:
            has_printer, has_scale = "printer" in self._has, "scale" in self._has
        printer = self._printer.status if has_printer else None
        scale = self._scale.reading if has_scale else None
        return DeviceStatus(
            printer=printer.state if printer else "none",
            printer_queued=printer.queued if printer else 0,
            paper_low=printer.paper_low if printer else None,
            question=None if question is None else (question.id, question.number),
            scale=scale.state if scale else "none",
            weight_g=scale.weight_g if scale else None,
        )

    def kick_drawer(self) -> None:
        if "printer" in self._has:
            self._printer.kick_drawer()

    def print_soon(self, job_id: str | None = None) -> None:
        if "printer" in self._has:
            self._printer.wake(job_id)

    def show_welcome(self, language: str) -> None:
        self._show(display_text.welcome(language))

    def show_line(
        self, name: str, amount_minor: int, total_minor: int, currency: Currency, language: str
    ) -> None:
        self._show(display_text.line(name, amount_minor, total_minor, currency, language))

    def show_change(self, total_minor: int, change_minor: int, currency: Currency, language: str) -> None:
        self._show(display_text.change(total_minor, change_minor, currency, language))

    def _show(self, glass: Glass) -> None:
        self._display.show(glass.upper, glass.lower)

    def _tell(self, _state: object) -> None:
        self.changed()


def _link(wired: Wired) -> Link | None:
    """The link to a remembered device, or None while it is unplugged."""
    if wired.node is None:
        return None
    if wired.device.kind == "printer":
        from appliance.devices.usb_link import UsbLp

        return UsbLp(wired.node)
    from appliance.devices.serial_link import Line, Serial

    return Serial(wired.node, Line(wired.device.baud, wired.device.format))
