"""Every screen in every language and size: photographed for people, examined for cut words and small keys.

The pictures lie in build/pictures afterwards; `publish_pictures.py` takes the few that the documents show, and draws
one contact sheet a size.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import eyes, troubles
from tests.e2e.box import ROOT, DemoBox, until
from tests.e2e.conftest import paired_page, running_box
from tests.e2e.screen import TillScreen
from tests.e2e.test_people import add, open_people, pin

PICTURES = ROOT / "build" / "pictures"
LANGUAGES = ("de", "en", "fi", "it", "vi")
SIZES = ((800, 480), (1024, 600), (1280, 800), (390, 844))
BENCH_SIZES = ((800, 480), (1280, 800))


@pytest.fixture(scope="module", params=LANGUAGES)
def stall(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoBox]:
    """A box that speaks and sells as people do in one language."""
    with running_box(tmp_path_factory.mktemp("pictures") / request.param, request.param) as box:
        yield box


def test_every_screen_is_whole_in_every_language_and_size(stall: DemoBox, browser: Browser) -> None:
    found: list[str] = []
    with paired_page(browser, stall, SIZES[0]) as page:
        till = TillScreen(page)
        album = Album(stall.language, found)
        for name in walk(till, stall):
            album.take(till, name, SIZES)
        bench = page.context.new_page()
        bench.goto(stall.bench.url)
        bench.locator(".paper-column").wait_for()
        album.take(TillScreen(bench), "workbench", BENCH_SIZES)
    assert not found, "\n".join(found)


class Album:
    """Takes each screen in each size and notes what is wrong with it."""

    def __init__(self, language: str, found: list[str]) -> None:
        self._language, self._found = language, found

    def take(self, till: TillScreen, name: str, sizes: tuple[tuple[int, int], ...]) -> None:
        for width, height in (*sizes[1:], sizes[0]):  # it ends in the size in which the walk goes on
            till.page.set_viewport_size({"width": width, "height": height})
            where = f"{self._language} {width}x{height} {name}: "
            self._found += [where + words for words in eyes.defects(till.page)]
            till.photograph(PICTURES / f"{self._language}-{width}x{height}-{name}.png", is_still=True)
            if hidden := eyes.hidden_px(till.page, ".sheet-status .sheet-body"):
                self._found.append(f"{where}{hidden} px of the sheet about the money are not seen")


def walk(till: TillScreen, box: DemoBox) -> Iterator[str]:
    """Leads through the screens of one sale; yields the name of each as it stands."""
    vendor = box.vendor()
    items = vendor.get("/api/v1/catalogue")["items"]
    pieces = [item["id"] for item in items if item["unit"] == "piece" and item["kind"] == "goods"]
    weighed = next(item["id"] for item in items if item["unit"] == "kg")
    bottle = next(item["id"] for item in items if item["deposit_id"])
    longest = max((item for item in items if item["id"] in pieces), key=lambda item: len(item["name"]))["id"]

    yield "sell"
    box.bench.move("scale", weight_g=1160, on=True)
    till.page.locator(f"[data-testid=tab-{_category(items, weighed)}]").tap()
    till.tap(f"tile-{weighed}")
    till.shows("scale")
    expect(till.key("weight-take")).to_be_enabled()
    yield "weigh"
    till.tap("tare")
    till.shows("tares")
    yield "weigh-tare"
    till.tap("tare-20")
    till.tap("weight-take")
    till.has_lines(1)
    for number, item in enumerate((pieces[0], longest, bottle, pieces[0])):
        vendor.intent("POST", "/api/v1/ticket/lines", {"item_id": item}, f"walk-{number}-line")
    with_deposit = {item["id"] for item in items if item["deposit_id"]}
    chosen = {pieces[0], longest, bottle}
    till.has_lines(1 + len(chosen) + len(chosen & with_deposit))
    yield "ticket"
    till.lines.nth(1).tap()
    till.shows("sheet-line")
    yield "line"
    till.tap("line-discount")
    till.shows("sheet-discount")
    till.type("12")
    till.shows("discount-keep")
    yield "discount"
    till.tap("preset-500")
    till.shows("total")
    vendor.intent("POST", "/api/v1/ticket/discounts", {"kind": "percent", "value": 1000}, "walk-discount")
    till.lines.nth(1).tap()
    till.tap("line-discount")
    till.shows("sheet-discount")
    yield "discount-given"
    till.tap("sheet-close")
    yield "ticket-discounted"
    yield from _tickets(till, box, pieces[0])
    yield from _kinds(till, box, next(item for item in items if item["id"] == pieces[1]))
    yield from _search(till)
    yield from _sheets(till)
    yield from _ways_to_pay(till)
    yield from _payment(till)
    yield from _receipts(till)
    yield from _refund(till)
    yield from _day(till)
    yield from _goods(till)
    yield from _people(till)
    yield from _line(till, box)
    yield from _connecting(till)
    yield from _printer(till, box)
    yield from _troubles(till)


def _refund(till: TillScreen) -> Iterator[str]:
    """Of the newest sale: chosen, paid out, on paper."""
    till.open_menu()
    till.tap("receipts")
    till.shows("paper")
    till.tap("take-back")
    till.shows("refund-pay")
    yield "refund"
    till.tap("refund-all")
    till.page.locator("[data-testid^=refund-more-]:enabled").first.tap()
    expect(till.key("refund-pay")).to_be_enabled()
    till.tap("refund-pay")
    till.shows("refund-done")
    yield "refund-done"
    till.tap("refund-close")
    till.shows("paper")
    yield "refund-paper"
    till.tap("back")


def _day(till: TillScreen) -> Iterator[str]:
    """Cash moves, the count, the Z; the next day is not open yet."""
    till.open_menu()
    till.tap("day-key")
    till.shows("day-matters")
    yield "day"
    till.tap("day-pay_out")
    till.type("500")
    yield "day-pay-out"
    till.tap("day-amount-done")
    till.shows("day-matters")
    till.tap("day-x-key")
    till.shows("day-x")
    yield "day-x"
    till.tap("day-back")
    till.tap("day-count")
    till.shows("day-count-step")
    till.type("2")
    yield "day-count"
    till.tap("day-count-done")
    till.shows("day-z")
    yield "day-z"
    till.tap("z-done")
    till.shows("day-open")
    yield "day-closed"
    till.tap("back")


def _goods(till: TillScreen) -> Iterator[str]:
    till.open_menu()
    till.tap("goods")
    till.shows("goods-screen")
    yield "goods"
    till.tap("new-item")
    till.shows("item-editor")
    yield "goods-new"
    till.tap("item-back")
    till.page.locator(".goods-row").first.tap()
    till.shows("item-editor")
    yield "goods-item"
    till.tap("item-emoji")
    till.page.locator(".goods-emoji").scroll_into_view_if_needed()
    yield "goods-emoji"
    till.page.locator(".goods-groups button").first.tap()
    till.tap("arrange")
    till.page.locator(".arrange-tile").nth(1).tap()
    till.shows("arrange-end")
    yield "goods-arrange"
    till.tap("arrange-done")
    till.tap("edit-group")
    till.shows("group-editor")
    yield "goods-group"
    till.tap("promotions")
    till.shows("promotions-screen")
    till.tap("new-promotion")
    till.tap("kind-nth")
    yield "promotions"
    till.tap("promotion-text-name")
    yield "promotion-name"
    till.tap("promotions-back")
    till.shows("goods-screen")
    till.tap("price-lists")
    till.tap("new-price-list")
    till.tap("all-5")
    till.page.locator(".price-row").first.scroll_into_view_if_needed()
    yield "prices"
    till.tap("prices-back")
    till.shows("goods-screen")
    till.tap("back")
    till.tap("empties")
    till.shows("sheet-empties")
    yield "empties"
    till.tap("sheet-close")
    till.page.keyboard.type("5901234123457\n")
    till.shows("strip-new-item")
    yield "unknown-code"
    till.tap("strip-new-item")
    till.shows("item-gtin", "5901234123457")
    yield "goods-of-code"
    till.tap("back")


def _people(till: TillScreen) -> Iterator[str]:
    """An owner and a seller are set up, approved, locked out and deleted again."""
    open_people(till)
    yield "people-none"
    till.tap("people-add")
    till.shows("people-editor")
    yield "people-editor"
    till.tap("people-back")
    add(till, "Olga", "owner", "1111")
    till.shows("person-Olga")
    add(till, "Sam", "seller", "2222")
    till.shows("person-Sam")
    yield "people"
    till.tap("edit-Sam")
    till.tap("people-remove")
    till.shows("people-remove-ask")
    yield "people-remove"
    till.tap("people-remove-no")
    till.tap("people-back")
    till.tap("people-out")
    till.hides("people-out")
    till.tap("edit-Sam")
    till.tap("people-save")
    till.shows("approval")
    yield "people-approval"
    till.tap("approve-no")
    till.tap("people-back")
    till.tap("person-Olga")
    till.shows("people-pin")
    yield "people-pin"
    pin(till, "1111")
    till.shows("here", "Olga")
    open_people(till)
    till.tap("people-lock")
    till.shows("locked")
    yield "people-locked"
    till.tap("unlock-Olga")
    pin(till, "1111")
    till.hides("locked")
    open_people(till)
    for name in ("Sam", "Olga"):
        till.tap(f"edit-{name}")
        till.tap("people-remove")
        till.tap("people-remove-yes")
        till.hides(f"person-{name}")
    till.tap("back")


def _category(items: list[dict[str, str]], item_id: str) -> str:
    return next(item["category_id"] for item in items if item["id"] == item_id)


def _tickets(till: TillScreen, box: DemoBox, item: str) -> Iterator[str]:
    """The open ticket waits under a name while two others are on; at the end it is open again, alone."""
    vendor = box.vendor()
    whole = vendor.get("/api/v1/snapshot")["ticket"]["id"]
    till.tap("tickets")
    till.tap("park-named")
    till.key("ticket-name").fill("Pöytä 4, Đặng")
    yield "tickets-name"
    till.tap("ticket-named")
    till.has_lines(0)
    vendor.intent("POST", "/api/v1/ticket/lines", {"item_id": item}, "walk-parked-1")
    vendor.intent("POST", "/api/v1/ticket/park", {}, "walk-parked-2")
    vendor.intent("POST", "/api/v1/ticket/lines", {"item_id": item, "quantity": 3}, "walk-parked-3")
    till.has_lines(1)
    till.tap("tickets")
    till.shows("parked-2")
    yield "tickets"
    till.tap("split")
    till.page.locator("[data-testid^=more-]").first.tap()
    yield "tickets-split"
    till.tap("sheet-close")
    other = vendor.get("/api/v1/parked")["parked"][-1]["id"]
    vendor.intent("POST", f"/api/v1/parked/{other}/merge", {}, "walk-parked-4")
    vendor.intent("POST", "/api/v1/ticket/clear", {}, "walk-parked-5")
    vendor.intent("POST", f"/api/v1/parked/{whole}/take", {}, "walk-parked-6")
    expect(till.key("tickets")).not_to_contain_text("1")


def _kinds(till: TillScreen, box: DemoBox, face: dict[str, str]) -> Iterator[str]:
    """One tile that stands for three sizes."""
    vendor = box.vendor()
    like = {name: face[name] for name in ("category_id", "tax_code", "unit", "emoji", "colour")}
    wishes = (("XL", 2), ("XXL", 3))
    made = [
        vendor.intent(
            "POST",
            "/api/v1/goods/items",
            {
                **like,
                "name": f"{face['name']} {size}",
                "price_minor": face["price_minor"] * n,
                "variant_of": face["id"],
            },
            f"walk-kind-{size}",
        )["id"]
        for size, n in wishes
    ]
    till.tap(f"tab-{face['category_id']}")
    till.page.locator(".has-kinds").wait_for()
    till.page.wait_for_timeout(400)  # the tab takes its colour
    yield "sell-kinds"
    till.tap(f"tile-{face['id']}")
    till.shows("sheet-kinds")
    yield "kinds"
    till.tap("sheet-close")
    for size, item_id in zip(("XL", "XXL"), made, strict=True):
        vendor.intent("DELETE", f"/api/v1/goods/items/{item_id}", {}, f"walk-gone-{size}")


def _search(till: TillScreen) -> Iterator[str]:
    till.tap("search")
    till.shows("keyboard")
    till.page.get_by_test_id("keyboard").get_by_role("button", name="a", exact=True).tap()
    yield "search"
    till.page.get_by_test_id("search-input").fill("xyzxyz")
    till.shows("no-items")
    yield "search-empty"
    till.tap("search-close")
    till.tap("toggle-lines")
    yield "lines-open"
    till.tap("toggle-lines")


def _sheets(till: TillScreen) -> Iterator[str]:
    till.open_menu()
    yield "menu"
    till.tap("ready")
    till.shows("ready-sum")
    yield "ready"
    till.tap("back")
    till.open_menu()
    till.tap("box-key")
    till.shows("sheet-box")
    yield "box"
    till.tap("about")
    till.shows("sheet-about")
    expect(till.page.locator(".seal")).to_be_visible()
    expect(till.page.get_by_test_id("about-network")).to_contain_text("tillbox-demo: 192.0.2.7")
    yield "about"
    till.tap("inspector")
    till.tap("inspector-check")
    till.page.locator(".inspector-verdict.sound").wait_for()
    yield "inspector"
    till.tap("status-pill")
    till.shows("sheet-status")
    yield "status"
    till.tap("sheet-close")


def _payment(till: TillScreen) -> Iterator[str]:
    till.tap("pay")
    till.shows("due")
    yield "pay"
    yield from _other_ways(till)
    notes = till.page.locator(".due [data-testid^=note-]")
    given = notes.last.get_attribute("data-testid")
    assert given is not None
    till.page.keyboard.type(given.removeprefix("note-"))
    expect(till.key("confirm").locator("span")).to_have_count(2)
    yield "pay-given"
    till.tap("confirm")
    till.shows("change")
    yield "change"


def _other_ways(till: TillScreen) -> Iterator[str]:
    """A part by card, then a voucher by its number; given back again, so that cash pays all."""
    till.tap("other-ways")
    till.tap("way-card")
    till.type("200")
    yield "pay-card"
    till.tap("confirm")
    till.shows("paid")
    till.tap("way-voucher")
    yield "pay-part"
    till.tap("note-key")
    till.page.get_by_test_id("keyboard").get_by_role("button", name="7", exact=True).tap()
    yield "pay-note"
    till.tap("note-done")
    till.page.locator("[data-testid^=paid-back-]").tap()
    expect(till.key("paid")).to_have_count(0)
    till.tap("back")
    till.shows("exact")


def _ways_to_pay(till: TillScreen) -> Iterator[str]:
    """How the stall takes money, and the code of a transfer."""
    till.open_box()
    till.tap("payments")
    till.shows("pay-settings")
    yield "ways"
    till.tap("account-account")
    till.shows("keyboard")
    yield "ways-account"
    till.tap("back")


def _receipts(till: TillScreen) -> Iterator[str]:
    till.tap("change-show")
    till.shows("paper")
    yield "receipt"
    till.tap("back")
    till.shows("last-sale")
    yield "sell-after"
    till.open_menu()
    till.tap("receipts")
    till.page.locator(".receipt-row").first.wait_for()
    yield "receipts"
    till.tap("find-receipt")
    till.key("find-input").fill("1")
    till.shows("find-edge")
    yield "find"
    till.tap("back")


def _line(till: TillScreen, box: DemoBox) -> Iterator[str]:
    """The way to the back office breaks and comes back."""
    lamp = till.key("lamp")
    box.bench.move("cable", state="unplugged")
    expect(lamp).to_have_attribute("data-lamp", "amber slow_pulse", timeout=40_000)
    till.page.locator(".tile").nth(0).tap()
    _weigh_if_asked(till)
    till.has_lines(1)
    till.tap("exact")
    till.shows("change")
    till.tap("change-show")
    till.page.locator(".place.on_box").first.wait_for()
    yield "receipts-offline"
    till.tap("back")
    till.tap("status-pill")
    till.shows("verdict")
    yield "status-offline"
    till.tap("sync-now")
    expect(till.key("sync-outcome")).not_to_have_attribute("data-outcome", "trying", timeout=20_000)
    yield "sync-now-offline"
    till.tap("go-offline")
    till.shows("sheet-offline")
    yield "go-offline"
    till.tap("sheet-close")
    till.open_box()
    till.tap("about")
    till.tap("leave")
    till.shows("leave-waiting")
    yield "leave-waiting"
    till.tap("sheet-close")
    till.open_box()
    till.tap("about")
    till.tap("about-stick")
    till.shows("stick-now")
    yield "stick-none"
    box.bench.move("usb", device="stick", plugged=True)
    expect(till.key("stick-now")).to_have_attribute("data-stick", "safe", timeout=20_000)
    till.tap("stick-code")
    till.shows("recovery-code")
    yield "stick-code"
    till.tap("sheet-close")
    till.open_box()
    till.tap("about")
    till.tap("leave")
    till.tap("stick-code")
    till.shows("leave-by-stick")
    yield "leave-by-stick"
    till.tap("sheet-close")
    box.bench.move("usb", device="stick", plugged=False)
    box.bench.move("cable", state="works")
    expect(lamp).to_have_attribute("data-lamp", "green steady", timeout=40_000)
    yield "safe"


def _connecting(till: TillScreen) -> Iterator[str]:
    """A box that knows no back office yet; the demo's box knows its own, so the page is told otherwise."""
    for step in ("not_enrolled", "asking", "pending", "denied", "expired"):
        troubles.enrolling(till.page, step)
        till.page.locator(".tile").first.wait_for()
        till.tap("status-pill")
        till.shows("verdict")
        if step == "not_enrolled":
            yield "status-alone"
        till.tap("connect")
        till.shows("connect-screen")
        yield f"connect-{step}"
    troubles.enrolled_again(till.page)
    till.page.locator(".tile").first.wait_for()


def _printer(till: TillScreen, box: DemoBox) -> Iterator[str]:
    box.bench.move("printer", paper_out=True)
    till.shows("strip-printer", limit_s=15)
    yield "paper-out"
    till.open_menu()
    yield "paper-out-menu"
    till.tap("receipts")
    till.shows("paper")
    yield "paper-out-receipts"
    till.tap("back")
    box.bench.move("printer", paper_out=False)
    till.hides("strip-printer")
    box.bench.move("printer", slow=True)
    _sell_first(till)
    till.has_lines(1)
    till.tap("exact")
    till.shows("change")
    until(lambda: box.bench.state()["printer"]["strip"]["rows"], "the receipt begins")
    box.bench.move("printer", offline=True)
    vendor = box.vendor()
    until(
        lambda: vendor.get("/api/v1/snapshot")["printer"]["state"] == "offline", "the printer is missed", 20
    )
    box.bench.move("printer", offline=False, slow=False)
    till.shows("printer-question", limit_s=30)
    yield "question"
    till.tap("printed-yes")
    till.hides("printer-question")
    box.bench.move("plug", action="pull")
    until(
        lambda: box.bench.state()["plug"]["back_ms"], "the till is back"
    )  # the log of the workbench says it


def _troubles(till: TillScreen) -> Iterator[str]:
    till.hides("away")  # the live line is back after the plug; another one must not be mistaken for it
    till.shows("status-pill")
    troubles.nobody_answers(till.page)
    till.shows("away")
    yield "no-answer"
    troubles.card_is_full(till.page)
    till.page.locator(".pill.danger").wait_for()
    _sell_first(till)
    till.shows("strip-refusal")
    yield "card-full"


def _sell_first(till: TillScreen) -> None:
    till.page.locator(".tile").nth(0).tap()
    _weigh_if_asked(till)


def _weigh_if_asked(till: TillScreen) -> None:
    sheet = till.page.get_by_test_id("weight-take")
    if sheet.count():
        sheet.tap()


def test_every_language_has_the_same_pictures_in_every_size() -> None:
    """Runs after the pictures: a screen that was left out in one language would be judged in none of its sizes."""
    for width, height in SIZES:
        taken = {
            language: {
                path.name.removeprefix(language)
                for path in PICTURES.glob(f"{language}-{width}x{height}-*.png")
            }
            for language in LANGUAGES
        }
        assert taken["de"]
        assert {
            language: taken["de"] ^ names for language, names in taken.items() if names != taken["de"]
        } == {}
