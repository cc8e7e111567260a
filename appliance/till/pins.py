"""Tries of a PIN: waits that grow with each wrong one, counted per PIN, never for ever.

One place for the people at the till and for technician mode. Waits are counted on the monotonic clock, so that a clock
that jumps neither opens nor locks anything; wrong tries are kept beside the hash, so that a restart forgives nothing.
Knows no screen and no role. Callers let one try come after the other.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

from appliance.ports import Document

log = logging.getLogger(__name__)

FREE_TRIES = 3
LONGEST_WAIT_S = 300.0

Outcome = Literal["right", "wrong", "wait", "none"]


class Secrets(Protocol):
    """Where hashes are kept; see `store.people`."""

    def get(self, kind: str, id_: str) -> Document | None: ...
    def put(self, kind: str, id_: str, document: Mapping[str, Any]) -> None: ...


class PinHash(Protocol):
    """How a PIN becomes a hash that tells nobody the PIN."""

    def make(self, pin: str) -> str: ...
    def fits(self, pin: str, kept: str) -> bool: ...


class PinTries:
    """Tries of the PINs of one kind of document, each with its `hash` and `fails`."""

    def __init__(
        self, secrets: Secrets, hashing: PinHash, monotonic_s: Callable[[], float], kind: str
    ) -> None:
        self._secrets = secrets
        self._hashing = hashing
        self._monotonic_s = monotonic_s
        self._kind = kind
        self._began_s = monotonic_s()
        self._fails: dict[str, int] = {}  # ahead of the card where that cannot be written
        self._free_at_s: dict[str, float] = {}

    def wait_s(self, id_: str) -> int:
        """How long the next try of this PIN has to wait, in whole seconds; 0: not at all."""
        return max(0, math.ceil(self._free_at(id_) - self._monotonic_s()))

    def one(self, id_: str, pin: str) -> Outcome:
        """One try; `none` where there is no such PIN."""
        kept = self._secrets.get(self._kind, id_)
        if kept is None or not kept.get("hash"):
            return "none"
        if self._monotonic_s() < self._free_at(id_):
            return "wait"
        # Counted before it is looked at: pulling the plug in between gives no free try.
        fails = self._failed(id_, kept) + 1
        self._count(id_, kept, fails)
        if not self._hashing.fits(pin, str(kept["hash"])):
            self._free_at_s[id_] = self._monotonic_s() + _wait_s(fails)
            return "wrong"
        self._count(id_, kept, 0)
        return "right"

    def forget(self, id_: str) -> None:
        """There is a new PIN, or none: tries of the old one no longer count."""
        self._fails[id_] = 0
        self._free_at_s.pop(id_, None)

    def _free_at(self, id_: str) -> float:
        if id_ not in self._free_at_s:
            kept = self._secrets.get(self._kind, id_) or {}
            self._free_at_s[id_] = self._began_s + _wait_s(self._failed(id_, kept))
        return self._free_at_s[id_]

    def _failed(self, id_: str, kept: Document) -> int:
        return self._fails.get(id_, int(kept.get("fails", 0)))

    def _count(self, id_: str, kept: Document, fails: int) -> None:
        """A card that cannot be written is when a technician is needed most: then memory has to do."""
        self._fails[id_] = fails
        try:
            self._secrets.put(self._kind, id_, {**kept, "fails": fails})
        except OSError as problem:
            log.warning("tries of a PIN cannot be counted on the card: %r", problem)


def _wait_s(fails: int) -> float:
    """None for a slip or two; then 2, 4, 8 … seconds, at most five minutes, never for ever."""
    return 0.0 if fails < FREE_TRIES else float(min(LONGEST_WAIT_S, 2 ** min(fails - FREE_TRIES + 1, 20)))
