"""Plugged in while running: the hotplug watch, the roster and the workers together, on simulated USB sockets.

The sockets are a tree like /sys and /dev with pseudo-terminals and pipes in it: the code that reads the real ones reads
these. What only the kernel's own drivers can show is in docs/devices.md.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance.devices.hardware import Hardware, Links
from appliance.devices.hotplug import HotplugWatch, NoEvents
from appliance.devices.pairing_code import bars, new_digits
from appliance.devices.printing import PrinterSettings
from appliance.devices.sysfs import SysTree
from appliance.devices.typed import leave
from appliance.domain.print_job import PrintJob
from appliance.simulator.paper import plain_lines
from appliance.simulator.printer import VirtualPrinter
from appliance.simulator.usb import UsbSockets
from appliance.store import open_store
from appliance.till.pairing import PairingCode
from appliance.till.peripherals import Peripherals
from tests.judges.printers import eventually
from tests.unit.devices.fakes import FakeJobs
from tests.unit.till.stall import FakeClock

RECOGNISED_S = 2.0


class Jobs(FakeJobs):
    def question(self) -> PrintJob | None:
        return next((job for job in self.jobs.values() if job.asks), None)


class Box:
    """A box without a screen, beside a table full of things to plug in."""

    def __init__(self, folder: Path) -> None:
        self.printer = VirtualPrinter()
        self.printer.start()
        self.usb = UsbSockets(folder / "usb", self.printer.serve)
        self.usb.start()
        self.jobs = Jobs()
        self.codes: list[str] = []
        self._keys = itertools.count(10_000_000)
        self._store = open_store(folder / "store", series="A")
        self.hardware = Hardware(Links(), self.jobs, PrinterSettings(), take=leave)  # type: ignore[arg-type]  # jobs without a store
        self.peripherals = Peripherals(
            self._store,
            FakeClock(),
            self.hardware,
            self.hardware,
            new_code,
            time.monotonic,
            lambda: "de",
            threading.Lock(),
        )
        self.hardware.scanned = lambda code: None if self.peripherals.takes(code) else self.codes.append(code)
        self.hardware.paired = self.peripherals.paired
        tree = SysTree(folder / "usb" / "sys", folder / "usb" / "dev")
        self._hotplug = HotplugWatch(tree, NoEvents(), self.peripherals.found)
        self.peripherals.open()
        self.hardware.start()
        self._hotplug.start()

    def key(self) -> str:
        return str(next(self._keys))

    def sell(self, number: str) -> str:
        job_id = self.jobs.add(number)
        self.hardware.print_soon(job_id)
        return job_id

    def becomes(self, job_id: str, state: str) -> None:
        eventually(lambda: self.jobs.jobs[job_id].state == state, f"the job never was {state}")

    def printer_is(self, state: str) -> None:
        eventually(lambda: self.hardware.status().printer == state, f"the printer never was {state}")

    def papers_with(self, text: str) -> int:
        return sum(any(text in line for line in plain_lines(piece)) for piece in self.printer.pieces)

    def device(self, kind: str) -> dict[str, object] | None:
        return next((one for one in self.peripherals.view()["devices"] if one["kind"] == kind), None)

    def found(self, kind: str) -> dict[str, object]:
        eventually(lambda: self.device(kind) is not None, f"no {kind} was found")
        found = self.device(kind)
        assert found is not None
        return found

    def close(self) -> None:
        self._hotplug.stop()
        self.hardware.stop()
        self.usb.stop()
        self.printer.stop()
        self._store.close()


def new_code() -> PairingCode:
    digits = new_digits()
    return PairingCode(digits, bars(digits), ["1"])


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    made = Box(tmp_path)
    yield made
    made.close()


def within(limit_s: float, holds: Callable[[], bool], what: str) -> None:
    started = time.monotonic()
    eventually(holds, what)
    assert time.monotonic() - started <= limit_s, what


def test_a_printer_plugged_in_while_running_prints_within_two_seconds_of_it(box: Box) -> None:
    assert box.hardware.status().printer == "none"
    box.usb.plug("printer", True)
    within(RECOGNISED_S, lambda: box.hardware.status().printer == "ready", "the printer is not recognised")
    box.becomes(box.sell("A-000001"), "confirmed")
    assert box.papers_with("A-000001") == 1


def test_a_cable_pulled_mid_job_leaves_a_question_and_is_never_printed_again_by_itself(box: Box) -> None:
    box.usb.plug("printer", True)
    box.printer_is("ready")
    box.printer.set_fault("paper_out", True)  # holds the fence back
    box.jobs.before_mark = lambda state: None
    box.printer_is("paper_out")
    box.printer.set_fault("paper_out", False)
    box.printer_is("ready")
    box.jobs.after_mark = lambda state: (
        box.printer.set_fault("paper_out", True) if state == "sending" else None
    )
    lost = box.sell("A-000001")
    box.printer_is("paper_out")
    waiting = box.sell("A-000002")
    box.usb.plug("printer", False)
    box.becomes(lost, "unconfirmed")
    box.printer_is("offline")
    box.becomes(waiting, "held")
    box.jobs.after_mark = lambda state: None
    box.printer.set_fault("paper_out", False)
    box.usb.plug("printer", True)
    box.becomes(waiting, "confirmed")
    assert box.jobs.jobs[lost].state == "unconfirmed"
    assert box.papers_with("A-000001") <= 1
    assert box.papers_with("A-000002") == 1


def test_a_printer_pulled_between_two_jobs_prints_what_waited_when_it_is_back(box: Box) -> None:
    box.usb.plug("printer", True)
    box.printer_is("ready")
    box.usb.plug("printer", False)
    box.printer_is("offline")
    job = box.sell("A-000001")
    box.becomes(job, "held")
    box.usb.plug("printer", True)
    within(RECOGNISED_S + 1, lambda: box.jobs.jobs[job].state == "confirmed", "the paper did not come")
    assert box.papers_with("A-000001") == 1


def test_a_serial_printer_prints_once_a_person_has_said_what_it_is(box: Box) -> None:
    box.usb.plug("serial", True)
    line = box.found("serial")
    assert (line["state"], box.hardware.status().printer) == ("asks", "none")
    box.peripherals.assign(box.key(), str(line["key"]), "printer", 115200)
    box.printer_is("ready")
    box.becomes(box.sell("A-000001"), "confirmed")


def test_the_printer_is_exchanged_while_running(box: Box) -> None:
    for kind in ("printer", "serial"):
        box.usb.plug(kind, True)
    box.printer_is("ready")
    box.becomes(box.sell("A-000001"), "confirmed")
    line = box.found("serial")
    box.peripherals.assign(box.key(), str(line["key"]), "printer", 115200)
    box.usb.plug("printer", False)
    box.becomes(box.sell("A-000002"), "confirmed")
    assert [box.papers_with(number) for number in ("A-000001", "A-000002")] == [1, 1]


def test_a_test_print_comes_out_once_and_says_so(box: Box) -> None:
    box.usb.plug("printer", True)
    box.printer_is("ready")
    box.peripherals.print_sample(box.key())
    eventually(lambda: box.hardware.sample == "printed", "the test print was not confirmed")
    assert box.papers_with("Das ist kein Beleg.") == 1


def test_a_scanner_is_paired_by_the_code_and_scans_again_after_a_replug(box: Box) -> None:
    box.usb.plug("scanner", True)
    assert box.found("keyboard")["state"] == "keyboard"
    pairing = box.peripherals.start_pairing(box.key())["pairing"]
    box.usb.type(pairing["code"])
    eventually(lambda: box.peripherals.view()["pairing"]["state"] == "paired", "the scanner was not paired")
    box.usb.type("4006381333931")
    eventually(lambda: box.codes == ["4006381333931"], "the scan was not heard")
    box.usb.plug("scanner", False)
    eventually(lambda: box.found("keyboard")["state"] == "gone", "its absence was not seen")
    box.usb.plug("scanner", True)
    eventually(lambda: box.found("keyboard")["state"] == "ready", "it was not taken again")
    box.usb.type("22334455")
    eventually(lambda: box.codes == ["4006381333931", "22334455"], "the scan after the replug was not heard")
