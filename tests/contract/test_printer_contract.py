"""One contract for every printer: the print worker's promises, on the simulator's and on an independent one.

Over each kind of link: TCP as it is; USB and serial on a pseudo-terminal that is carried to the printer. That proves
our side of a node (deadlines, a cable pulled mid-job, the node coming back), and nothing of the kernel's drivers.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from appliance.devices.links import Link, link_from_url
from appliance.devices.printing import Patience, PrinterSettings, PrintWorker
from appliance.devices.serial_link import Line, Serial
from appliance.devices.usb_link import UsbLp
from tests.judges.printers import Cable, Emupos, JudgePrinter, Simulated, eventually, running_emupos
from tests.judges.pty_cable import PtyCable
from tests.unit.devices.fakes import FakeJobs

QUICK = Patience(watch_s=0.1, listen_s=0.05, fence_s=2.0, stall_s=2.0, kick_s=5.0)


@pytest.fixture(scope="module")
def emupos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emupos]:
    yield from running_emupos(tmp_path_factory.mktemp("emupos"))


@pytest.fixture(params=["simulator", "emupos"])
def printer(request: pytest.FixtureRequest) -> Iterator[JudgePrinter]:
    if request.param == "emupos":
        yield cast(Emupos, request.getfixturevalue("emupos")).fresh()
        return
    simulated = Simulated()
    yield simulated
    simulated.stop()


class Shop:
    """A running print worker, its jobs, and the cable to the printer."""

    def __init__(self, printer: JudgePrinter, kind: str, node: Path) -> None:
        self.printer = printer
        self.kind = kind
        self.cable = Cable(printer.port) if kind == "tcp" else PtyCable(printer.port, node)
        self.jobs = FakeJobs()
        self.about_to_send = threading.Event()
        self.worker = self._new_worker()
        self.worker.start()

    def _new_worker(self) -> PrintWorker:
        return PrintWorker(
            self._link(),
            self.jobs,
            PrinterSettings(),
            lambda status: None,
            patience=QUICK,
        )

    def _link(self) -> Link:
        if isinstance(self.cable, Cable):
            return link_from_url(f"tcp://127.0.0.1:{self.cable.port}")
        node = str(self.cable.node)
        return UsbLp(node) if self.kind == "usb" else Serial(node, Line(115200))

    def sell(self, number: str) -> str:
        job_id = self.jobs.add(number)
        self.worker.wake(job_id)
        return job_id

    def becomes(self, job_id: str, state: str) -> None:
        eventually(
            lambda: self.jobs.jobs[job_id].state == state,
            f"expected {state}, is {self.jobs.jobs[job_id].state}",
        )

    def shows(self, state: str) -> None:
        eventually(lambda: self.worker.status.state == state, f"expected the printer to be {state}")

    def papers_with(self, number: str) -> int:
        return sum(number in paper for paper in self.printer.papers())

    def restart(self) -> None:
        self.worker.stop()
        self.worker = self._new_worker()
        self.worker.start()

    def close(self) -> None:
        self.worker.stop()
        self.cable.stop()


@pytest.fixture(params=["tcp", "usb", "serial"])
def shop(printer: JudgePrinter, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(printer, request.param, tmp_path / "lp0")
    yield shop
    shop.close()


def test_an_answered_fence_confirms_the_paper(shop: Shop) -> None:
    shop.becomes(shop.sell("A-000001"), "confirmed")
    assert shop.papers_with("A-000001") == 1
    shop.shows("ready")


def test_papers_come_in_the_order_of_the_sales(shop: Shop) -> None:
    sold = [shop.sell(f"A-00000{n}") for n in range(1, 6)]
    shop.becomes(sold[-1], "confirmed")
    papers = shop.printer.papers()
    assert [
        number in paper for number, paper in zip((f"A-00000{n}" for n in range(1, 6)), papers, strict=True)
    ] == [True] * 5


@pytest.mark.parametrize("fault", ["paper_out", "cover_open"])
def test_a_fault_before_the_job_holds_it_unsent(shop: Shop, fault: str) -> None:
    shop.printer.set_fault(fault, True)
    shop.shows(fault)
    job_id = shop.sell("A-000001")
    shop.becomes(job_id, "held")
    shop.printer.set_fault(fault, False)
    shop.becomes(job_id, "confirmed")
    assert shop.papers_with("A-000001") == 1


@pytest.mark.parametrize("fault", ["paper_out", "cover_open"])
def test_a_fault_in_the_middle_prints_once_when_it_is_over(shop: Shop, fault: str) -> None:
    shop.shows("ready")
    # The worker has asked and heard "fine"; the paper ends before the first byte arrives.
    shop.jobs.before_mark = lambda state: shop.printer.set_fault(fault, True) if state == "sending" else None
    job_id = shop.sell("A-000001")
    shop.shows(fault)
    assert shop.jobs.jobs[job_id].state == "sending"
    shop.printer.set_fault(fault, False)
    shop.becomes(job_id, "confirmed")
    assert shop.papers_with("A-000001") == 1


def test_low_paper_is_told_and_prints_on(shop: Shop) -> None:
    shop.printer.set_fault("paper_low", True)
    shop.becomes(shop.sell("A-000001"), "confirmed")
    eventually(lambda: shop.worker.status.paper_low is True, "low paper was not told")


def test_a_printer_that_vanishes_mid_job_leaves_a_question_and_the_next_sale_prints(shop: Shop) -> None:
    shop.shows("ready")
    shop.jobs.before_mark = lambda state: shop.cable.pull_after(20) if state == "sending" else None
    lost = shop.sell("A-000001")
    shop.becomes(lost, "unconfirmed")
    shop.shows("offline")
    shop.jobs.before_mark = lambda state: None
    shop.cable.plug_in()
    shop.becomes(shop.sell("A-000002"), "confirmed")
    assert shop.jobs.jobs[lost].state == "unconfirmed"
    assert shop.papers_with("A-000002") == 1


def test_a_printer_switched_on_again_prints_what_waited(shop: Shop) -> None:
    shop.shows("ready")
    shop.cable.pull()
    shop.shows("offline")
    job_id = shop.sell("A-000001")
    shop.becomes(job_id, "held")
    shop.cable.plug_in()
    shop.becomes(job_id, "confirmed")
    assert shop.papers_with("A-000001") == 1


def test_a_till_restarted_in_the_middle_never_prints_twice(shop: Shop) -> None:
    shop.shows("ready")
    shop.jobs.before_mark = lambda state: (
        shop.printer.set_fault("paper_out", True) if state == "sending" else None
    )
    job_id = shop.sell("A-000001")
    shop.shows("paper_out")
    shop.restart()
    shop.becomes(job_id, "unconfirmed")
    shop.jobs.before_mark = lambda state: None
    shop.printer.set_fault("paper_out", False)
    shop.becomes(shop.sell("A-000002"), "confirmed")
    assert shop.papers_with("A-000001") <= 1
    assert shop.papers_with("A-000002") == 1


def test_the_drawer_opens_once_for_each_kick(shop: Shop) -> None:
    shop.shows("ready")
    shop.worker.kick_drawer()
    eventually(lambda: shop.printer.drawer_openings() == 1, "the drawer stayed closed")
    shop.becomes(shop.sell("A-000001"), "confirmed")
    assert shop.printer.drawer_openings() == 1


def test_the_drawer_opens_while_the_paper_is_out(shop: Shop) -> None:
    shop.printer.set_fault("paper_out", True)
    shop.shows("paper_out")
    shop.worker.kick_drawer()
    eventually(lambda: shop.printer.drawer_openings() == 1, "the drawer stayed closed while paper was out")
