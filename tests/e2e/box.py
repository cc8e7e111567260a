"""A demo box of its own for a journey: started as `make run` starts it, watched from outside, gone afterwards."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tests.faults.vendor import Screen

ROOT = Path(__file__).resolve().parent.parent.parent
# Beside the till's port: the workbench with its devices and its cable, and the back office.
PORTS = (0, -10, -9, -8, -7, -6, -5, 10)
NEXT_BOX = 100  # a second box has the ports of the first at this distance
START_LIMIT_S = 30.0
STOP_LIMIT_S = 15.0
LOOK_AGAIN_S = 0.02

T = TypeVar("T")


def until(look: Callable[[], T], what: str, limit_s: float = 15.0) -> T:
    """What `look` answers once it is true; fails with `what` and the last answer after the limit."""
    deadline = time.monotonic() + limit_s
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {limit_s} s: {what} (last: {seen!r})"
        time.sleep(LOOK_AGAIN_S)
    return seen


def free_base(ports: tuple[int, ...] = PORTS) -> int:
    """A port whose neighbours the box needs are free too; below the range the kernel gives away."""
    for _ in range(200):
        base = random.randrange(15_000, 32_000, 40)
        if not any(is_taken(base + beside) for beside in ports):
            return base
    raise AssertionError("no free ports for a box")


def is_taken(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


class Workbench:
    """The simulator's own interface: look at the objects and move them."""

    def __init__(self, url: str) -> None:
        self.url = url

    def state(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/api/state", timeout=5) as answer:
            state: dict[str, Any] = json.load(answer)
            return state

    def move(self, path: str, **body: object) -> None:
        """Act on an object, as the page does."""
        request = urllib.request.Request(
            f"{self.url}/api/{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Origin": self.url},
            method="POST",
        )
        urllib.request.urlopen(request, timeout=5).close()

    def receipts(self) -> list[str]:
        """The finished pieces of paper, oldest first, as text."""
        return ["\n".join(_words(row) for row in piece["rows"]) for piece in self.state()["pieces"]]

    def receipts_of(self, number: str) -> list[str]:
        """Every piece of paper that carries a receipt number."""
        return [paper for paper in self.receipts() if number in paper]

    def calm(self) -> None:
        """No fault, no old paper, no goods on the scale, drawer shut, plug left alone."""
        self.move("printer", paper_out=False, paper_low=False, cover_open=False, offline=False, slow=False)
        self.move("plug", action="disarm")
        self.move("scale", weight_g=0, on=False)
        self.move("drawer/close")


def _words(row: dict[str, Any]) -> str:
    return "".join(run["text"] for run in row.get("runs", ()))


class Stall:
    """One box: where its till, its workbench and its data are, and what can be read of them."""

    def __init__(self, data: Path, language: str, port: int) -> None:
        self.data, self.language, self.port = data, language, port
        self.url = f"http://127.0.0.1:{port}"
        self.bench = Workbench(f"http://127.0.0.1:{port - 10}")

    @property
    def entrance(self) -> str:
        """The address that pairs a browser with this box."""
        token = (self.data / "run" / "kiosk-token").read_text(encoding="ascii").strip()
        return f"{self.url}/enter?token={token}"

    def vendor(self) -> Screen:
        """A paired screen that speaks HTTP."""
        return Screen.enter(self.port, self.data / "run" / "kiosk-token")

    def journal(self, command: str) -> str:
        """What `python -m appliance journal` says of this box; fails unless the journal is sound."""
        done = subprocess.run(
            (sys.executable, "-m", "appliance", "journal", command, str(self.data)),
            cwd=ROOT, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sales(self) -> list[dict[str, Any]]:
        """The bodies of all sales in the journal, in the order of the facts."""
        facts = [json.loads(line) for line in self.journal("export").splitlines()]
        return [fact["body"] for fact in facts if fact["type"] == "sale"]

    def sold(self) -> list[str]:
        """The receipt numbers of all sales in the journal."""
        return [sale["number"] for sale in self.sales()]


class DemoBox(Stall):
    """`python -m appliance demo` on ports and data of its own; with two boxes, `second` is the other one."""

    def __init__(self, data: Path, language: str, boxes: int = 1) -> None:
        self._ports = tuple(place * NEXT_BOX + beside for place in range(boxes) for beside in PORTS)
        super().__init__(data, language, free_base(self._ports))
        self.second = Stall(data / "b", language, self.port + NEXT_BOX)
        self._boxes = boxes
        self._log = data.with_suffix(".log")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it says that it sells."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "appliance", "demo", "--no-window", "--language", self.language)
                + ("--port", str(self.port), "--data", str(self.data), "--boxes", str(self._boxes)),
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        until(lambda: b"Ctrl-C" in self._log.read_bytes(), "the box sells", START_LIMIT_S)

    def stop(self) -> None:
        """Ctrl-C; then nothing may be left: no process, no port."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        try:
            code = self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        assert code == 0, f"the box ended with {code}:\n{self.said()}"
        assert self.processes() == []
        assert [beside for beside in self._ports if is_taken(self.port + beside)] == []

    def said(self) -> str:
        """What the box printed."""
        return self._log.read_text(errors="replace")[-4000:]

    def processes(self) -> list[int]:
        """Who runs on this box's data, by the arguments every program of it carries."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    arguments = (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if str(self.data).encode() in arguments and b"appliance" in arguments:
                    found.append(int(entry.name))
        return found
