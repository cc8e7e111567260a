"""Connecting by hand: a new back office, a till that knows none, and an owner who compares and agrees.

No demo here: both programs are started from plain configurations, as on two machines of their own.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from appliance import config
from tests.e2e.box import ROOT, STOP_LIMIT_S, Stall, until
from tests.e2e.conftest import paired_page
from tests.e2e.owner import Owner
from tests.e2e.screen import TillScreen
from tests.e2e.way import lamp_is, sell
from tests.faults.vendor import free_port

EMAIL, PASSWORD = "owner@stall.example", "seven green apples"
FIRST_VISIT = re.compile(r"first visit.*?: (http\S+)")


@contextmanager
def running(module: str, program: str, settings: Path) -> Iterator[Callable[[], str]]:
    """One program of its own; answers what it has printed so far."""
    log = settings.with_name(f"{program}-{module}.log")
    with log.open("wb") as out:
        process = subprocess.Popen(
            (sys.executable, "-m", module, program, "--config", str(settings)),
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield lambda: log.read_text(errors="replace")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


@pytest.fixture
def stall(tmp_path: Path) -> Iterator[Stall]:
    """A till and its watchdog; nobody told them of a back office."""
    stall = Stall(tmp_path / "box", "de", free_port())
    settings = stall.data / "box.toml"
    config.write(
        config.Config(
            data_dir=stall.data,
            port=stall.port,
            language="de",
            country="de",
            stall="Stand 3",
            merchant_name="Hofstand Brandt",
            demo_data=True,
        ),
        settings,
    )
    with ExitStack() as programs:
        programs.enter_context(running("appliance", "till", settings))
        until(
            lambda: (stall.data / "run" / "kiosk-token").exists() and answers(stall), "the till is there", 30
        )
        programs.enter_context(running("appliance", "watchdog", settings))
        yield stall


def answers(stall: Stall) -> bool:
    try:
        return bool(stall.vendor().get("/api/v1/snapshot"))
    except OSError:
        return False


@pytest.fixture
def office(tmp_path: Path) -> Iterator[str]:
    """A back office nobody has visited; its one-time link."""
    settings = tmp_path / "office" / "office.toml"
    settings.parent.mkdir()
    settings.write_text(f'data_dir = "{settings.parent}"\nport = {free_port()}\n', encoding="utf-8")
    with running("backoffice", "serve", settings) as said:
        until(lambda: FIRST_VISIT.search(said()), "the back office tells its link", 30)
        found = FIRST_VISIT.search(said())
        assert found is not None
        yield found[1]


def test_a_box_is_connected_by_its_address_its_code_and_a_look_at_both_screens(
    browser: Browser, stall: Stall, office: str
) -> None:
    address = office.partition("/#")[0]
    with paired_page(browser, stall, (800, 480)) as page:
        till = TillScreen(page)
        lamp_is(till, "green wink")
        earned_minor = sell(till, 2)
        owner_page = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800}).new_page()
        first_visit(owner_page, office)

        till.tap("status-pill")
        till.shows("status-pill", "Nur auf dieser Box")
        till.tap("connect")
        type_address(till, address)
        till.tap("connect-go")
        till.shows("code", limit_s=20)
        code, fingerprint = till.key("code").inner_text(), till.key("fingerprint").inner_text()

        owner_page.goto(f"{address}/#/boxes/connect")
        owner_page.get_by_test_id("field-code").fill(code.lower())
        owner_page.get_by_test_id("find-box").click()
        shown = owner_page.get_by_test_id("fingerprint")
        expect(shown).to_be_visible()
        assert figures(shown.inner_text()) == figures(fingerprint)
        owner_page.get_by_test_id("approve").click()

        till.shows("connected", "Verbunden mit Markthof", 20)
        till.tap("connect-done")
        lamp_is(till, "green steady")
        till.shows("status-pill", "Alles sicher im Backoffice", 20)
        owner_page.goto(f"{address}/#/")
        expect(owner_page.locator(".stall-list")).to_contain_text("Stand 3")
        expect(owner_page.locator(".stall-list")).to_contain_text("9,00", timeout=10_000)
        owner = Owner(int(address.rpartition(":")[2]), PASSWORD, EMAIL)
        assert owner.today() == (earned_minor, 2), "what was sold before is there too"
        assert int(owner.item("strawberries-500")["price_minor"]) == 450, (
            "the goods of the box are the first goods"
        )
        owner_page.context.close()


def first_visit(page: Page, link: str) -> None:
    """The one-time link makes the business and its owner; it is good once."""
    page.goto(link)
    page.get_by_test_id("field-merchant_name").fill("Markthof")
    page.get_by_test_id("field-email").fill(EMAIL)
    page.get_by_test_id("field-password").fill(PASSWORD)
    page.get_by_test_id("enter").click()
    page.get_by_test_id("needs-pill").wait_for()


def type_address(till: TillScreen, address: str) -> None:
    """With the fingers on the keyboard of the screen, over what stands there."""
    keys = till.page.get_by_test_id("keyboard")
    expect(till.key("address")).to_have_value("https://")
    for _ in "://s":
        keys.locator(".key.wide").tap()
    for letter in address.removeprefix("http"):
        keys.get_by_role("button", name=letter, exact=True).tap()
    expect(till.key("address")).to_have_value(address)


def figures(text: str) -> str:
    return re.sub(r"[^0-9a-f]", "", text)
