"""One sale on the real kiosk: the demo box, the real window, a finger; and its page killed in between."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from appliance import demo
from appliance.domain.catalogue import Item
from tests.e2e.box import free_base
from tests.e2e.kiosk.driver import ROOT, Kiosk, end, eventually, kiosk, take_picture

BACK_LIMIT_S = 5.0
BOX_START_LIMIT_S = 40.0
PICTURES = ROOT / "build" / "pictures"


@contextmanager
def demo_box(folder: Path, port: int, language: str) -> Iterator[None]:
    """The whole demo box without its own window; what it says is in `demo.log`."""
    assert (ROOT / "webui" / "dist" / "index.html").exists(), "the screen is not built; run: make setup"
    with (folder / "demo.log").open("ab") as log:
        box = subprocess.Popen(
            [sys.executable, "-m", "appliance", "demo", "--no-window",
             "--data", str(folder), "--port", str(port), "--language", language],
            cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield
    finally:
        end(box)


def figures(text: str) -> int:
    """The digits of an amount as minor units: `5,77 €` is 577."""
    return int(re.sub(r"\D", "", text) or "0")


def sell(window: Kiosk, item: Item) -> None:
    """Two taps: the tab, the tile."""
    window.tap(f"tab-{item.category_id}")
    window.tap(f"tile-{item.id}")


def shown_total(window: Kiosk) -> int:
    return figures(window.text("total"))


def test_sale_on_the_kiosk_survives_the_death_of_its_page(display: str, tmp_path: Path) -> None:
    _, items = demo.catalogue("de")
    first, second = [item for item in items if item.unit == "piece" and item.deposit_id is None][:2]
    port = free_base()
    with kiosk(display, f"http://127.0.0.1:{port}", tmp_path, language="de") as window:
        assert window.shows("waiting")
        with demo_box(tmp_path, port, "de"):
            eventually(lambda: window.shows("pay"), limit_s=BOX_START_LIMIT_S)
            sell(window, first)
            eventually(lambda: shown_total(window) == first.price_minor)

            back_s = kill_page(window, lambda: shown_total(window) == first.price_minor)
            print(f"kiosk_back_s: {back_s:.2f} s")
            assert back_s < BACK_LIMIT_S

            sell(window, second)
            eventually(lambda: shown_total(window) == first.price_minor + second.price_minor)
            take_picture(display, PICTURES / "kiosk-sell.png")
            window.tap("exact")
            eventually(lambda: window.shows("change"))
            assert "A-000001" in window.text("change")
            take_picture(display, PICTURES / "kiosk-change.png")


def kill_page(window: Kiosk, is_back: Callable[[], bool]) -> float:
    """Kill the page's process without warning; seconds until another one shows what `is_back` looks for."""
    killed = eventually(window.page_pid)
    began_s = time.monotonic()
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: window.page_pid() not in (None, killed))
    eventually(is_back)
    return time.monotonic() - began_s
