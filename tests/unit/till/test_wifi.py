"""Wishes of the Wi-Fi screen: handed over once, forgotten at once, given up when nobody answers."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import pytest

from appliance.domain.errors import TillError
from appliance.till.wifi import DONE_WITHIN_S, TAKEN_WITHIN_S, Wifi

SECRET = "strawberry & cream"
AIR = {
    "radio": "ready",
    "networks": [
        {"ssid": "Hall", "strength": 4, "is_locked": True, "is_hidden": False, "is_known": False},
    ],
    "joined": None,
}


class Desk:
    """The wishes with a clock that a test moves."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.news = 0
        numbers = itertools.count(1)
        self.wifi = Wifi(lambda: self.now_s, lambda kind: f"{kind}-{next(numbers)}", threading.Lock(), "FI")
        self.wifi.changed = self.changed

    def changed(self) -> None:
        self.news += 1

    def take(self) -> dict[str, Any]:
        wish = self.wifi.todo()
        assert wish is not None
        self.wifi.said({"id": wish["id"], "is_done": False, "air": AIR})
        return wish

    def end(self, wish: dict[str, Any], outcome: str | None = None, **air: object) -> None:
        self.wifi.said({"id": wish["id"], "is_done": True, "outcome": outcome, "air": {**AIR, **air}})


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_looking_is_under_way_until_the_watchdog_says_what_is_there(desk: Desk) -> None:
    assert desk.wifi.view()["radio"] == "unknown"
    desk.wifi.look("key-00000001")
    assert desk.news == 1
    assert desk.wifi.view()["is_searching"]
    wish = desk.take()
    assert wish["do"] == "look"
    assert desk.wifi.todo() is None  # taken: nobody else does it again
    assert desk.wifi.view()["networks"] == AIR["networks"]  # what is known without a search, at once
    desk.end(wish)
    assert desk.wifi.view() == {**AIR, "is_searching": False, "join": None, "country": "FI"}


def test_the_password_is_handed_over_once_and_forgotten(desk: Desk) -> None:
    desk.wifi.join("key-00000001", "Hall", SECRET, False)
    wish = desk.take()
    assert (wish["ssid"], wish["password"], wish["is_hidden"]) == ("Hall", SECRET, False)
    assert SECRET not in repr(vars(desk.wifi))
    assert not any(
        getattr(kept, "password", None) for kept in (desk.wifi._wish, desk.wifi._join)
    )  # not even where repr does not look
    assert desk.wifi.view()["join"] == {"ssid": "Hall", "is_done": False, "outcome": None}
    desk.end(wish, "joined", joined="Hall")
    view = desk.wifi.view()
    assert view["join"] == {"ssid": "Hall", "is_done": True, "outcome": "joined"}
    assert view["joined"] == "Hall"
    assert SECRET not in repr(view)


def test_a_wish_nobody_took_shows_its_password_nowhere(desk: Desk) -> None:
    desk.wifi.join("key-00000001", "Hall", SECRET, False)
    assert SECRET not in repr(vars(desk.wifi))
    assert SECRET not in repr(desk.wifi.view())


def test_the_same_intent_twice_is_one_wish(desk: Desk) -> None:
    desk.wifi.join("key-00000001", "Hall", SECRET, False)
    wish = desk.take()
    desk.end(wish, "password")
    desk.wifi.join("key-00000001", "Hall", SECRET, False)  # its answer was lost
    assert desk.wifi.todo() is None
    desk.wifi.join("key-00000002", "Hall", SECRET, False)
    assert desk.wifi.todo() is not None


def test_looking_again_does_not_disturb_joining(desk: Desk) -> None:
    desk.wifi.join("key-00000001", "Hall", None, False)
    desk.wifi.look("key-00000002")
    assert desk.take()["do"] == "join"


def test_joining_does_not_wait_for_a_search_to_end(desk: Desk) -> None:
    desk.wifi.look("key-00000001")
    looking = desk.take()
    desk.wifi.join("key-00000002", "Hall", None, False)
    desk.end(looking)  # older news tell of the air alone
    assert desk.wifi.view()["join"] == {"ssid": "Hall", "is_done": False, "outcome": None}
    assert desk.take()["do"] == "join"


def test_a_watchdog_that_is_away_is_told_and_the_password_let_go(desk: Desk) -> None:
    desk.wifi.join("key-00000001", "Hall", SECRET, False)
    desk.now_s += TAKEN_WITHIN_S + 1
    assert desk.wifi.view()["join"] == {"ssid": "Hall", "is_done": True, "outcome": "no_answer"}
    assert desk.wifi.todo() is None


def test_a_join_without_an_end_is_given_up(desk: Desk) -> None:
    desk.wifi.join("key-00000001", "Hall", SECRET, False)
    wish = desk.take()
    desk.now_s += DONE_WITHIN_S - 1
    assert not desk.wifi.view()["join"]["is_done"]
    desk.now_s += 2
    assert desk.wifi.view()["join"]["outcome"] == "slow"
    desk.end(wish, "joined")  # too late to change what was said
    assert desk.wifi.view()["join"]["outcome"] == "slow"


def test_a_radio_without_a_country_gets_one(desk: Desk) -> None:
    desk.wifi.set_country("key-00000001", "VN")
    wish = desk.take()
    assert (wish["do"], wish["country"]) == ("country", "VN")
    assert desk.wifi.view()["country"] == "VN"


@pytest.mark.parametrize("country", ["fi", "F", "FIN", "F1", ""])
def test_what_is_no_country_is_refused(desk: Desk, country: str) -> None:
    with pytest.raises(TillError, match="wifi_country"):
        desk.wifi.set_country("key-00000001", country)


@pytest.mark.parametrize("ssid", ["", "  ", "a\nb", "ä" * 17])
def test_what_is_no_name_is_refused(desk: Desk, ssid: str) -> None:
    with pytest.raises(TillError, match="wifi_name"):
        desk.wifi.join("key-00000001", ssid, None, True)


@pytest.mark.parametrize("password", ["short", "x" * 64, "tab\tin the word", "ü" * 32])
def test_a_password_that_cannot_be_one_is_refused_without_being_said(desk: Desk, password: str) -> None:
    with pytest.raises(TillError, match="wifi_password") as refusal:
        desk.wifi.join("key-00000001", "Hall", password, False)
    assert password not in str(refusal.value)
    assert desk.wifi.todo() is None


@pytest.mark.parametrize("password", ["12345678", "x" * 63, "0a" * 32, 'a "b" \\ c ß'])
def test_every_password_that_could_open_is_tried(desk: Desk, password: str) -> None:
    desk.wifi.join("key-00000001", "Hall", password, False)
    assert desk.take()["password"] == password
