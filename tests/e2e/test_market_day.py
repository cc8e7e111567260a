"""One whole market day on the screen, offline from the float to the Z, the plug pulled twice; then the line comes back.

Paper, screen, journal and back office must agree to the cent.
"""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from appliance.domain.receipt import QR_VERSION
from tests.e2e.box import DemoBox, until
from tests.e2e.owner import Owner
from tests.e2e.screen import TillScreen
from tests.e2e.second_opinion import judge_papers
from tests.e2e.test_power_plug import is_back, pulls, settle_paper
from tests.e2e.way import NOTICED_WITHIN_S, lamp_is, whole_again

SAFE = "Alles sicher im Backoffice"


def newest(box: DemoBox) -> str:
    number: str = box.vendor().get("/api/v1/sales?limit=1")["sales"][0]["number"]
    return number


def to_the_day(till: TillScreen) -> None:
    till.open_menu()
    till.tap("day-key")
    till.shows("day-screen")


def pull_the_plug(till: TillScreen, box: DemoBox) -> None:
    pulled = pulls(box)
    box.bench.move("plug", action="pull")
    until(lambda: pulls(box) == pulled + 1, "the plug was pulled")
    till.was_away()
    until(lambda: is_back(box), "the till is back")
    till.hides("away")


def paid(till: TillScreen, box: DemoBox) -> str:
    """The number of the sale that ends with this tap; the change is looked at and tapped away."""
    till.tap("exact")
    till.shows("change", limit_s=20)
    number = newest(box)
    settle_paper(box, number)
    till.page.wait_for_timeout(700)  # it stays deaf for a moment, so that a double tap does not wipe it away
    till.tap("change")
    till.hides("change")
    return number


def test_a_whole_day_without_a_line_and_every_cent_is_there_in_the_end(
    till: TillScreen, box: DemoBox, tmp_path: Path
) -> None:
    whole_again(box)
    owner = Owner.of(box.data, box.port)
    till.shows("status-pill", SAFE, NOTICED_WITHIN_S)
    before_minor, before_sales = owner.today()
    assert not box.vendor().get("/api/v1/shift")["is_open"]
    box.bench.move("cable", state="unplugged")
    lamp_is(till, "amber slow_pulse")

    # The morning: the float, and what is in the van.
    to_the_day(till)
    till.tap("day-open")
    till.type("15000")
    till.tap("day-amount-done")
    till.shows("day-matters")
    till.tap("back")
    load = {"item_id": "strawberries-500", "kind": "load", "amount": 6}
    box.vendor().intent("POST", "/api/v1/stock/moves", load, "market-day-load")
    expect(till.key("tile-strawberries-500")).to_be_visible()

    # Selling, with a discount on a line and one on everything.
    till.tap("tile-strawberries-500")
    till.tap("tile-raspberries-250")
    till.total_is("8,40")
    first = paid(till, box)
    till.tap("tile-apples-elstar")
    till.type("1500")
    till.tap("weight-take")
    till.total_is("4,50")
    till.lines.first.tap()
    till.tap("line-discount")
    till.tap("preset-2000")
    till.total_is("3,60")
    till.tap("tile-strawberries-500")
    till.tap("pay")
    till.tap("ticket-discount")
    till.tap("discount-amount")
    till.type("110")
    till.tap("discount-give")
    till.shows("due", "7,00")
    paid(till, box)

    # A price is changed at the stall, and sold at.
    till.open_menu()
    till.tap("goods")
    till.tap("goods-blueberries-250")
    till.tap("item-price")
    till.type("400")
    till.tap("save-item")
    expect(till.key("goods-blueberries-250")).to_contain_text("4,00")
    till.tap("back")
    till.tap("tile-blueberries-250")
    till.total_is("4,00")

    # The plug, in the middle of a ticket.
    pull_the_plug(till, box)
    till.total_is("4,00")
    paid(till, box)

    # The first customer comes back with the paper, and half of the goods.
    sale = box.vendor().get(f"/api/v1/sales/{first}")
    code = "|".join((QR_VERSION, first, f"{sale['total_minor']}EUR", sale["at_utc"], sale["hash"][:12]))
    box.bench.move("scanner", code=code)
    till.shows("refund-pay", "8,40")
    till.tap("refund-all")
    till.page.locator("[data-testid^=refund-more-]").first.tap()
    till.shows("refund-pay", "4,50")
    till.tap("refund-pay")
    till.shows("refund-done", "4,50")
    till.tap("refund-close")
    till.shows("paper", "RÜCKGABE")
    settle_paper(box, newest(box))
    till.tap("back")

    # Change money comes in, wages go out; the plug once more.
    to_the_day(till)
    till.tap("day-pay_in")
    till.type("2000")
    till.tap("day-amount-done")
    till.shows("day-matters")
    till.tap("day-pay_out")
    till.type("3500")
    till.tap("day-amount-done")
    till.shows("day-matters", "4 Belege")
    pull_the_plug(till, box)

    # Home: 150,00 + 8,40 + 7,00 + 4,00 - 4,50 + 20,00 - 35,00 = 149,90; a tenth is missing.
    till.tap("day-count")
    for piece, count in (("10000", "1"), ("2000", "2"), ("500", "1"), ("200", "2"), ("50", "1"), ("10", "3")):
        till.tap(f"piece-{piece}")
        till.type(count)
    till.tap("day-count-done")
    till.shows("day-verdict", "0,10")
    z = box.vendor().get("/api/v1/shifts")["shifts"][0]
    till.shows("z-paper", "149,90")
    paper = until(lambda: box.bench.receipts_of(f"Z {z['n']}"), "the Z is on paper")[0]
    for words in (
        "19,40",
        "-4,50",
        "14,90",
        "-2,00",
        "150,00",
        "20,00",
        "-35,00",
        "149,90",
        "149,80",
        "-0,10",
    ):
        assert words in paper, words
    assert owner.today() == (before_minor, before_sales)  # nobody was told anything

    # The line comes back.
    box.bench.move("cable", state="works")
    till.shows("status-pill", SAFE, NOTICED_WITHIN_S)
    lamp_is(till, "green steady")
    assert owner.today() == (before_minor + 1_490, before_sales + 3)
    stored = box.vendor().get(f"/api/v1/shifts/{z['n']}")
    assert stored["state"] == "safe"
    (closed,) = [one for one in owner.shifts() if one["n"] == z["n"]]
    assert (closed["turnover_minor"], closed["expected_minor"], closed["counted_minor"]) == (
        1_490,
        14_990,
        14_980,
    )
    refund = owner.sale(stored["z"]["last_number"])
    assert (refund["kind"], refund["of_number"], refund["total_minor"]) == ("refund", first, -450)
    assert owner.item("blueberries-250")["price_minor"] == 400
    assert owner.quarantine() == []
    levels = {one["item_id"]: one["left"] for one in box.vendor().get("/api/v1/stock")["levels"]}
    assert levels["strawberries-500"] == 5
    facts = [json.loads(line) for line in box.journal("export").splitlines() if line.startswith("{")]
    turnover = [one["body"]["total_minor"] for one in facts if one.get("type") in ("sale", "refund")]
    assert sum(turnover) == stored["z"]["perpetual_minor"]
    assert "sound" in box.journal("verify")

    # The same papers from another printer, read by another eye.
    sold = [one["body"]["number"] for one in facts if one.get("type") in ("sale", "refund")]
    calls = [(number, f"/api/v1/sales/{number}/reprint") for number in sold]
    z_name = f"Z {z['n']}"
    codes = judge_papers(box, [*calls, (z_name, f"/api/v1/shifts/{z['n']}/reprint")], tmp_path)
    for number in sold:
        made = box.vendor().get(f"/api/v1/sales/{number}")
        expected = (QR_VERSION, number, f"{made['total_minor']}EUR", made["at_utc"], made["hash"][:12])
        assert codes[number] == "|".join(expected)
