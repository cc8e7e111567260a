"""The system's clock as the core's `Clock`: UTC, local offset, business day, and how far to trust it.

Knows nothing of selling. The quality is what the operating system can prove; nobody steps time here.
"""

from __future__ import annotations

import ctypes
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from appliance.ports import Moment

TIME_ERROR = 5  # what adjtimex(2) returns while no time service keeps the clock
_MOST_WRONG_S = 20 * 366 * 86_400


class SystemClock:
    """Moments of a stall in `zone` whose business day ends `cutoff_min` minutes after midnight.

    `offset_file` is only for simulated hardware: a person sets the box's clock wrong there, see `offset_s`.
    """

    def __init__(
        self,
        zone: str,
        cutoff_min: int,
        utc_now: Callable[[], datetime] = lambda: datetime.now(UTC),
        offset_file: Path | None = None,
    ) -> None:
        self._zone = ZoneInfo(zone)
        self._cutoff = timedelta(minutes=cutoff_min)
        self._utc_now = utc_now
        self._offset_file = offset_file

    def now(self) -> Moment:
        """The present moment. A clock not known to be set from the network or an RTC is `estimated`."""
        wrong_s = offset_s(self._offset_file)
        utc = self._utc_now() + timedelta(seconds=wrong_s)
        local = utc.astimezone(self._zone)
        offset = local.utcoffset() or timedelta()
        return Moment(
            utc=utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z",
            quality="estimated" if wrong_s else _quality(),  # no time service would leave it so wrong
            offset_min=int(offset.total_seconds() // 60),
            zone=self._zone.key,
            day=(local - self._cutoff).strftime("%Y-%m-%d"),
        )


def offset_s(file: Path | None) -> int:
    """By how many seconds a simulated box's clock is wrong: the number in `file`; 0 without one."""
    if file is None:
        return 0
    try:
        return max(-_MOST_WRONG_S, min(_MOST_WRONG_S, int(file.read_text(encoding="ascii"))))
    except (OSError, ValueError):
        return 0


def _quality() -> str:
    if is_kept_by_network():
        return "ntp"
    if Path("/dev/rtc0").exists():
        return "rtc"
    return "estimated"


def is_kept_by_network() -> bool:
    """Whether the kernel says that a time service keeps its clock (adjtimex(2) with nothing to set)."""
    timex = ctypes.create_string_buffer(512)  # struct timex is 208 bytes; the first word 0 means: only ask
    state: int = ctypes.CDLL(None).adjtimex(timex)
    return 0 <= state < TIME_ERROR


def new_id(kind: str) -> str:
    """A name such as `t-18c2f0a9b3-5f2e1c07aa`: sortable by time, 40 random bits within a millisecond."""
    return f"{kind}-{time.time_ns() // 1_000_000:x}-{secrets.token_hex(5)}"
