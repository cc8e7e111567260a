"""A heart beats while its process can say how it is, and never disturbs it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.heartbeat import Heart


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "lights.sock"))
        ear.settimeout(5)
        yield ear


def beating(where: Path, state: Callable[[], dict[str, Any]], beat_s: float = 0.01) -> Heart:
    heart = Heart(where / "lights.sock", "till", state, beat_s=beat_s)
    heart.start()
    return heart


def test_a_beat_says_who_when_and_how(ear: socket.socket, tmp_path: Path) -> None:
    before_s = time.monotonic()
    heart = beating(tmp_path, lambda: {"can_save": True})
    beat = json.loads(ear.recv(2048))
    heart.stop()
    assert (beat["who"], beat["can_save"]) == ("till", True)
    assert before_s <= beat["sent_s"] <= time.monotonic()


def test_no_beat_while_the_process_cannot_say_how_it_is(ear: socket.socket, tmp_path: Path) -> None:
    is_ill = threading.Event()
    asked = threading.Semaphore(0)

    def state() -> dict[str, Any]:
        if is_ill.is_set():
            asked.release()
            raise RuntimeError("no lock to be had")
        return {}

    heart = beating(tmp_path, state)
    ear.recv(2048)
    is_ill.set()
    assert all(asked.acquire(timeout=5) for _ in range(3))  # from the second on, nothing is on its way
    ear.setblocking(False)
    with pytest.raises(BlockingIOError):
        while ear.recv(2048):
            pass
    assert all(asked.acquire(timeout=5) for _ in range(3))
    with pytest.raises(BlockingIOError):
        ear.recv(2048)
    is_ill.clear()
    ear.settimeout(5)
    assert ear.recv(2048)  # well again
    heart.stop()


def test_a_hanging_process_has_no_beat_and_can_still_end(ear: socket.socket, tmp_path: Path) -> None:
    hangs, let_go = threading.Event(), threading.Event()

    def state() -> dict[str, Any]:
        hangs.set()
        let_go.wait(10)
        return {}

    heart = beating(tmp_path, state)
    assert hangs.wait(5)
    ear.setblocking(False)
    with pytest.raises(BlockingIOError):
        ear.recv(2048)
    let_go.set()
    heart.stop()


def test_nobody_listening_or_nobody_reading_changes_nothing(tmp_path: Path) -> None:
    asked = threading.Semaphore(0)

    def state() -> dict[str, Any]:
        asked.release()
        return {}

    heart = beating(tmp_path, state, beat_s=0.0)
    assert all(asked.acquire(timeout=5) for _ in range(5))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
        deaf.bind(str(tmp_path / "lights.sock"))
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        assert all(asked.acquire(timeout=20) for _ in range(600))  # more than any queue holds
    assert all(asked.acquire(timeout=5) for _ in range(5))
    heart.stop()


def test_a_lights_process_that_comes_back_is_heard_by_again(tmp_path: Path) -> None:
    heart = beating(tmp_path, lambda: {})
    for _ in range(2):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
            ear.bind(str(tmp_path / "lights.sock"))
            ear.settimeout(5)
            assert ear.recv(2048)
        (tmp_path / "lights.sock").unlink()
    heart.stop()
