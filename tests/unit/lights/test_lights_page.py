"""The page for owners says what the code does."""

from __future__ import annotations

from pathlib import Path

from appliance.domain.light import RHYTHMS

PAGE = (Path(__file__).parents[3] / "docs" / "lights.md").read_text(encoding="utf-8")


def test_the_page_gives_every_rhythm_with_its_milliseconds() -> None:
    for name, beats in RHYTHMS.items():
        spoken = ", ".join(f"{ms} {'lit' if lit else 'dark'}" for lit, ms in beats)
        assert f"| `{name}` | {'lit' if name == 'steady' else spoken} |" in PAGE
