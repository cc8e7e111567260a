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


class Notebook:
    """Keeps a country, as the box's settings do."""

    def __init__(self, country: str | None = None) -> None:
        self.country = country
        self.is_full = False

    def kept(self) -> str | None:
        return self.country

    def keep(self, key: str, country: str) -> None:
        if self.is_full:
            raise TillError("store_full")
        self.country = country


class Desk:
    """The wishes with a clock that a test moves."""

    def __init__(self, kept: str | None = None) -> None:
        self.now_s = 100.0
        self.news = 0
        numbers = itertools.count(1)
        self.notebook = Notebook(kept)
        self.wifi = Wifi(
            lambda: self.now_s, lambda kind: f"{kind}-{next(numbers)}", threading.Lock(), "FI", self.notebook
        )
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
    assert desk.notebook.country == "VN"


def test_a_country_that_was_chosen_is_told_again_after_every_start(desk: Desk) -> None:
    assert desk.wifi.todo() is None  # nobody has chosen yet: a proposal is not told
    after = Desk(kept="VN")
    after.now_s += 10 * DONE_WITHIN_S  # the watchdog came late
    assert after.wifi.view()["country"] == "VN"
    after.wifi.look("key-00000001")
    told = after.take()
    assert (told["do"], told["country"]) == ("country", "VN")
    looked = after.take()  # taken is enough: the wish of the screen is next
    assert looked["do"] == "look"
    after.end(told)
    assert after.wifi.view()["is_searching"]
    after.end(looked)
    assert after.wifi.todo() is None


def test_another_choice_is_told_instead_of_the_one_before() -> None:
    desk = Desk(kept="VN")
    desk.wifi.set_country("key-00000001", "DE")
    wish = desk.take()
    assert (wish["do"], wish["country"]) == ("country", "DE")
    desk.end(wish)
    assert desk.wifi.todo() is None


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


def test_a_key_used_for_something_else_is_refused_and_changes_nothing(desk: Desk) -> None:
    desk.wifi.join("key-00000001", "Hall", SECRET, False)
    desk.wifi.join("key-00000001", "Hall", SECRET, False)  # asked again: the same
    for other in (
        lambda: desk.wifi.join("key-00000001", "Hall", "another password", False),
        lambda: desk.wifi.join("key-00000001", "Stall", SECRET, False),
        lambda: desk.wifi.join("key-00000001", "Hall", SECRET, True),
        lambda: desk.wifi.set_country("key-00000001", "DE"),
        lambda: desk.wifi.look("key-00000001"),
    ):
        with pytest.raises(TillError) as refusal:
            other()
        assert refusal.value.code == "idempotency_mismatch"
    assert (desk.notebook.country, desk.wifi.view()["country"]) == (None, "FI")
    wish = desk.wifi.todo()
    assert wish is not None and (wish["ssid"], wish["password"]) == ("Hall", SECRET)


def test_a_key_is_known_after_another_one(desk: Desk) -> None:
    desk.wifi.set_country("key-00000001", "DE")
    desk.wifi.set_country("key-00000002", "FI")
    desk.wifi.set_country("key-00000001", "DE")  # a late repetition does not undo the later choice
    assert desk.wifi.view()["country"] == "FI"


@pytest.mark.parametrize("country", ["ZZ", "00", "XX", "EU", "fi", "F", ""])
def test_a_country_the_kernel_does_not_know_is_refused_with_what_is_allowed(desk: Desk, country: str) -> None:
    with pytest.raises(TillError) as refusal:
        desk.wifi.set_country("key-00000001", country)
    assert (refusal.value.code, refusal.value.field) == ("wifi_country", "country")
    assert "ISO 3166-1" in str(refusal.value.allowed)
    assert desk.notebook.country is None


def test_a_country_chosen_while_joining_ends_no_join(desk: Desk) -> None:
    desk.wifi.join("key-00000001", "Hall", SECRET, False)
    joining = desk.take()
    desk.wifi.set_country("key-00000002", "DE")
    desk.end(joining, "joined", joined="Hall")
    assert desk.wifi.view()["join"] == {"ssid": "Hall", "is_done": True, "outcome": "joined"}
    assert desk.take()["country"] == "DE"


def test_a_tap_on_a_network_does_not_lose_the_country(desk: Desk) -> None:
    desk.wifi.look("key-00000001")
    looking = desk.take()
    desk.wifi.set_country("key-00000002", "DE")
    desk.wifi.join("key-00000003", "Hall", SECRET, False)
    desk.end(looking)
    telling = desk.take()
    assert (telling["do"], telling["country"]) == ("country", "DE")
    assert desk.wifi.view()["is_searching"]  # the air is about to change
    desk.end(telling)
    assert desk.take()["do"] == "join"


def test_joining_may_wait_as_long_as_a_search_takes(desk: Desk) -> None:
    desk.wifi.look("key-00000001")
    looking = desk.take()
    desk.wifi.join("key-00000002", "Hall", SECRET, False)
    desk.now_s += 2 * TAKEN_WITHIN_S
    assert desk.wifi.view()["join"]["outcome"] is None
    desk.end(looking)
    desk.now_s += TAKEN_WITHIN_S - 1
    assert desk.wifi.view()["join"]["outcome"] is None
    desk.now_s += 2  # now nothing else is in hand
    assert desk.wifi.view()["join"]["outcome"] == "no_answer"


def test_a_watchdog_that_ended_in_the_middle_keeps_nobody_waiting_for_ever(desk: Desk) -> None:
    desk.wifi.look("key-00000001")
    desk.take()
    desk.wifi.join("key-00000002", "Hall", SECRET, False)
    desk.now_s += DONE_WITHIN_S + 1
    desk.wifi.view()
    desk.now_s += TAKEN_WITHIN_S + 1
    assert desk.wifi.view()["join"]["outcome"] == "no_answer"
    desk.wifi.look("key-00000003")
    assert desk.take()["do"] == "look"


def test_joining_has_its_whole_time_after_it_was_taken(desk: Desk) -> None:
    desk.wifi.look("key-00000001")
    looking = desk.take()
    desk.wifi.join("key-00000002", "Hall", SECRET, False)
    desk.now_s += 60
    desk.end(looking)
    joining = desk.take()
    desk.now_s += DONE_WITHIN_S - 1
    desk.end(joining, "joined")
    assert desk.wifi.view()["join"]["outcome"] == "joined"


def test_a_password_nobody_waits_for_any_more_does_not_leave(desk: Desk) -> None:
    desk.wifi.join("key-00000001", "Hall", SECRET, False)
    wish = desk.wifi.todo()
    assert wish is not None
    desk.now_s += TAKEN_WITHIN_S + 1
    assert desk.wifi.todo() is None
    assert desk.wifi.said({"id": wish["id"], "is_done": False, "air": AIR}) is False  # taken too late
    assert desk.wifi.view()["join"]["outcome"] == "no_answer"
    desk.wifi.join("key-00000002", "Hall", SECRET, False)
    desk.wifi.join("key-00000003", "Stall", None, False)
    assert desk.take()["ssid"] == "Stall"
    assert not any(getattr(kept, "password", None) for kept in vars(desk.wifi).values())


def test_a_country_that_is_never_taken_does_not_stop_the_rest() -> None:
    desk = Desk(kept="VN")
    for _ in range(3):  # heard and never taken
        wish = desk.wifi.todo()
        assert wish is not None and wish["do"] == "country"
        desk.now_s += TAKEN_WITHIN_S / 2
    desk.now_s += TAKEN_WITHIN_S
    assert not desk.wifi.view()["is_searching"]
    desk.wifi.look("key-00000001")
    looking = desk.take()
    assert looking["do"] == "look"
    desk.end(looking)
    assert desk.take()["country"] == "VN"  # and is still told when somebody takes it
    desk.now_s += DONE_WITHIN_S + 1  # and never ended
    assert desk.wifi.todo() is None
    assert not desk.wifi.view()["is_searching"]


def test_a_country_that_could_not_be_kept_is_chosen_by_the_same_wish_later(desk: Desk) -> None:
    desk.notebook.is_full = True
    with pytest.raises(TillError, match="store_full"):
        desk.wifi.set_country("key-00000001", "DE")
    assert (desk.wifi.view()["country"], desk.wifi.todo()) == ("FI", None)
    desk.notebook.is_full = False
    desk.wifi.set_country("key-00000001", "DE")
    assert desk.take()["country"] == "DE"
