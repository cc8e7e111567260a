"""The self-test and the saving of the bundle: what runs, what a person judges, what comes of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from appliance.care.check import Check
from appliance.care.saving import Saving
from appliance.care.self_test import SelfTest, Tools
from appliance.care.storage import Speed
from appliance.domain.errors import TillError
from tests.unit.care.fakes import FakeDoor


@dataclass
class Bench:
    has_lights: bool = True
    has_printer: bool = True
    speed: Speed | None = field(default_factory=lambda: Speed(1_000, 9_000, 100))
    papers: int = 0

    def print_letters(self) -> None:
        if not self.has_printer:
            raise TillError("no_printer")
        self.papers += 1

    def measure(self, _is_stopped: Callable[[], bool]) -> Speed:
        if self.speed is None:
            raise OSError("the card refuses")
        return self.speed

    def start(self) -> SelfTest:
        clock = Check("clock", "attention", "clock.estimated")
        return SelfTest(Tools(lambda: self.has_lights, self.print_letters, self.measure, lambda: clock))


def test_the_lamp_asks_what_was_seen_and_a_person_says() -> None:
    test = Bench().start()
    test.begin("key-1", "lamp")
    assert test.results["lamp"].state == "asks"
    test.judge("key-2", "lamp", True)
    assert test.results["lamp"].state == "good"


def test_a_lamp_nobody_drives_could_not_be_tested() -> None:
    test = Bench(has_lights=False).start()
    test.begin("key-1", "lamp")
    assert test.results["lamp"].state == "failed"


def test_the_printer_is_refused_by_name_where_there_is_none() -> None:
    test = Bench(has_printer=False).start()
    with pytest.raises(TillError, match="no_printer"):
        test.begin("key-1", "printer")
    assert test.results["printer"].state == "open"


def test_one_wish_sent_twice_prints_one_paper() -> None:
    bench = Bench()
    test = bench.start()
    test.begin("key-1", "printer")
    test.begin("key-2", "lamp")
    test.judge("key-3", "lamp", True)
    test.begin("key-1", "printer")
    assert bench.papers == 1


def test_a_wish_that_was_refused_is_done_when_it_comes_again() -> None:
    bench = Bench(has_printer=False)
    test = bench.start()
    with pytest.raises(TillError):
        test.begin("key-1", "printer")
    bench.has_printer = True
    test.begin("key-1", "printer")
    assert (bench.papers, test.results["printer"].state) == (1, "asks")


def test_a_verdict_that_comes_again_does_not_judge_the_next_try() -> None:
    test = Bench().start()
    test.begin("key-1", "lamp")
    test.judge("key-2", "lamp", False)
    test.begin("key-3", "lamp")
    test.judge("key-2", "lamp", False)
    assert test.results["lamp"].state == "asks"


@pytest.mark.parametrize(
    ("p99_us", "state"), [(9_000, "good"), (200_000, "attention"), (900_000, "bad"), (None, "failed")]
)
def test_the_card_judges_itself(p99_us: int | None, state: str) -> None:
    test = Bench(speed=None if p99_us is None else Speed(1_000, p99_us, 100)).start()
    test.begin("key-1", "storage")
    test.stop()
    assert test.results["storage"].state == state


def test_the_clock_says_what_the_check_says() -> None:
    test = Bench().start()
    test.begin("key-1", "clock")
    assert (test.results["clock"].state, test.results["clock"].params) == (
        "attention",
        {"key": "clock.estimated"},
    )


def test_nobody_judges_what_was_not_asked() -> None:
    test = Bench().start()
    test.judge("key-1", "touch", True)
    test.judge("key-2", "storage", True)
    assert {result.state for result in test.results.values()} == {"open"}


def saved(
    door: FakeDoor, make: Callable[[], Iterable[bytes]] = lambda: [b"zip"]
) -> tuple[Saving, list[float]]:
    time_s = [0.0]
    saving = Saving(make, door, lambda: time_s[0], lambda _kind: "save-0001")
    saving.start("key-1")
    saving.stop()
    return saving, time_s


def test_a_bundle_is_under_way_until_the_door_answers() -> None:
    door = FakeDoor()
    saving, _ = saved(door)
    assert saving.view()["state"] == "saving"
    assert door.bundles == [b"zip"]
    door.say("saved", file="tillbox-support-1.zip")
    assert saving.view() == {"state": "saved", "file": "tillbox-support-1.zip"}


def test_no_stick_and_no_answer_are_told_apart() -> None:
    door = FakeDoor()
    saving, _ = saved(door)
    door.say("no_stick")
    assert saving.view()["state"] == "no_stick"
    saving, time_s = saved(FakeDoor())
    time_s[0] = 91.0
    assert saving.view()["state"] == "no_answer"


def test_a_bundle_that_cannot_be_made_is_a_failure_and_can_be_tried_again() -> None:
    def broken() -> bytes:
        raise OSError("no room")

    door = FakeDoor()
    saving, _ = saved(door, broken)
    assert saving.view()["state"] == "failed"
    saving.start("key-2")
    saving.stop()
    assert door.asked == []


def test_a_wish_sent_again_later_saves_no_second_bundle() -> None:
    door = FakeDoor()
    saving, _ = saved(door)
    door.say("saved", file="tillbox-support-1.zip")
    saving.start("key-2")
    saving.stop()
    door.say("saved", file="tillbox-support-2.zip")
    saving.start("key-1")
    saving.stop()
    assert len(door.asked) == 2


def test_two_wishes_are_one_bundle() -> None:
    gate, door = threading.Event(), FakeDoor()

    def slow() -> list[bytes]:
        assert gate.wait(5.0)
        return [b"zip"]

    saving = Saving(slow, door, lambda: 0.0, lambda _kind: "save-0001")
    saving.start("key-1")
    saving.start("key-2")
    gate.set()
    saving.stop()
    assert len(door.asked) == 1
