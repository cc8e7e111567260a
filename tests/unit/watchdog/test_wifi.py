"""The hand on the radio: what the till did not hear is said again, and nothing is done twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appliance.network.wifi import Air, Join, Network, NoWifi, Outcome
from appliance.watchdog.listen import LatestView
from appliance.watchdog.till_link import TillAnswer, TillGone
from appliance.watchdog.view import Json, TillView, WifiWish, till_view
from appliance.watchdog.wifi import IDLE_S, RETRY_S, WifiHand

JOIN = WifiWish("wifi-1", "join", "Hall", "strawberry & cream")
LOOK = WifiWish("wifi-2", "look")
NEXT: Json = {
    "rev": 1,
    "identity": None,
    "enrol": None,
    "is_offline_by_choice": False,
    "sync_now": 0,
    "streams": [],
    "cursor": {"generation": None, "version": 0},
    "offer": False,
    "report": {},
    "wifi": None,
}


class Till:
    """Hears or does not hear, and notes what it heard."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.is_there = True
        self.is_wished = True

    def tell_wifi(self, body: Json) -> TillAnswer:
        if not self.is_there:
            raise TillGone("/wifi: ConnectionRefusedError")
        self.heard.append(dict(body))
        return TillAnswer(200, {"ok": True, "is_wished": self.is_wished})

    def interrupt(self) -> None:
        self.is_there = False

    @property
    def ended(self) -> list[str | None]:
        return [one["outcome"] for one in self.heard if one["is_done"]]


class Radio:
    """Joins at once; `while_joining` is what happens meanwhile."""

    def __init__(self, till: Till) -> None:
        self.till = till
        self.asked: list[object] = []
        self.till_goes_away = False
        self.surprise: Exception | None = None

    def look(self) -> Air:
        return Air("ready", (Network("Hall", 4, True),))

    def search(self) -> Air:
        self.asked.append("search")
        return self.look()

    def join(self, wish: Join) -> Outcome:
        self.asked.append(wish)
        if self.till_goes_away:
            self.till.is_there = False
        if self.surprise is not None:
            raise self.surprise
        return "joined"

    def set_country(self, country: str) -> Air:
        self.asked.append(country)
        return self.look()

    def stop(self) -> None:
        """Nothing to end."""


class Scene:
    def __init__(self) -> None:
        self.till = Till()
        self.radio = Radio(self.till)
        self.latest = LatestView()
        self.hand = WifiHand(self.till, self.latest, lambda: self.radio, lambda: 0.5)
        self.view: TillView = till_view(NEXT)

    def wish(self, wish: WifiWish) -> None:
        self.latest.put(replace(self.view, wifi=wish))

    def turns(self, count: int = 4) -> list[float]:
        return [self.hand.turn() for _ in range(count)]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_wish_is_taken_done_and_told_once(scene: Scene) -> None:
    scene.wish(JOIN)
    assert scene.turns()[-1] == IDLE_S
    assert scene.radio.asked == [Join("Hall", "strawberry & cream")]
    assert [one["is_done"] for one in scene.till.heard] == [False, True]
    assert scene.till.ended == ["joined"]
    assert "strawberry" not in repr(scene.till.heard)


def test_what_the_till_did_not_hear_at_first_is_done_when_it_hears_again(scene: Scene) -> None:
    scene.till.is_there = False
    scene.wish(JOIN)
    assert scene.turns() == [RETRY_S] * 4
    assert scene.radio.asked == []
    scene.till.is_there = True
    scene.turns()
    assert (len(scene.radio.asked), scene.till.ended) == (1, ["joined"])


def test_an_outcome_nobody_heard_is_told_again_and_nothing_is_done_twice(scene: Scene) -> None:
    scene.radio.till_goes_away = True
    scene.wish(JOIN)
    assert scene.turns()[-1] == RETRY_S
    scene.till.is_there = True
    scene.wish(LOOK)  # waits behind it
    scene.turns()
    assert scene.radio.asked == [Join("Hall", "strawberry & cream"), "search"]
    assert scene.till.ended == ["joined", None]


def test_a_wish_nobody_waits_for_any_more_is_not_done(scene: Scene) -> None:
    scene.till.is_wished = False
    scene.wish(JOIN)
    assert scene.turns()[-1] == IDLE_S
    assert (scene.radio.asked, len(scene.till.heard)) == ([], 1)


@pytest.mark.parametrize(
    ("surprise", "outcome"), [(NoWifi("gone"), "no_wifi"), (RuntimeError("loose"), "failed")]
)
def test_whatever_happens_at_the_radio_the_till_hears_an_end(
    scene: Scene, surprise: Exception, outcome: str
) -> None:
    scene.radio.surprise = surprise
    scene.wish(JOIN)
    if isinstance(surprise, RuntimeError):
        with pytest.raises(RuntimeError):
            scene.hand.turn()  # the loop logs it and takes the next turn
    scene.turns()
    assert (len(scene.radio.asked), scene.till.ended) == (1, [outcome])
