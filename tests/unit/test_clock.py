"""Moments carry the stall's own day, however the clock of the machine is set."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from appliance.clock import SystemClock, new_id


@pytest.mark.parametrize(
    ("utc", "offset_min", "day"),
    [
        (
            datetime(2026, 11, 22, 2, 59, tzinfo=UTC),
            60,
            "2026-11-21",
        ),  # 03:59 in Berlin: still yesterday's stall
        (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), 60, "2026-11-22"),
        (datetime(2026, 7, 1, 1, 59, tzinfo=UTC), 120, "2026-06-30"),  # summer time
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), 120, "2026-03-28"),  # the hour that does not exist
    ],
)
def test_a_business_day_ends_at_four_local_time(utc: datetime, offset_min: int, day: str) -> None:
    moment = SystemClock("Europe/Berlin", 240, lambda: utc).now()
    assert (moment.offset_min, moment.day) == (offset_min, day)


def test_utc_has_milliseconds_and_a_z() -> None:
    utc = datetime(2026, 11, 22, 7, 8, 9, 45_999, tzinfo=UTC)
    assert SystemClock("Asia/Ho_Chi_Minh", 240, lambda: utc).now().utc == "2026-11-22T07:08:09.045Z"


def test_the_quality_of_this_machines_clock_is_one_of_the_known_words() -> None:
    assert SystemClock("Europe/Berlin", 240).now().quality in ("ntp", "rtc", "estimated")


def test_names_do_not_repeat() -> None:
    assert len({new_id("t") for _ in range(2_000)}) == 2_000


def test_without_an_offset_file_the_clock_is_the_machines(tmp_path: Path) -> None:
    utc = datetime(2026, 11, 22, 7, 8, 9, tzinfo=UTC)
    for file in (None, tmp_path / "none"):
        assert SystemClock("Europe/Berlin", 240, lambda: utc, file).now().utc == "2026-11-22T07:08:09.000Z"
