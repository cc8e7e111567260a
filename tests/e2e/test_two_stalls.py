"""Two stalls of one owner: lines die, the clock is wrong, the back office loses an hour; every cent is there again.

The first journey is the story of the README; it leaves its pictures in build/pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.box import ROOT, DemoBox, Stall, until
from tests.e2e.conftest import OpenTill, make_calm, running_box
from tests.e2e.owner import EMAIL, Owner, password_of
from tests.e2e.screen import TillScreen
from tests.e2e.test_power_plug import is_back, pulls, workbench
from tests.e2e.way import NOTICED_WITHIN_S, all_sent, lamp_is, whole_again
from tests.e2e.way import sell as sell_in

PICTURES = ROOT / "build" / "pictures"
STALLS = ("Stall 12", "Stall 14")


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoBox]:
    with running_box(tmp_path_factory.mktemp("two") / "data", "en", boxes=2) as box:
        yield box


@pytest.fixture
def second(box: DemoBox) -> Stall:
    make_calm(box.second)
    return box.second


@pytest.fixture
def owner(calm_box: DemoBox, second: Stall) -> Iterator[Owner]:
    """Signed in; the ways of both stalls are whole before and after."""
    for stall in (calm_box, second):
        whole_again(stall)
    yield Owner.of(calm_box.data, calm_box.port)
    for stall in (calm_box, second):
        whole_again(stall)


def sell(till: TillScreen, times: int = 1) -> int:
    return sell_in(till, times, "en")


def taken(stall: Stall) -> tuple[int, int]:
    """(takings, number of sales) of today as the stall's own journal has them."""
    today = stall.vendor().get("/api/v1/snapshot")["business_day"]
    totals = [sale["total_minor"] for sale in stall.sales() if sale["day"] == today]
    return sum(totals), len(totals)


def agrees_soon(owner: Owner, box: DemoBox) -> None:
    """The back office has of each stall what its journal has, to the cent, and nothing else."""
    own = dict(zip(STALLS, (taken(box), taken(box.second)), strict=True))
    until(lambda: owner.stalls() == own, f"the back office has {own}", NOTICED_WITHIN_S)
    assert owner.today() == (sum(minor for minor, _ in own.values()), sum(count for _, count in own.values()))


def dashboard(till: TillScreen, box: DemoBox) -> Page:
    """The back office in the owner's browser, signed in."""
    page = till.page.context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"http://127.0.0.1:{box.port + 10}/")
    page.get_by_test_id("field-email").fill(EMAIL)
    page.get_by_test_id("field-password").fill(password_of(box.data))
    page.get_by_test_id("enter").click()
    page.get_by_test_id("needs-pill").wait_for()
    return page


def picture(page: Page, name: str) -> None:
    TillScreen(page).photograph(PICTURES / f"story-{name}.png")


def test_cable_and_plug_are_pulled_and_the_owner_reads_the_same_total(
    till: TillScreen, second: Stall, open_till: OpenTill, box: DemoBox, owner: Owner
) -> None:
    sell(open_till(second), 3)
    sell(till, 2)
    all_sent(box)
    bench = workbench(till, box)
    bench.get_by_test_id("cable").select_option("unplugged")
    till.page.bring_to_front()
    lamp_is(till, "amber slow_pulse")
    sell(till, 2)
    till.shows("status-pill", "Offline · 2 receipts stored safely", NOTICED_WITHIN_S)
    last, vendor = box.sold()[-1], box.vendor()
    until(lambda: box.bench.receipts_of(last), "the last receipt came out")
    # A plug pulled while it prints makes the till ask about the paper: another story.
    until(lambda: vendor.get("/api/v1/snapshot")["printer"]["queued"] == 0, "the printer is done")
    till.tap("tile-raspberries-200")
    till.hides("change")
    till.tap("tile-strawberries-400")
    till.has_lines(2)
    picture(till.page, "offline")

    pulled = pulls(box)
    bench.bring_to_front()
    bench.locator(".plug button.danger").tap()
    until(lambda: pulls(box) == pulled + 1 and is_back(box), "the plug was pulled and the till is back")
    expect(bench.get_by_test_id("light")).to_have_attribute("data-colour", "amber", timeout=10_000)
    picture(bench, "workbench")
    till.page.bring_to_front()
    till.hides("away")
    till.has_lines(2)
    till.shows("status-pill", "Offline · 2 receipts stored safely", NOTICED_WITHIN_S)
    till.tap("exact")
    till.shows("change")

    bench.get_by_test_id("cable").select_option("works")
    lamp_is(till, "green steady")
    till.tap("change-show")
    for number in box.sold()[-3:]:
        expect(till.key(f"receipt-{number}")).to_contain_text("safe with the back office", timeout=20_000)
    picture(till.page, "safe")
    agrees_soon(owner, box)

    page = dashboard(till, box)
    total = f"{owner.today()[0] / 100:.2f}"
    expect(page.locator("main")).to_contain_text(total)
    green = page.locator(".stall-list li").filter(has_text="Green, steady")
    expect(green).to_have_count(2, timeout=15_000)
    expect(page.get_by_test_id(re.compile("^latest-"))).not_to_have_count(0)
    picture(page, "dashboard")


def test_a_dead_line_of_one_stall_leaves_the_other_alone(
    till: TillScreen, second: Stall, open_till: OpenTill, box: DemoBox, owner: Owner
) -> None:
    other = open_till(second)
    box.bench.move("cable", state="dead")
    before = owner.stalls()
    sell(till, 2)
    earned_minor = sell(other, 2)
    minor, count = before[STALLS[1]]
    until(
        lambda: owner.stalls()[STALLS[1]] == (minor + earned_minor, count + 2),
        "the sales of the other stall are there",
    )
    lamp_is(other, "green steady")
    lamp_is(till, "amber slow_pulse")
    till.shows("status-pill", "Offline · 2 receipts stored safely")
    assert owner.stalls()[STALLS[0]] == before[STALLS[0]]
    box.bench.move("cable", state="works")
    all_sent(box)
    agrees_soon(owner, box)


def test_a_very_slow_line_is_enough(till: TillScreen, box: DemoBox, owner: Owner) -> None:
    box.bench.move("cable", state="slow")
    sell(till, 2)
    agrees_soon(owner, box)


def test_with_its_clock_a_year_behind_a_box_sells_and_sends(
    till: TillScreen, box: DemoBox, owner: Owner
) -> None:
    before = owner.today()
    box.bench.move("clock", state="year_behind")
    vendor = box.vendor()
    this_year = date.today().year
    until(
        lambda: str(vendor.get("/api/v1/snapshot")["business_day"]).startswith(str(this_year - 1)),
        "the box lives a year ago",
    )
    sell(till)
    day, number = vendor.get("/api/v1/snapshot")["business_day"], box.sold()[-1]
    papers = until(lambda: box.bench.receipts_of(number), "the receipt is on the paper")
    assert "The box was not sure of the time." in " ".join(papers[0].split()), papers[0]
    until(lambda: number in owner.numbers(day), "the sale is with the back office, on its own day")
    all_sent(box)
    assert owner.sale(number, day)["fact"]["is_verified"]
    box.bench.move("clock", state="right")
    assert owner.today() == before, "a sale of another day does not count today"


def test_a_back_office_put_back_by_an_hour_is_filled_again_by_its_boxes(
    till: TillScreen, second: Stall, box: DemoBox, owner: Owner
) -> None:
    sell(till)
    agrees_soon(owner, box)
    sold = box.sold() + second.sold()
    box.bench.move("office", state="restored")
    until(lambda: box.bench.state()["office"]["copy"], "an old copy was put back", NOTICED_WITHIN_S)
    sell(till)
    until(lambda: box.bench.state()["office"]["state"] == "up", "the back office is up", NOTICED_WITHIN_S)
    fresh = Owner.of(box.data, box.port)  # the old copy knows nothing of today's session
    agrees_soon(fresh, box)
    for stall in (box, second):
        all_sent(stall)
    assert len(box.sold() + second.sold()) == len(sold) + 1
    assert fresh.quarantine() == []
    assert box.sold()[-1].startswith("A") and second.sold()[-1].startswith("B"), (
        "no box was given new letters"
    )
