"""What the screen wishes of the radio, and what the watchdog said came of it.

Memory only, but for the radio's country: profiles are the system's, and a wish that a power cut interrupts is wished
again. A password is handed to the watchdog once and forgotten; it is in no text, no answer and no refusal. Knows no
network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from appliance.domain.errors import TillError
from appliance.domain.wifi import is_name, is_password, is_radio_country
from appliance.ports import Document
from appliance.till.recent_keys import RecentKeys

TAKEN_WITHIN_S = 15.0  # then the watchdog is away, if it has nothing else in hand
DONE_WITHIN_S = 120.0  # after it was taken: longer than any join may take
KNOWN_COUNTRIES = "ISO 3166-1, a country whose rules for radio Linux knows, such as DE, FI, IT or VN"

Deed = Literal["look", "join", "country"]


@dataclass(frozen=True, slots=True)
class _Wish:
    """`step` is where it stands, since `since_s`; `outcome` a word for the screen once it is done."""

    id: str
    do: Deed
    since_s: float
    ssid: str = ""
    password: str | None = field(default=None, repr=False)
    is_hidden: bool = False
    country: str = ""
    step: Literal["asked", "taken", "done"] = "asked"
    outcome: str | None = None


class KeptCountry(Protocol):
    """Where a country outlives the power: the box's settings."""

    def kept(self) -> str | None: ...
    def keep(self, key: str, country: str) -> None: ...


class Wifi:
    """Callable from any thread, under `lock`. `changed` wakes the watchdog. `proposal` is the country of the box."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        new_id: Callable[[str], str],
        lock: AbstractContextManager[Any],  # Any: what a lock gives on entering
        proposal: str,
        chosen: KeptCountry,
    ) -> None:
        self._monotonic = monotonic
        self._new_id = new_id
        self._lock = lock
        self._chosen = chosen
        kept = chosen.kept()
        self._country = kept or proposal
        # A country stands beside the other wish: neither ends the other, and it waits for the watchdog however long.
        # After a start it is told again, for the radio forgot it with the power.
        self._telling = None if kept is None else replace(self._fresh("country"), country=kept)
        self._offered_s: float | None = None  # since when the country is there to be taken
        self._keys = RecentKeys()
        self._wish: _Wish | None = None  # a search or a join, until it is done
        self._join: _Wish | None = None  # the last one, until another is wished
        self._in_hand: tuple[str, float] | None = None  # what the watchdog is busy with, and since when
        self._free_s = monotonic()  # since when it is not
        self._air: Document = {"radio": "unknown", "networks": [], "joined": None}
        self.changed: Callable[[], None] = lambda: None

    # -- what the screen asks -------------------------------------------------------------------------------

    def view(self) -> Document:
        """What the Wi-Fi screen draws."""
        with self._lock:
            self._give_up()
            wish, join = self._wish, self._join
            return {
                **self._air,
                "is_searching": self._is_telling() or (wish is not None and wish.do == "look"),
                "join": None
                if join is None
                else {"ssid": join.ssid, "is_done": join.step == "done", "outcome": join.outcome},
                "country": self._country,
            }

    def look(self, key: str) -> None:
        """Search the air, unless something is under way."""
        with self._lock, self._keys.once(key, "look") as is_new:
            self._give_up()
            if is_new and self._wish is None:
                self._wish = self._fresh("look")
        self.changed()

    def join(self, key: str, ssid: str, password: str | None, is_hidden: bool) -> None:
        """Join a network; raises `wifi_name`, `wifi_password`. A password that is empty is none."""
        if not is_name(ssid):
            raise TillError("wifi_name", field="ssid", allowed="the name of a network, 1 to 32 bytes")
        if password is not None and not is_password(password):
            raise TillError("wifi_password", field="password", allowed="8 to 63 characters")
        with self._lock, self._keys.once(key, "join", ssid, password, is_hidden) as is_new:
            if is_new:
                self._wish = self._join = replace(
                    self._fresh("join"), ssid=ssid, password=password, is_hidden=is_hidden
                )
        self.changed()

    def set_country(self, key: str, country: str) -> None:
        """Keep where the box is and tell the radio, which switches it on; raises `wifi_country`."""
        if not is_radio_country(country):
            raise TillError("wifi_country", field="country", allowed=KNOWN_COUNTRIES)
        with self._keys.once(key, "country", country) as is_new:
            if is_new:
                self._chosen.keep(key, country)
                with self._lock:
                    self._country = country
                    self._telling = replace(self._fresh("country"), country=country)
                    self._offered_s = None
        self.changed()

    # -- what the watchdog asks and says ----------------------------------------------------------------------

    def todo(self) -> Document | None:
        """The wish nobody has taken yet; the only way by which a password leaves."""
        with self._lock:
            self._give_up()
            wish = self._next()
            if wish is None:
                return None
            asked: Document = {"id": wish.id, "do": wish.do}
            if wish.do == "join":
                asked |= {"ssid": wish.ssid, "password": wish.password, "is_hidden": wish.is_hidden}
            elif wish.do == "country":
                asked |= {"country": wish.country}
            return asked

    def said(self, news: Mapping[str, Any]) -> bool:
        """The watchdog took a wish, or is done with it; whether somebody still waits for that one.

        News of any other wish only tell of the air.
        """
        air = news.get("air")
        with self._lock:
            if isinstance(air, Mapping):
                self._air = {
                    "radio": str(air["radio"]),
                    "networks": [_network(one) for one in air["networks"]],
                    "joined": None if air["joined"] is None else str(air["joined"]),
                }
            self._give_up()
            wish = next((one for one in (self._telling, self._wish) if one and one.id == news["id"]), None)
            if news["is_done"]:
                self._let_go(str(news["id"]))
                if wish is not None:
                    self._end(wish, news.get("outcome"))
            elif wish is not None:
                self._in_hand = wish.id, self._monotonic()
                self._step(replace(wish, step="taken", since_s=self._monotonic(), password=None))
        self.changed()
        return wish is not None

    # -- inside, under the lock -------------------------------------------------------------------------------

    def _fresh(self, do: Deed) -> _Wish:
        return _Wish(self._new_id("wifi"), do, self._monotonic())

    def _next(self) -> _Wish | None:
        """What is to be done now: the country before what needs one, unless it was there in vain for too long."""
        wish, telling, now_s = self._wish, self._telling, self._monotonic()
        if telling is None or telling.step != "asked":
            return wish if wish is not None and wish.step == "asked" else None
        if self._offered_s is None:
            self._offered_s = now_s
        is_in_vain = now_s - max(self._offered_s, self._free_s) > TAKEN_WITHIN_S
        return wish if is_in_vain and wish is not None and wish.step == "asked" else telling

    def _is_telling(self) -> bool:
        """Whether the country is being told, or was chosen just now."""
        telling = self._telling
        return telling is not None and (telling.step == "taken" or not self._is_overdue(telling))

    def _is_overdue(self, wish: _Wish) -> bool:
        """Whether nobody takes it. While another is in hand, that is no sign of it."""
        since_s = max(wish.since_s, self._free_s)
        return wish.step == "asked" and not self._in_hand and self._monotonic() - since_s > TAKEN_WITHIN_S

    def _step(self, wish: _Wish) -> None:
        if wish.do == "country":
            self._telling = wish
        else:
            self._wish = wish
        if wish.do == "join":
            self._join = wish

    def _end(self, wish: _Wish, outcome: object) -> None:
        word = outcome if isinstance(outcome, str) else None
        self._step(replace(wish, step="done", password=None, outcome=word))
        if wish.do == "country":
            self._telling = None
        else:
            self._wish = None

    def _let_go(self, id_: str) -> None:
        if self._in_hand is not None and self._in_hand[0] == id_:
            self._in_hand, self._free_s = None, self._monotonic()

    def _give_up(self) -> None:
        long_ago_s = self._monotonic() - DONE_WITHIN_S
        if self._in_hand is not None and self._in_hand[1] < long_ago_s:
            self._let_go(self._in_hand[0])
        for wish in (self._telling, self._wish):
            if wish is not None and wish.step == "taken" and wish.since_s < long_ago_s:
                self._end(wish, "slow")
        if self._wish is not None and self._is_overdue(self._wish):
            self._end(self._wish, "no_answer")


def _network(body: Mapping[str, Any]) -> Document:
    return {
        "ssid": str(body["ssid"]),
        "strength": int(body["strength"]),
        "is_locked": bool(body["is_locked"]),
        "is_hidden": bool(body["is_hidden"]),
        "is_known": bool(body["is_known"]),
    }
