"""What synchronising costs and how quick it is: real till, watchdog, lights and back office on one machine.

Prints `name: value unit` lines and, after each, what it was made of. No line is bad and nothing is killed here but what
the lamp has to tell of.
"""

from __future__ import annotations

import http.client
import json
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import zstandard

from appliance.clock import SystemClock
from appliance.config import Config, write
from appliance.simulator.lamp import VirtualLamp
from appliance.store import open_store
from appliance.watchdog.client import ZSTD_LEVEL
from appliance.watchdog.signing import Message, Signer
from tests.bench.bench_till import Wire, p99, show
from tests.bench.till_process import _tree
from tests.e2e.box import until
from tests.faults.sync_processes import Program, answers
from tests.faults.vendor import Screen
from tests.free_port import free_port
from tests.unit.watchdog.corpus import batches, sales

BACKLOG = 10_000
LONG_BACKLOG = 12_000
PAYS_A_PHASE = 300
PHASES = 4
QUIET_SALES, BUSY_SALES = 12, 30
LIGHT_ROUNDS = 3
GREEN, AMBER, RED = (False, True), (True, True), (True, False)


class QuietLog:
    """The workbench's story, which nobody reads here."""

    def say(self, _key: str, **_params: object) -> None:
        """Nothing."""


class Box:
    """The programs of a box and its back office, enrolled by itself."""

    def __init__(self, work: Path, office_work: Path) -> None:
        self.port, self.office_port = free_port(), free_port()
        self.office_dir = office_work / "office"
        self.office_dir.mkdir()
        self.config = Config(
            data_dir=work / "box", port=self.port, simulated=True, demo_data=True,
            office_url=f"http://127.0.0.1:{self.office_port}", enrol_at_start=True,
        )  # fmt: skip
        self.config.run_dir.mkdir(parents=True)
        write(self.config, work / "box.toml")
        (work / "office.toml").write_text(
            f'data_dir = "{self.office_dir}"\nport = {self.office_port}\nreport_interval_s = 5\ndemo = true\n'
        )
        box = ("--config", str(work / "box.toml"))
        self.lamp = VirtualLamp(self.config.pins_socket, QuietLog())  # type: ignore[arg-type]  # says as little
        self.office = Program(
            ("backoffice", "serve", "--config", str(work / "office.toml")),
            work / "office.log",
            lambda: answers(self.office_port),
        )
        self.lights = Program(("appliance", "lights", *box), work / "lights.log", lambda: True)
        self.till = Program(("appliance", "till", *box), work / "till.log", lambda: answers(self.port))
        self.watchdog = Program(("appliance", "watchdog", *box), work / "watchdog.log", lambda: True)
        self.programs = (self.office, self.lights, self.till, self.watchdog)

    def start(self) -> None:
        self.lamp.start()
        for program in self.programs:
            program.start()
        until(lambda: self.sync()["state"] == "enrolled", "the box is enrolled", 30.0)

    def stop(self) -> None:
        for program in reversed(self.programs):
            program.kill()
        self.lamp.stop()

    def screen(self) -> Screen:
        return Screen.enter(self.port, self.config.run_dir / "kiosk-token")

    def wire(self) -> Wire:
        """A vendor's kept-open connection."""
        token = (self.config.run_dir / "kiosk-token").read_text(encoding="ascii").strip()
        return Wire(_Door(self.config, f"http://127.0.0.1:{self.port}/enter?token={token}"))  # type: ignore[arg-type]

    def sync(self) -> dict[str, Any]:  # Any: JSON
        found: dict[str, Any] = self.screen().get("/api/v1/snapshot")["sync"]
        return found

    def offline(self, value: str | None) -> None:
        self.screen().intent("POST", "/api/v1/sync/offline", {"until": value}, f"off-{time.time_ns()}")

    def fill(self, count: int) -> None:
        """So many sales into the journal while no till has it open."""
        self.till.kill()
        clock = SystemClock("Europe/Berlin", 240)
        bodies = [json.loads(fact)["body"] for fact in sales(1000).facts]
        store = open_store(self.config.store_dir, series=self.config.box_series, now=clock.now)
        for place in range(count):
            with store.transaction(clock.now(), durable=True) as tx:
                series, counter = tx.next_receipt()
                number = {"series": series, "counter": counter, "number": f"{series}-{counter:06d}"}
                tx.fact("sale", bodies[place % len(bodies)] | number)
        store.settle()
        store.close()
        self.till.start()
        until(lambda: self.sync()["waiting_facts"] >= count, "the backlog is known", 30.0)


class _Door:
    """What `Wire` needs to know of a till."""

    def __init__(self, config: Config, entrance: str) -> None:
        self.config, self.entrance = config, entrance


@contextmanager
def box(office_disk: str | None = None) -> Iterator[Box]:
    """A box, and a back office that keeps its files on another disk if one is named."""
    with (
        tempfile.TemporaryDirectory(prefix="tillbox-bench-") as folder,
        tempfile.TemporaryDirectory(prefix="tillbox-bench-office-", dir=office_disk) as office_folder,
    ):
        one = Box(Path(folder), Path(office_folder))
        try:
            one.start()
            yield one
        finally:
            one.stop()


def bytes_per_sale() -> None:
    """1,000 sales of the fixed corpus in batches of 100, as the client packs them."""
    packer = zstandard.ZstdCompressor(level=ZSTD_LEVEL)
    bodies = batches(1000, 100)
    packed = [packer.compress(body) for body in bodies]
    headers = {"accept": "application/json", "accept-encoding": "identity", "user-agent": "tillbox"}
    headers |= {"content-type": "application/x-ndjson", "content-encoding": "zstd"}
    message = Message("POST", "https://office.example/v1/boxes/mabcdefgh-bqrstuvwx/facts", headers)
    Signer("mabcdefgh-bqrstuvwx", bytes(range(32))).sign(message, packed[0], 1_763_800_000.0)
    lines = [f"{name}: {value}" for name, value in message.headers.items()]
    lines += [f"POST {message.url.removeprefix('https://office.example')} HTTP/1.1", "Host: office.example"]
    header_bytes = sum(len(line) + 2 for line in [*lines, f"Content-Length: {len(packed[0])}", ""])
    show("bytes_per_sale", sum(map(len, packed)) / 1000, "bytes (bar 120)")
    print(
        f"  {sum(map(len, bodies)) / 1000:.0f} bytes a sale before zstd level {ZSTD_LEVEL}; "
        f"headers besides: {header_bytes} bytes a batch, {header_bytes / 100:.1f} a sale"
    )


def drain(one: Box) -> None:
    one.offline("switched_back")
    one.fill(BACKLOG)
    screen = one.screen()
    began = time.perf_counter()
    one.offline(None)
    until(lambda: screen.get("/api/v1/snapshot")["sync"]["waiting_facts"] == 0, "the backlog drains", 120.0)
    spent = time.perf_counter() - began
    show("drain_10k_s", spent, "s (bar 15)")
    print(
        f"  {BACKLOG} sales, {BACKLOG / spent:.0f} a second, from switching online to the last acknowledgement known"
    )


def sale_while_draining(one: Box) -> None:
    """Payments beside a backlog that drains, and without, in turns.

    A back office has a machine of its own: here its files lie on another disk, and it takes what processor is left.
    """
    one.offline("switched_back")
    one.fill(LONG_BACKLOG)
    wire = one.wire()
    for _ in range(20):
        wire.pay()
    without: list[float] = []
    while_draining: list[float] = []
    drained = 0
    for _ in range(PHASES):
        without += [wire.pay()[0] * 1000 for _ in range(PAYS_A_PHASE)]
        before = one.sync()["waiting_facts"]
        one.offline(None)
        until(lambda before=before: one.sync()["waiting_facts"] < before, "it drains", 30.0)  # type: ignore[misc]
        while_draining += [wire.pay()[0] * 1000 for _ in range(PAYS_A_PHASE)]
        after = one.sync()["waiting_facts"]
        assert after > 0, "the backlog was too short to measure beside it"
        drained += before + PAYS_A_PHASE - after
        one.offline("switched_back")
        until(lambda: one.sync()["online"] is False, "it is offline", 30.0)
    show("sale_p99_while_draining", p99(while_draining) / p99(without), "x (bar 1.2)")
    print(
        f"  p99 {p99(while_draining):.2f} against {p99(without):.2f} ms, "
        f"p50 {statistics.median(while_draining):.2f} against {statistics.median(without):.2f} ms, "
        f"{len(without)} payments each, {drained} facts drained meanwhile"
    )
    one.offline(None)
    until(lambda: one.sync()["waiting_facts"] == 0, "the rest drains", 120.0)


class Dashboard:
    """An owner's page that listens; when each sale came in by its number."""

    def __init__(self, one: Box) -> None:
        self.came: dict[str, float] = {}
        self._news = threading.Condition()
        password = (one.office_dir / "password").read_text(encoding="ascii").strip()
        self._wire = http.client.HTTPConnection("127.0.0.1", one.office_port, timeout=60)
        headers = {"Origin": f"http://127.0.0.1:{one.office_port}", "Content-Type": "application/json"}
        body = json.dumps({"email": "demo@tillbox.example", "password": password})
        self._wire.request("POST", "/api/v1/session", body, headers)
        answer = self._wire.getresponse()
        assert answer.status == 200, answer.read()
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        answer.read()
        self._wire.request("GET", "/api/v1/live", headers={"Cookie": cookie})
        self._stream = self._wire.getresponse()
        assert self._stream.status == 200
        threading.Thread(target=self._listen, name="dashboard", daemon=True).start()

    def _listen(self) -> None:
        event = ""
        while line := self._stream.readline():
            name, _, value = line.decode().strip().partition(": ")
            if name == "event":
                event = value
            elif name == "data" and event == "sale":
                with self._news:
                    self.came.setdefault(json.loads(value)["number"], time.perf_counter())
                    self._news.notify_all()

    def wait_for(self, number: str) -> float:
        with self._news:
            assert self._news.wait_for(lambda: number in self.came, 20.0), f"{number} never came"
            return self.came[number]


def sale_to_dashboard(one: Box) -> None:
    page, wire = Dashboard(one), one.wire()
    spent: dict[str, list[float]] = {"quiet": [], "busy": []}
    for _ in range(QUIET_SALES):
        took, number = wire.pay()
        paid = time.perf_counter() - took  # the moment "pay" was pressed
        spent["quiet"].append(page.wait_for(number) - paid)
        time.sleep(1.3)  # the pace of a quiet stall is what is measured
    pressed = []
    for _ in range(BUSY_SALES):
        took, number = wire.pay()
        pressed.append((number, time.perf_counter() - took))
        time.sleep(0.3)  # and of a busy one
    spent["busy"] = [page.wait_for(number) - paid for number, paid in pressed]
    show("sale_to_dashboard_s", max(max(spent["quiet"]), p99(spent["busy"])), "s (bar 1)")
    for pace, every in spent.items():
        print(
            f"  {pace} stall: median {statistics.median(every):.2f} s, slowest {max(every):.2f} s of {len(every)} sales"
        )


def memory(one: Box) -> None:
    time.sleep(5)  # idle is what is measured
    parts = {
        name: _pss_kib(program.pid) / 1024
        for name, program in (("watchdog", one.watchdog), ("lights", one.lights))
    }
    show("sync_pss_mb", sum(parts.values()), "MB (bar 80)")
    print("  " + ", ".join(f"{name} {value:.1f} MB" for name, value in parts.items()))


def _pss_kib(pid: int) -> int:
    total = 0
    for one in _tree(pid):
        text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total


def light(one: Box) -> None:
    """How long the lamp says that all is well after the till or the watchdog is gone."""
    told: dict[str, list[float]] = {}
    for _ in range(LIGHT_ROUNDS):
        told.setdefault("till_killed", []).append(_until_lit(one, RED, one.till.kill))
        one.till.start()
        told.setdefault("till_stopped", []).append(
            _until_lit(one, RED, lambda: one.till.signal(signal.SIGSTOP))
        )
        one.till.signal(signal.SIGCONT)
        told.setdefault("watchdog_killed", []).append(_until_lit(one, AMBER, one.watchdog.kill))
        one.watchdog.start()
        told.setdefault("watchdog_stopped", []).append(
            _until_lit(one, AMBER, lambda: one.watchdog.signal(signal.SIGSTOP))
        )
        one.watchdog.signal(signal.SIGCONT)
    for name, what in (("light_red_s", "till"), ("light_amber_s", "watchdog")):
        show(name, max(told[f"{what}_killed"] + told[f"{what}_stopped"]), "s (bar 3.5)")
        for end in ("killed", "stopped"):
            print(f"  {what} {end}: " + ", ".join(f"{value:.2f}" for value in told[f"{what}_{end}"]) + " s")


def _until_lit(one: Box, colour: tuple[bool, bool], deed: Callable[[], None]) -> float:
    def levels() -> tuple[bool, bool]:
        view = one.lamp.view()
        return view["red"], view["green"]

    until(lambda: levels() == GREEN, "the lamp is green", 40.0)
    began = time.perf_counter()
    deed()
    while levels() != colour:
        assert time.perf_counter() - began < 30, f"the lamp stays at {levels()}"
        time.sleep(0.005)
    return time.perf_counter() - began


PARTS: dict[str, Callable[[Box], None]] = {
    "drain": drain,
    "memory": memory,
    "dashboard": sale_to_dashboard,
    "p99": sale_while_draining,
    "light": light,
}

# A back office shares no disk with its boxes: what its own costs a payment is no business of the box's.
OFFICE_DISK = {"p99": "/dev/shm"}


def main(words: list[str]) -> None:
    """All of it, or the parts named."""
    bytes_per_sale()
    for name in words or PARTS:
        with box(OFFICE_DISK.get(name)) as one:
            PARTS[name](one)


if __name__ == "__main__":
    main(sys.argv[1:])
