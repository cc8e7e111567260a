"""The way from a till to its back office: make it whole, sell over it, see what the lamp's twin says of it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.box import Stall, until
from tests.e2e.screen import TillScreen

NOTICED_WITHIN_S = 40.0  # a line that is dead without a word is only missed after a request ran out of time
PUNNETS = {"de": ("strawberries-500", 450), "en": ("strawberries-400", 400)}


def whole_again(box: Stall) -> None:
    """Cable in, back office up, clock right, not switched offline, nothing waiting."""
    box.bench.move("cable", state="works")
    box.bench.move("clock", state="right")
    if box.bench.state()["office"] is not None:
        box.bench.move("office", state="up")
    vendor = box.vendor()
    rev = vendor.get("/api/v1/snapshot")["rev"]
    vendor.intent("POST", "/api/v1/sync/offline", {"until": None}, f"whole-{rev}-again")
    all_sent(box)


def all_sent(box: Stall) -> None:
    """Wait until the box says that everything is with the back office."""
    vendor = box.vendor()
    until(lambda: is_safe(vendor.get("/api/v1/snapshot")), "all is with the back office", NOTICED_WITHIN_S)


def is_safe(snapshot: dict[str, dict[str, object]]) -> bool:
    return snapshot["status"]["key"] == "status.safe" and snapshot["sync"]["waiting_facts"] == 0


def sell(till: TillScreen, times: int = 1, language: str = "de") -> int:
    """Strawberries for cash, so often; the takings of it."""
    punnet, price_minor = PUNNETS[language]
    for _ in range(times):
        till.tap(f"tile-{punnet}")
        till.has_lines(1)
        till.tap("exact")
        till.shows("change")
        till.is_calm()
    return price_minor * times


def lamp_is(till: TillScreen, look: str) -> None:
    """The lamp's twin in the header: its colour and the word of its rhythm."""
    expect(till.key("lamp")).to_have_attribute("data-lamp", look, timeout=NOTICED_WITHIN_S * 1000)
