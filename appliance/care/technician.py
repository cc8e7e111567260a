"""Technician mode as the screen knows it: a PIN, one hour of SSH, off by itself.

The PIN's hash is in the small store; there is none from the factory. Guessing is slowed down by waits that grow with
each wrong PIN and are counted on the monotonic clock, so that a clock that jumps neither opens nor locks anything.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from typing import Literal

from appliance.care.door_talk import CareDoor, Deed, Request
from appliance.ports import Document
from appliance.till.pins import Outcome, PinHash, PinTries, Secrets
from appliance.till.recent_keys import RecentKeys

log = logging.getLogger(__name__)

KIND, PIN = "secret", "technician_pin"
ANSWER_WITHIN_S = 30.0

Said = Literal[
    "none",
    "pin_set",
    "pin_wrong",
    "pin_wait",
    "no_pin",
    "has_pin",
    "no_answer",
    "no_key",
    "failed",
    "not_closed",
]


class Argon2id:
    """32 MiB, three passes, one lane: above OWASP's floor, and a quarter of a second on a Pi 4."""

    def make(self, pin: str) -> str:
        """A hash in the usual text form."""
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id as Kdf

        return Kdf(
            salt=os.urandom(16), length=32, iterations=3, lanes=1, memory_cost=32 * 1024
        ).derive_phc_encoded(pin.encode())

    def fits(self, pin: str, kept: str) -> bool:
        """Whether it is the PIN; a hash that cannot be read fits none."""
        from cryptography.exceptions import InvalidKey
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id as Kdf

        try:
            Kdf.verify_phc_encoded(pin.encode(), kept)
        except (InvalidKey, ValueError):
            return False
        return True


class Technician:
    """Callable from any thread. `monotonic_s` also counts the hour: it has to run on since the board started."""

    def __init__(
        self,
        secrets: Secrets,
        hashing: PinHash,
        door: CareDoor,
        monotonic_s: Callable[[], float],
        new_id: Callable[[str], str],
    ) -> None:
        self._secrets = secrets
        self._hashing = hashing
        self._door = door
        self._monotonic_s = monotonic_s
        self._new_id = new_id
        self._lock = threading.Lock()  # also one try after the other: each costs its quarter of a second
        self._tries = PinTries(secrets, hashing, monotonic_s, KIND)
        self._asked: tuple[Request, float] | None = None
        self._keys = RecentKeys()
        self._said: Said = "none"

    def view(self) -> Document:
        """What the screen draws."""
        with self._lock:
            is_asked, minutes_left = self._is_asked(), self._minutes_left()
            if self._said == "not_closed" and not minutes_left:
                self._said = "none"  # the hour is over: it is closed now
            return {
                "has_pin": self._kept() is not None,
                "state": "on" if minutes_left else "asked" if is_asked else "off",
                "minutes_left": minutes_left,
                "said": self._said,
                "wait_s": self._tries.wait_s(PIN),
            }

    def set_pin(self, key: str, pin: str) -> None:
        """The first PIN of this box; there is none to be replaced here."""
        with self._lock, self._keys.once(key, "set_pin") as is_new:
            if not is_new:
                return
            if self._kept() is not None:
                self._said = "has_pin"
                return
            try:
                self._secrets.put(KIND, PIN, {"hash": self._hashing.make(pin), "fails": 0})
            except OSError:
                self._said = "failed"
                return
            self._said = "pin_set"

    def switch_on(self, key: str, pin: str) -> None:
        """Ask the door to let a technician in for an hour."""
        with self._lock, self._keys.once(key, "switch_on") as is_new:
            if not is_new:
                return
            self._said = self._try(pin)
            if self._said == "none":
                self._ask("technician_on")

    def switch_off(self, key: str) -> None:
        """Anybody at the screen may close the door."""
        with self._lock, self._keys.once(key, "switch_off") as is_new:
            if is_new:
                self._said = "none"
                self._ask("technician_off")

    def _try(self, pin: str) -> Said:
        said: dict[Outcome, Said] = {
            "right": "none",
            "wrong": "pin_wrong",
            "wait": "pin_wait",
            "none": "no_pin",
        }
        return said[self._tries.one(PIN, pin)]

    def _ask(self, do: Literal["technician_on", "technician_off"]) -> None:
        request = Request(self._new_id("tech"), do)
        try:
            self._door.ask(request)
        except OSError:
            self._asked = None
            self._said = _unanswered(do)
            return
        self._asked = (request, self._monotonic_s())

    def _is_asked(self) -> bool:
        if self._asked is None:
            return False
        request, asked_s = self._asked
        answer = self._door.answer()
        if answer is not None and answer.id == request.id:
            self._asked = None
            if answer.outcome == "no_key":
                self._said = "no_key"
            elif answer.outcome == "failed":
                self._said = "failed" if request.do == "technician_on" else "not_closed"
            return False
        if self._monotonic_s() - asked_s > ANSWER_WITHIN_S:
            self._asked = None
            self._said = _unanswered(request.do)
            return False
        return True

    def _minutes_left(self) -> int:
        answer = self._door.answer()
        if answer is None or answer.until_s is None:
            return 0
        return max(0, -int(-(answer.until_s - self._monotonic_s()) // 60))

    def _kept(self) -> Document | None:
        return self._secrets.get(KIND, PIN)


def _unanswered(do: Deed) -> Said:
    return "not_closed" if do == "technician_off" else "no_answer"
