"""Programs started from plain configurations, as on two machines of their own; nothing approves by itself."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from appliance import config
from tests.e2e.box import ROOT, STOP_LIMIT_S, Stall, until
from tests.e2e.owner import Owner
from tests.e2e.screen import TillScreen
from tests.free_port import free_port

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


@contextmanager
def lone_stall(folder: Path) -> Iterator[Stall]:
    """A till and its watchdog; nobody told them of a back office."""
    stall = Stall(folder, "de", free_port())
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


class Office:
    """A back office nobody has visited yet; it can be stopped and started, and its file be put back."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._settings = folder / "office.toml"
        self._file = folder / "office.db"
        self._port = free_port()
        self._settings.write_text(f'data_dir = "{folder}"\nport = {self._port}\n', encoding="utf-8")
        self._run = ExitStack()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> str:
        """Returns once it answers; its one-time link if nobody has visited it yet, else nothing."""
        said = self._run.enter_context(running("backoffice", "serve", self._settings))
        is_new = not self._file.exists()
        until(lambda: FIRST_VISIT.search(said()) or (not is_new and self._answers()), "it is there", 30)
        found = FIRST_VISIT.search(said())
        return found[1] if found else ""

    def stop(self) -> None:
        self._run.close()

    def copy(self) -> bytes:
        """The whole of it, while it is stopped."""
        return self._file.read_bytes()

    def put_back(self, copy: bytes) -> None:
        """An older state of it, while it is stopped."""
        for left in self._file.parent.glob(f"{self._file.name}*"):
            left.unlink()
        self._file.write_bytes(copy)

    def owner(self) -> Owner:
        return Owner(self._port, PASSWORD, EMAIL)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


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


def approve(owner_page: Page, address: str, till: TillScreen) -> None:
    """The owner types the code of the box, compares both screens and agrees."""
    till.shows("code", limit_s=40)
    code, fingerprint = till.key("code").inner_text(), till.key("fingerprint").inner_text()
    owner_page.goto(f"{address}/#/boxes/connect")
    owner_page.get_by_test_id("field-code").fill(code.lower())
    owner_page.get_by_test_id("find-box").click()
    shown = owner_page.get_by_test_id("fingerprint")
    expect(shown).to_be_visible()
    assert figures(shown.inner_text()) == figures(fingerprint)
    owner_page.get_by_test_id("approve").click()


def figures(text: str) -> str:
    return re.sub(r"[^0-9a-f]", "", text)
