"""The way of a wish: screen, till, socket, watchdog, radio and back; and where the password is not."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from appliance.clock import new_id
from appliance.network.wifi import Air, Join, Network, NoWifi, Outcome, Wifi
from appliance.store import open_store
from appliance.till.radio_country import RadioCountry
from appliance.till.wifi import Wifi as Wishes
from appliance.watchdog.listen import LatestView, TillListener
from appliance.watchdog.loop import Loop
from appliance.watchdog.till_link import TillLink
from appliance.watchdog.wifi import WifiHand
from appliance.web.app import create_app
from appliance.web.guards import Door
from appliance.web.inside import Inside, own_users
from appliance.web.wifi_api import wifi_api
from tests.unit.till.stall import Stall, stall_on

HOST = "127.0.0.1:8080"
TOKEN = "t" * 43
SECRET = "strawberry & cream"


class Radio:
    """A radio that does as the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.outcome: Outcome = "joined"
        self.is_there = True
        self.joined: str | None = None

    def look(self) -> Air:
        if not self.is_there:
            raise NoWifi("nobody")
        return Air("ready", (Network("Hall", 4, True),), self.joined)

    def search(self) -> Air:
        self.asked.append("search")
        return self.look()

    def join(self, wish: Join) -> Outcome:
        self.asked.append(wish)
        self.look()
        if self.outcome == "joined":
            self.joined = wish.ssid
        return self.outcome

    def set_country(self, country: str) -> Air:
        self.asked.append(country)
        return self.look()

    def stop(self) -> None:
        self.asked.append("stop")


@dataclass
class Rig:
    client: FlaskClient
    stall: Stall
    radio: Radio
    folder: Path
    keys: int = 0

    def wish(self, what: str, body: dict[str, object], status: int = 200) -> dict[str, Any]:
        self.keys += 1
        headers = {
            "Host": HOST,
            "Origin": f"http://{HOST}",
            "Idempotency-Key": f"key-{self.keys:08d}",
        }
        answer = self.client.post(f"/api/v1/wifi/{what}", json=body, headers=headers)
        assert answer.status_code == status, answer.get_data(as_text=True)
        assert SECRET not in answer.get_data(as_text=True)
        return dict(answer.get_json())

    def view(self) -> dict[str, Any]:
        answer = self.client.get("/api/v1/wifi", headers={"Host": HOST})
        assert answer.status_code == 200
        assert SECRET not in answer.get_data(as_text=True)
        return dict(answer.get_json())

    def until(self, question: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        deadline_s = time.monotonic() + 10
        while not question(view := self.view()):
            assert time.monotonic() < deadline_s, view
            time.sleep(0.01)
        return view


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    (tmp_path / "dist").mkdir()
    stall = stall_on(open_store(tmp_path / "store", series="A"))
    wishes = Wishes(time.monotonic, new_id, threading.Lock(), "", RadioCountry(stall.store, stall.clock))
    inside = Inside(
        tmp_path / "till.sock", stall.office, stall.till.report, stall.store, uids=own_users(), wifi=wishes
    )
    wishes.changed = inside.changed
    door = Door(frozenset({HOST}), TOKEN)
    app, screens = create_app(
        stall.till, stall.office, door, tmp_path / "dist", b"s" * 32, (wifi_api(wishes),)
    )
    client = app.test_client()
    assert client.get(f"/enter?token={TOKEN}", headers={"Host": HOST}).status_code == 303
    radio = Radio()
    latest = LatestView()
    make: Callable[[], Wifi] = lambda: radio  # noqa: E731 - a name for its type
    hand = WifiHand(TillLink(tmp_path / "till.sock"), latest, make, lambda: 0.5)
    listener = TillListener(TillLink(tmp_path / "till.sock"), latest, hand.wake, lambda: 0.5)
    inside.start()
    loops: list[Loop] = [listener, hand]
    for loop in loops:
        loop.start()
    yield Rig(client, stall, radio, tmp_path)
    for loop in loops:
        loop.ask_to_stop()
    for loop in loops:
        loop.join(5)
    inside.stop()
    screens.stop()
    stall.store.close()


def test_the_screen_sees_what_is_in_the_air(rig: Rig) -> None:
    assert rig.wish("look", {})["is_searching"]
    view = rig.until(lambda view: not view["is_searching"])
    assert view["radio"] == "ready"
    assert [one["ssid"] for one in view["networks"]] == ["Hall"]
    assert rig.radio.asked == ["search"]


@pytest.mark.parametrize("outcome", ["joined", "password", "out_of_range", "no_address"])
def test_what_came_of_joining_reaches_the_screen(rig: Rig, outcome: Outcome) -> None:
    rig.radio.outcome = outcome
    rig.wish("join", {"ssid": "Hall", "password": SECRET})
    view = rig.until(lambda view: bool(view["join"] and view["join"]["is_done"]))
    assert view["join"] == {"ssid": "Hall", "is_done": True, "outcome": outcome}
    assert view["joined"] == ("Hall" if outcome == "joined" else None)
    assert rig.radio.asked == [Join("Hall", SECRET)]  # once


def test_no_radio_is_said_and_no_fault(rig: Rig) -> None:
    rig.radio.is_there = False
    rig.wish("look", {})
    assert rig.until(lambda view: not view["is_searching"])["radio"] == "none"
    rig.wish("join", {"ssid": "Hall", "password": SECRET})
    view = rig.until(lambda view: bool(view["join"] and view["join"]["is_done"]))
    assert view["join"]["outcome"] == "no_wifi"


def test_a_country_reaches_the_radio(rig: Rig) -> None:
    rig.wish("country", {"country": "FI"})
    rig.until(lambda view: not view["is_searching"])
    assert rig.radio.asked == ["FI"]


def test_a_hidden_network_and_an_open_one(rig: Rig) -> None:
    rig.wish("join", {"ssid": "Backstage", "is_hidden": True})
    rig.until(lambda view: bool(view["join"] and view["join"]["is_done"]))
    rig.wish("join", {"ssid": "Free", "password": ""})
    rig.until(lambda view: view["join"] == {"ssid": "Free", "is_done": True, "outcome": "joined"})
    assert rig.radio.asked == [Join("Backstage", None, is_hidden=True), Join("Free", None)]


def test_the_password_stays_nowhere(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    rig.radio.outcome = "password"
    rig.wish("join", {"ssid": "Hall", "password": SECRET})
    rig.until(lambda view: bool(view["join"] and view["join"]["is_done"]))
    assert SECRET not in caplog.text
    assert "Hall" not in caplog.text  # where the box is, is nobody's business either
    assert SECRET not in repr(rig.stall.till.snapshot())
    for path in (path for path in rig.folder.rglob("*") if path.is_file()):
        assert SECRET.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    "body",
    [
        {"ssid": "Hall", "password": SECRET * 5},
        {"ssid": "Hall", "password": f"{SECRET}\t"},
        {"ssid": "", "password": SECRET},
        {"ssid": "Hall", "password": SECRET, "more": 1},
        {"ssid": "Hall", "password": [SECRET]},
    ],
)
def test_a_refusal_does_not_repeat_the_password(rig: Rig, body: dict[str, object]) -> None:
    answer = rig.wish("join", body, status=422 if "\t" in str(body["password"]) else 400)
    assert SECRET not in repr(answer)
    assert rig.radio.asked == []
