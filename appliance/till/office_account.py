"""What the box knows of its back office: who it is there, how far its facts are safe, what the watchdog last said.

Both halves stand on it: what the screen asks (`office_screen`) and what the watchdog does (`office_watchdog`). What
must survive a pulled plug is in the store (table `office`); what the watchdog said is memory, and unknown after a
restart. Knows no network: an address is only text here. See docs/protocol.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from appliance.ports import Clock, Document, Moment, Store
from appliance.till.box import Box
from appliance.till.intents import Intents
from appliance.till.marks import Marks

OFFICE = "office"
IDENTITY = "identity"
CURSOR = "cursor"
SWITCH = "switch"
SEEN = "seen"  # when the back office last answered; written now and then, for the next start
TONIGHT = "tonight"
UNKNOWN_BOX = "unknown_box"
SILENT_AFTER_S = 3.0


class BoxKey(Protocol):
    """The Ed25519 key by which the back office knows this box; made when first asked for."""

    def private(self) -> str: ...
    def public(self) -> str: ...
    def fingerprint(self) -> str: ...
    def forget(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Said:
    """What the watchdog said last; `heard_s` is when it was last heard, on the monotonic clock."""

    heard_s: float | None = None
    online: bool | None = None
    problem: str | None = None
    uplink: str = "unknown"
    quarantine: int = 0
    attention: str | None = None
    tried_utc: str | None = None
    acked_utc: str | None = None


class OfficeAccount:
    """Callable from any thread. `changed` tells screens and watchdog that there is something new."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        box: Box,
        key: BoxKey,
        monotonic: Callable[[], float],
        draw_qr: Callable[[str], list[str]],
    ) -> None:
        self._store = store
        self._clock = clock
        self._box = box
        self._key = key
        self._intents = Intents(store, clock, lambda: self.changed())
        self._monotonic = monotonic
        self._draw_qr = draw_qr
        self._started_s = monotonic()
        self._said = Said()
        self._seen_kept_s: float | None = None
        self._sync_now = 0
        self._sync_now_state: str | None = None
        self.marks = Marks(store, monotonic)
        self.changed: Callable[[], None] = lambda: None
        self.catalogue_changed: Callable[[], None] = lambda: None

    @property
    def is_enrolled(self) -> bool:
        """Whether this box belongs to a merchant."""
        return bool(self._identity()["state"] == "enrolled")

    @property
    def is_alone(self) -> bool:
        """Whether nobody has asked yet to connect this box; one that left was asked once."""
        identity = self._identity()
        return bool(identity["state"] == "not_enrolled" and "left" not in identity)

    def seen_utc(self) -> str | None:
        """When the back office last answered, also before this start; minutes behind after a power cut."""
        return self._said.acked_utc or (self._store.get(OFFICE, SEEN) or {}).get("utc")

    def watchdog_silent_s(self) -> float:
        """How long the watchdog has said nothing; from the till's start when it never did."""
        return self._monotonic() - (self._said.heard_s or self._started_s)

    def offline_until(self, moment: Moment) -> str | None:
        """None, `switched_back` or `tonight`: whether a person switched the box offline, and until when."""
        switch = self._store.get(OFFICE, SWITCH)
        if switch is None or (switch["until"] == TONIGHT and switch["day"] != moment.day):
            return None
        return str(switch["until"])

    def _hear(self) -> None:
        was_silent = self.watchdog_silent_s() > SILENT_AFTER_S
        self._said = replace(self._said, heard_s=self._monotonic())
        if was_silent:
            self.changed()

    def _identity(self) -> Document:
        return self._store.get(OFFICE, IDENTITY) or {"state": "not_enrolled"}

    def _key_mark(self) -> str:
        """Tells this key from another and nobody what it is."""
        return hashlib.sha256(b"tillbox key " + self._key.private().encode()).hexdigest()[:16]

    def _forget_removed_key(self) -> None:
        """The key the owner removed is trusted no more: another one is made when it is needed."""
        mark = (self._identity().get("left") or {}).get("removed_key")
        if mark and mark == self._key_mark():
            self._key.forget()
