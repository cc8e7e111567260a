"""The watch tells all that is there, at the start and at every change, whether or not events come."""

from __future__ import annotations

import pytest

from appliance.devices.hotplug import RESCAN_S, HotplugWatch, NoEvents, UdevEvents
from appliance.domain.device import Found
from tests.unit.devices.fakes import FakeClock

LP0 = Found("usb-1", "printer", "/dev/usb/lp0")
LP1 = Found("usb-1", "printer", "/dev/usb/lp1")


class FakeTree:
    def __init__(self) -> None:
        self.now: tuple[Found, ...] = ()

    def scan(self) -> tuple[Found, ...]:
        return self.now


class FakeEvents:
    rescan_s = RESCAN_S

    def __init__(self) -> None:
        self.is_news = False

    def wait(self, timeout_s: float) -> bool:
        news, self.is_news = self.is_news, False
        return news


class World:
    def __init__(self) -> None:
        self.tree, self.events, self.clock = FakeTree(), FakeEvents(), FakeClock()
        self.told: list[tuple[Found, ...]] = []
        self.watch = HotplugWatch(self.tree, self.events, self.tell, self.clock)
        self.is_deaf = False

    def tell(self, now: tuple[Found, ...]) -> None:
        if self.is_deaf:
            raise OSError("not now")
        self.told.append(now)


def test_what_was_there_before_the_start_is_told_and_each_change_once() -> None:
    world = World()
    world.tree.now = (LP0,)
    world.watch.turn()
    world.watch.turn()
    world.tree.now = ()
    world.events.is_news = True
    world.watch.turn()
    world.watch.turn()
    assert world.told == [(LP0,), ()]


def test_the_same_device_at_another_node_is_news() -> None:
    world = World()
    for world.tree.now in ((LP0,), (LP1,)):
        world.events.is_news = True
        world.watch.turn()
    assert world.told == [(LP0,), (LP1,)]


def test_a_lost_event_is_made_up_for_by_the_rescan() -> None:
    world = World()
    world.watch.turn()
    world.tree.now = (LP0,)
    world.watch.turn()
    assert world.told == [()]
    world.clock.now_s += RESCAN_S
    world.watch.turn()
    assert world.told == [(), (LP0,)]


def test_without_udev_a_plug_is_known_within_two_seconds() -> None:
    assert NoEvents().rescan_s + 0.5 <= 2.0


def test_news_that_could_not_be_told_is_told_again() -> None:
    world = World()
    world.tree.now = (LP0,)
    world.is_deaf = True
    with pytest.raises(OSError, match="not now"):
        world.watch.turn()
    world.is_deaf = False
    world.clock.now_s += RESCAN_S
    world.watch.turn()
    assert world.told == [(LP0,)]


def test_a_burst_of_events_is_one_look() -> None:
    class Monitor:
        waiting = 5

        def poll(self, timeout: float) -> object | None:
            self.waiting -= 1
            return object() if self.waiting >= 0 else None

    monitor = Monitor()
    assert UdevEvents(monitor).wait(1) is True
    assert monitor.waiting < 0
    assert UdevEvents(monitor).wait(1) is False
