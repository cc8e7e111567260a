"""The power plug of the workbench, pulled by hand in the browser: nothing is lost, nothing counts twice."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import troubles
from tests.e2e.box import DemoBox, until
from tests.e2e.conftest import OpenTill
from tests.e2e.screen import TillScreen


def workbench(till: TillScreen, box: DemoBox) -> Page:
    """The workbench beside the till, in the same browser."""
    page = till.page.context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(box.bench.url)
    page.locator(".plug").wait_for()
    return page


def pulls(box: DemoBox) -> int:
    count: int = box.bench.state()["plug"]["pulls"]
    return count


def is_back(box: DemoBox) -> bool:
    plug: dict[str, object] = box.bench.state()["plug"]
    return plug["state"] == "ready" and plug["back_ms"] is not None


def test_an_open_ticket_survives_the_pulled_plug_and_is_paid(till: TillScreen, box: DemoBox) -> None:
    till.tap("tile-strawberries-500")
    till.tap("tile-raspberries-250")
    till.total_is("8,40")
    sold, pulled = box.sold(), pulls(box)

    bench = workbench(till, box)
    bench.locator(".plug button.danger").tap()
    until(lambda: pulls(box) == pulled + 1, "the plug was pulled")
    till.page.bring_to_front()
    till.was_away()
    until(lambda: is_back(box), "the till is back")
    till.hides("away")

    till.has_lines(2)
    till.total_is("8,40")
    till.tap("exact")
    till.shows("change")
    now = box.sold()
    assert len(now) == len(sold) + 1 and now[: len(sold)] == sold
    until(lambda: len(box.bench.receipts_of(now[-1])) == 1, "its receipt came out")


def test_a_tap_while_the_till_is_away_counts_once_when_it_is_back(till: TillScreen, box: DemoBox) -> None:
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    pulled = pulls(box)
    box.bench.move("plug", action="pull")
    until(lambda: pulls(box) == pulled + 1, "the plug was pulled")
    till.tap("exact")
    till.shows("change", limit_s=20)
    assert box.vendor().get("/api/v1/sales?limit=1")["sales"][0]["total_minor"] == 450
    assert len(box.sold()) == len(set(box.sold()))


def test_the_armed_plug_strikes_in_the_next_sale_and_no_number_is_lost(
    calm_box: DemoBox, open_till: OpenTill
) -> None:
    box, till = calm_box, open_till(calm_box)
    bench = workbench(till, box)
    for _ in range(3):
        until(lambda: box.bench.state()["plug"]["state"] == "ready", "the plug is ready")
        pulled, sold = pulls(box), box.sold()
        bench.bring_to_front()
        bench.locator(".plug > button:not(.danger)").first.tap()
        expect(bench.locator(".plug.armed")).to_be_visible()
        till.page.bring_to_front()
        till.tap("tile-strawberries-500")
        till.has_lines(1)
        till.tap("exact")
        till.shows("change", limit_s=20)
        until(lambda before=pulled: pulls(box) == before + 1, "the plug struck")  # type: ignore[misc]
        until(lambda: is_back(box), "the till is back")
        now = until(lambda: box.sold(), "the journal can be read")
        assert len(now) == len(sold) + 1, "paid on the screen and in the journal exactly once"
        settle_paper(box, now[-1])
    numbers = box.sold()
    counters = [int(number.rpartition("-")[2]) for number in numbers]
    assert counters == list(range(1, len(counters) + 1)), "no receipt number is lost or used twice"
    assert "sound" in box.journal("verify")


def settle_paper(box: DemoBox, number: str) -> None:
    """The receipt came out once, or the till asks whether it did; the vendor looks at the paper and answers."""
    vendor = box.vendor()

    def answered() -> bool:
        printer = vendor.get("/api/v1/snapshot")["printer"]
        if question := printer["question"]:
            did_print = bool(box.bench.receipts_of(question["number"]))
            vendor.intent(
                "POST",
                f"/api/v1/print-jobs/{question['job_id']}/answer",
                {"printed": did_print},
                f"answer-{question['job_id']}"[:64],
            )
            return False
        return printer["queued"] == 0 and printer["state"] == "ready"

    until(answered, "every receipt is printed or answered for")
    papers = box.bench.receipts_of(number)
    assert len(papers) <= 1 or all("Kopie" in paper for paper in papers[1:])


def test_a_till_that_dies_while_it_greets_the_screen_is_seen_to_be_away(
    calm_box: DemoBox, open_till: OpenTill
) -> None:
    till = open_till(calm_box)
    troubles.line_dies_in_the_greeting(till.page)
    till.shows("away")
