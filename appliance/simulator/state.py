"""The workbench: all virtual devices together, one picture of them as JSON, what they did in words."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from appliance.simulator.display import VirtualDisplay
from appliance.simulator.log import Log, entry_to_dict
from appliance.simulator.office_switch import OfficeSettings
from appliance.simulator.paper import Piece, piece_to_dict, plain_lines
from appliance.simulator.plug import PowerPlug, till_answers
from appliance.simulator.printer import FAULTS, PrinterEvent, VirtualPrinter
from appliance.simulator.scale import CAPACITY_G, VirtualScale
from appliance.simulator.scanner import VirtualScanner
from appliance.simulator.stick import StickSocket
from appliance.simulator.surroundings import CableSettings, Surroundings
from appliance.simulator.usb import UsbSockets

LANGUAGES = ("en", "de", "fi", "it", "vi")
SHOWN_PIECES = 6
ROW_S = 0.018  # a brisk thermal printer: about 200 mm of receipt in two seconds
_RECEIPT_NUMBER = re.compile(r"\b[A-Z]+\d*-\d{4,}\b")


@dataclass(frozen=True, slots=True)
class Sample:
    """A code to click instead of a barcode to hold."""

    code: str
    name: str
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each virtual device listens; 0 lets the system choose."""

    printer: int = 0
    display: int = 0
    scanner: int = 0
    scale: int = 0


class Revisions(NamedTuple):
    """Counters that only grow: of everything, of the picture, of the finished pieces, of the light."""

    all: int
    picture: int
    paper: int
    light: int


class Workbench:
    """Owns the devices. Everything public may be called from any thread."""

    def __init__(
        self,
        *,
        host: str,
        ports: Ports,
        till_url: str,
        run_dir: Path,
        till_pid_file: Path,
        watchdog_pid_file: Path,
        language: str = "en",
        samples: tuple[Sample, ...] = (),
        columns: int = 48,
        row_s: float = ROW_S,
        seed: int | None = None,
        zone: str = "UTC",
        cable: CableSettings | None = None,
        office: OfficeSettings | None = None,
    ) -> None:
        self._changed = threading.Condition()
        self._revisions = Revisions(0, 0, 0, 0)
        self._language = language
        self._zone = ZoneInfo(zone)
        self._is_drawer_open = False
        self._last_scan: dict[str, Any] | None = None  # Any: JSON
        self.till_url = till_url
        self.is_stopped = threading.Event()
        self._samples = samples
        self.log = Log(self._touch)
        self.printer = VirtualPrinter(host, ports.printer, self._printer_did, columns=columns, row_s=row_s)
        self.display = VirtualDisplay(host, ports.display, self._display_shows)
        self.scanner = VirtualScanner(host, ports.scanner)
        self.scale = VirtualScale(host, ports.scale, self._touch)
        self.usb = UsbSockets(run_dir / "usb", self.printer.serve, self._touch)
        self.stick = StickSocket(run_dir / "stick", self._touch)
        self.plug = PowerPlug(
            till_pid_file,
            self.log,
            self._touch,
            answers=lambda: till_answers(till_url),
            randomness=random.Random(seed),  # noqa: S311 - a moment to pull, not a secret
        )
        self.surroundings = Surroundings(
            host=host,
            run_dir=run_dir,
            watchdog_pid_file=watchdog_pid_file,
            cable=cable,
            office=office,
            log=self.log,
            on_change=self._touch,
            on_light=self._light_changed,
            on_power_off=self._switched_off,
        )

    def start(self) -> None:
        """All devices listen."""
        for device in (self.printer, self.display, self.scanner, self.scale, self.plug, self.surroundings):
            device.start()
        self.usb.start()
        self.log.say("log.ready")

    def stop(self) -> None:
        """All devices close their ports, all watchers are let go."""
        self.is_stopped.set()
        self._touch()
        self.usb.stop()
        for device in (self.surroundings, self.plug, self.printer, self.display, self.scanner, self.scale):
            device.stop()

    # -- what people do to the objects -----------------------------------------------------------------------

    def set_fault(self, name: str, on: bool) -> None:
        """A fault of the printer, see `FAULTS`."""
        self.printer.set_fault(name, on)

    def tear(self) -> None:
        """Take the finished paper away."""
        self.printer.tear()

    def scan(self, code: str) -> bool:
        """Hold a code before the scanner; False when no till is listening."""
        was_heard = self.scanner.scan(code)
        with self._changed:
            self._last_scan = {"code": code, "heard": was_heard}
        self.log.say("log.scanned" if was_heard else "log.scanned_unheard", code=code)
        return was_heard

    def plug_usb(self, name: str, is_in: bool) -> None:
        """A device of `usb.GADGETS`, or the stick, into its socket or out of it."""
        if name == "stick":
            self.stick.plug(is_in)
        else:
            self.usb.plug(name, is_in)
        self.log.say("log.usb_in" if is_in else "log.usb_out")

    def type_code(self, code: str) -> bool:
        """Hold digits before the scanner with the USB plug; False when it is not plugged in."""
        was_typed = self.usb.type(code)
        self.log.say("log.scanned" if was_typed else "log.scanned_unheard", code=code)
        return was_typed

    def weigh(self, weight_g: int, on: bool) -> None:
        """Goods on or off the pan."""
        _load_g, was_on, _is_moving = self.scale.pan.look()
        self.scale.put(weight_g, on)
        if on and not was_on:
            self.log.say("log.goods_on", grams=weight_g)
        elif was_on and not on:
            self.log.say("log.goods_off")

    def close_drawer(self) -> None:
        """Push the drawer shut."""
        with self._changed:
            was_open, self._is_drawer_open = self._is_drawer_open, False
        if was_open:
            self.log.say("log.drawer_closed")

    def set_language(self, language: str) -> None:
        """The language of the page."""
        with self._changed:
            self._language = language
        self._touch()

    # -- what the objects report -----------------------------------------------------------------------------

    def _printer_did(self, event: PrinterEvent) -> None:
        self.plug.saw(event.kind)
        if event.kind == "drawer":
            with self._changed:
                self._is_drawer_open = True
            self.log.say("log.drawer_opened")
        elif event.kind == "cut" and event.piece is not None:
            self._piece_came_out(event.piece)
        elif event.kind == "fault":
            self.log.say(f"log.{event.name}_{'on' if event.number else 'off'}")
        elif event.kind == "torn":
            self.log.say("log.torn")
        elif event.kind == "unknown":
            self.log.say("log.unknown_command")
        self._touch(paper=event.kind in ("cut", "torn"))

    def _piece_came_out(self, piece: Piece) -> None:
        text = plain_lines(piece)
        number = next((match[0] for line in text if (match := _RECEIPT_NUMBER.search(line))), None)
        if number is None:
            self.log.say("log.piece_came", lines=len(piece.rows))
        else:
            self.log.say("log.receipt_came", number=number, lines=len(piece.rows))

    def _display_shows(self, _lines: tuple[str, str]) -> None:
        self.plug.saw("display")
        self._touch()

    def _switched_off(self) -> None:
        """The machine ends its programs in order; the supervisor starts them anew, as somebody who gives it power."""
        self.surroundings.watchdog.do("end")
        self.plug.switch_off()

    def _touch(self, paper: bool = False) -> None:
        with self._changed:
            seen = self._revisions
            self._revisions = Revisions(seen.all + 1, seen.picture + 1, seen.paper + paper, seen.light)
            self._changed.notify_all()

    def _light_changed(self) -> None:
        # Counted apart: a blinking light must not send the whole picture several times a second.
        with self._changed:
            seen = self._revisions
            self._revisions = seen._replace(all=seen.all + 1, light=seen.light + 1)
            self._changed.notify_all()

    # -- the picture -----------------------------------------------------------------------------------------

    def revisions(self) -> Revisions:
        """How often what has changed."""
        with self._changed:
            return self._revisions

    def wait_beyond(self, revision: int, timeout_s: float) -> bool:
        """Wait until anything changed after `revision` of all; False when nothing did."""
        with self._changed:
            return self._changed.wait_for(lambda: self._revisions.all > revision, timeout_s)

    def pieces(self) -> list[dict[str, Any]]:  # Any: JSON
        """The last finished pieces, oldest first."""
        return [piece_to_dict(piece) for piece in self.printer.pieces[-SHOWN_PIECES:]]

    def picture(self) -> dict[str, Any]:  # Any: JSON
        """Everything but the finished pieces."""
        printer = self.printer.view()
        load_g, is_loaded, is_moving = self.scale.pan.look()
        with self._changed:
            own = {
                "revision": self._revisions.all,
                "language": self._language,
                "till_url": self.till_url,
                "drawer": {"is_open": self._is_drawer_open, "pulses": printer.drawer_pulses},
            }
            last_scan = self._last_scan
        ahead = datetime.now(self._zone).utcoffset() or timedelta()
        devices = {
            "offset_min": int(ahead.total_seconds() // 60),
            "samples": [{"code": s.code, "name": s.name, "emoji": s.emoji} for s in self._samples],
            "printer": {
                "faults": {name: printer.faults[name] for name in FAULTS},
                "strip": piece_to_dict(printer.strip),
                "waiting_bytes": printer.waiting_bytes,
                "is_connected": printer.connections > 0,
            },
            "display": {"lines": list(self.display.lines)},
            "scanner": {"is_connected": self.scanner.is_connected, "last": last_scan},
            "scale": {"load_g": load_g, "on": is_loaded, "is_moving": is_moving, "capacity_g": CAPACITY_G},
            "usb": self.usb.plugged() | {"stick": self.stick.is_in},
            "plug": self.plug.view(),
            "log": [entry_to_dict(entry) for entry in self.log.entries()],
        }
        return own | devices | self.surroundings.picture()
