"""What is left, as a vendor meets it: on the tiles while selling, and on the Stock screen."""

from __future__ import annotations

import itertools

from playwright.sync_api import expect

from tests.e2e.album import examine, examine_in_every_language
from tests.e2e.box import DemoBox
from tests.e2e.screen import TillScreen

BERRIES = "strawberries-500"
APPLES = "apples-elstar"

_keys = itertools.count(1)


def move(box: DemoBox, item_id: str, kind: str, amount: int) -> None:
    vendor = box.vendor()
    body = {"item_id": item_id, "kind": kind, "amount": amount}
    vendor.intent(
        "POST", "/api/v1/stock/moves", body, f"stock-{next(_keys):08d}-{vendor.get('/api/v1/stock')['rev']}"
    )


def sell(till: TillScreen, item_id: str, times: int = 1) -> None:
    for _ in range(times):
        till.tap(f"tile-{item_id}")
    till.has_lines(1)
    till.tap("exact")
    till.shows("change")


def open_stock(till: TillScreen) -> None:
    till.open_menu()
    till.tap("stock")
    till.shows("stock-screen")


def test_a_tile_says_what_is_left_with_the_tap_that_sold_it(till: TillScreen, box: DemoBox) -> None:
    move(box, BERRIES, "count", 7)
    expect(till.key(f"left-{BERRIES}")).to_have_count(0)
    sell(till, BERRIES, 3)
    till.shows(f"left-{BERRIES}", "noch 4")
    sell(till, BERRIES, 4)
    till.shows(f"left-{BERRIES}", "ausverkauft")
    sell(till, BERRIES, 2)
    till.shows(f"left-{BERRIES}", "2 zu viel verkauft")


def test_goods_are_loaded_counted_and_thrown_away_by_hand(till: TillScreen, box: DemoBox) -> None:
    move(box, BERRIES, "count", 0)
    open_stock(till)
    till.tap(f"stock-{BERRIES}")
    till.tap("deed-load")
    till.type("12")
    till.tap("stock-do")
    till.shows("stock-outcome", "12")
    till.tap("deed-count")
    till.type("10")
    till.tap("stock-do")
    till.shows("stock-outcome", "2 Stück zu wenig")
    till.tap("deed-waste")
    till.type("1")
    expect(till.key("stock-do")).to_be_disabled()
    till.tap("reason-spoiled")
    till.tap("stock-do")
    till.shows("stock-left", "9")
    till.tap("deed-low")
    till.type("9")
    till.tap("stock-do")
    till.shows("deed-low", "9")
    till.tap("back")
    till.shows(f"left-{BERRIES}", "noch 9")


def test_weighed_goods_are_counted_in_grams_and_told_in_kilograms(till: TillScreen, box: DemoBox) -> None:
    move(box, APPLES, "receive", 500)
    open_stock(till)
    till.shows(f"stock-{APPLES}", "noch 0,5")


def test_everything_is_counted_item_by_item_without_a_hint(till: TillScreen, box: DemoBox) -> None:
    move(box, BERRIES, "count", 5)
    counted = len(box.vendor().get("/api/v1/stock")["levels"])
    open_stock(till)
    till.tap("count-all")
    for _ in range(counted):
        till.shows("walk")
        if "Erdbeeren" in till.key("walk").inner_text():
            till.type("3")
            till.tap("stock-do")
        else:
            till.tap("walk-skip")
    till.shows("walk-ended", "2 Stück zu wenig")
    till.tap("walk-close")
    till.shows(f"stock-{BERRIES}", "noch 3")


def test_selling_stops_at_zero_only_where_the_owner_says_so(till: TillScreen, box: DemoBox) -> None:
    move(box, BERRIES, "count", 1)
    open_stock(till)
    till.tap("stop-at-zero")
    expect(till.key("stop-at-zero")).to_have_attribute("aria-pressed", "true")
    till.tap("back")
    till.tap(f"tile-{BERRIES}")
    till.has_lines(1)
    till.tap(f"tile-{BERRIES}")
    till.shows("strip-refusal", "nur noch 1")
    vendor = box.vendor()
    vendor.intent("PATCH", "/api/v1/stock/rules", {"stop_at_zero": False}, f"stock-{next(_keys):08d}-off")


def test_the_screens_are_whole_in_every_language_and_size(till: TillScreen, box: DemoBox) -> None:
    items = box.vendor().get("/api/v1/catalogue")["items"]
    tab = next(item["category_id"] for item in items if item["id"] == BERRIES)
    goods = sorted(
        (item for item in items if item["kind"] == "goods"), key=lambda item: item["category_id"] != tab
    )
    longest = sorted(goods, key=lambda item: -len(item["name"]))[:8]
    for number, item in enumerate([*goods[:10], *longest]):
        kg = item["unit"] == "kg"
        move(box, item["id"], "count", (number % 4) * (350 if kg else 2))
    over = next(item["id"] for item in goods if item["unit"] == "piece" and item["id"] != BERRIES)
    move(box, over, "count", 1)
    vendor = box.vendor()
    line = vendor.intent("POST", "/api/v1/ticket/lines", {"item_id": over, "quantity": 13}, "over-the-top-1")
    total = line["ticket"]["total_minor"]
    pay = {"tender": "cash", "given_minor": total, "total_minor": total}
    vendor.intent("POST", "/api/v1/ticket/pay", pay, "over-the-top-2")
    found: list[str] = []
    examine_in_every_language(box, till.page, "stock-tiles", found)
    open_stock(till)
    examine_in_every_language(box, till.page, "stock", found)
    till.tap(f"stock-{over}")
    examine_in_every_language(box, till.page, "stock-item", found)
    till.tap("deed-waste")
    till.type("12")
    examine_in_every_language(box, till.page, "stock-waste", found)
    till.tap("stock-close")
    till.tap("deed-count")
    till.type("12")
    till.tap("stock-do")
    till.shows("stock-outcome")
    examine_in_every_language(box, till.page, "stock-outcome", found)
    till.tap("count-all")
    till.shows("walk")
    examine_in_every_language(box, till.page, "stock-walk", found)
    till.type("3")
    till.tap("stock-do")
    till.tap("walk-end")
    till.shows("walk-ended")
    examine(till.page, "stock-walk-ended", found)
    assert not found, "\n".join(found)
