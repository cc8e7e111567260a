"""The box under test: a board that boots the built image, with what a test does to it from inside.

Everything the tests bring in lies in /run and is gone with the power. Knows how a box is laid out on disk
(docs/image.md); must not know how it is built.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any  # answers of the till are JSON

from tests.system.boot import boards
from tests.system.boot.boards import Board
from tests.system.boot.card import Card
from tests.system.boot.machine import Machine
from tests.system.boot.shell import Shell

HERE = Path(__file__).resolve().parent
BROUGHT = {
    "sell.py": HERE / "inside" / "sell.py",
    "lamp.py": HERE / "inside" / "lamp.py",
    "wire.py": HERE / "inside" / "wire.py",
    "vendor.py": HERE.parent.parent / "faults" / "vendor.py",
}
PLACE = "/run/harness"
PYTHON = "/usr/bin/python3"
DATA = "/data/till"
APPLIANCE = "/opt/tillbox/current/bin/python -I -m appliance"
UNITS = ("till", "watchdog", "lights", "kiosk")
SHELL_S, BOOT_S, TILL_S, KIOSK_S = 60.0, 120.0, 90.0, 120.0  # on a quiet machine
LOOK_AGAIN_S = 4.0  # each look costs the emulated processor half a second
HOST = "10.0.2.2"  # this machine, as a guest of QEMU's user network sees it
SOLD = re.compile(rb"sold (\S+) (\S+)\n")
# What the harness tells systemd at each start, on the kernel's command line; nothing of it is on the card.
# A demo's goods, so that there is something to sell on a box that no owner has filled yet.
GOODS = "[Service]\nEnvironment=TILLBOX_DEMO_DATA=true\n"
# A Raspberry Pi's pins, pretended by the kernel's gpio-sim, on a board that has none.
PINS = """[Unit]
DefaultDependencies=no
After=sys-kernel-config.mount
Before=tillbox-lights.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -ec 'modprobe gpio-sim; cd /sys/kernel/config/gpio-sim; mkdir -p pi/bank0; cd pi/bank0; \
echo 54 > num_lines; echo pinctrl-bcm2835 > label; \
for n in $(seq 0 27); do mkdir line$n; echo GPIO$n > line$n/name; done; echo 1 > ../live; udevadm settle'
"""
WORDS = boards.credential("systemd.unit-dropin.tillbox-till.service~goods", GOODS)
PIN_WORDS = (
    f"{boards.credential('systemd.extra-unit.harness-pins.service', PINS)} systemd.wants=harness-pins.service"
)


class Box:
    """A board with the image's card. `logs` keeps what its serial ports said."""

    def __init__(
        self, board: Board, image: Path, work: Path, logs: Path, more_kernel_words: str = ""
    ) -> None:
        self.card = Card(image, work / f"{board.name}.qcow2")
        words = (WORDS, "" if board.uses_device_tree else PIN_WORDS, more_kernel_words)
        self.machine = Machine(board, self.card, logs, " ".join(filter(None, words)))
        self.shell: Shell

    def wish(self, **keys: str | int) -> None:
        """Write tillbox.toml onto the card, as a technician does before the first start."""
        lines = [f"{key} = {json.dumps(value)}\n" for key, value in keys.items()]
        with self.card.firmware(is_written=True) as fat:
            fat.put("tillbox.toml", "".join(lines))

    def start(self, *devices: str) -> None:
        """Power on, up to the shell of the harness, with its files in place."""
        self.machine.start(*devices)
        self.meet()

    def meet(self) -> None:
        """Find the shell after a start or a restart, and bring the files in."""
        self.shell = Shell(self.machine.shell_line)
        self.shell.wait(self.machine.limit_s(SHELL_S))
        self.shell.run(f"mkdir -p {PLACE}")
        for name, path in BROUGHT.items():
            self.shell.put(f"{PLACE}/{name}", path.read_bytes(), "0700")

    def ready(self, *units: str, limit_s: float | None = None) -> None:
        """Wait until units of ours are up. A unit says so itself when it can do its work (sd_notify)."""
        deadline = time.monotonic() + (limit_s or self.machine.limit_s(BOOT_S + TILL_S))
        names = " ".join(f"tillbox-{unit}.service" for unit in units)
        while True:
            states = self.shell.attempt(f"systemctl is-active {names}").words.split()
            if states == ["active"] * len(units):
                return
            if time.monotonic() > deadline:
                why = self.shell.attempt(f"systemctl status --no-pager -l -n 15 {names}").words
                raise AssertionError(f"{names}: {states}\n{why}")
            time.sleep(LOOK_AGAIN_S)

    def failed_units(self) -> str:
        """The units systemd gave up, one a line."""
        return self.shell.attempt("systemctl list-units --failed --plain --no-legend --no-pager").words

    def property(self, unit: str, name: str) -> str:
        """One property of a unit, as systemd has it."""
        return self.shell.run(f"systemctl show -P {name} {unit}")

    def till(self, *words: str, limit_s: float = 90.0) -> str:
        """Run `inside/sell.py`; what it said."""
        told = " ".join(f"'{word}'" for word in words)
        return self.shell.run(f"{PYTHON} {PLACE}/sell.py {told}", self.machine.limit_s(limit_s))

    def get(self, path: str) -> dict[str, Any]:
        """What the till answers."""
        answer: dict[str, Any] = json.loads(self.till("get", f"/api/v1{path}").splitlines()[-1])
        return answer

    def call(self, method: str, path: str, **body: object) -> dict[str, Any]:
        """One intent, once."""
        told = self.till("call", method, f"/api/v1{path}", json.dumps(body), f"harness-{time.time_ns()}")
        answer: dict[str, Any] = json.loads(told.splitlines()[-1])
        return answer

    def sell(self, count: int, prefix: str) -> dict[str, str]:
        """So many sales; receipt numbers by their keys."""
        said = self.till("sales", str(count), prefix, limit_s=60.0 + 5.0 * count)
        sold = acknowledged((said + "\n").encode())
        assert len(sold) == count, said
        return sold

    def numbers(self) -> list[str]:
        """Every receipt number the till lists, oldest first."""
        found: list[str] = json.loads(self.till("numbers").splitlines()[-1])
        return found

    def verify(self) -> str:
        """The product's own judgement of its journal. Fails when it finds anything wrong."""
        return self.shell.run(f"{APPLIANCE} journal verify {DATA}", self.machine.limit_s(60.0))

    def written(self, partition: str) -> list[tuple[int, int]]:
        """Which parts of a partition were ever written since the image was built: (offset, length) in bytes."""
        with self.machine.held_still():
            place = self.card.partitions()[partition]
            return written_inside(self.card.layer(), place.offset, place.size)

    def wire(self, port: int, host_port: int) -> None:
        """Lay a wire from the box's loopback to a port of this machine."""
        self.shell.run(
            f"systemd-run --quiet --collect --unit=harness-wire-{port} "
            f"{PYTHON} {PLACE}/wire.py {port} {HOST} {host_port}"
        )


def acknowledged(said: bytes) -> dict[str, str]:
    """The sales a box has acknowledged, in what it said: receipt numbers by their keys. Half a line counts not."""
    return {key.decode(): number.decode() for key, number in SOLD.findall(said)}


def until(look: Callable[[], object], wanted: object, limit_s: float) -> None:
    """Look again until it is what is wanted."""
    deadline = time.monotonic() + limit_s
    while (seen := look()) != wanted:
        assert time.monotonic() < deadline, f"wanted {wanted}, last seen {seen}"
        time.sleep(0.5)


def written_inside(ranges: Iterable[dict[str, Any]], begin: int, size: int) -> list[tuple[int, int]]:
    """Which parts of a stretch of the card were ever written over the image: (offset, length) in bytes.

    `ranges` is what `qemu-img map --output=json` says of the layer; depth 0 is the layer itself.
    """
    found = []
    for part in ranges:
        low, high = max(begin, part["start"]), min(begin + size, part["start"] + part["length"])
        if part["depth"] == 0 and part["present"] and low < high:
            found.append((low - begin, high - low))
    return found
