"""One row of the morning check: how it stands, the sentence that says so, and the screen that mends it.

Pure; words are the screen's, and no row knows how its reading was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# `act`: something is to be done before leaving home. `look`: worth a glance; the box may go as it is.
State = Literal["ok", "look", "act"]
Where = Literal["goods", "people", "day", "stock", "status", "stick", "devices", "care", "wifi", ""]


@dataclass(frozen=True, slots=True)
class Row:
    """`key` is a sentence of the screen, `params` what it needs; `go` the screen that mends it, empty for none."""

    name: str
    state: State
    key: str
    params: Mapping[str, int | str] = field(default_factory=dict)
    go: Where = ""
