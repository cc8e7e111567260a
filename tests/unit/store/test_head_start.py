"""Looking on while a line is written: tried now and then, kept where it pays, never where it does not."""

from dataclasses import dataclass, field

import pytest

from appliance.store.head_start import LOOKING_ON_S, TRIAL_EVERY, HeadStart

SHORT, LONG = LOOKING_ON_S[1:]
TRIALS = TRIAL_EVERY * len(LOOKING_ON_S)  # flushes in which every way is tried once


@dataclass
class Device:
    """A clock that moves when it is looked at, and flushes that take less if the write was looked on long enough."""

    slept_s: float
    looked_on_s: float
    needs_s: float = SHORT
    now_s: float = 0.0
    looked_on_for: list[float] = field(default_factory=list)
    begun_s: float = 0.0

    def clock(self) -> float:
        self.now_s += 1e-6
        return self.now_s

    def flush(self) -> None:
        looked_s = self.now_s - self.begun_s
        self.looked_on_for.append(looked_s if looked_s > 5e-6 else 0.0)
        took_s = self.looked_on_s if looked_s >= self.needs_s else self.slept_s
        self.now_s = max(self.now_s, self.begun_s + took_s)

    def sell(self, start: HeadStart, times: int) -> None:
        for _ in range(times):
            start.given()
            self.begun_s = self.now_s
            start.flush(self.flush)


def learned(device: Device) -> HeadStart:
    start = HeadStart(device.clock)
    device.sell(start, 10 * TRIALS)
    return start


@pytest.mark.parametrize("needs_s", [SHORT, LONG])
def test_a_device_that_rewards_looking_on_is_looked_on_just_long_enough(needs_s: float) -> None:
    device = Device(slept_s=140e-6, looked_on_s=115e-6, needs_s=needs_s)
    start = learned(device)
    assert LOOKING_ON_S[start.best] == needs_s
    usual = [looked for looked in device.looked_on_for[TRIALS:] if looked >= needs_s]
    assert len(usual) >= 9 * TRIALS * 0.95


@pytest.mark.parametrize("slept_s", [20e-6, 115e-6, 4e-3])
def test_a_device_that_does_not_reward_it_is_only_tried_now_and_then(slept_s: float) -> None:
    device = Device(slept_s=slept_s, looked_on_s=slept_s)
    assert learned(device).best == 0
    assert sum(looked > 0 for looked in device.looked_on_for) == 10 * (len(LOOKING_ON_S) - 1)


def test_a_device_that_changes_its_mood_is_learned_again() -> None:
    device = Device(slept_s=140e-6, looked_on_s=115e-6)
    start = learned(device)
    device.slept_s = 60e-6
    device.sell(start, 60 * TRIALS)
    assert start.best == 0


def test_one_slow_flush_changes_nothing() -> None:
    device = Device(slept_s=140e-6, looked_on_s=115e-6)
    start = learned(device)
    device.looked_on_s = 2.0
    device.sell(start, 1)
    assert LOOKING_ON_S[start.best] == SHORT


def test_without_a_head_start_nobody_looks_on() -> None:
    device = Device(slept_s=140e-6, looked_on_s=115e-6)
    learned(device).flush(device.flush)
    before_s = device.now_s
    HeadStart(device.clock).flush(lambda: None)
    assert device.now_s == before_s


def test_a_time_long_past_is_not_waited_for_again() -> None:
    device = Device(slept_s=140e-6, looked_on_s=115e-6)
    start = learned(device)
    start.given()
    device.now_s += 1.0
    before_s = device.now_s
    start.flush(lambda: None)
    assert device.now_s - before_s < 5e-6


@pytest.mark.parametrize("problem", [OSError("gone"), KeyboardInterrupt()])
def test_what_the_flush_says_goes_through(problem: BaseException) -> None:
    start = HeadStart(Device(0.0, 0.0).clock)
    start.given()

    def fails() -> None:
        raise problem

    with pytest.raises(type(problem)):
        start.flush(fails)


def test_a_caller_that_comes_late_teaches_nothing() -> None:
    device = Device(slept_s=140e-6, looked_on_s=115e-6)
    start = learned(device)
    for _ in range(10 * TRIALS):
        start.given()
        device.now_s += 5e-3  # an answer is composed before anybody waits
        start.flush(lambda: None)
    assert LOOKING_ON_S[start.best] == SHORT
