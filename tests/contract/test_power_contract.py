"""Who switches the box off: systemd-logind as python-dbusmock plays it on a private bus, and the workbench."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance.lights.power import LogindPower, SimulatedPower
from tests.contract.test_wifi_contract import SYSTEM_PYTHON, bus_config

LIMIT_S = 20.0


class Bus:
    """A bus of its own; nothing of the machine's is touched."""

    def __init__(self, folder: Path) -> None:
        self.address = f"unix:path={folder}/bus"
        self._environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address}
        self._children: list[subprocess.Popen[bytes]] = []
        self.said_by(
            self.start("dbus-daemon", f"--config-file={bus_config(folder)}", "--nofork", "--print-address")
        )

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        self._children.append(
            subprocess.Popen(
                command,
                env={**self._environment, "PYTHONUNBUFFERED": "1"},
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        return self._children[-1]

    def logind(self) -> subprocess.Popen[bytes]:
        """The mocked one, once it answers; it says every call on its standard output."""
        mock = self.start(SYSTEM_PYTHON, "-m", "dbusmock", "--template", "logind")
        wait = ("busctl", "--timeout=1", "call", "org.freedesktop.login1", "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager", "CanPowerOff")  # fmt: skip
        eventually(
            lambda: (
                not subprocess.run(wait, env=self._environment, capture_output=True, timeout=10).returncode
            )
        )
        return mock

    def said_by(self, child: subprocess.Popen[bytes]) -> str:
        assert child.stdout is not None
        assert select.select([child.stdout], [], [], LIMIT_S)[0], "nothing was said"
        return os.read(child.stdout.fileno(), 65536).decode()

    def stop(self) -> None:
        for child in reversed(self._children):
            child.send_signal(signal.SIGKILL)
            child.wait(10)
            if child.stdout is not None:
                child.stdout.close()


def eventually(question: Callable[[], bool]) -> None:
    until_s = time.monotonic() + LIMIT_S
    while not question():
        assert time.monotonic() < until_s, "it never came true"
        threading.Event().wait(0.02)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    bus = Bus(tmp_path)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    yield bus
    bus.stop()


def test_logind_is_asked_to_power_off_without_asking_a_person(bus: Bus) -> None:
    logind = bus.logind()
    power = LogindPower()

    power.ask()
    eventually(lambda: power.answer() is not None)

    assert power.answer() is True
    said = bus.said_by(logind)
    assert [line.split(" ", 1)[1] for line in said.splitlines() if "CanPowerOff" not in line] == [
        "PowerOff False"
    ]


def test_box_without_logind_says_no(bus: Bus) -> None:
    power = LogindPower()
    power.ask()
    eventually(lambda: power.answer() is not None)
    assert power.answer() is False


def test_system_without_the_program_that_asks_says_no() -> None:
    power = LogindPower(command=("/nowhere/busctl",))
    power.ask()
    assert power.answer() is False


def test_who_never_answers_has_said_no_after_a_while_and_may_be_asked_again() -> None:
    now = [0.0]
    power = LogindPower(command=("sleep", "600"), limit_s=8.0, monotonic=lambda: now[0])
    power.ask()
    power.ask()  # one call at a time
    assert power.answer() is None
    now[0] = 7.9
    assert power.answer() is None
    now[0] = 8.0
    assert power.answer() is False
    power.ask()
    assert power.answer() is None
    now[0] = 16.0
    assert power.answer() is False


def test_workbench_is_told_and_the_process_ends(tmp_path: Path) -> None:
    ended: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supply:
        supply.settimeout(5)
        supply.bind(str(tmp_path / "pins.sock"))
        power = SimulatedPower(tmp_path / "pins.sock", lambda: ended.append("end"))
        power.ask()
        assert supply.recv(256) == b'{"power": 0}'
    assert (ended, power.answer()) == (["end"], True)
    power.ask()  # the workbench has gone: no harm
