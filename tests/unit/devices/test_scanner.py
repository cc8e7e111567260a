"""A scan is one code, once."""

from __future__ import annotations

import pytest

from appliance.devices.scanner import Debounce, LineReader, ScannerWorker
from tests.unit.devices.fake_links import FakeLink
from tests.unit.devices.fakes import FakeClock


def test_a_code_split_over_reads_is_one_code() -> None:
    reader = LineReader()
    assert reader.feed(b"40063") == []
    assert reader.feed(b"81333931\r\n2112") == ["4006381333931"]
    assert reader.feed(b"345\r") == ["2112345"]


def test_noise_and_endless_lines_are_dropped_and_the_next_code_is_heard() -> None:
    reader = LineReader()
    assert reader.feed(b"\xff\x00\x7f\r" + b"1" * 500) == []
    assert reader.feed(b"22\r4006381333931\r") == ["4006381333931"]


def test_a_group_separator_stays_in_the_code() -> None:
    assert LineReader().feed(b"]C10104012345\x1d3103001250\r") == ["]C10104012345\x1d3103001250"]


def test_a_repeat_within_a_moment_is_one_scan_and_a_later_one_counts() -> None:
    debounce = Debounce()
    assert [debounce.passes("a", at_s) for at_s in (10.0, 10.2, 10.4, 10.71)] == [True, False, False, True]
    assert debounce.passes("b", 10.72)


def test_a_scanner_plugged_in_again_forgets_half_a_code() -> None:
    link, clock, codes = FakeLink(), FakeClock(), []
    worker = ScannerWorker(link, codes.append, clock=clock)
    link.incoming = b"4006"
    worker.turn()
    link.is_reachable = False
    assert worker.turn() == 1.0
    assert worker.turn() == 2.0
    link.is_reachable = True
    link.incoming = b"4006381333931\r"
    worker.turn()
    assert codes == ["4006381333931"]


def test_a_babbling_scanner_is_complained_of_once_until_it_makes_sense_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reader = LineReader()
    assert reader.feed(b"\xff\xfe\r\n\x01\r" * 100) == []
    assert len(caplog.records) == 1
    assert reader.feed(b"4006381333931\r\xff\r") == ["4006381333931"]
    assert len(caplog.records) == 2
