"""What a heartbeat datagram says; anything else is no heartbeat, but for one wish: to see every LED once.

Unknown keys are passed over: sender and lights may be of different versions for the length of an update.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from types import NoneType
from typing import Any

LARGEST_BEAT_BYTES = 2048
TEST_WISH = (
    b'{"who": "test"}'  # sent where heartbeats go, by whoever tests the hardware with a person watching
)
_ATTENTION = re.compile(r"[a-z][a-z_]{0,39}")  # becomes the last part of a message key


@dataclass(frozen=True, slots=True)
class TillBeat:
    """The till lives. `sent_s` is its monotonic clock, which all processes of a machine share."""

    sent_s: float | None
    can_save: bool
    attention: str | None
    enrolled: bool
    offline_by_choice: bool
    oldest_waiting_s: float | None


@dataclass(frozen=True, slots=True)
class WatchdogBeat:
    """The watchdog lives; `online` None is: it has not tried yet."""

    sent_s: float | None
    online: bool | None


def parse_beat(data: bytes) -> TillBeat | WatchdogBeat | None:
    """The heartbeat in `data`, or None when it is not one."""
    if len(data) > LARGEST_BEAT_BYTES:
        return None
    try:
        beat = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(beat, dict) or not _is_seconds(beat.get("sent_s")):
        return None
    if beat.get("who") == "till":
        return _till(beat)
    if beat.get("who") == "watchdog" and _is_flag_or_unknown(beat.get("online")):
        return WatchdogBeat(beat.get("sent_s"), beat.get("online"))
    return None


def _till(beat: dict[str, Any]) -> TillBeat | None:  # Any: JSON, each value checked here
    attention, waiting_s = beat.get("attention"), beat.get("oldest_waiting_s")
    can_save, enrolled, by_choice = beat.get("can_save"), beat.get("enrolled"), beat.get("offline_by_choice")
    if not (isinstance(can_save, bool) and isinstance(enrolled, bool) and isinstance(by_choice, bool)):
        return None
    if not _is_seconds(waiting_s):
        return None
    if attention is not None and not (isinstance(attention, str) and _ATTENTION.fullmatch(attention)):
        return None
    return TillBeat(beat.get("sent_s"), can_save, attention, enrolled, by_choice, waiting_s)


def _is_seconds(value: object) -> bool:
    """A finite number that is not negative, or null."""
    if isinstance(value, bool) or not isinstance(value, (int, float, NoneType)):
        return False
    return value is None or (math.isfinite(value) and value >= 0)


def _is_flag_or_unknown(value: object) -> bool:
    return value is None or isinstance(value, bool)
