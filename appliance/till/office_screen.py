"""The screen's half of the back office: what a vendor is told of it, and may ask of it.

Knows no watchdog but by what it said.
"""

from __future__ import annotations

import re
from contextlib import suppress

from appliance.domain.errors import TillError
from appliance.domain.light import LightState
from appliance.ports import Document, Moment, Transaction
from appliance.till.office_account import (
    IDENTITY,
    OFFICE,
    SILENT_AFTER_S,
    SWITCH,
    UNKNOWN_BOX,
    OfficeAccount,
    Said,
)

CATCHING_UP_FROM = 100  # a backlog this long is shown as progress
_ADDRESS = re.compile(
    r"https://[a-z0-9.-]{1,253}(:[0-9]{1,5})?|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?"
)


class OfficeScreen(OfficeAccount):
    """What a screen shows of the back office and what its buttons do.

    `proposed_url` stands in the line for the address until somebody has typed another; empty is none.
    """

    proposed_url: str = ""

    def view(self, moment: Moment) -> Document:
        """The `sync` part of a snapshot."""
        identity = self._identity()
        left = identity.get("left") or {}
        said = self._said
        waiting, waiting_sales, oldest_s = self.marks.waiting()
        return {
            "state": identity["state"],
            "online": said.online,
            "offline_until": self.offline_until(moment),
            "waiting_facts": waiting,
            "waiting_sales": waiting_sales,
            "oldest_waiting_s": oldest_s,
            "acked_utc": said.acked_utc,
            "tried_utc": said.tried_utc,
            "problem": said.problem,
            "uplink": said.uplink,
            "first_sync": self._progress(identity, waiting),
            "sync_now": None if self._sync_now_state is None else {"state": self._sync_now_state},
            "enrol": self._enrolling(identity),
            "merchant": (identity.get("merchant") or {}).get("name"),
            "office_url": identity.get("url") or left.get("url") or self.proposed_url or None,
            "quarantine": said.quarantine,
        }

    def light_state(self, moment: Moment, *, can_save: bool, damage: bool) -> LightState:
        """The till's own view of what the light should say."""
        silent_s = self.watchdog_silent_s()
        return LightState(
            can_save=can_save,
            attention=self._attention(damage),
            watchdog_silent_s=silent_s,
            enrolled=self.is_enrolled,
            online=self._said.online if silent_s <= SILENT_AFTER_S else None,
            offline_by_choice=self.offline_until(moment) is not None,
            oldest_waiting_s=self.marks.waiting()[2],
        )

    def _attention(self, damage: bool) -> str | None:
        said = self._said
        if "was" in self._identity():
            return UNKNOWN_BOX
        if said.problem == "revoked":
            return "revoked"
        if said.attention is not None:
            return said.attention
        if said.quarantine:
            return "quarantine"
        return "damage" if damage else None

    def _progress(self, identity: Document, waiting: int) -> Document | None:
        if identity["state"] != "enrolled" or waiting < CATCHING_UP_FROM:
            return None
        total = self.marks.total()
        return {"done": total - waiting, "total": total}

    def _enrolling(self, identity: Document) -> Document | None:
        if identity["state"] != "enrolling":
            return None
        enrolment = identity.get("enrolment") or {}
        url = enrolment.get("approve_url")
        return {
            "state": enrolment.get("state", "asking"),
            "code": enrolment.get("code"),
            "approve_url": url,
            "fingerprint": self._key.fingerprint(),
            "qr": self._draw_qr(url) if url else None,
        }

    # -- what the vendor does -----------------------------------------------------------------------------

    def sync_now(self, key: str) -> None:
        """Ask the watchdog to try at once."""

        def decide(_tx: Transaction, moment: Moment) -> None:
            if self.offline_until(moment) is not None:
                self._sync_now_state = "offline_by_choice"
            elif self.watchdog_silent_s() > SILENT_AFTER_S:
                self._sync_now_state = "watchdog_silent"
            else:
                self._sync_now += 1
                self._sync_now_state = "trying"

        if not self.is_enrolled:
            raise TillError("not_enrolled")
        self._intents.once(key, ("sync_now",), decide, durable=False)

    def switch_offline(self, key: str, until: str | None) -> None:
        """Stop synchronising (`switched_back`, `tonight`), or go on (None)."""

        def decide(tx: Transaction, moment: Moment) -> None:
            self._sync_now_state = None
            if until is None:
                tx.remove(OFFICE, SWITCH)
            else:
                tx.put(OFFICE, SWITCH, {"until": until, "day": moment.day})

        self._intents.once(key, ("offline", until), decide, durable=True)

    def enrol(self, key: str, url: str) -> None:
        """Begin to connect to the back office at `url`; raises `already_enrolled`, `bad_office_url`."""
        address = url.strip().rstrip("/").lower()
        if not _ADDRESS.fullmatch(address):
            raise TillError(
                "bad_office_url", field="url", allowed="https:// and the name of your back office"
            )

        def decide(tx: Transaction, _moment: Moment) -> None:
            if self.is_enrolled:
                raise TillError("already_enrolled")
            tx.put(OFFICE, IDENTITY, {"state": "enrolling", "url": address, **self._left()})

        self._intents.once(key, ("enrol", address), decide, durable=True)

    def cancel_enrolment(self, key: str) -> None:
        """Go back to selling for this box alone; raises `already_enrolled`."""

        def decide(tx: Transaction, _moment: Moment) -> None:
            if self.is_enrolled:
                raise TillError("already_enrolled")
            if left := self._left():
                tx.put(OFFICE, IDENTITY, {"state": "not_enrolled", **left})
            else:
                tx.remove(OFFICE, IDENTITY)

        self._intents.once(key, ("enrol_cancel",), decide, durable=True)

    def leave(self, tx: Transaction) -> None:
        """Belong to no back office, in the caller's line; which one it was is kept, for the day it is joined again.

        The box keeps its key, by which that back office knows it; a key that the owner has removed there is of no use
        any more and is marked, for `finish_leaving` to forget.
        """
        identity = self._identity()
        left = {"box_id": identity["box_id"], "url": identity["url"]}
        if self._said.problem == "revoked":
            left["removed_key"] = str(identity.get("key_mark") or "")
        tx.put(OFFICE, IDENTITY, {"state": "not_enrolled", "left": left})
        tx.remove(OFFICE, SWITCH)

    def finish_leaving(self) -> None:
        """What follows the line of `leave`; done again at the next start if the power went in between."""
        with suppress(OSError):  # the next start tries again
            self._forget_removed_key()
        self._said = Said(heard_s=self._said.heard_s, uplink=self._said.uplink)
        self._sync_now_state = None

    def _left(self) -> Document:
        """The back office that was left, as a part of the identity."""
        left = self._identity().get("left")
        return {} if left is None else {"left": left}
