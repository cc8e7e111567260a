"""Plug it in and it works: a USB printer, a scanner paired by the code on the screen, a serial line that is asked for.

The devices hang on the workbench's simulated USB sockets; the code on the screen is read by zbarimg, as a camera would.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.album import examine_in_every_language
from tests.e2e.box import DemoBox, until
from tests.e2e.conftest import OpenTill

GADGETS = ("printer", "scanner", "serial")
SIZES = {"panel": (800, 480), "tablet": (1280, 800), "phone": (390, 844)}


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, sockets: DemoBox, open_till: OpenTill) -> Page:
    """The Devices screen of a box with empty USB sockets that remembers nothing."""
    return opened(sockets, open_till, SIZES[request.param])


def opened(box: DemoBox, open_till: OpenTill, size: tuple[int, int]) -> Page:
    page: Page = open_till(box, size).page
    page.set_default_timeout(12_000)
    page.get_by_test_id("menu").click()
    page.get_by_test_id("box-key").click()
    page.get_by_test_id("devices").click()
    page.get_by_test_id("device").first.wait_for()
    return page


@pytest.fixture
def sockets(calm_box: DemoBox) -> Iterator[DemoBox]:
    """A box whose USB sockets are empty again afterwards, and which remembers nothing of what was there."""
    yield calm_box
    for gadget in GADGETS:
        calm_box.bench.move("usb", device=gadget, plugged=False)
    vendor = calm_box.vendor()
    vendor.intent("DELETE", "/api/v1/scanner-pairing", {}, f"unpair-{vendor.get('/api/v1/snapshot')['rev']}")
    until(lambda: _only_known(vendor.get("/api/v1/devices")["devices"]), "the sockets are empty")
    for one in vendor.get("/api/v1/devices")["devices"]:
        if one["can_forget"]:
            rev = vendor.get("/api/v1/snapshot")["rev"]
            vendor.intent("DELETE", f"/api/v1/devices/{one['key']}", {}, f"forget-{rev}")


def _only_known(devices: list[dict[str, object]]) -> bool:
    return all(one["kind"] == "configured" or one["state"] == "gone" for one in devices)


def plug(box: DemoBox, page: Page, gadget: str, state: str) -> None:
    box.bench.move("usb", device=gadget, plugged=True)
    page.locator(f"[data-testid=device][data-state={state}]").wait_for()


def read_by_eye(page: Page, folder: Path) -> set[str]:
    """Every code zbarimg finds on the screen, by kind and text."""
    picture = folder / "screen.png"
    page.screenshot(path=str(picture))
    done = subprocess.run(
        ("zbarimg", "-q", str(picture)), capture_output=True, text=True, timeout=30, check=False
    )
    return set(done.stdout.split())


def test_a_usb_printer_is_chosen_tested_and_prints_the_next_sale(calm_box: DemoBox, page: Page) -> None:
    plug(calm_box, page, "printer", "spare")
    page.get_by_test_id("use").click()
    used = page.locator("[data-testid=device]", has_text="Virtual USB printer")
    used.get_by_test_id("test-print").click()
    page.locator("[data-sample=printed]").wait_for()
    assert any("Das ist kein Beleg." in paper for paper in calm_box.bench.receipts())
    calm_box.bench.move("usb", device="printer", plugged=False)
    page.locator("[data-testid=device][data-state=gone]").wait_for()


def test_the_scanner_that_reads_the_code_off_the_screen_is_ours(
    calm_box: DemoBox, page: Page, tmp_path: Path
) -> None:
    plug(calm_box, page, "scanner", "keyboard")
    page.get_by_test_id("pair-scanner").click()
    page.get_by_test_id("pair-waiting").wait_for()
    code = page.get_by_test_id("pair-code").get_attribute("data-code")
    assert read_by_eye(page, tmp_path) == {f"EAN-13:{code}", f"QR-Code:{code}"}
    calm_box.bench.move("usb/scan", code=code)
    page.get_by_test_id("pair-paired").wait_for()
    page.get_by_test_id("pair-done").click()
    page.locator("[data-testid=device][data-state=keyboard]").wait_for(state="detached")
    sample = calm_box.bench.state()["samples"][0]
    calm_box.bench.move("usb/scan", code=sample["code"])
    vendor = calm_box.vendor()
    until(lambda: vendor.get("/api/v1/snapshot")["ticket"]["lines"], "the scanned item is on the ticket")


def test_a_serial_device_is_asked_for_and_never_guessed(calm_box: DemoBox, page: Page) -> None:
    plug(calm_box, page, "serial", "asks")
    page.get_by_test_id("what-is-this").click()
    page.get_by_test_id("baud-115200").click()
    page.get_by_test_id("role-printer").click()
    page.locator("[data-testid=device][data-state=ready]", has_text="Virtual serial adapter").wait_for()


def test_every_part_of_the_page_is_whole_in_every_language(sockets: DemoBox, open_till: OpenTill) -> None:
    page = opened(sockets, open_till, SIZES["panel"])
    found: list[str] = []
    plug(sockets, page, "printer", "spare")
    page.get_by_test_id("use").click()
    plug(sockets, page, "scanner", "keyboard")
    plug(sockets, page, "serial", "asks")
    page.locator("[data-testid=device][data-state=ready]", has_text="Virtual USB printer").wait_for()
    examine_in_every_language(sockets, page, "devices", found)
    page.get_by_test_id("pair-scanner").click()
    page.get_by_test_id("pair-waiting").wait_for()
    examine_in_every_language(sockets, page, "devices-pair", found)
    page.get_by_test_id("pair-cancel").click()
    page.get_by_test_id("what-is-this").click()
    page.get_by_test_id("what").wait_for()
    examine_in_every_language(sockets, page, "devices-what", found)
    assert found == []
