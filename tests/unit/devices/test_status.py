"""What a printer's bytes mean, and that rubbish means nothing."""

from __future__ import annotations

import pytest

from appliance.devices import status


@pytest.mark.parametrize(
    ("answers", "state", "is_paper_low"),
    [
        ({1: 0x16, 2: 0x12, 4: 0x12}, "ready", False),
        ({1: 0x16, 2: 0x12, 4: 0x1E}, "ready", True),
        ({1: 0x1E, 2: 0x32, 4: 0x7E}, "paper_out", True),
        ({1: 0x1E, 2: 0x16, 4: 0x12}, "cover_open", False),
        ({1: 0x1E, 2: 0x12, 4: 0x12}, "offline", False),
        ({1: 0x16, 2: 0x52, 4: 0x12}, "offline", False),
        ({}, "unknown", None),
        ({1: 0x16}, "unknown", None),
        ({1: 0x00, 2: 0xFF, 4: 0x80}, "unknown", None),
    ],
)
def test_status_bytes_become_one_word(answers: dict[int, int], state: str, is_paper_low: bool | None) -> None:
    report = status.report(answers)
    assert report.state == state
    assert report.is_paper_low is is_paper_low


def test_only_bytes_with_the_fixed_bits_are_status() -> None:
    valid = [byte for byte in range(256) if status.is_status(byte)]
    assert len(valid) == 16
    assert all(not byte & 0x81 and byte & 0x12 == 0x12 for byte in valid)


def test_unasked_status_back_is_not_taken_for_a_fence() -> None:
    assert status.Hearing().feed(b"\x14\x00\x0f\x00") == []


def test_status_back_split_over_reads_is_still_not_a_fence() -> None:
    hearing = status.Hearing()
    assert [hearing.feed(bytes([byte])) for byte in b"\x10\x00\x00\x00"] == [[], [], [], []]
    assert [heard.kind for heard in hearing.feed(b"\x00")] == ["fence"]


def test_flow_control_and_noise_are_dropped() -> None:
    assert [heard.kind for heard in status.Hearing().feed(b"\x11\x13\xff\x12\x03")] == ["status", "fence"]


def test_a_drawer_pulse_always_carries_both_times() -> None:
    assert status.kick(0, 50, 500) == b"\x1b\x70\x00\x19\xfa"
    assert status.kick(1, 100, 2000) == b"\x1b\x70\x01\x32\xff"
    assert status.kick_now(0, 200) == b"\x10\x14\x01\x00\x02"
