"""Two printers to judge receipts by, neither of them the code that prints: the simulator's and emupos.

emupos runs as its own process in its own Python 3.13 environment; only its control API is used here.
A `Cable` stands between till and printer, so that the printer can vanish in the middle.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from appliance.simulator.paper import plain_lines
from appliance.simulator.printer import VirtualPrinter
from tests.free_port import free_port

ROOT = Path(__file__).resolve().parents[2]
EMUPOS = ROOT / "build" / "judges" / "emupos" / "bin" / "emupos"
FAULT_NAMES = ("paper_out", "cover_open", "paper_low")
DEADLINE_S = 15.0


class JudgePrinter(Protocol):
    """What both printers can be asked and told."""

    port: int

    def set_fault(self, name: str, is_on: bool) -> None: ...
    def papers(self) -> list[str]: ...
    def drawer_openings(self) -> int: ...


class Simulated:
    """The virtual printer that ships with the box, in this process."""

    def __init__(self) -> None:
        self._printer = VirtualPrinter(port=0)
        self._printer.start()
        self.port = self._printer.port

    def set_fault(self, name: str, is_on: bool) -> None:
        self._printer.set_fault(name, is_on)

    def papers(self) -> list[str]:
        return ["\n".join(plain_lines(piece)) for piece in self._printer.pieces]

    def drawer_openings(self) -> int:
        return self._printer.drawer_pulses

    def unknown_commands(self) -> tuple[bytes, ...]:
        return self._printer.view().unknown

    def stop(self) -> None:
        self._printer.stop()


class Emupos:
    """An independent ESC/POS printer; papers come as text and as PNG."""

    FAULTS = {"paper_out": "paper-out", "cover_open": "cover-open", "paper_low": "paper-near-end"}

    def __init__(self, directory: Path) -> None:
        prepare_emupos()
        self.port, api_port = free_port(), free_port()
        self._api = f"http://127.0.0.1:{api_port}/api/v1"
        (directory / "emupos.yaml").write_text(
            f"schema: 1\napi: {{ host: 127.0.0.1, port: {api_port} }}\ndevices:\n"
            f"  - id: front\n    type: printer\n    profile: epson-tm-t20iii\n"
            f"    receipts_dir: {directory}/receipts\n"
            f"    connections:\n      - tcp: {{ port: {self.port} }}\n",
            encoding="utf-8",
        )
        self._log = (directory / "emupos.log").open("wb")
        self._process = subprocess.Popen(
            [EMUPOS, "run", "--config", directory / "emupos.yaml"],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            cwd=directory,
        )
        self._openings = 0
        self._first = 0
        eventually(self._answers, "emupos did not start; see " + str(directory / "emupos.log"))

    def fresh(self) -> Emupos:
        """Faults cleared, drawer closed, and only papers from now on count."""
        for name in self.FAULTS:
            self.set_fault(name, False)
        self._call("POST", "/devices/front/drawer/close")
        self._openings = 0
        self._first = len(self._receipts())
        return self

    def set_fault(self, name: str, is_on: bool) -> None:
        self._call("PUT" if is_on else "DELETE", f"/devices/front/faults/{self.FAULTS[name]}")

    def papers(self) -> list[str]:
        ids = [receipt["id"] for receipt in reversed(self._receipts())][self._first :]
        return [self._call("GET", f"/devices/front/receipts/{name}/text").decode() for name in ids]

    def picture(self) -> bytes:
        """The latest paper as PNG."""
        return self._call("GET", "/devices/front/receipts/latest/image")

    def drawer_openings(self) -> int:
        """Counted by closing it again each time it is found open."""
        if json.loads(self._call("GET", "/devices/front"))["state"]["drawer"] == "open":
            self._openings += 1
            self._call("POST", "/devices/front/drawer/close")
        return self._openings

    def complaints(self) -> list[str]:
        """What of the bytes sent so far emupos did not understand."""
        text = Path(self._log.name).read_text(encoding="utf-8", errors="replace")
        return [line for line in text.splitlines() if re.search("unknown|not supported|unsupported", line)]

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)
        self._log.close()

    def _receipts(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(self._call("GET", "/devices/front/receipts"))
        return found

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            self._call("GET", "/devices")
            return True
        assert self._process.poll() is None, "emupos ended at once; see its log " + self._log.name
        return False

    def _call(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(self._api + path, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            body: bytes = response.read()
            return body


def prepare_emupos() -> None:
    """Make its environment if need be; without Python 3.13 this fails in words and is not skipped."""
    made = subprocess.run(
        [ROOT / "tests" / "judges" / "setup_emupos.sh"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert made.returncode == 0, f"the printer judge emupos is not available: {made.stderr.strip()}"


class Cable:
    """A TCP cable between till and printer that can be pulled and plugged in again."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.1)
        self.port: int = self._server.getsockname()[1]
        self._lock = threading.Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._is_pulled = False
        self._stop = threading.Event()
        self._pull_after_bytes: int | None = None
        self._threads = [threading.Thread(target=self._accept, name="cable", daemon=True)]
        self._threads[0].start()

    def pull(self) -> None:
        """Both sides lose the connection; new ones are turned away."""
        with self._lock:
            self._is_pulled = True
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            _close(*pair)

    def pull_after(self, count: int) -> None:
        """Pull it once this many more bytes went to the printer."""
        with self._lock:
            self._pull_after_bytes = count

    def plug_in(self) -> None:
        with self._lock:
            self._is_pulled, self._pull_after_bytes = False, None

    def stop(self) -> None:
        self._stop.set()
        self.pull()
        for thread in self._threads:
            thread.join(2)
        self._server.close()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                till, _ = self._server.accept()
            except TimeoutError:
                continue
            with self._lock:
                is_pulled = self._is_pulled
            if is_pulled:
                till.close()
                continue
            printer = socket.create_connection(self._target, timeout=2)
            with self._lock:
                self._pairs.append((till, printer))
            for source, sink, is_to_printer in ((till, printer, True), (printer, till, False)):
                thread = threading.Thread(
                    target=self._carry, args=(source, sink, is_to_printer), name="cable-way", daemon=True
                )
                self._threads.append(thread)
                thread.start()

    def _carry(self, source: socket.socket, sink: socket.socket, is_to_printer: bool) -> None:
        with contextlib.suppress(OSError):
            source.settimeout(None)
            while data := source.recv(4096):
                if is_to_printer and not self._lets_through(sink, data):
                    self.pull()
                    break
                if not is_to_printer:
                    sink.sendall(data)
        _close(source, sink)

    def _lets_through(self, sink: socket.socket, data: bytes) -> bool:
        with self._lock:
            left = self._pull_after_bytes
            if left is not None:
                self._pull_after_bytes = left - len(data)
        if left is not None and left <= len(data):
            sink.sendall(data[:left])
            return False
        sink.sendall(data)
        return True


def _close(*sockets: socket.socket) -> None:
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Wait for a condition in another process; fail in words."""
    deadline = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)  # another process: there is nothing to wait on


def running_emupos(directory: Path) -> Iterator[Emupos]:
    """One emupos for a group of tests."""
    judge = Emupos(directory)
    try:
        yield judge
    finally:
        judge.stop()
