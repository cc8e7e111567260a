"""How the backup stick is, as far as the process that writes it says; and what it may know of the till.

`safe` means: everything that was committed stands on the stick too, or has been missing there for less than two
seconds. Memory only: a till that starts knows nothing until it is told. Knows no drive.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from appliance.domain.recovery_code import code_of
from appliance.ports import Document, Store

LEVEL_WITHIN_S = 2.0
HEARD_WITHIN_S = 10.0
TROUBLES = ("full", "read_only", "failed")
# The open ticket, paper on its way, who is signed in, and what a screen was told last.
_NOT_KEPT = frozenset(
    {"tickets", "ticket_lines", "parked", "print_jobs", "last_sale", "staff_here", "stock_latest", "welcome"}
)
NO_STICK: Document = {"state": "none", "waiting": 0}


class StickSecret(Protocol):
    """The secret of this box's stick and the name of its folder there; made when first asked for."""

    def secret(self) -> bytes: ...
    def box(self) -> str: ...
    def people(self) -> dict[str, dict[str, Document]]: ...


class Stick:
    """Callable from any thread, under `lock`. `changed` when the screen has something else to say."""

    def __init__(
        self,
        store: Store,
        secret: StickSecret,
        monotonic: Callable[[], float],
        lock: AbstractContextManager[Any],  # Any: what a lock gives on entering
        *,
        stall: str,
        office_box: Callable[[], str],
    ) -> None:
        self._store = store
        self._secret = secret
        self._monotonic = monotonic
        self._lock = lock
        self._stall = stall
        self._office_box = office_box
        self._state = "none"
        self._upto: dict[int, int] = {}
        self._heard_s: float | None = None
        self._behind_since_s: float | None = None
        self._shown: Document = NO_STICK
        self._told: tuple[str, dict[int, int], float] | None = None  # one value, read without the lock
        self._is_code_shown = False
        self.changed: Callable[[], None] = lambda: None

    def todo(self) -> Document:
        """What may be copied, for the process that does it: it is told the secret, a screen never is."""
        streams = []
        for epoch in self._store.epochs():
            last = self._store.last_durable(epoch)
            if last:
                head = self._store.head_at(epoch, last) or ""  # empty: it cannot be read
                streams.append({"epoch": epoch, "last": last, "head": head})
        return {
            "box": self._secret.box(),
            "secret": b64encode(self._secret.secret()).decode(),
            "stall": self._stall,
            "series": self._store.state().series,
            "office_box": self._office_box(),
            "streams": streams,
        }

    def tables(self) -> Document:
        """What a new box needs besides the facts; what only this moment needs stays away."""
        state = self._store.table_state()
        tables = {name: table for name, table in state.tables.items() if name not in _NOT_KEPT}
        settings = tables.get("settings", {})
        tables["settings"] = {id_: one for id_, one in settings.items() if id_ not in _NOT_KEPT}
        kept = {"version": 1, "epoch": state.epoch, "f": state.f, "tables": tables}
        return {**kept, "people": self._secret.people()}

    def said(self, news: Mapping[str, Any]) -> None:
        """The process says how the stick is (`POST /stick`)."""
        upto = {int(one["epoch"]): int(one["f"]) for one in news["streams"]}
        with self._lock:
            self._state, self._upto, self._heard_s = str(news["state"]), upto, self._monotonic()
            self._told = (self._state, upto, self._heard_s)
            before = self._shown["state"]
        if self.view()["state"] != before:
            self.changed()

    def view(self) -> Document:
        """The snapshot's part: none, copying, safe, full, read_only or failed; `waiting` facts are not on it."""
        with self._lock:
            word = self._word()
            self._shown = {"state": word, "waiting": self._behind() if word == "copying" else 0}
            return self._shown

    def code(self) -> str:
        """The recovery code: whoever has it can read this box's sticks."""
        code = code_of(self._secret.secret())
        self._is_code_shown = True
        return code

    @property
    def is_code_shown(self) -> bool:
        """Whether the code was asked for since the till started."""
        return self._is_code_shown

    def has_everything(self) -> bool:
        """Whether every fact written so far stands on a stick that was there a moment ago.

        Stricter than `safe`, and without the lock: it is asked while the store's is held.
        """
        told, state = self._told, self._store.state()
        if told is None or told[0] != "there" or self._monotonic() - told[2] > LEVEL_WITHIN_S:
            return False
        is_flushed = state.last_fact == state.durable_fact
        epochs = self._store.epochs()
        return is_flushed and all(self._store.last_durable(one) <= told[1].get(one, 0) for one in epochs)

    def _word(self) -> str:
        now_s = self._monotonic()
        if self._heard_s is None or self._state == "none":
            self._behind_since_s = None
            return "none"
        if now_s - self._heard_s > HEARD_WITHIN_S:
            return "failed"
        if self._state != "there":
            return self._state if self._state in TROUBLES else "failed"
        if self._behind() == 0:
            self._behind_since_s = None
            return "safe"
        if self._behind_since_s is None:
            self._behind_since_s = now_s if self._shown["state"] == "safe" else now_s - LEVEL_WITHIN_S
        return "safe" if now_s - self._behind_since_s < LEVEL_WITHIN_S else "copying"

    def _behind(self) -> int:
        """How many durable facts are not on the stick."""
        store = self._store
        return sum(max(0, store.last_durable(epoch) - self._upto.get(epoch, 0)) for epoch in store.epochs())
