"""The watchdog's half of the back office: it asks `todo`, acts, and says what came of it.

Whatever it says is checked against our own journal before it is believed. Knows no screen.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from appliance.domain.errors import TillError
from appliance.ports import Document, Moment
from appliance.till import catalogue as catalogues
from appliance.till.office_account import CURSOR, IDENTITY, OFFICE, SEEN, UNKNOWN_BOX, OfficeAccount, Said

log = logging.getLogger(__name__)

SEEN_EVERY_S = 600.0  # a card is not to be written for every answer


class OfficeWatchdog(OfficeAccount):
    """What the watchdog asks and says; each saying is durable before it is answered, where it has to be."""

    def open(self) -> None:
        """Finish what a power cut interrupted; called once before anything is sold."""
        moment = self._clock.now()
        with suppress(TillError):  # a card that cannot be written says so itself; the next start tries again
            self.marks.leave_forked(moment)
            self._take_series(moment, self._identity().get("series"))
            with suppress(OSError):  # the key is made here, if it was lost
                self._know_key(moment)
                self._forget_removed_key()

    def todo(self, report: Mapping[str, Any]) -> Document:
        """All the watchdog needs to know what to do next; `report` is what the till says of itself."""
        self._hear()
        moment = self._clock.now()
        identity = self._identity()
        waiting, waiting_sales, oldest_s = self.marks.waiting()
        return {
            "identity": self._signing_identity(identity),
            "enrol": self._wanted_enrolment(identity),
            "is_offline_by_choice": self.offline_until(moment) is not None,
            "sync_now": self._sync_now,
            "streams": self.marks.streams(),
            "cursor": self._cursor(),
            "offer": identity["state"] == "enrolled" and identity.get("offered") is None,
            "report": {
                "at": moment.utc,
                "quality": moment.quality,
                "version": self._box.version,
                "waiting": waiting,
                "waiting_sales": waiting_sales,
                "oldest_waiting_s": oldest_s,
                "uplink": self._said.uplink,
                "is_offline_by_choice": self.offline_until(moment) is not None,
                "problem": self._said.problem,
                **report,
            },
        }

    def box_id(self) -> str:
        """The name of this box with its back office, or with the one it left; empty where there never was one."""
        identity = self._identity()
        return str(identity.get("box_id") or (identity.get("left") or {}).get("box_id") or "")

    def said(self, news: Mapping[str, Any]) -> None:
        """The watchdog says how the line to the back office is (`POST /uplink`)."""
        now = self._clock.now().utc
        before = self._said
        online = news.get("online")
        self._said = replace(
            before,
            heard_s=self._monotonic(),
            online=online if isinstance(online, bool) else None,
            problem=_text(news.get("problem")),
            uplink=_text(news.get("uplink")) or before.uplink,
            quarantine=int(news.get("quarantine") or 0),
            attention=_text(news.get("attention")),
            tried_utc=now if "reached" in news else before.tried_utc,
            acked_utc=now if news.get("reached") is True else before.acked_utc,
        )
        if news.get("reached") is True:
            self._keep_seen()
        if self._said.problem == UNKNOWN_BOX:
            self._ask_again()
        if self._sync_now_state == "trying" and "reached" in news:
            self._sync_now_state = _outcome(self._said, waiting=self.marks.waiting()[0])
        if (
            replace(self._said, heard_s=None, tried_utc=None, acked_utc=None)
            != replace(before, heard_s=None, tried_utc=None, acked_utc=None)
            or "reached" in news
        ):
            self.changed()

    def acked(self, epoch: int, mark: int, head: str) -> None:
        """The back office has everything up to `mark`. Raises `beyond_durable`, `head_differs`."""
        self._hear()
        if self.marks.acked(self._clock.now(), epoch, mark, head):
            self.changed()

    def aside(self, epoch: int, f: int) -> None:
        """Facts up to `f` of a forked epoch were sent aside."""
        self._hear()
        self.marks.sent_aside(self._clock.now(), epoch, f)
        self.changed()

    def forked(self, epoch: int) -> None:
        """The back office has other bytes under our numbers: begin a new epoch, send the old one aside."""
        self._hear()
        self.marks.forked(self._clock.now(), epoch)
        self.changed()

    def enrolment(self, news: Mapping[str, Any]) -> None:
        """How enrolling goes (`POST /enrolment`): a code to show, or that the owner approved."""
        self._hear()
        identity = self._identity()
        if identity["state"] != "enrolling":
            return  # cancelled meanwhile
        moment = self._clock.now()
        if news.get("state") == "approved":
            fresh = {
                "state": "enrolled",
                "url": identity["url"],
                "box_id": news["box_id"],
                "merchant": dict(news["merchant"]),
                "series": str(news.get("series") or ""),
                "offered": None,
                "key_mark": self._key_mark(),
            }
            left = identity.get("left")
            with self._store.transaction(moment, durable=True) as tx:
                tx.put(OFFICE, IDENTITY, fresh)
                tx.remove(OFFICE, CURSOR)
                tx.remove(OFFICE, SEEN)
                if left is not None and left["box_id"] != fresh["box_id"]:
                    self.marks.leave_behind(tx)  # what was sold for the one it left stays there
            tx.commit.wait()
            self.marks.leave_forked(moment)
            self._take_series(moment, fresh["series"])
        else:
            fresh = {**identity, "enrolment": dict(news)}
            if fresh == identity:
                return
            with self._store.transaction(moment, durable=False) as tx:
                tx.put(OFFICE, IDENTITY, fresh)
        self.changed()

    def goods(self) -> Document:
        """What this box sells, to be offered to a back office that has less."""
        known = catalogues.load(self._store)
        answer = known.answer()
        return {"categories": answer["categories"], "items": answer["items"]}

    def offered(self, generation: str) -> None:
        """This life of the back office's catalogue has seen our goods."""
        self._hear()
        with self._store.transaction(self._clock.now(), durable=True) as tx:  # forgotten, nobody pulls again
            identity = tx.get(OFFICE, IDENTITY)
            if identity is not None:
                tx.put(OFFICE, IDENTITY, {**identity, "offered": generation})
        tx.commit.wait()
        self.changed()

    def changes(self, news: Mapping[str, Any]) -> Document:
        """Apply catalogue changes in one durable line.

        Raises `cursor_moved` when they are for another cursor, and `offer_first` when they come from another life of
        the back office (a restored copy may lack goods that only this box still has): then our goods are offered
        before that snapshot is taken.
        """
        self._hear()
        if self._is_of_another_life(str(news["generation"])):
            raise TillError("offer_first", field="generation")
        with self._store.transaction(self._clock.now(), durable=True) as tx:
            cursor = tx.get(OFFICE, CURSOR) or {"generation": None, "version": 0}
            asked = {"generation": news.get("asked_generation"), "version": int(news.get("after") or 0)}
            if asked != cursor:
                raise TillError("cursor_moved", field="after", allowed=str(cursor["version"]))
            fresh = {"generation": news["generation"], "version": news["version"]}
            if fresh == cursor:
                return fresh
            if fresh["generation"] != cursor["generation"]:
                self.marks.send_aside_again(tx)
            catalogues.apply(
                self._store, tx, self._box.country, news, self.marks.settled_by(news.get("marks"))
            )
            tx.put(OFFICE, CURSOR, fresh)
            tx.put(OFFICE, SEEN, {"utc": self._clock.now().utc})
        tx.commit.wait()
        self.catalogue_changed()
        self.changed()
        return fresh

    def _is_of_another_life(self, generation: str) -> bool:
        with self._store.transaction(self._clock.now(), durable=True) as tx:
            identity = tx.get(OFFICE, IDENTITY)
            if identity is None or identity["state"] != "enrolled" or identity.get("offered") == generation:
                return False
            tx.put(OFFICE, IDENTITY, {**identity, "offered": None})
        tx.commit.wait()
        self.changed()
        return True

    # -- inside ---------------------------------------------------------------------------------------------

    def _keep_seen(self) -> None:
        """Remember for the next start that the back office answered; a card that cannot be written says so itself."""
        now_s = self._monotonic()
        if self._seen_kept_s is not None and now_s - self._seen_kept_s < SEEN_EVERY_S:
            return
        self._seen_kept_s = now_s
        moment = self._clock.now()
        with suppress(TillError), self._store.transaction(moment, durable=False) as tx:
            tx.put(OFFICE, SEEN, {"utc": moment.utc})

    def _know_key(self, moment: Moment) -> None:
        """Whether the key is still the one we enrolled with: with another one the back office refuses us for ever."""
        identity = self._identity()
        if identity["state"] != "enrolled":
            return
        known, mark = identity.get("key_mark"), self._key_mark()
        if known is None:
            with self._store.transaction(moment, durable=False) as tx:
                tx.put(OFFICE, IDENTITY, {**identity, "key_mark": mark})
        elif known != mark:
            log.warning("the key is not the one this box was connected with: it has to be connected again")
            self._ask_again(leaves_behind=True)
            self.marks.leave_forked(moment)

    def _ask_again(self, *, leaves_behind: bool = False) -> None:
        """The back office does not know us: it was restored to a time before, or our key was lost. Enrol again."""
        with self._store.transaction(self._clock.now(), durable=True) as tx:
            identity = tx.get(OFFICE, IDENTITY)
            if identity is not None and identity["state"] == "enrolled":
                tx.put(
                    OFFICE,
                    IDENTITY,
                    {"state": "enrolling", "url": identity["url"], "was": identity["box_id"]},
                )
                if leaves_behind:
                    self.marks.leave_behind(tx)
        tx.commit.wait()

    def _cursor(self) -> Document:
        return self._store.get(OFFICE, CURSOR) or {"generation": None, "version": 0}

    def _signing_identity(self, identity: Document) -> Document | None:
        if identity["state"] != "enrolled":
            return None
        return {"box_id": identity["box_id"], "key": self._key.private(), "office_url": identity["url"]}

    def _wanted_enrolment(self, identity: Document) -> Document | None:
        if identity["state"] != "enrolling":
            return None
        currency = self._box.country.currency
        return {
            "office_url": identity["url"],
            "key": self._key.private(),
            "enrolment_id": (identity.get("enrolment") or {}).get("enrolment_id"),
            "about": {
                "name": self._box.stall,
                "public_key": self._key.public(),
                "series": self._letters(),  # of an epoch's `A2` only the letters: the rest is the box's own affair
                "country": self._box.country.code.lower(),
                "currency": currency.code,
                "exponent": currency.exponent,
                "language": self._box.language,
                "zone": self._clock.now().zone,
                "version": self._box.version,
            },
        }

    def _letters(self) -> str:
        return self._store.state().series.rstrip("0123456789")

    def _take_series(self, moment: Moment, letters: str | None) -> None:
        """Another box of the merchant has our letters: go on in a new epoch with those we were given."""
        if letters and letters != self._letters() and re.fullmatch(r"[A-Z]{1,6}", letters):
            self.marks.new_series(moment, letters)


def _outcome(said: Said, waiting: int) -> str:
    if said.online:
        return "done" if waiting == 0 else "trying"
    return "no_connection" if said.problem == "no_network" else "office_down"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
