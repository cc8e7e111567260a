"""Every page of the back office in every language and size: photographed, and examined as the till's screens are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import eyes, office_troubles
from tests.e2e.album import LANGUAGES, PICTURES, SIZES
from tests.e2e.box import DemoBox, until
from tests.e2e.by_hand import Office
from tests.e2e.conftest import running_box
from tests.e2e.owner import EMAIL, Owner, password_of
from tests.e2e.screen import TillScreen
from tests.e2e.way import all_sent
from tests.faults.vendor import Vendor

SALES = 6
REMEMBER = "localStorage.setItem('tillbox.office.language', '{}')"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoBox]:
    """Two stalls that sold a little; the back office has it all."""
    with running_box(tmp_path_factory.mktemp("office") / "data", "de", boxes=2) as box:
        for stall in (box, box.second):
            vendor = Vendor(stall.vendor())
            vendor.start()
            vendor.wait_for_sales(SALES)
            vendor.stop()
            all_sent(stall)
        yield box


@pytest.fixture(scope="module")
def new_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The one-time link of a back office nobody has visited yet."""
    office = Office(tmp_path_factory.mktemp("new") / "office")
    yield office.start()
    office.stop()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_in_every_size(
    language: str, box: DemoBox, new_office: str, browser: Browser
) -> None:
    found: list[str] = []
    with owners_page(browser, language) as page:
        page.goto(new_office)
        page.get_by_test_id("set-up").wait_for()
        look(page, f"{language}-office-first-visit", found)
    with owners_page(browser, language) as page:
        for name in walk(page, box):
            look(page, f"{language}-office-{name}", found)
    assert not found, "\n".join(found)


@contextmanager
def owners_page(browser: Browser, language: str) -> Iterator[Page]:
    """A browser that remembers a language; fails on an error the page did not catch."""
    context = browser.new_context()
    context.add_init_script(REMEMBER.format(language))
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == [], f"the page broke: {errors}"


def look(page: Page, name: str, found: list[str]) -> None:
    """Photograph and judge what the page shows in every size; the page scrolls, so only its width is bound."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wrong = eyes.out_of_place(page)
        TillScreen(page).photograph(PICTURES / f"{name}-{width}x{height}.png", is_still=True)
        found += [f"{name} {width}x{height}: {words}" for words in wrong]


def walk(page: Page, box: DemoBox) -> Iterator[str]:
    """Leads the owner through the pages; yields the name of each as it stands."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"http://127.0.0.1:{box.port + 10}/")
    page.get_by_test_id("sign-in").wait_for()
    yield "sign-in"
    page.get_by_test_id("field-email").fill(EMAIL)
    page.get_by_test_id("field-password").fill("not this one")
    office_troubles.wrong_password(page)
    page.get_by_test_id("enter").click()
    page.get_by_role("alert").wait_for()
    yield "sign-in-wrong"
    page.unroute_all()
    page.get_by_test_id("field-password").fill(password_of(box.data))
    page.get_by_test_id("enter").click()
    page.locator("[data-testid^=latest-]").first.wait_for()
    yield "today"
    yield from _sales(page)
    yield from _goods(page, box)
    yield from _stock(page, box)
    yield from _people(page, box)
    yield from _boxes(page)
    yield from _bad_day(page)


def go(page: Page, way: str) -> None:
    page.evaluate(f"window.location.hash = '#/{way}'")


def _sales(page: Page) -> Iterator[str]:
    go(page, "sales")
    page.get_by_test_id("sales-table").wait_for()
    yield "sales"
    page.get_by_test_id("sales-table").locator("a").first.click()
    page.get_by_test_id("verdict").wait_for()
    yield "sale"
    page.get_by_test_id("bytes").click()
    yield "sale-bytes"
    go(page, "aside")
    page.locator(".empty").wait_for()
    yield "aside-empty"


def _stock(page: Page, box: DemoBox) -> Iterator[str]:
    go(page, "stock")
    if (
        page.locator(".empty, .stock-items").first.get_attribute("class") == "empty"
    ):  # the box is one for all languages
        yield "stock-empty"
    vendor = box.vendor()
    goods = [item for item in vendor.get("/api/v1/catalogue")["items"] if item["kind"] == "goods"][:9]
    for number, item in enumerate(goods):
        body = {"item_id": item["id"], "kind": "count" if number % 3 else "load", "amount": number * 4 or 6}
        vendor.intent("POST", "/api/v1/stock/moves", body, f"office-stock-{number}")
    waste = {"item_id": goods[0]["id"], "kind": "waste", "amount": 8, "reason": "spoiled"}
    vendor.intent("POST", "/api/v1/stock/moves", waste, "office-stock-waste")
    page.get_by_test_id("stock-moves").get_by_role("row").nth(len(goods)).wait_for(timeout=20_000)
    yield "stock"


def _people(page: Page, box: DemoBox) -> Iterator[str]:
    """An owner and a seller who sold something; the box is one for all languages, and so are they."""
    vendor = box.vendor()
    for name, role, pin in (("Olga", "owner", "1111"), ("Sam", "seller", "2222")):
        vendor.intent("POST", "/api/v1/people", {"name": name, "role": role, "pin": pin}, f"office-{name}")
    ids = {one["name"]: one["id"] for one in vendor.get("/api/v1/people")["people"]}
    for number, (name, pin) in enumerate((("Sam", "2222"), ("Olga", "1111"))):
        body = {"staff_id": ids[name], "pin": pin}
        vendor.intent("POST", "/api/v1/people/sign-in", body, f"office-in-{number}")
    go(page, "boxes/people")
    page.get_by_test_id("person-Sam").wait_for(timeout=20_000)
    page.get_by_test_id("hours-table").get_by_role("row").nth(4).wait_for(timeout=20_000)
    yield "people"
    page.get_by_test_id("forget-Sam").click()
    page.get_by_test_id("dialog-forget").wait_for()
    yield "people-forget"
    page.keyboard.press("Escape")


def _goods(page: Page, box: DemoBox) -> Iterator[str]:
    go(page, "goods")
    first = page.locator("[data-testid^=item-]").first
    first.wait_for()
    yield "goods"
    if not page.get_by_test_id("conflicts").count():  # the box is one for all languages
        both_change_a_price(box)
    page.get_by_test_id("conflicts").wait_for(timeout=30_000)
    yield "goods-conflict"
    first.click()
    page.get_by_test_id("save").wait_for()
    yield "goods-edit"
    page.get_by_test_id("remove").click()
    page.get_by_test_id("remove-sure").wait_for()
    yield "goods-remove"
    page.keyboard.press("Escape")
    go(page, "today")
    go(page, "goods")
    page.get_by_test_id("new-group").first.click()
    page.get_by_test_id("save").wait_for()
    yield "goods-group"
    page.get_by_test_id("dialog-close").click()


def both_change_a_price(box: DemoBox) -> None:
    """The line is cut, both ends change the same price, the line is back."""
    owner, vendor = Owner.of(box.data, box.port), box.vendor()
    item_id = next(
        item["id"] for item in vendor.get("/api/v1/catalogue")["items"] if item["price_minor"] > 200
    )
    box.bench.move("cable", state="unplugged")
    until(lambda: vendor.get("/api/v1/snapshot")["sync"]["online"] is False, "the line is cut", 40)
    owner.price(item_id, 333)
    body = {"price_minor": 444}
    vendor.intent("PATCH", f"/api/v1/goods/items/{item_id}", body, "both-change-price")
    box.bench.move("cable", state="works")


def _boxes(page: Page) -> Iterator[str]:
    go(page, "boxes")
    rename = page.locator("[data-testid^=rename-]").first
    rename.wait_for()
    yield "boxes"
    rename.click()
    page.get_by_test_id("save").wait_for()
    yield "boxes-rename"
    page.get_by_test_id("dialog-close").click()
    page.locator("[data-testid^=remove-]").first.click()
    page.get_by_test_id("remove-sure").wait_for()
    yield "boxes-remove"
    page.get_by_test_id("dialog-close").click()
    go(page, "boxes/connect")
    page.get_by_test_id("field-code").wait_for()
    yield "connect"
    page.get_by_test_id("field-code").fill("QQQQ-QQQQ")
    page.get_by_test_id("find-box").click()
    page.get_by_role("alert").wait_for()
    yield "connect-unknown"


def _bad_day(page: Page) -> Iterator[str]:
    office_troubles.a_bad_day(page)
    go(page, "today")
    page.reload()
    page.get_by_test_id("need-fork").wait_for()
    yield "today-needs"
    go(page, "aside")
    page.get_by_test_id(f"aside-{office_troubles.REASONS[0]}").wait_for()
    yield "aside"
    go(page, "boxes")
    page.locator("[data-testid^=fork-seen-]").wait_for()
    yield "boxes-fork"
    go(page, "boxes/connect")
    page.get_by_test_id("field-code").fill(office_troubles.CODE)
    page.get_by_test_id("find-box").click()
    expect(page.get_by_test_id("fingerprint")).to_be_visible()
    yield "connect-compare"
    office_troubles.line_breaks(page)
    go(page, "today")
    page.reload()
    expect(page.get_by_test_id("live").first).to_have_class("live broken")
    yield "today-not-live"
