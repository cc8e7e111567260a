"""A weight is an exact frame; everything else is no weight, and never zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.devices.scale import ScaleWorker, parse
from appliance.simulator.scale import Pan, ScaleStream
from tests.unit.devices.fake_links import FakeLink
from tests.unit.devices.fakes import FakeClock


@pytest.mark.parametrize(
    ("frame", "weight_g", "problem", "state"),
    [
        (b"\x0201.255\r", 1255, None, "stable"),
        (b"\x0201.250N\r", 1250, None, "stable"),
        (b"\x0200.000\r", 0, None, "stable"),
        (b"\x02?\x01\r", None, "motion", "moving"),
        (b"\x02?1\r", None, "motion", "moving"),
        (b"\x02?\x22\r", None, "over", "error"),
        (b"\x02?\x34\r", None, "under_zero", "error"),
        (b"\x02?\x41\r", None, "refused", "error"),
        (b"\x0201.25\r", None, "garbled", "error"),
        (b"01.255\r", None, "garbled", "error"),
        (b"\x0201.255", None, "garbled", "error"),
        (b"\x02-1.255\r", None, "garbled", "error"),
        (b"", None, "garbled", "error"),
    ],
)
def test_frames(frame: bytes, weight_g: int | None, problem: str | None, state: str) -> None:
    reading = parse(frame)
    assert (reading.weight_g, reading.problem, reading.state) == (weight_g, problem, state)
    assert reading.raw == frame


@given(st.binary(max_size=12))
def test_no_rubbish_is_ever_a_weight(noise: bytes) -> None:
    reading = parse(b"\xff" + noise)
    assert reading.weight_g is None


def test_changes_are_told_and_repeats_are_not() -> None:
    clock = FakeClock()
    pan = Pan(clock)
    clock.now_s += 1
    stream, told = ScaleStream(pan), []
    worker = ScaleWorker(FakeLink(stream.feed), told.append, clock=clock)
    worker.turn()
    worker.turn()
    pan.put(1250, True)
    worker.turn()
    clock.now_s += 1
    worker.turn()
    worker.turn()
    assert [(reading.state, reading.weight_g) for reading in told] == [
        ("stable", 0),
        ("moving", None),
        ("stable", 1250),
    ]


def test_a_silent_scale_is_no_weight() -> None:
    class Silent(FakeLink):
        def read(self, max_bytes: int, timeout_s: float) -> bytes:
            clock.now_s += timeout_s
            return b""

    clock, told = FakeClock(), []
    worker = ScaleWorker(Silent(), told.append, clock=clock)
    worker.turn()
    assert (told[0].weight_g, told[0].problem, told[0].state) == (None, "silent", "none")


def test_an_unplugged_scale_forgets_its_weight() -> None:
    link, told = FakeLink(lambda data: b"\x0201.255\r"), []
    worker = ScaleWorker(link, told.append)
    worker.turn()
    link.is_reachable = False
    assert worker.turn() == 1.0
    assert worker.turn() == 2.0
    assert [reading.weight_g for reading in told] == [1255, None]
    assert worker.reading.state == "none"


def test_asking_too_often_is_refused() -> None:
    with pytest.raises(ValueError, match="allowed"):
        ScaleWorker(FakeLink(), lambda reading: None, poll_s=0.1)


def test_weights_left_over_from_before_are_not_the_answer() -> None:
    """A scale set to talk on its own has filled the line with old weights before it is asked."""
    told: list[object] = []
    link = FakeLink(lambda data: b"\x0201.250\r")
    worker = ScaleWorker(link, told.append, clock=FakeClock())
    link.incoming = b"\x0209.999\r" * 100
    worker.turn()
    assert worker.reading.weight_g == 1250


def test_a_scale_that_talks_without_end_has_no_weight() -> None:
    link = FakeLink()
    worker = ScaleWorker(link, lambda reading: None, clock=FakeClock())
    link.read = lambda max_bytes, timeout_s: (b"\x0201.255\r" * max_bytes)[:max_bytes]  # type: ignore[method-assign]
    worker.turn()
    assert (worker.reading.weight_g, worker.reading.problem) == (None, "offline")
