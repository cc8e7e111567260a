"""The page for owners says what the code does."""

from __future__ import annotations

from pathlib import Path

from appliance.domain.light import RHYTHMS
from appliance.lights.wiring import LEDS, ONE_LED, STOPPING, TOUCHED

PAGE = (Path(__file__).parents[3] / "docs" / "lights.md").read_text(encoding="utf-8")


def test_the_page_gives_every_rhythm_with_its_milliseconds() -> None:
    for name, beats in RHYTHMS.items():
        spoken = ", ".join(f"{ms} {'lit' if lit else 'dark'}" for lit, ms in beats)
        assert f"| `{name}` | {'lit' if name == 'steady' else spoken} |" in PAGE


def test_the_page_gives_every_wiring_and_the_beats_of_one_led() -> None:
    for wiring, leds in LEDS.items():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{wiring}` |"))
        assert wiring == "one" or ", ".join(leds) in row
    for (colour, rhythm), beats in ONE_LED.items():
        spoken = ", ".join(f"{ms} {'lit' if lit else 'dark'}" for lit, ms in beats)
        assert f"| {colour}, `{rhythm}` | {spoken} |" in PAGE


def test_the_page_gives_both_answers_to_the_power_button() -> None:
    for name, beats in (("wink", TOUCHED), ("stopping", STOPPING)):
        spoken = ", ".join(f"{ms} {'lit' if lit else 'dark'}" for lit, ms in beats)
        assert f"| {name} | {spoken}" in PAGE
