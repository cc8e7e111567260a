"""Temperature of the processor: a Pi slows itself down at 80 °C and is at its limit at 85 °C."""

from __future__ import annotations

from appliance.care.check import Check, unknown

NAME = "temperature"
ATTENTION_C = 70
DANGER_C = 80


def check(reading: int | None) -> Check:
    """`reading` in thousandths of a degree Celsius, as the kernel counts."""
    if reading is None:
        return unknown(NAME)
    degrees = round(reading / 1000)
    if degrees >= DANGER_C:
        return Check(NAME, "danger", "temperature.hot", {"celsius": degrees})
    if degrees >= ATTENTION_C:
        return Check(NAME, "attention", "temperature.warm", {"celsius": degrees})
    return Check(NAME, "fine", "temperature.fine", {"celsius": degrees})
