"""What the screen wishes of the radio, and what the watchdog said came of it.

Memory only: profiles are the system's, and a wish that a power cut interrupts is wished again. A password is handed
to the watchdog once and forgotten; it is in no text, no answer and no refusal. Knows no network.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from appliance.domain.errors import TillError
from appliance.ports import Document

TAKEN_WITHIN_S = 15.0  # then the watchdog is away
DONE_WITHIN_S = 120.0  # longer than any join may take
PASSWORD_BYTES = (8, 63)  # WPA's own limits; 64 are hexadecimal digits
LONGEST_NAME_BYTES = 32

Deed = Literal["look", "join", "country"]


@dataclass(frozen=True, slots=True)
class _Wish:
    """`step` is where it stands; `outcome` a word for the screen once it is done."""

    id: str
    do: Deed
    asked_s: float
    ssid: str = ""
    password: str | None = field(default=None, repr=False)
    is_hidden: bool = False
    country: str = ""
    step: Literal["asked", "taken", "done"] = "asked"
    outcome: str | None = None


class Wifi:
    """Callable from any thread, under `lock`. `changed` wakes the watchdog."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        new_id: Callable[[str], str],
        lock: AbstractContextManager[Any],  # Any: what a lock gives on entering
        country: str,
    ) -> None:
        self._monotonic = monotonic
        self._new_id = new_id
        self._lock = lock
        self._country = country
        self._key: str | None = None
        self._wish: _Wish | None = None
        self._join: _Wish | None = None  # the last one, until another is wished
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
                "is_searching": wish is not None and wish.do != "join",
                "join": None
                if join is None
                else {"ssid": join.ssid, "is_done": join.step == "done", "outcome": join.outcome},
                "country": self._country,
            }

    def look(self, key: str) -> None:
        """Search the air, unless something is under way."""
        with self._lock:
            self._give_up()
            if self._is_new(key) and self._wish is None:
                self._wish = self._fresh("look")
        self.changed()

    def join(self, key: str, ssid: str, password: str | None, is_hidden: bool) -> None:
        """Join a network; raises `wifi_name`, `wifi_password`. A password that is empty is none."""
        if not ssid.strip() or len(ssid.encode()) > LONGEST_NAME_BYTES or not _is_plain(ssid):
            raise TillError("wifi_name", field="ssid", allowed="the name of a network, 1 to 32 bytes")
        if password is not None and not _could_open(password):
            raise TillError("wifi_password", field="password", allowed="8 to 63 characters")
        with self._lock:
            if self._is_new(key):
                self._wish = self._join = replace(
                    self._fresh("join"), ssid=ssid, password=password, is_hidden=is_hidden
                )
        self.changed()

    def set_country(self, key: str, country: str) -> None:
        """Tell the radio where it is, which switches it on; raises `wifi_country`."""
        if len(country) != 2 or not (country.isascii() and country.isalpha() and country.isupper()):
            raise TillError("wifi_country", field="country", allowed="two capital letters, such as FI")
        with self._lock:
            if self._is_new(key):
                self._country = country
                self._wish = replace(self._fresh("country"), country=country)
        self.changed()

    # -- what the watchdog asks and says ----------------------------------------------------------------------

    def todo(self) -> Document | None:
        """The wish nobody has taken yet; the only way by which a password leaves."""
        with self._lock:
            wish = self._wish
            if wish is None or wish.step != "asked":
                return None
            asked: Document = {"id": wish.id, "do": wish.do}
            if wish.do == "join":
                asked |= {"ssid": wish.ssid, "password": wish.password, "is_hidden": wish.is_hidden}
            elif wish.do == "country":
                asked |= {"country": wish.country}
            return asked

    def said(self, news: Mapping[str, Any]) -> None:
        """The watchdog took a wish, or is done with it. News of an older wish only tell of the air."""
        air = news.get("air")
        with self._lock:
            if isinstance(air, Mapping):
                self._air = {
                    "radio": str(air["radio"]),
                    "networks": [_network(one) for one in air["networks"]],
                    "joined": None if air["joined"] is None else str(air["joined"]),
                }
            wish = self._wish
            if wish is not None and wish.id == news["id"]:
                if news["is_done"]:
                    self._end(wish, news.get("outcome"))
                else:
                    self._step(replace(wish, step="taken", password=None))
        self.changed()

    # -- inside, under the lock -------------------------------------------------------------------------------

    def _is_new(self, key: str) -> bool:
        is_new = key != self._key
        self._key = key
        return is_new

    def _fresh(self, do: Deed) -> _Wish:
        return _Wish(self._new_id("wifi"), do, self._monotonic())

    def _step(self, wish: _Wish) -> None:
        self._wish = wish
        if wish.do == "join":
            self._join = wish

    def _end(self, wish: _Wish, outcome: object) -> None:
        done = replace(
            wish, step="done", password=None, outcome=outcome if isinstance(outcome, str) else None
        )
        self._step(done)
        self._wish = None

    def _give_up(self) -> None:
        wish = self._wish
        if wish is None:
            return
        waited_s = self._monotonic() - wish.asked_s
        if wish.step == "asked" and waited_s > TAKEN_WITHIN_S:
            self._end(wish, "no_answer")
        elif waited_s > DONE_WITHIN_S:
            self._end(wish, "slow")


def _is_plain(text: str) -> bool:
    return all(unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp") for letter in text)


def _could_open(password: str) -> bool:
    least, most = PASSWORD_BYTES
    size = len(password.encode(errors="replace"))
    is_raw_key = size == most + 1 and all(letter in "0123456789abcdefABCDEF" for letter in password)
    return (least <= size <= most or is_raw_key) and _is_plain(password)


def _network(body: Mapping[str, Any]) -> Document:
    return {
        "ssid": str(body["ssid"]),
        "strength": int(body["strength"]),
        "is_locked": bool(body["is_locked"]),
        "is_hidden": bool(body["is_hidden"]),
        "is_known": bool(body["is_known"]),
    }
