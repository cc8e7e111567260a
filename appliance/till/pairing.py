"""Pairing a scanner: a code on the screen waits for the keyboard that types it, for two minutes and no longer.

Memory only; what came of it is remembered by `peripherals`. Opens no keyboard: the rack listens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, Literal

from appliance.ports import Document, Rack

PAIRING_LIMIT_S = 120.0

Ending = Literal["paired", "known", "expired"]


@dataclass(frozen=True, slots=True)
class PairingCode:
    """The digits a scanner has to type, and both pictures of them as rows of 0 and 1."""

    code: str
    bars: str
    qr: list[str]


@dataclass(frozen=True, slots=True)
class Pairing:
    """A code on the screen, and what came of it."""

    picture: PairingCode
    until_s: float
    state: Literal["waiting", Ending] = "waiting"
    name: str = ""


class ScannerPairing:
    """One code at a time. Callable from any thread; `keyboards` are those it may come from, key to node.

    The lock covers the code together with what the rack listens for: what one thread ends no other starts again.
    """

    def __init__(
        self,
        rack: Rack,
        new_code: Callable[[], PairingCode],
        now_s: Callable[[], float],
        lock: AbstractContextManager[Any],  # Any: what a lock gives on entering
        keyboards: Callable[[], Mapping[str, str]],
    ) -> None:
        self._rack = rack
        self._new_code = new_code
        self._now_s = now_s
        self._lock = lock
        self._keyboards = keyboards
        self._last: Pairing | None = None

    def start(self) -> None:
        """Show a new code and listen for it."""
        with self._lock:
            self._last = Pairing(self._new_code(), self._now_s() + PAIRING_LIMIT_S)
            self._listen()

    def stop(self) -> None:
        """Take the code off the screen."""
        with self._lock:
            self._last = None
            self._rack.stop_listening()

    def look_again(self) -> None:
        """Listen to what is plugged in now."""
        with self._lock:
            self._listen()

    def waiting(self) -> Pairing | None:
        """The code that may still be typed."""
        with self._lock:
            now = self._now()
            return now if now is not None and now.state == "waiting" else None

    def end(self, pairing: Pairing, state: Ending, name: str = "") -> None:
        """Say what came of a code; another one on the screen meanwhile goes on."""
        with self._lock:
            if self._last is pairing:
                self._last = replace(pairing, state=state, name=name)
                self._rack.stop_listening()

    def is_code(self, code: str) -> bool:
        """Whether this is the code on the screen, with whatever a scanner adds to what it reads."""
        with self._lock:
            return self._last is not None and self._last.picture.code in code

    def view(self) -> Document | None:
        """What the page draws of it."""
        with self._lock:
            now = self._now()
        if now is None:
            return None
        picture = now.picture
        return {
            "state": now.state,
            "name": now.name,
            "code": picture.code,
            "bars": picture.bars,
            "qr": picture.qr,
        }

    def _now(self) -> Pairing | None:
        last = self._last
        if last is not None and last.state == "waiting" and self._now_s() >= last.until_s:
            self._last = last = replace(last, state="expired")
            self._rack.stop_listening()
        return last

    def _listen(self) -> None:
        now = self._now()
        if now is not None and now.state == "waiting":
            self._rack.listen_for(now.picture.code, self._keyboards(), now.until_s)
