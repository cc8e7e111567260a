"""How the lamp of a box is wired: which LEDs there are, and which of them a colour lights. Pure: moves no pin.

One LED has no colours, so there the rhythm alone tells them apart. Knows no pin number and no reason.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from appliance.domain.light import RHYTHMS, Beat, Colour, Light, Rhythm

Wiring = Literal["two", "rgb", "three", "one"]
Led = Literal["red", "amber", "green", "blue"]
Levels = tuple[bool, ...]  # one for each LED, in the order of LEDS

WIRINGS: Final[tuple[Wiring, ...]] = get_args(Wiring)
LEDS: Final[dict[Wiring, tuple[Led, ...]]] = {
    "two": ("red", "green"),
    "rgb": ("red", "green", "blue"),
    "three": ("red", "amber", "green"),
    "one": ("red",),
}
_MIXED: Final[dict[Colour, frozenset[Led]]] = {
    "red": frozenset({"red"}),
    "amber": frozenset({"red", "green"}),
    "green": frozenset({"green"}),
}
_LIT: Final[dict[Wiring, dict[Colour, frozenset[Led]]]] = {
    "two": _MIXED,
    "rgb": _MIXED,
    "three": {
        "red": frozenset({"red"}),
        "amber": frozenset({"amber"}),
        "green": frozenset({"green"}),
    },
    "one": {"red": frozenset({"red"}), "amber": frozenset({"red"}), "green": frozenset({"red"})},
}
# On one LED: what would look the same without its colour gets beats of its own. At most three flashes a second.
ONE_LED: Final[dict[tuple[Colour, Rhythm], tuple[Beat, ...]]] = {
    ("red", "double_blink"): ((1, 200), (0, 200)),
    ("amber", "steady"): ((1, 850), (0, 150)),
}

TEST_LED_MS: Final = 900
TEST_DARK_MS: Final = 300
Steps = tuple[tuple[Levels, int], ...]  # levels, and for how many milliseconds

# What the lamp answers to the power button, with all LEDs together. Begins dark: a steady lamp shows it at once, too.
TOUCHED: Final[tuple[Beat, ...]] = ((0, 100), (1, 100), (0, 100))
STOPPING: Final[tuple[Beat, ...]] = ((0, 150), (1, 700), (0, 150), (1, 350), (0, 150), (1, 100), (0, 400))


def levels(wiring: Wiring, colour: Colour) -> Levels:
    """Which LEDs are lit for `colour`."""
    return tuple(led in _LIT[wiring][colour] for led in LEDS[wiring])


def dark(wiring: Wiring) -> Levels:
    """None of them."""
    return (False,) * len(LEDS[wiring])


def beats(wiring: Wiring, light: Light) -> tuple[Beat, ...]:
    """When the lamp is lit: the light's own rhythm, unless one LED needs another."""
    usual = RHYTHMS[light.rhythm]
    return ONE_LED.get((light.colour, light.rhythm), usual) if wiring == "one" else usual


def as_two(wiring: Wiring, lit: Levels) -> tuple[bool, bool]:
    """What an eye sees, as a red and a green LED: for the lamp drawn on the workbench."""
    shining = {led for led, is_lit in zip(LEDS[wiring], lit, strict=True) if is_lit}
    return bool(shining & {"red", "amber"}), bool(shining & {"amber", "green"})


def self_test(wiring: Wiring) -> Steps:
    """Levels and how long each is shown: every LED once and alone, in the order of LEDS, then all together."""
    count = len(LEDS[wiring])
    alone = [tuple(place == lit for place in range(count)) for lit in range(count)]
    shown = [*alone, (True,) * count] if count > 1 else [*alone, *alone]
    steps: list[tuple[Levels, int]] = []
    for one in shown:
        steps += [(one, TEST_LED_MS), (dark(wiring), TEST_DARK_MS)]
    return tuple(steps)


def together(wiring: Wiring, beats: tuple[Beat, ...]) -> Steps:
    """All LEDs at once, lit and dark as `beats` has it."""
    return tuple(((bool(is_lit),) * len(LEDS[wiring]), length_ms) for is_lit, length_ms in beats)
