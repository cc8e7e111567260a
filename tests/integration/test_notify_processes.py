"""Each program of the box as systemd hears it: ready when it works, alive while it does, stopping when asked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from appliance import config
from tests.free_port import free_port

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 30.0


class Systemd:
    """Starts one program as a unit of Type=notify and listens to it."""

    def __init__(self, program: str, settings: Path, socket_path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(LIMIT_S)
        self._socket.bind(str(socket_path))
        with settings.with_name(f"{program}.log").open("wb") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "appliance", program, "--config", str(settings)),
                cwd=ROOT,
                env={**os.environ, "NOTIFY_SOCKET": str(socket_path), "WATCHDOG_USEC": "400000"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def hears(self) -> str:
        return self._socket.recv(200).decode()

    def hears_in_the_end(self) -> str:
        """The first thing that is no sign of life."""
        while (said := self.hears()) == "WATCHDOG=1":
            pass
        return said

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        code = self._process.wait(LIMIT_S)
        self._socket.close()
        return code


@contextmanager
def unit(program: str, where: Path) -> Iterator[tuple[Systemd, config.Config]]:
    chosen = config.Config(data_dir=where / "data", port=free_port(), simulated=True, demo_data=True)
    config.write(chosen, where / "box.toml")
    systemd = Systemd(program, where / "box.toml", where / "notify")
    try:
        yield systemd, chosen
    finally:
        systemd.stop()
        systemd.wait()


def test_the_till_is_ready_when_its_screens_are_answered(tmp_path: Path) -> None:
    with unit("till", tmp_path) as (systemd, chosen):
        assert systemd.hears() == "READY=1", "gunicorn's own word comes before the till can sell"
        with urllib.request.urlopen(f"http://127.0.0.1:{chosen.port}/healthz", timeout=5) as answer:
            assert answer.status == 200
        assert systemd.hears() == "WATCHDOG=1"
        assert systemd.hears() == "WATCHDOG=1"
        systemd.stop()
        assert systemd.hears_in_the_end() == "STOPPING=1"


@pytest.mark.parametrize("program", ["watchdog", "lights"])
def test_the_small_programs_say_how_they_are(tmp_path: Path, program: str) -> None:
    with unit(program, tmp_path) as (systemd, _):
        assert systemd.hears() == "READY=1"
        assert systemd.hears() == "WATCHDOG=1"
        assert systemd.hears() == "WATCHDOG=1"
        systemd.stop()
        assert systemd.hears_in_the_end() == "STOPPING=1"
