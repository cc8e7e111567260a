"""Scanner and scale: only what was ever seen here, for a stall without a scale misses none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from appliance.till.ready.row import Row

WORKS = ("ready", "stable", "moving", "none")


def row(name: Literal["scanner", "scale"], states: Sequence[str]) -> Row | None:
    """`states` are the words of every remembered device of that role; None where there is none."""
    if not states:
        return None
    if any(state in WORKS for state in states):
        return Row(name, "ok", f"{name}.here")
    return Row(name, "act", f"{name}.gone", go="devices")
