"""A new box and its owner: five taps to the first sale, nothing asked twice after a pulled plug, no word cut off."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from appliance import config
from tests.e2e import troubles
from tests.e2e.album import LANGUAGES, PICTURES, SIZES, examine
from tests.e2e.box import ROOT, STOP_LIMIT_S, Stall, until
from tests.e2e.by_hand import Office, approve, first_visit
from tests.e2e.in_the_air import DEAF, HALL, JOIN_LIMIT_MS, OPEN, SECRET, join, network
from tests.e2e.screen import WITNESS, TillScreen
from tests.free_port import free_port

AT_MOST_S = 120.0
REFUSED = (
    ("light_red_pin", "one_of", "0–27"),
    ("wifi_password", "wifi_password", "8-63"),
    ("languge", "unknown", "country, language"),
)


class NewBox:
    """A till and its watchdog as a card would start them, with simulated hardware and no goods."""

    def __init__(self, folder: Path, country: str = "de", **more: object) -> None:
        self.stall = Stall(folder / "data", "en", free_port())
        self._settings = folder / "box.toml"
        self._folder = folder
        self._programs: dict[str, subprocess.Popen[bytes]] = {}
        chosen = config.Config(
            data_dir=self.stall.data, port=self.stall.port, country=country, simulated=True, **more
        )  # type: ignore[arg-type]  # a test's own words
        config.write(chosen, self._settings)
        self.stall.data.mkdir()

    def card_refused(self, *refusals: tuple[str, str, str]) -> None:
        """What first boot would have left for the screen."""
        named = [dict(zip(("key", "code", "allowed"), one, strict=True)) for one in refusals]
        report = {"version": 1, "hostname": "tillbox-3fa9", "taken": [], "refusals": named, "is_grown": True}
        folder = self.stall.data.parent / "state"
        folder.mkdir()
        (folder / "first-boot-report.json").write_text(json.dumps(report), encoding="utf-8")

    def start(self) -> None:
        for name in ("till", "watchdog"):
            with (self._folder / f"{name}.log").open("ab") as log:
                self._programs[name] = subprocess.Popen(
                    (sys.executable, "-m", "appliance", name, "--config", str(self._settings)),
                    cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                )  # fmt: skip
        until(self._is_there, "the till is there", 30)

    def _is_there(self) -> bool:
        try:
            return bool(self.stall.vendor().get("/api/v1/snapshot"))
        except (OSError, FileNotFoundError):
            return False

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        for program in self._programs.values():
            program.send_signal(number)
        for program in self._programs.values():
            program.wait(STOP_LIMIT_S)
        if number == signal.SIGKILL:  # gunicorn's worker sees that its parent is gone
            until(lambda: not self._is_there(), "the till is gone")


@contextmanager
def new_box(folder: Path, country: str = "de", **more: object) -> Iterator[NewBox]:
    box = NewBox(folder, country, **more)
    try:
        yield box
    finally:
        box.end()


@contextmanager
def screen(browser: Browser, box: NewBox, size: tuple[int, int] = SIZES[0]) -> Iterator[TillScreen]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=True)
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(WITNESS)
    page.goto(box.stall.entrance)
    try:
        yield TillScreen(page)
    finally:
        context.close()
    assert errors == [], f"the page broke: {errors}"


def test_a_new_box_sells_within_two_minutes_and_a_pulled_plug_asks_nothing_twice(
    tmp_path: Path, browser: Browser
) -> None:
    with new_box(tmp_path) as box:
        box.card_refused(*REFUSED)
        box.start()
        begun_s = time.monotonic()
        with screen(browser, box) as till:
            till.tap("speak-de")
            till.shows("welcome-card", "light_red_pin")
            till.shows("welcome-card", "Diesen Schlüssel gibt es nicht.")
            till.tap("welcome-go-on")
            network(till.page, OPEN).tap()
            till.tap("wifi-done")
            till.shows("welcome-office", "Gibt es ein Backoffice?")
            taps = till.taps()

            box.end(signal.SIGKILL)
            box.start()
            till.page.goto(box.stall.entrance)
            till.shows("welcome-office", "Gibt es ein Backoffice?")
            till.tap("welcome-alone")
            till.tap("welcome-samples")
            till.is_calm()
            taken_s = time.monotonic() - begun_s
            assert taps + till.taps() <= 6
            assert taken_s <= AT_MOST_S
            till.tap("tile-strawberries-500")
            till.has_lines(1)
            till.tap("exact")
            till.shows("change")

            till.page.reload()
            till.is_calm()
            expect(till.page.get_by_test_id("welcome")).to_have_count(0)


def test_an_address_on_the_card_is_asked_without_being_typed_and_can_wait(
    tmp_path: Path, browser: Browser
) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    with new_box(tmp_path, office_url=nobody, enrol_at_start=True) as box:
        box.start()
        with screen(browser, box) as till:
            till.tap("speak-fi")
            till.tap("welcome-no-wifi")
            till.shows("connect-asking", limit_s=20)
            till.tap("welcome-later")
            till.shows("welcome-goods", "Odota omia tuotteita")
            till.tap("welcome-back")
            till.shows("connect-asking")
            till.tap("connect-sell")
            till.tap("welcome-own")
            till.shows("pay")


def test_whoever_chose_the_wrong_language_goes_back(tmp_path: Path, browser: Browser) -> None:
    with new_box(tmp_path) as box:
        box.start()
        with screen(browser, box) as till:
            till.tap("speak-vi")
            till.shows("welcome-no-wifi", "Không cần Wi-Fi")
            till.tap("welcome-back")
            till.tap("speak-it")
            till.shows("welcome-no-wifi", "Senza Wi-Fi")


def test_a_network_is_joined_in_the_welcome_after_a_wrong_password_and_a_new_start_knows_it(
    tmp_path: Path, browser: Browser
) -> None:
    with new_box(tmp_path) as box:
        box.start()
        with screen(browser, box) as till:
            page = till.page
            till.tap("speak-de")
            join(page, DEAF)
            expect(page.get_by_test_id("wifi-trouble")).to_contain_text(
                "Passwort nicht angenommen", timeout=JOIN_LIMIT_MS
            )
            expect(page.get_by_test_id("wifi-password")).to_have_value(
                SECRET
            )  # to be looked at and corrected
            till.tap("wifi-back")
            join(page, HALL)
            expect(page.get_by_test_id("wifi-joined")).to_contain_text(HALL, timeout=JOIN_LIMIT_MS)

            page.goto(box.stall.entrance)
            expect(network(page, HALL)).to_have_attribute("aria-current", "true")
            expect(page.get_by_test_id("welcome-no-wifi")).to_have_count(0)
            till.tap("welcome-wifi-next")
            till.shows("welcome-office")


def test_a_box_that_sells_says_in_every_language_what_of_the_card_it_did_not_take(
    tmp_path: Path, browser: Browser
) -> None:
    with new_box(tmp_path, demo_data=True) as box:
        box.card_refused(*REFUSED)
        box.start()
        said = set()
        for language in LANGUAGES:
            rev = box.stall.vendor().get("/api/v1/snapshot")["rev"]
            box.stall.vendor().intent(
                "PATCH", "/api/v1/settings", {"language": language}, f"speak-{language}-{rev}"
            )
            with screen(browser, box) as till:
                till.shows("strip-notice", "light_red_pin, wifi_password, languge")
                till.shows("strip-notice", "tillbox-report.txt")
                said.add(till.key("strip-notice").inner_text())
                till.photograph(PICTURES / f"{language}-notice-card.png")
        assert len(said) == len(LANGUAGES)


def test_from_the_first_start_to_a_box_the_back_office_knows(tmp_path: Path, browser: Browser) -> None:
    """What docs/operations.md shows: an English box, its technician and its owner, photographed step by step."""
    office = Office(tmp_path / "office")
    try:
        link = office.start()
        told = {"office_url": office.url, "stall": "Stall 3", "merchant_name": "Hill Farm"}
        with new_box(tmp_path, "generic", **told) as box:
            box.start()
            with screen(browser, box) as till:
                owner_page = browser.new_context(
                    locale="en-GB", viewport={"width": 1280, "height": 800}
                ).new_page()
                first_visit(owner_page, link)
                set_up(till, office, owner_page)
    finally:
        office.stop()


def set_up(till: TillScreen, office: Office, owner_page: Page) -> None:
    page = till.page
    till.shows("welcome-language")
    photograph(till, "1-language")
    till.tap("speak-en")
    network(page, HALL)
    expect(page.get_by_test_id("wifi-search")).to_be_enabled()
    photograph(till, "2-wifi")
    join(page, DEAF)
    expect(page.get_by_test_id("wifi-trouble")).to_be_visible(timeout=JOIN_LIMIT_MS)
    photograph(till, "3-password")
    till.tap("wifi-back")
    join(page, HALL)
    expect(page.get_by_test_id("wifi-joined")).to_be_visible(timeout=JOIN_LIMIT_MS)
    till.tap("wifi-done")
    till.tap("welcome-connect")
    expect(till.key("address")).to_have_value(office.url)  # what the box was told is there to be tapped
    till.tap("connect-go")
    till.shows("code", limit_s=40)
    photograph(till, "4-code")
    approve(owner_page, office.url, till)
    till.shows("connected", limit_s=20)
    till.tap("connect-done")
    till.shows("welcome-goods", "Wait for my goods")
    till.tap("welcome-samples")
    till.is_calm()
    till.shows("status-pill", "back office", 20)
    photograph(till, "5-selling")


def photograph(till: TillScreen, name: str) -> None:
    till.photograph(PICTURES / f"setup-{name}.png")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_whole_in_every_language_and_size(
    tmp_path: Path, browser: Browser, language: str
) -> None:
    found: list[str] = []
    with new_box(tmp_path) as box:
        box.card_refused(*REFUSED, ("admin_key", "private_key", "ssh-ed25519"), ("apn", "apn", "internet"))
        box.start()
        with screen(browser, box) as till:
            till.shows("welcome-language")
            examine(till.page, f"{language}-welcome-1-language", found)
            till.tap(f"speak-{language}")
            till.shows("welcome-card")
            examine(till.page, f"{language}-welcome-2-card", found)
            till.tap("welcome-go-on")
            join_in_every_size(till, language, found)
            till.shows("welcome-office")
            examine(till.page, f"{language}-welcome-4-office", found)
            till.tap("welcome-connect")
            till.shows("connect-go")
            examine(till.page, f"{language}-welcome-5-connect", found)
            troubles.enrolling(till.page, "pending")
            till.shows("code")
            examine(till.page, f"{language}-welcome-5-code", found)
            troubles.enrolled_again(till.page)
            till.tap("welcome-connect")
            till.tap("welcome-later")
            till.shows("welcome-goods")
            examine(till.page, f"{language}-welcome-6-goods", found)
            till.tap("welcome-samples")
            till.is_calm()
    assert not found, "\n".join(found)


def join_in_every_size(till: TillScreen, language: str, found: list[str]) -> None:
    """The Wi-Fi step: the list, a wrong password, the country, and joined."""
    page = till.page
    network(page, HALL)
    examine(page, f"{language}-welcome-3-wifi", found)
    till.tap("wifi-of-country")
    till.shows("wifi-country")
    examine(page, f"{language}-welcome-3-wifi-country", found)
    till.tap("wifi-back")
    join(page, DEAF)
    till.shows("wifi-joining")
    expect(page.get_by_test_id("wifi-trouble")).to_be_visible(timeout=JOIN_LIMIT_MS)
    examine(page, f"{language}-welcome-3-wifi-wrong", found)
    till.tap("wifi-back")
    join(page, HALL)
    expect(page.get_by_test_id("wifi-joined")).to_be_visible(timeout=JOIN_LIMIT_MS)
    examine(page, f"{language}-welcome-3-wifi-joined", found)
    till.tap("wifi-done")
