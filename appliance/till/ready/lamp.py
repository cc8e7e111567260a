"""The lamp: does somebody drive it?"""

from __future__ import annotations

from appliance.till.ready.row import Row

NAME = "lamp"


def row(is_driven: bool | None) -> Row:
    """The screen mirrors the lamp, so a dark one is no reason to stay at home."""
    if is_driven:
        return Row(NAME, "ok", "lamp.on", go="care")
    return Row(NAME, "look", "lamp.silent" if is_driven is False else "lamp.unknown", go="care")
