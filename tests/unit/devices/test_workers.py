"""A worker outlives surprises and ends when told."""

from __future__ import annotations

import logging
import threading

import pytest

from appliance.devices.workers import Backoff, Worker


class Clumsy(Worker):
    def __init__(self) -> None:
        super().__init__("clumsy")
        self.turns = 0
        self.is_released = threading.Event()
        self.has_recovered = threading.Event()

    def turn(self) -> float:
        self.turns += 1
        if self.turns <= 2:
            self._wake.set()
            raise RuntimeError("loose contact")
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


def test_stopping_wakes_a_sleeping_worker_and_lets_the_device_go() -> None:
    worker = Clumsy()
    worker.start()
    assert worker.has_recovered.wait(5)
    worker.stop()
    assert worker.is_released.is_set()
    assert all(thread.name != "clumsy" for thread in threading.enumerate())


def test_a_worker_never_started_can_be_stopped() -> None:
    Clumsy().stop()


def test_waits_grow_to_half_a_minute() -> None:
    backoff = Backoff()
    assert [backoff.next_s() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    backoff.reset()
    assert backoff.next_s() == 1
