"""Goods edited at the till without a network, as a vendor does it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen
from tests.e2e.test_power_plug import workbench

BERRIES = "blueberries-250"  # no other journey on this box counts on its price


def open_goods(till: TillScreen) -> None:
    till.open_menu()
    till.tap("goods")
    till.shows("goods-screen")


def test_a_price_changed_at_the_till_is_the_price_of_the_next_sale(till: TillScreen) -> None:
    open_goods(till)
    till.tap(f"goods-{BERRIES}")
    till.tap("item-price")
    till.type("777")
    till.tap("save-item")
    expect(till.key(f"goods-{BERRIES}")).to_contain_text("7,77")
    till.tap("back")
    till.tap(f"tile-{BERRIES}")
    till.has_lines(1)
    till.shows("total", "7,77")


def spell(till: TillScreen, word: str) -> None:
    """Letters on the screen's own keyboard."""
    for letter in word:
        till.page.get_by_test_id("keyboard").get_by_role("button", name=letter, exact=True).tap()


def test_an_unknown_code_becomes_an_item_and_is_sold_without_a_network(
    till: TillScreen, box: DemoBox
) -> None:
    box.bench.move("cable", state="unplugged")
    till.page.keyboard.type("5901234123457\n")
    till.shows("strip-refusal", "Kein Artikel hat diesen Strichcode")
    before = till.taps()
    till.tap("strip-new-item")
    till.shows("item-editor")
    spell(till, "mus")
    till.tap("enter")
    till.type("425")
    typed = len("mus") + 1 + len("425")
    till.tap("save-item")
    till.has_lines(1)
    assert till.taps() - before == typed + 2
    till.total_is("4,25")
    till.page.keyboard.type("5901234123457\n")
    till.total_is("8,50")
    till.tap("search-close")
    till.tap("exact")
    till.shows("change")
    assert [(line["name"], line["quantity"]) for line in box.sales()[-1]["lines"]] == [("mus", 2)]
    box.bench.move("cable", state="works")


def test_a_code_of_the_box_s_own_scanner_opens_the_editor_too(till: TillScreen, box: DemoBox) -> None:
    bench = workbench(till, box)
    bench.locator(".scan-form input").fill("96385074")
    bench.locator(".scan-form button").tap()
    till.page.bring_to_front()
    till.shows("strip-notice", "Kein Artikel hat diesen Strichcode")
    till.tap("strip-new-item")
    till.shows("item-gtin", "96385074")


def test_a_category_and_an_item_are_all_the_vendor_says_they_are(till: TillScreen, box: DemoBox) -> None:
    open_goods(till)
    till.tap("new-group")
    till.shows("group-editor")
    spell(till, "nest")
    till.tap("enter")
    till.tap("item-emoji")
    till.tap("emoji-🥚")
    till.tap("colour-6b3fa0")
    till.tap("save-item")
    till.page.locator("[data-testid^=group-]", has_text="nest").tap()
    till.shows("edit-group")
    till.tap("new-item")
    spell(till, "ei")
    till.tap("enter")
    till.type("45")
    till.tap("item-price")
    till.tap("item-gtin")
    till.type("4006381333932")
    till.tap("save-item")
    till.shows("item-wrong", "Strichcode: 8, 12, 13 oder 14 Ziffern, die letzte ist die Prüfziffer.")
    till.tap("pad-back")
    till.type("1")
    till.tap("deposit-deposit-glass")
    till.tap("save-item")
    till.hides("item-editor")
    made = next(one for one in box.vendor().get("/api/v1/catalogue")["items"] if one["name"] == "ei")
    assert (made["colour"], made["gtin"], made["deposit_id"]) == ("#6b3fa0", "4006381333931", "deposit-glass")
    till.tap("new-item")
    spell(till, "zwei")
    till.tap("enter")
    till.type("90")
    till.tap("item-price")
    till.tap("item-gtin")
    till.type("4006381333931")
    till.tap("save-item")
    till.shows("item-wrong", "Strichcode: ei hat ihn schon.")
    till.tap("item-gtin")
    till.tap("item-gtin")
    till.type("96385074")
    till.tap("save-item")
    till.hides("item-editor")
    till.page.locator(".goods-row", has_text="zwei").tap()
    till.shows("place", "Platz 2 von 2")
    till.tap("move-up")
    till.shows("place", "Platz 1 von 2")
    expect(till.page.locator(".goods-row").first).to_contain_text("zwei")
    till.tap("edit-group")
    till.shows("group-holds", "2 Artikel sind darin")
    for name in ("zwei", "ei"):
        till.page.locator(".goods-row", has_text=name).first.tap()
        till.tap("remove-item")
        till.tap("remove-item")
        till.hides("item-editor")
    till.tap("edit-group")
    till.tap("remove-group")
    till.tap("remove-group")
    till.hides("group-editor")
    assert "nest" not in [one["name"] for one in box.vendor().get("/api/v1/catalogue")["categories"]]


def test_a_free_price_is_typed_at_the_sale(till: TillScreen, box: DemoBox) -> None:
    open_goods(till)
    till.tap("new-item")
    spell(till, "trödel")
    till.tap("enter")
    till.tap("free-price")
    till.tap("save-item")
    till.hides("item-editor")
    till.tap("back")
    till.page.locator(".tile", has_text="trödel").tap()
    till.shows("sheet-price")
    till.type("1250")
    till.tap("price-take")
    till.total_is("12,50")
    till.page.locator(".tile", has_text="trödel").tap()
    till.type("300")
    till.tap("price-take")
    till.has_lines(2)
    till.total_is("15,50")
    till.tap("exact")
    till.shows("change")
    assert [line["price_minor"] for line in box.sales()[-1]["lines"]] == [1250, 300]


def test_the_vessel_is_not_paid_for(till: TillScreen, box: DemoBox) -> None:
    box.bench.move("scale", weight_g=520, on=True)
    item = next(one for one in box.vendor().get("/api/v1/catalogue")["items"] if one["unit"] == "kg")
    till.tap(f"tab-{item['category_id']}")
    till.tap(f"tile-{item['id']}")
    till.tap("tare")
    till.tap("tare-20")
    expect(till.key("weight-take")).to_contain_text("0,500 kg")
    till.tap("weight-take")
    till.has_lines(1)
    expect(till.lines.first).to_contain_text("T 0,020 kg")
    till.tap("exact")
    till.shows("change")
    line = box.sales()[-1]["lines"][0]
    assert (line["weight_g"], line["tare_g"]) == (500, 20)
    number = box.sold()[-1]
    until(lambda: box.bench.receipts_of(number), "the paper is there")
    assert "Tara 0,020 kg" in box.bench.receipts_of(number)[0]


def test_empties_come_back_in_two_taps_and_are_paid_out(till: TillScreen, box: DemoBox) -> None:
    before = till.taps()
    till.tap("empties")
    till.tap("empty-return-glass")
    till.total_is("0,15")
    assert till.taps() - before == 2
    till.tap("empty-return-glass")
    till.has_lines(1)
    till.tap("sheet-close")
    till.tap("pay")
    till.shows("confirm", "Auszahlen")
    till.tap("confirm")
    till.shows("change", "Auszahlen")
    sale = box.sales()[-1]
    assert (sale["total_minor"], sale["tenders"][0]["amount_minor"]) == (-30, -30)
    assert (sale["tenders"][0]["given_minor"], sale["tenders"][0]["change_minor"]) == (0, 30)


def test_an_item_gets_a_second_size_that_shares_its_tile(till: TillScreen, box: DemoBox) -> None:
    open_goods(till)
    till.tap(f"goods-{BERRIES}")
    till.tap("kind-new")
    till.key("item-name").get_by_role("textbox").fill("Heidelbeeren 500 g")
    till.tap("item-price")
    till.type("590")
    till.tap("save-item")
    till.tap("back")
    tile = till.key(f"tile-{BERRIES}")
    expect(tile).to_have_class(re.compile("has-kinds"))
    tile.tap()
    till.shows("sheet-kinds", "Heidelbeeren 500 g")
    till.key("sheet-kinds").get_by_text("Heidelbeeren 500 g").tap()
    till.has_lines(1)
    till.total_is("5,90")
    till.hides("sheet-kinds")
    till.tap("exact")
    till.shows("change")
    assert box.sales()[-1]["lines"][0]["name"] == "Heidelbeeren 500 g"


def order_of(till: TillScreen) -> list[str]:
    tiles = till.page.locator("[data-tile]").all()
    return [str(tile.get_attribute("data-tile")) for tile in tiles]


def drag_by_finger(till: TillScreen, one: str, to: str) -> None:
    """Held for a moment, then moved to the left half of another tile."""
    held, goal = (till.page.locator(f"[data-tile='{name}']").bounding_box() for name in (one, to))
    assert held is not None and goal is not None
    touch = till.page.context.new_cdp_session(till.page)

    def send(kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = held["x"] + 40, held["y"] + 40
    send("touchStart", x, y)
    till.page.locator(f"[data-tile='{one}'].is-held").wait_for()
    for step in range(1, 9):
        send("touchMove", x + (goal["x"] + 8 - x) * step / 8, y + (goal["y"] + 30 - y) * step / 8)
    send("touchEnd", 0, 0)
    touch.detach()


def test_tiles_are_dragged_and_tapped_to_their_places(till: TillScreen) -> None:
    open_goods(till)
    till.page.locator("[data-testid^=group-]").first.tap()
    till.tap("arrange")
    first, second, third, *rest = order_of(till)

    page = till.page
    held, goal = (page.locator(f"[data-tile='{one}']").bounding_box() for one in (third, first))
    assert held is not None and goal is not None
    page.mouse.move(held["x"] + 40, held["y"] + 40)
    page.mouse.down()
    page.mouse.move(goal["x"] + 60, goal["y"] + 30, steps=8)
    page.mouse.move(goal["x"] + 10, goal["y"] + 30, steps=4)
    page.mouse.up()
    until(lambda: order_of(till)[:3] == [third, first, second], "the tile was dragged to the front")

    till.tap(f"arrange-{third}")
    till.tap("arrange-end")
    until(lambda: order_of(till) == [first, second, *rest, third], "the tile went to the end")
    page.locator(f"[data-tile='{third}']").focus()
    page.keyboard.press("Enter")
    page.locator(f"[data-tile='{second}']").focus()
    page.keyboard.press("Enter")
    until(lambda: order_of(till)[:3] == [first, third, second], "a keyboard put it before another")
    drag_by_finger(till, second, first)
    until(lambda: order_of(till)[:3] == [second, first, third], "a finger that held on dragged it")
    drag_by_finger(till, first, second)
    until(lambda: order_of(till)[:3] == [first, second, third], "and back")
    till.tap("arrange-done")
    till.tap("back")
    tiles = page.locator(".tiles [data-testid^=tile-]").all()
    assert [str(tile.get_attribute("data-testid"))[5:] for tile in tiles][:3] == [first, second, third]


def test_a_price_list_made_ahead_is_in_force_by_itself(till: TillScreen, box: DemoBox) -> None:
    open_goods(till)
    till.tap("price-lists")
    till.tap("new-price-list")
    till.tap("price-list-name")
    spell(till, "advent")
    till.tap("price-list-name")
    for _ in range(2):
        till.tap("day-earlier")  # yesterday: in force as soon as it is saved
    till.tap("price-of-raspberries-250")
    till.type("444")
    till.shows("save-price-list", "1")
    till.tap("save-price-list")
    till.page.locator(".goods-row .holds:not(.off)").first.wait_for()
    till.tap("prices-back")
    till.tap("back")
    expect(till.key("tile-raspberries-250")).to_contain_text("4,44")
    till.tap("tile-raspberries-250")
    till.total_is("4,44")
    till.tap("exact")
    till.shows("change")
    assert box.sales()[-1]["lines"][0]["price_list"]
