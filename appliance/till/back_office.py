"""What the box knows of its back office: who it is there, how far its facts are safe, what the watchdog may do.

The watchdog asks `todo`, acts, and says what came of it; the screen asks `view`. What must survive a pulled plug
is in the store (table `office`); what the watchdog last said is memory, and unknown after a restart.
Knows no network: an address is only text here. See docs/protocol.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol

from appliance.domain.errors import TillError
from appliance.domain.light import LightState
from appliance.ports import Clock, Document, Moment, Store, Transaction
from appliance.till import catalogue as catalogues
from appliance.till.box import Box
from appliance.till.intents import Intents
from appliance.till.marks import Marks

OFFICE = "office"
IDENTITY = "identity"
CURSOR = "cursor"
SWITCH = "switch"
SWITCHED_BACK, TONIGHT = "switched_back", "tonight"
UNKNOWN_BOX = "unknown_box"
SILENT_AFTER_S = 3.0
CATCHING_UP_FROM = 100  # a backlog this long is shown as progress
_ADDRESS = re.compile(
    r"https://[a-z0-9.-]{1,253}(:[0-9]{1,5})?|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?"
)


class BoxKey(Protocol):
    """The Ed25519 key by which the back office knows this box; made when first asked for."""

    def private(self) -> str: ...
    def public(self) -> str: ...
    def fingerprint(self) -> str: ...


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


class BackOffice:
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
        self._sync_now = 0
        self._sync_now_state: str | None = None
        self.marks = Marks(store, monotonic)
        self.changed: Callable[[], None] = lambda: None
        self.catalogue_changed: Callable[[], None] = lambda: None

    def open(self) -> None:
        """Finish what a power cut interrupted; called once before anything is sold."""
        moment = self._clock.now()
        with suppress(TillError):  # a card that cannot be written says so itself; the next start tries again
            self.marks.leave_forked(moment)
            self._take_series(moment, self._identity().get("series"))

    # -- what the screen asks ---------------------------------------------------------------------------

    def view(self, moment: Moment) -> Document:
        """The `sync` part of a snapshot."""
        identity = self._identity()
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
            "office_url": identity.get("url"),
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

    @property
    def is_enrolled(self) -> bool:
        """Whether this box belongs to a merchant."""
        return bool(self._identity()["state"] == "enrolled")

    @property
    def is_alone(self) -> bool:
        """Whether nobody has asked yet to connect this box."""
        return bool(self._identity()["state"] == "not_enrolled")

    def watchdog_silent_s(self) -> float:
        """How long the watchdog has said nothing; from the till's start when it never did."""
        return self._monotonic() - (self._said.heard_s or self._started_s)

    def offline_until(self, moment: Moment) -> str | None:
        """None, `switched_back` or `tonight`: whether a person switched the box offline, and until when."""
        switch = self._store.get(OFFICE, SWITCH)
        if switch is None or (switch["until"] == TONIGHT and switch["day"] != moment.day):
            return None
        return str(switch["until"])

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
            tx.put(OFFICE, IDENTITY, {"state": "enrolling", "url": address})

        self._intents.once(key, ("enrol", address), decide, durable=True)

    def cancel_enrolment(self, key: str) -> None:
        """Go back to selling for this box alone; raises `already_enrolled`."""

        def decide(tx: Transaction, _moment: Moment) -> None:
            if self.is_enrolled:
                raise TillError("already_enrolled")
            tx.remove(OFFICE, IDENTITY)

        self._intents.once(key, ("enrol_cancel",), decide, durable=True)

    # -- what the watchdog asks and says --------------------------------------------------------------------

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
            }
            with self._store.transaction(moment, durable=True) as tx:
                tx.put(OFFICE, IDENTITY, fresh)
                tx.remove(OFFICE, CURSOR)
            tx.commit.wait()
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
        return {"categories": known.answer["categories"], "items": known.answer["items"]}

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
            catalogues.apply(self._store, tx, self._box.country, news)
            tx.put(OFFICE, CURSOR, fresh)
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

    def _hear(self) -> None:
        was_silent = self.watchdog_silent_s() > SILENT_AFTER_S
        self._said = replace(self._said, heard_s=self._monotonic())
        if was_silent:
            self.changed()

    def _ask_again(self) -> None:
        """The back office does not know us: it was restored to a time before. Enrol again with the same key."""
        with self._store.transaction(self._clock.now(), durable=True) as tx:
            identity = tx.get(OFFICE, IDENTITY)
            if identity is not None and identity["state"] == "enrolled":
                tx.put(
                    OFFICE,
                    IDENTITY,
                    {"state": "enrolling", "url": identity["url"], "was": identity["box_id"]},
                )
        tx.commit.wait()

    def _identity(self) -> Document:
        return self._store.get(OFFICE, IDENTITY) or {"state": "not_enrolled"}

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
                "series": self._store.state().series,
                "country": self._box.country.code.lower(),
                "currency": currency.code,
                "exponent": currency.exponent,
                "language": self._box.language,
                "zone": self._clock.now().zone,
                "version": self._box.version,
            },
        }

    def _take_series(self, moment: Moment, letters: str | None) -> None:
        """Another box of the merchant has our letters: go on in a new epoch with those we were given."""
        current = self._store.state().series.rstrip("0123456789")
        if letters and letters != current and re.fullmatch(r"[A-Z]{1,6}", letters):
            self.marks.new_series(moment, letters)


def _outcome(said: Said, waiting: int) -> str:
    if said.online:
        return "done" if waiting == 0 else "trying"
    return "no_connection" if said.problem == "no_network" else "office_down"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
