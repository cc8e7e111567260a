"""Wi-Fi without a radio: the air around a demo box, with every outcome that joining can have.

Speaks the same port as NetworkManager's adapter, and is used in its place by the demo's watchdog. Kept in memory only.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from appliance.network.wifi import Air, Join, Network, Outcome, merged


@dataclass(frozen=True, slots=True)
class Sender:
    """A pretended access point. `password` None is: any will do; `is_deaf`: none will."""

    ssid: str
    strength: int
    is_locked: bool = True
    password: str | None = None
    is_deaf: bool = False
    is_hidden: bool = False
    gives_address: bool = True


DEMO_AIR = (
    Sender("Market hall", 4),
    Sender("Town square free", 3, is_locked=False),
    Sender("Bakery", 2, is_deaf=True),
    Sender("Mia's phone", 1, gives_address=False),
    Sender("Backstage", 3, is_hidden=True),
)


class SimulatedWifi:
    """A radio that hears `senders`. `search_s` and `join_s` are how long a person waits for it."""

    def __init__(
        self,
        senders: tuple[Sender, ...] = DEMO_AIR,
        *,
        search_s: float = 1.5,
        join_s: float = 2.5,
        is_off: bool = False,
    ) -> None:
        self._senders = senders
        self._search_s, self._join_s = search_s, join_s
        self._is_off = is_off
        self._known: set[str] = set()
        self._joined: str | None = None
        self._ended = threading.Event()

    def look(self) -> Air:
        if self._is_off:
            return Air("off")
        heard = (
            Network(one.ssid, one.strength, one.is_locked, one.is_hidden, one.ssid in self._known)
            for one in self._senders
            if not one.is_hidden or one.ssid in self._known
        )
        return Air("ready", merged(heard), self._joined)

    def search(self) -> Air:
        self._ended.wait(self._search_s)
        return self.look()

    def join(self, wish: Join) -> Outcome:
        if self._is_off:
            return "radio_off"
        sender = next((one for one in self._senders if one.ssid == wish.ssid), None)
        if sender is None or (sender.is_hidden and not wish.is_hidden and wish.ssid not in self._known):
            self._ended.wait(self._search_s)
            return "out_of_range"
        if self._ended.wait(self._join_s):
            return "interrupted"
        if sender.is_locked and not self._opens(sender, wish.password):
            return "password"
        if not sender.gives_address:
            return "no_address"
        self._known.add(sender.ssid)
        self._joined = sender.ssid
        return "joined"

    def set_country(self, country: str) -> Air:
        self._is_off = False
        return self.look()

    def stop(self) -> None:
        self._ended.set()

    def _opens(self, sender: Sender, password: str | None) -> bool:
        if sender.is_deaf:
            return False
        if password is None:
            return sender.ssid in self._known
        return sender.password is None or password == sender.password
