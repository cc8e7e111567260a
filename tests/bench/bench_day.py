"""What a market day asks of the till besides selling: the Z of a busy day, the fingers to close and to refund.

Prints `name: value unit` lines, medians of five rounds. The peer of the Z is a plain loop that reads the same journal
lines from the disk, parses them (verifying nothing) and adds up totals, taxes and tenders: no sum of a day does less.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from appliance.config import Config
from appliance.domain.receipt import QR_VERSION
from appliance.store.scan import PADDING
from appliance.store.verify import journal_files
from tests.bench.bench_till import (
    Wire,
    paper,
    pay_overhead,
    printed,
    start_and_memory,
    what_a_sale_writes,
)
from tests.bench.large_box import sell_for_years, stock_up
from tests.bench.store_growth import DAYS, SALES_A_DAY
from tests.bench.till_process import TillProcess, settings
from tests.e2e.box import ROOT, DemoBox
from tests.e2e.conftest import QUIET, browser_path, paired_page, running_box

ROUNDS = 5
SALES = 1000
PANEL = (800, 480)
DEAF_MS = 700  # the change stays deaf for a moment


def show(name: str, value: float, unit: str) -> None:
    print(f"{name}: {value:.3f} {unit}", flush=True)


def z_of_a_busy_day(folder: Path) -> None:
    """Five days of 1,000 sales on one box, each closed with one call, each day summed by the peer as well."""
    closed, plain = [], []
    with paper() as printer:
        till = TillProcess(settings(folder / "z", printer_port=printer.port))
        try:
            wire = Wire(till)
            for _ in range(ROUNDS):
                for _ in range(SALES):
                    wire.pay()
                    printed(printer)
                began = time.perf_counter()
                z = wire.intent("/shift/close", {})["z"]
                closed.append(time.perf_counter() - began)
                printed(printer)
                began = time.perf_counter()
                count, total_minor = plain_sum(till.config.store_dir, z["n"])
                plain.append(time.perf_counter() - began)
                assert count == SALES, count
                assert total_minor == z["sales"]["total_minor"], (total_minor, z["sales"])
        finally:
            till.stop()
    show("z_1000_sales_s", statistics.median(closed), "s")
    show("z_plain_sum_s", statistics.median(plain), "s")
    show("z_vs_plain_sum", statistics.median(a / b for a, b in zip(closed, plain, strict=True)), "x")


def plain_sum(store_dir: Path, shift: int) -> tuple[int, int]:
    """Number and total of the sales of a shift, from the newest journal files back to its first sale."""
    count = total_minor = 0
    taxes: Counter[str] = Counter()
    tenders: Counter[str] = Counter()
    for path in reversed(journal_files(store_dir)):
        found = 0
        for line in path.read_bytes().rstrip(PADDING).splitlines():
            for fact in json.loads(line).get("x", ()):
                if fact["type"] != "sale" or fact["body"]["shift"] != shift:
                    continue
                body = fact["body"]
                found += 1
                total_minor += body["total_minor"]
                for tax in body["taxes"]:
                    taxes[tax["letter"]] += tax["tax_minor"]
                for tender in body["tenders"]:
                    tenders[tender["kind"]] += tender["amount_minor"]
        count += found
        if count >= SALES:
            break
    assert sum(tenders.values()) == total_minor
    return count, total_minor


def close_day(page: Page, _box: DemoBox) -> None:
    """From the sell screen to the Z, without counting."""
    page.get_by_test_id("menu").tap()
    page.get_by_test_id("day-key").tap()
    page.get_by_test_id("day-close").tap()
    page.get_by_test_id("day-z").wait_for()


def refund_by_code(page: Page, box: DemoBox) -> None:
    """The receipt's code before the scanner, then fingers until the money is out."""
    vendor = box.vendor()
    sale = vendor.get("/api/v1/sales?limit=1")["sales"][0]
    detail = vendor.get(f"/api/v1/sales/{sale['number']}")
    currency = vendor.get("/api/v1/snapshot")["currency"]["code"]
    parts = (
        QR_VERSION,
        sale["number"],
        f"{detail['total_minor']}{currency}",
        detail["at_utc"],
        detail["hash"][:12],
    )
    box.bench.move("scanner", code="|".join(parts))
    page.get_by_test_id("refund-pay").wait_for()
    page.get_by_test_id("refund-pay").tap()
    page.get_by_test_id("refund-done").wait_for()


def fingers(browser: Browser, box: DemoBox, what: Callable[[Page, DemoBox], None]) -> int:
    """Taps of one way through the screen, after a sale."""
    with paired_page(browser, box, PANEL) as page:
        page.get_by_test_id("tile-strawberries-500").tap()
        page.get_by_test_id("exact").tap()
        page.get_by_test_id("change").wait_for()
        page.wait_for_timeout(DEAF_MS)
        page.evaluate("window.taps = 0")
        what(page, box)
        count: int = page.evaluate("window.taps")
        return count


def ways(folder: Path) -> None:
    with sync_playwright() as playwright, running_box(folder / "ways", "de") as box:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(QUIET))
        for name, what in (("refund_by_qr_taps", refund_by_code), ("close_day_taps", close_day)):
            show(name, statistics.median(fingers(browser, box, what) for _ in range(ROUNDS)), "taps")
        browser.close()


def with_a_long_life(folder: Path) -> None:
    """The till's own bars once more, on a box with 5,000 items and 100,000 sales."""
    with paper() as printer:
        till = TillProcess(settings(folder / "first", printer_port=printer.port))
        Wire(till).pay()
        till.stop()
    sale, _ = what_a_sale_writes(till.config.store_dir)

    def fill(chosen: Config) -> None:
        stock_up(chosen, chosen.language)
        sell_for_years(chosen.store_dir, sale)

    pay_overhead(folder, fill, "_full")
    start_and_memory(folder, fill, "_full")
    search(folder, fill, sale)


def search(folder: Path, fill: Callable[[Config], None], sale: dict[str, Any]) -> None:
    """One question each, and a question that nothing answers asked to the very first sale; SQLite's LIKE beside it."""
    chosen = settings(folder / "search")
    fill(chosen)
    db = sqlite3.connect(folder / "search.db")
    db.execute("create table sales (id integer primary key, body text)")
    text = json.dumps(sale, ensure_ascii=False)
    rows = ((text.replace(sale["number"], f"A-{n:06d}"),) for n in range(1, DAYS * SALES_A_DAY + 1))
    db.executemany("insert into sales (body) values (?)", rows)
    db.commit()
    till = TillProcess(chosen)
    try:
        vendor = till.vendor()
        name = sale["lines"][0]["name"]
        each, ours, theirs = [], [], []
        for round_ in range(ROUNDS):
            for words in (
                name,
                name[:4].upper(),
                "A-000123",
                "A-099999",
                "77,77",
                "quince jam",
                f"no {round_}",
            ):
                began = time.perf_counter()
                vendor.get(f"/api/v1/receipts?q={quote(words)}")
                each.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            below: dict[str, int] | None = {}
            while below is not None:
                more = f"&before={below['f']}&epoch={below['epoch']}" if below else ""
                below = vendor.get(f"/api/v1/receipts?q=quince{more}")["next"]
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            db.execute("select id from sales where body like '%quince%' order by id desc limit 50").fetchall()
            theirs.append(time.perf_counter() - began)
    finally:
        till.stop()
        db.close()
    show("search_p50_ms", statistics.median(each), "ms")
    show("search_p95_ms", sorted(each)[int(len(each) * 0.95)], "ms")
    show("search_all_s", statistics.median(ours), "s")
    show("search_all_like_s", statistics.median(theirs), "s")
    show("search_vs_like", statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), "x")


def main() -> None:
    """Measure and print the group `day`."""
    with tempfile.TemporaryDirectory(prefix="bench-day-", dir=ROOT / "build") as name:
        ways(Path(name))
        z_of_a_busy_day(Path(name))
        with_a_long_life(Path(name))


if __name__ == "__main__":
    main()
