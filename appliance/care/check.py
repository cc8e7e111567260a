"""What a health check says: how serious it is, and which sentence tells it. Pure; words are the screen's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# What cannot be known is a level of its own, never "fine".
Level = Literal["fine", "attention", "danger", "unknown"]


@dataclass(frozen=True, slots=True)
class Check:
    """`key` is a sentence of the screen, `params` what it needs; both say nothing of merchant or customers."""

    name: str
    level: Level
    key: str
    params: Mapping[str, int | str] = field(default_factory=dict)


def unknown(name: str) -> Check:
    """Nobody can tell here."""
    return Check(name, "unknown", f"{name}.unknown")
