"""Who is alive decides before anything they said: the pure part of the lights, on a clock of numbers."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain.light import Light, light
from appliance.lights.beats import LARGEST_BEAT_BYTES, TillBeat, WatchdogBeat, parse_beat
from appliance.lights.vigil import DEAD_AFTER_S, Vigil

FINE = {"who": "till", "can_save": True, "attention": None, "enrolled": True, "offline_by_choice": False}


def till(sent_s: float | None, **changes: object) -> TillBeat:
    beat = parse_beat(json.dumps(FINE | {"oldest_waiting_s": None, "sent_s": sent_s} | changes).encode())
    assert isinstance(beat, TillBeat)
    return beat


def watchdog(sent_s: float | None, online: bool | None = True) -> WatchdogBeat:
    return WatchdogBeat(sent_s, online)


def shown(vigil: Vigil, now_s: float) -> Light:
    return light(vigil.state(now_s))


def test_before_the_first_heartbeat_the_light_is_red() -> None:
    assert shown(Vigil(100.0), 100.0) == Light("red", "double_blink", "light.till_dead")
    only_watchdog = Vigil(100.0).heard(watchdog(100.1), 100.1)
    assert shown(only_watchdog, 100.2).colour == "red"


def test_a_healthy_box_is_steady_green() -> None:
    vigil = Vigil(100.0).heard(till(101.0), 101.0).heard(watchdog(101.0), 101.0)
    assert shown(vigil, 101.1) == Light("green", "steady", "light.safe")


def test_a_silent_till_is_red_after_two_and_a_half_seconds_whatever_the_watchdog_says() -> None:
    vigil = Vigil(100.0).heard(till(101.0), 101.0).heard(watchdog(103.0), 103.0)
    assert shown(vigil, 101.0 + DEAD_AFTER_S - 0.01).colour == "green"
    assert shown(vigil, 101.0 + DEAD_AFTER_S).colour == "red"


def test_a_silent_watchdog_pulses_amber_and_after_half_a_minute_asks_for_a_person() -> None:
    vigil = Vigil(100.0).heard(till(101.0), 101.0).heard(watchdog(101.0), 101.0)
    vigil = vigil.heard(till(103.5), 103.5)
    assert shown(vigil, 103.5) == Light("amber", "slow_pulse", "light.offline")
    assert shown(vigil.heard(till(130.9), 130.9), 130.9).rhythm == "slow_pulse"
    assert shown(vigil.heard(till(131.0), 131.0), 131.0) == Light(
        "amber", "double_blink", "light.watchdog_dead"
    )


def test_a_watchdog_never_heard_counts_as_silent_since_the_lights_began() -> None:
    vigil = Vigil(100.0).heard(till(129.0), 129.0)
    assert shown(vigil, 129.9).rhythm == "slow_pulse"
    assert shown(vigil, 130.0).reason == "light.watchdog_dead"


@pytest.mark.parametrize(
    ("changes", "online", "expected"),
    [
        ({"can_save": False}, True, ("red", "double_blink")),
        ({"attention": "quarantine"}, True, ("amber", "double_blink")),
        ({"enrolled": False}, None, ("green", "wink")),
        ({"offline_by_choice": True}, True, ("amber", "slow_pulse")),
        ({}, False, ("amber", "slow_pulse")),
        ({}, None, ("amber", "slow_pulse")),
        ({"oldest_waiting_s": 10.1}, True, ("amber", "steady")),
        ({"oldest_waiting_s": 9}, True, ("green", "steady")),
    ],
)
def test_what_the_living_say_decides_the_row(
    changes: dict[str, object], online: bool | None, expected: tuple[str, str]
) -> None:
    vigil = Vigil(0.0).heard(till(1.0, **changes), 1.0).heard(watchdog(1.0, online), 1.0)
    assert (shown(vigil, 1.1).colour, shown(vigil, 1.1).rhythm) == expected


def test_beats_that_waited_in_a_queue_prove_no_life_now() -> None:
    vigil = Vigil(0.0).heard(till(1.0), 60.0)  # the lights were frozen for a minute
    assert shown(vigil, 60.0).colour == "red"


def test_a_beat_from_the_future_or_the_past_does_not_move_the_clock() -> None:
    vigil = Vigil(0.0).heard(till(1e12), 5.0)
    assert shown(vigil, 5.0 + DEAD_AFTER_S).colour == "red"
    vigil = Vigil(0.0).heard(till(5.0), 5.0).heard(till(4.0, can_save=False), 5.1)
    assert shown(vigil, 5.1).colour != "red"


def test_a_sender_that_tells_no_time_is_dated_by_its_arrival() -> None:
    assert shown(Vigil(0.0).heard(till(None), 7.0), 7.0 + DEAD_AFTER_S - 0.01).colour != "red"


@given(
    beats=st.lists(st.tuples(st.booleans(), st.floats(0, 40)), max_size=12),
    now_s=st.floats(40, 80),
    part=st.floats(0, 1),
)
def test_nothing_changes_before_the_next_look(
    beats: list[tuple[bool, float]], now_s: float, part: float
) -> None:
    vigil = Vigil(0.0)
    for is_till, at_s in beats:
        vigil = vigil.heard(till(at_s) if is_till else watchdog(at_s), at_s)
    until_s = min(vigil.next_look_s(now_s), now_s + 100)
    between_s = now_s + (until_s - now_s) * part * 0.999
    assert shown(vigil, between_s) == shown(vigil, now_s)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"null", b'"till"', b"\xff\xfe", b"[" * 2000, b"{}", b'{"who":"kiosk"}',
        json.dumps(FINE).encode()[:-4],
        json.dumps(FINE | {"can_save": 1}).encode(),
        json.dumps(FINE | {"enrolled": None}).encode(),
        json.dumps(FINE | {"attention": "Bad Words"}).encode(),
        json.dumps(FINE | {"attention": "x" * 41}).encode(),
        json.dumps(FINE | {"attention": 3}).encode(),
        json.dumps(FINE | {"oldest_waiting_s": -1}).encode(),
        json.dumps(FINE | {"oldest_waiting_s": math.nan}).encode(),
        json.dumps(FINE | {"oldest_waiting_s": True}).encode(),
        json.dumps(FINE | {"sent_s": math.inf}).encode(),
        json.dumps(FINE | {"sent_s": "now"}).encode(),
        b'{"who":"watchdog","online":"yes"}',
        json.dumps(FINE | {"attention": None, "rest": "x" * LARGEST_BEAT_BYTES}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_heartbeat_is_none(data: bytes) -> None:
    assert parse_beat(data) is None


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    parse_beat(data)


def test_a_newer_sender_may_say_more() -> None:
    assert parse_beat(json.dumps(FINE | {"shift": 3}).encode()) is not None
    assert parse_beat(b'{"who":"watchdog","online":null,"uplink":"lte"}') == WatchdogBeat(None, None)
