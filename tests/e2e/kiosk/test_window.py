"""The real window against a stand-in till: it waits, enters, and comes back whatever happens to its page."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.kiosk.driver import Kiosk, eventually, kiosk
from tests.e2e.kiosk.stand_in import StandIn
from tests.free_port import free_port

BACK_LIMIT_S = 5.0


@pytest.fixture
def till(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path / "run" / "kiosk-token", free_port())


@pytest.fixture
def window(display: str, till: StandIn, tmp_path: Path) -> Iterator[Kiosk]:
    with kiosk(display, f"http://127.0.0.1:{till.port}", tmp_path, language="de") as opened:
        yield opened


def test_window_waits_in_the_boxs_language_enters_and_shows_the_till(window: Kiosk, till: StandIn) -> None:
    eventually(lambda: "Die Kasse wird vorbereitet" in window.text("waiting"))
    till.pair("first")
    with till.served():
        window.tap("tile")
        eventually(lambda: window.text("total") == "1 apples")
        assert window.script("return [innerWidth, innerHeight]") == [1024, 600]
        assert window.script("return typeof window.pywebview") == "undefined"


def test_page_killed_in_the_middle_is_back_in_time_with_what_the_till_holds(
    window: Kiosk, till: StandIn
) -> None:
    till.pair("first")
    with till.served():
        window.tap("tile")
        eventually(lambda: window.text("total") == "1 apples")
        killed = eventually(window.page_pid)
        began_s = time.monotonic()
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: window.page_pid() not in (None, killed))
        eventually(lambda: window.text("total") == "1 apples")
        took_s = time.monotonic() - began_s
        assert till.entries == 2
        print(f"kiosk_back_after_kill: {took_s:.2f} s")
        assert took_s < BACK_LIMIT_S
        window.tap("tile")
        eventually(lambda: window.text("total") == "2 apples")


def test_page_that_hangs_is_thrown_away(window: Kiosk, till: StandIn) -> None:
    till.pair("first")
    with till.served():
        window.tap("tile")
        eventually(lambda: window.text("total") == "1 apples")
        hung = eventually(window.page_pid)
        os.kill(hung, signal.SIGSTOP)
        eventually(lambda: till.entries == 2)
        eventually(lambda: window.text("total") == "1 apples")
        assert window.page_pid() != hung


def test_page_that_stays_blank_is_loaded_again(window: Kiosk, till: StandIn) -> None:
    till.pair("first")
    till.is_blank = True
    with till.served():
        eventually(lambda: till.blanks == 1)
        till.is_blank = False
        eventually(lambda: window.text("total") == "0 apples")
        assert till.entries == 2


def test_till_that_restarts_with_another_token_is_entered_again(window: Kiosk, till: StandIn) -> None:
    till.pair("first")
    with till.served():
        window.tap("tile")
        eventually(lambda: window.text("total") == "1 apples")
    till.pair("second")
    with till.served():
        eventually(lambda: till.entries == 2)
        window.tap("tile")
        eventually(lambda: window.text("total") == "2 apples")


def test_page_can_go_to_no_other_address(window: Kiosk, till: StandIn, tmp_path: Path) -> None:
    till.pair("first")
    with till.served():
        eventually(lambda: window.text("total") == "0 apples")
        window.begin_script(f"location.href = 'http://localhost:{till.port}/healthz'")
        eventually(lambda: "another address; refused" in (tmp_path / "kiosk.log").read_text())
        window.tap("tile")
        eventually(lambda: window.text("total") == "1 apples")


def test_term_ends_the_window_and_all_its_processes(window: Kiosk, till: StandIn) -> None:
    eventually(lambda: window.shows("waiting"))
    assert window.page_pid() is not None
    window.process.send_signal(signal.SIGTERM)
    assert window.process.wait(timeout=3) == 0
    eventually(lambda: window.page_pid() is None)
