"""What the till adds to the store: time of a payment over HTTP, memory, time to start.

Prints `name: value unit` lines, medians of five rounds. The store's own commit is measured beside the payment,
turn by turn, on the same disk, with the very documents the till writes for a sale.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import re
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from appliance.clock import SystemClock
from appliance.config import Config
from appliance.simulator.printer import VirtualPrinter
from appliance.store import JournalStore, open_store
from appliance.store.files import REAL_FILES
from appliance.store.scan import scan
from appliance.store.verify import journal_files
from tests.bench.till_process import TillProcess, settings
from tests.e2e.box import ROOT, free_base, until

ROUNDS = 5
SALES_A_ROUND = 60
ITEMS = ("strawberries-400", "raspberries-200")
SHOWN_IMPORTS = 12
RUN_LIMIT_S = 180.0
STOP_LIMIT_S = 20.0


def show(name: str, value: float, unit: str) -> None:
    print(f"{name}: {value:.3f} {unit}", flush=True)


def p99(spent: list[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.99)]


class Wire:
    """One kept-open connection, as a browser has it."""

    def __init__(self, till: TillProcess) -> None:
        port = till.config.port
        self._wire = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self._wire.request("GET", till.entrance.partition(str(port))[2])
        answer = self._wire.getresponse()
        answer.read()
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        self._headers = {
            "Origin": f"http://127.0.0.1:{port}",
            "Content-Type": "application/json",
            "Cookie": cookie,
        }
        self._keys = itertools.count(time.time_ns())

    def intent(self, path: str, body: dict[str, object]) -> dict[str, Any]:  # Any: JSON
        headers = {**self._headers, "Idempotency-Key": f"bench-{next(self._keys)}"}
        self._wire.request("POST", f"/api/v1{path}", json.dumps(body).encode(), headers)
        answer = self._wire.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        return dict(json.loads(text))

    def pay(self) -> tuple[float, str]:
        """Two taps, then the payment: seconds of the payment alone, and the receipt's number."""
        for item in ITEMS:
            ticket = self.intent("/ticket/lines", {"item_id": item})["ticket"]
        total = ticket["total_minor"]
        began = time.perf_counter()
        answer = self.intent("/ticket/pay", {"tender": "cash", "given_minor": total, "total_minor": total})
        return time.perf_counter() - began, answer["last_sale"]["number"]


@contextmanager
def paper() -> Iterator[VirtualPrinter]:
    """A printer that takes no time and tears its paper off by itself."""
    printer = VirtualPrinter("127.0.0.1", 0, lambda _event: None, row_s=0.0)
    printer.start()
    try:
        yield printer
    finally:
        printer.stop()


def printed(printer: VirtualPrinter) -> None:
    """Wait for one whole receipt and take it away."""
    assert printer.wait_for(lambda view: len(view.pieces) == 1, timeout_s=20), "no receipt came out"
    printer.tear()


def what_a_sale_writes(store_dir: Path) -> tuple[dict[str, Any], list[Any]]:  # Any: JSON
    """The fact and the document changes of the last sale in a journal."""
    for path in reversed(journal_files(store_dir)):
        for _, line in reversed(scan(path, REAL_FILES.read(path)).lines):
            for fact in line.get("x", ()):
                if fact["type"] == "sale":
                    return fact["body"], line["o"]
    raise AssertionError("no sale in the journal")


def commit(
    store: JournalStore, clock: SystemClock, key: str, sale: tuple[dict[str, Any], list[Any]]
) -> float:
    """Seconds of the same transaction in a store of its own."""
    body, changes = sale
    began = time.perf_counter()
    with store.transaction(clock.now(), durable=True, key=key) as tx:
        tx.next_receipt()
        tx.fact("sale", body)
        for table, doc_id, document in changes:
            if document is None:
                tx.remove(table, doc_id)
            else:
                tx.put(table, doc_id, document)
        tx.answer({"i": 1})
    tx.commit.wait()
    return time.perf_counter() - began


def pay_overhead(
    folder: Path, prepare: Callable[[Config], None] = lambda _chosen: None, suffix: str = ""
) -> None:
    """Payments over HTTP beside the store's own commits; `prepare` fills the box before it starts."""
    clock = SystemClock("Europe/Berlin", 240)
    with paper() as printer:
        chosen = settings(folder / "pay", printer_port=printer.port)
        prepare(chosen)
        till = TillProcess(chosen)
        store = open_store(folder / "beside", series="A")
        try:
            wire = Wire(till)
            wire.pay()
            printed(printer)
            sale = what_a_sale_writes(till.config.store_dir)
            rounds: list[dict[str, float]] = []
            for round_ in range(ROUNDS):
                paid, committed = [], []
                for i in range(SALES_A_ROUND):
                    paid.append(wire.pay()[0] * 1000)
                    printed(printer)
                    committed.append(commit(store, clock, f"{round_}-{i}", sale) * 1000)
                rounds.append(
                    {
                        "pay_p50": statistics.median(paid),
                        "pay_p99": p99(paid),
                        "commit_p50": statistics.median(committed),
                        "commit_p99": p99(committed),
                        "overhead": statistics.median(paid) - statistics.median(committed),
                    }
                )
        finally:
            store.close()
            till.stop()
    middle = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    show(f"pay_p50{suffix}_ms", middle["pay_p50"], "ms")
    show(f"pay_p99{suffix}_ms", middle["pay_p99"], "ms")
    show(f"store_commit_p50{suffix}_ms", middle["commit_p50"], "ms")
    show(f"store_commit_p99{suffix}_ms", middle["commit_p99"], "ms")
    show(f"pay_overhead{suffix}_ms", middle["overhead"], "ms")


def start_and_memory(
    folder: Path, prepare: Callable[[Config], None] = lambda _chosen: None, suffix: str = ""
) -> None:
    """Each round starts the till on a box that has sold before, sells once with paper, and weighs it."""
    starts, weights = [], []
    with paper() as printer:
        chosen = settings(folder / "start", printer_port=printer.port)
        prepare(chosen)
        for round_ in range(ROUNDS + 1):
            till = TillProcess(chosen)
            try:
                number = Wire(till).pay()[1]
                printed(printer)
                vendor = till.vendor()
                until(
                    lambda v=vendor, n=number: v.get(f"/api/v1/sales/{n}")["print_state"] == "confirmed",  # type: ignore[misc]
                    "the till knows that it printed",
                )
                if round_:  # the first start fills the catalogue and compiles nothing anybody waits for again
                    starts.append(till.start_s)
                    weights.append(till.pss_kib() / 1024)
            finally:
                till.stop()
        if not suffix:
            imports(folder, chosen)
    show(f"till_start{suffix}_s", statistics.median(starts), "s")
    show(f"till_pss{suffix}_mb", statistics.median(weights), "MB")


def imports(folder: Path, chosen: Config) -> None:
    """Say which imports the start pays for, dearest first, each with all it pulls in."""
    errors = folder / "imports.txt"
    TillProcess(chosen, ("-X", "importtime"), errors).stop()
    found = re.findall(r"import time:\s+(\d+) \|\s+(\d+) \|( +)(\S+)", errors.read_text(errors="replace"))
    total_us = sum(int(own) for own, _, _, _ in found)
    print(f"  imports of the till: {total_us / 1000:.0f} ms with the clock running; the dearest:")
    for _, cumulative, _, name in sorted(found, key=lambda one: -int(one[1]))[:SHOWN_IMPORTS]:
        print(f"    {int(cumulative) / 1000:.0f} ms {name}")


def second_run() -> None:
    """`make run` again, from the command to the printed addresses; the first one may still set things up."""
    run_once()
    show("second_run_s", statistics.median(run_once() for _ in range(ROUNDS)), "s")


def run_once() -> float:
    environment = {
        n: v for n, v in os.environ.items() if n not in ("DISPLAY", "WAYLAND_DISPLAY", "MAKEFLAGS")
    }
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            ("make", "run", f"port={free_base()}"),
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        try:
            until(lambda: _has_said(said.fileno(), b"The workbench:", process), "both addresses", RUN_LIMIT_S)
            return time.perf_counter() - began
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(STOP_LIMIT_S)


def _has_said(descriptor: int, words: bytes, process: subprocess.Popen[bytes]) -> bool:
    text = os.pread(descriptor, 1 << 20, 0)
    assert process.poll() is None, f"make run ended: {text.decode(errors='replace')}"
    return words in text


def main() -> None:
    """Measure and print the group `till`."""
    with tempfile.TemporaryDirectory(prefix="bench-till-", dir=ROOT / "build") as name:
        folder = Path(name)
        pay_overhead(folder)
        start_and_memory(folder)
    second_run()


if __name__ == "__main__":
    main()
