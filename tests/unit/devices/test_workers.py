"""A worker outlives surprises and ends when told."""

from __future__ import annotations

import errno
import logging
import threading
from contextlib import suppress

import pytest

from appliance.devices.workers import Backoff, Worker
from appliance.domain.errors import TillError


class Clumsy(Worker):
    def __init__(self, surprise: Exception | None = None) -> None:
        super().__init__("clumsy")
        self.surprise = surprise or RuntimeError("loose contact")
        self.turns = 0
        self.is_released = threading.Event()
        self.has_recovered = threading.Event()

    def turn(self) -> float:
        self.turns += 1
        if self.turns <= 2:
            self._wake.set()
            raise self.surprise
        self.has_recovered.set()
        return 60.0

    def release(self) -> None:
        self.is_released.set()


def test_a_failing_turn_is_told_once_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    worker = Clumsy()
    with caplog.at_level(logging.ERROR):
        worker.start()
        assert worker.has_recovered.wait(5)
    worker.stop()
    assert len([record for record in caplog.records if "loose contact" in (record.exc_text or "")]) == 1


@pytest.mark.parametrize(
    "surprise", [TillError("store_full"), OSError(errno.ENOSPC, "No space left on device")]
)
def test_a_full_disk_costs_the_log_one_line(caplog: pytest.LogCaptureFixture, surprise: Exception) -> None:
    worker = Clumsy(surprise)
    with caplog.at_level(logging.ERROR):
        worker.start()
        assert worker.has_recovered.wait(5)
    worker.stop()
    assert [(one.getMessage(), one.exc_info) for one in caplog.records] == [
        ("clumsy: the disk is full, trying again", None)
    ]


def test_stopping_wakes_a_sleeping_worker_and_lets_the_device_go() -> None:
    worker = Clumsy()
    worker.start()
    assert worker.has_recovered.wait(5)
    worker.stop()
    assert worker.is_released.is_set()
    assert all(thread.name != "clumsy" for thread in threading.enumerate())


class SlowToStart(Clumsy):
    """Reads its name only when a second thread comes along, or after a while when none can."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2)
        self.threads: set[int] = set()
        super().__init__()

    @property
    def name(self) -> str:
        with suppress(threading.BrokenBarrierError):
            self._both.wait(0.2)
        return "clumsy"

    @name.setter
    def name(self, _name: str) -> None:
        """Always the same."""

    def turn(self) -> float:
        self.threads.add(threading.get_ident())
        return super().turn()


def test_two_who_start_a_worker_at_once_start_one_thread() -> None:
    worker = SlowToStart()
    starters = [threading.Thread(target=worker.start) for _ in range(2)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join(5)
    assert worker.has_recovered.wait(5)
    running = [thread for thread in threading.enumerate() if thread.name == "clumsy"]
    worker.stop()
    assert (len(running), len(worker.threads)) == (1, 1)


def test_a_worker_never_started_can_be_stopped() -> None:
    Clumsy().stop()


def test_waits_grow_to_half_a_minute() -> None:
    backoff = Backoff()
    assert [backoff.next_s() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    backoff.reset()
    assert backoff.next_s() == 1
