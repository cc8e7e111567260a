"""What systemd hears of a process, on a real datagram socket."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from appliance.notify import SILENT, USUAL_INTERVAL_S, Notifier, Proof, take


class Systemd:
    """The other end."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self._socket.settimeout(5)

    def hears(self) -> str:
        return self._socket.recv(100).decode()

    def heard(self) -> list[str]:
        """All that waits."""
        self._socket.setblocking(False)
        found = []
        while True:
            try:
                found.append(self._socket.recv(100).decode())
            except BlockingIOError:
                return found

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Systemd]:
    other = Systemd(str(tmp_path / "notify") if request.param == "path" else f"@tillbox-{uuid4()}")
    yield other
    other.close()


def test_a_process_says_that_it_is_ready_once_alive_and_stopping(systemd: Systemd) -> None:
    voice = Notifier(systemd.address)
    voice.ready()
    voice.ready()
    voice.alive()
    voice.stopping()
    assert systemd.heard() == ["READY=1", "WATCHDOG=1", "STOPPING=1"]


def test_a_process_says_how_it_goes(systemd: Systemd) -> None:
    Notifier(systemd.address).status("7 letters")
    assert systemd.heard() == ["STATUS=7 letters"]


def test_whatever_is_to_be_said_is_one_line_and_raises_nothing(systemd: Systemd) -> None:
    Notifier(systemd.address).status("7 Schlüssel\nSTOPPING=1")
    assert systemd.heard() == ["STATUS=7 Schl?ssel STOPPING=1"]


def test_a_busy_loop_does_not_babble(systemd: Systemd) -> None:
    times_s = (100.0, 100.1, 101.9, 102.0, 103.9, 104.0)
    clock = iter(times_s)
    voice = Notifier(systemd.address, interval_s=8, now_s=lambda: next(clock))
    for _ in times_s:
        voice.alive()
    assert systemd.heard() == ["WATCHDOG=1"] * 3


def test_the_voice_is_taken_out_of_the_environment() -> None:
    environment = {
        "NOTIFY_SOCKET": "/run/x",
        "WATCHDOG_USEC": "12000000",
        "WATCHDOG_PID": str(os.getpid()),
        "HOME": "/",
    }
    voice = take(environment)
    assert voice.is_heard
    assert voice.interval_s == 12
    assert environment == {"HOME": "/"}


def test_a_watchdog_meant_for_another_process_sets_no_pace() -> None:
    assert (
        take({"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"}).interval_s
        == USUAL_INTERVAL_S
    )


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1"}])
def test_without_a_socket_nothing_is_said(environment: dict[str, str]) -> None:
    assert take(environment) is SILENT


def test_nobody_listening_disturbs_nothing(tmp_path: Path) -> None:
    voice = Notifier(str(tmp_path / "nobody"))
    voice.ready()
    voice.alive()
    voice.stopping()


def test_a_proof_is_said_only_after_the_work_was_done(systemd: Systemd) -> None:
    may_work, has_worked = threading.Event(), threading.Event()

    def work() -> None:
        may_work.wait(5)
        has_worked.set()

    proof = Proof(Notifier(systemd.address, interval_s=0.04), work)
    proof.start()
    before = systemd.heard()
    may_work.set()
    assert has_worked.wait(5)
    systemd._socket.settimeout(5)
    heard = [systemd.hears(), systemd.hears(), systemd.hears()]
    proof.stop()
    assert before == []
    assert heard == ["READY=1", "WATCHDOG=1", "WATCHDOG=1"]
    assert systemd.heard()[-1] == "STOPPING=1"


def test_work_that_fails_is_silence(systemd: Systemd) -> None:
    tries = threading.Semaphore(0)

    def work() -> None:
        tries.release()
        raise OSError("the card is gone")

    proof = Proof(Notifier(systemd.address, interval_s=0.04), work)
    proof.start()
    for _ in range(3):
        assert tries.acquire(timeout=5)
    proof.stop()
    assert systemd.heard() == ["STOPPING=1"]


def test_a_proof_for_nobody_starts_no_thread() -> None:
    proof = Proof(SILENT, lambda: pytest.fail("asked for nothing"))
    proof.start()
    proof.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "notify-proof"]
