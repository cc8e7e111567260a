"""Button, lamp and who switches off, put together on a pretended clock."""

from __future__ import annotations

import pytest

from appliance.lights import wiring as wirings
from appliance.lights.keeper import Keeper
from appliance.lights.switch import OFF_WITHIN_S, PowerSwitch
from appliance.lights.wiring import WIRINGS, Wiring


class Finger:
    """A button that is pressed by a test."""

    is_pressed = False

    def fileno(self) -> int:
        return -1

    def is_down(self) -> bool:
        return self.is_pressed

    def close(self) -> None:
        pass


class Supply:
    """Who could switch off; answers what the test says."""

    def __init__(self) -> None:
        self.asked = 0
        self.granted: bool | None = None

    def ask(self) -> None:
        self.asked += 1

    def answer(self) -> bool | None:
        return self.granted


class Noted:
    """A lamp that remembers when it was told what, in milliseconds."""

    def __init__(self) -> None:
        self.shown: list[tuple[int, wirings.Levels]] = []
        self.now_s = 0.0

    def show(self, *levels: bool) -> None:
        self.shown.append((round(self.now_s * 1000), levels))

    def refresh(self) -> None:
        pass

    def leave_lit(self) -> None:
        pass


class Rig:
    """As the loop of the process drives them; no till was ever heard, so the truth is red, two quick blinks."""

    def __init__(self, wiring: Wiring = "three", *, is_pressed: bool = False) -> None:
        self.finger, self.supply, self.lamp = Finger(), Supply(), Noted()
        self.finger.is_pressed = is_pressed
        self.now_s = 0.0
        self.keeper = Keeper(self.lamp, 0.0, wiring)
        self.switch = PowerSwitch(self.finger, self.supply, self.keeper, 0.0)
        self.wiring: Wiring = wiring

    def live(self, for_s: float) -> None:
        until_s = self.now_s + for_s
        while self.now_s < until_s:
            self.lamp.now_s = self.now_s
            look_s = self.switch.step(self.now_s)
            wait_s = min(look_s, self.keeper.step(self.now_s))
            self.now_s = min(until_s, self.now_s + wait_s + 0.001)

    def press(self, for_s: float) -> None:
        self.finger.is_pressed = True
        self.live(for_s)
        self.finger.is_pressed = False

    def seen_since(self, began_s: float) -> list[wirings.Levels]:
        return [levels for at_ms, levels in self.lamp.shown if at_ms >= began_s * 1000]

    @property
    def all_lit(self) -> wirings.Levels:
        return (True,) * len(wirings.LEDS[self.wiring])


@pytest.mark.parametrize("wiring", WIRINGS)
def test_lamp_winks_at_a_touch_and_nothing_is_switched_off(wiring: Wiring) -> None:
    rig = Rig(wiring)
    rig.live(5.0)
    rig.press(0.4)
    rig.live(5.0)

    assert rig.supply.asked == 0
    winked = [levels for at_ms, levels in rig.lamp.shown if 5000 <= at_ms <= 5400]
    assert rig.all_lit in winked
    if wiring != "one":
        assert rig.all_lit not in rig.seen_since(5.5)


@pytest.mark.parametrize("wiring", WIRINGS)
def test_lamp_says_stopping_at_once_when_the_button_was_held_and_the_box_is_asked_to_switch_off(
    wiring: Wiring,
) -> None:
    rig = Rig(wiring)
    rig.live(1.0)
    began_s = rig.now_s
    rig.press(2.0 + 1.9)

    assert rig.supply.asked == 1
    stopping = [(at_ms, levels) for at_ms, levels in rig.lamp.shown if at_ms > (began_s + 2.0) * 1000]
    assert {levels for _, levels in stopping} == {rig.all_lit, wirings.dark(wiring)}
    first_ms = next(at_ms for at_ms, levels in stopping if levels == rig.all_lit)
    assert first_ms < (began_s + 2.3) * 1000
    changes = [at_ms - first_ms for at_ms, _ in stopping if at_ms >= first_ms]
    assert changes[:6] == pytest.approx([0, 700, 850, 1200, 1350, 1450], abs=15)


def test_stopping_looks_like_no_light_of_the_table_and_flashes_at_most_three_times_a_second() -> None:
    lit_ms = [length_ms for is_lit, length_ms in wirings.STOPPING if is_lit]
    assert lit_ms == sorted(lit_ms, reverse=True)  # the light runs out
    assert len(set(lit_ms)) == len(lit_ms)
    for beats in (wirings.TOUCHED, wirings.STOPPING):
        assert sum(is_lit for is_lit, _ in beats) <= 3


def test_stuck_button_does_nothing_until_it_was_let_go_once() -> None:
    rig = Rig(is_pressed=True)
    rig.live(30.0)
    assert rig.supply.asked == 0
    assert rig.all_lit not in rig.seen_since(0.0)

    rig.finger.is_pressed = False
    rig.live(1.0)
    rig.press(2.5)
    assert rig.supply.asked == 1


def test_button_that_is_held_on_and_on_asks_once() -> None:
    rig = Rig()
    rig.live(1.0)
    rig.supply.granted = True
    rig.press(10.0)
    rig.live(1.0)
    rig.press(5.0)
    assert rig.supply.asked == 1


def test_refused_box_tells_the_truth_again_and_may_be_asked_again() -> None:
    rig = Rig()
    rig.live(1.0)
    rig.press(2.5)
    rig.supply.granted = False
    rig.live(1.0)
    seen_s = rig.now_s
    rig.live(3.0)
    assert rig.all_lit not in rig.seen_since(seen_s)

    rig.supply.granted = None
    rig.press(2.5)
    assert rig.supply.asked == 2


def test_box_that_stays_on_although_it_was_granted_tells_the_truth_again() -> None:
    rig = Rig()
    rig.live(1.0)
    rig.supply.granted = True
    rig.press(2.5)
    rig.live(OFF_WITHIN_S)
    seen_s = rig.now_s
    rig.live(3.0)
    assert rig.all_lit not in rig.seen_since(seen_s)


def test_one_whole_round_of_the_answer_is_owed_and_no_more() -> None:
    rig = Rig()
    rig.live(1.0)
    assert rig.keeper.answer_left_s(rig.now_s) == 0
    rig.press(2.1)
    assert 1.5 < rig.keeper.answer_left_s(rig.now_s) <= 2.0
    rig.live(2.0)
    assert rig.keeper.answer_left_s(rig.now_s) == 0
